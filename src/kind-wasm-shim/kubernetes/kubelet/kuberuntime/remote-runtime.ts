import type { Task } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ContainerConfig, SandboxConfig } from '../../cri/containerd.ts';
import { CriError } from '../../cri/cri-error.ts';
import type { ContainerStatus, CriService, SandboxStatus } from '../../cri/cri-service.ts';
import type { Journal } from '../journal.ts';
import { runtimeClientFile } from '../versions.ts';

/** @models pkg/kubelet/cri/remote/remote_runtime.go identicalErrorDelay */
const identicalErrorDelayMs = 60_000;

/** The kubelet's side of the runtime's socket: each refusal is logged, of the same words about the same container one a
 *  minute.
 *  @models pkg/kubelet/cri/remote/remote_runtime.go remoteRuntimeService */
export class RemoteRuntime {
  readonly service: CriService;
  private readonly kernel: Kernel;
  private readonly journal: Journal;
  private readonly lastErrors = new Map<string, { message: string; atMs: number }>();

  constructor(kernel: Kernel, service: CriService, journal: Journal) {
    this.kernel = kernel;
    this.service = service;
    this.journal = journal;
  }

  listPodSandboxes(): SandboxStatus[] {
    return this.service.listPodSandboxes();
  }

  listContainers(): ContainerStatus[] {
    return this.service.listContainers();
  }

  *containerStatus(id: string): Task<ContainerStatus> {
    try {
      return yield* this.service.containerStatus(id);
    } catch (error) {
      if (this.isNew(error, id)) this.failed('ContainerStatus', error, { containerID: id });
      throw error;
    }
  }

  *runPodSandbox(config: SandboxConfig): Task<string> {
    return yield* this.logged('RunPodSandbox', {}, this.service.runPodSandbox(config));
  }

  *stopPodSandbox(id: string): Task {
    yield* this.logged('StopPodSandbox', { podSandboxID: id }, this.service.stopPodSandbox(id));
  }

  *removePodSandbox(id: string): Task {
    yield* this.logged('RemovePodSandbox', { podSandboxID: id }, this.service.removePodSandbox(id));
  }

  *createContainer(sandbox: string, config: ContainerConfig): Task<string> {
    const call = 'CreateContainer in sandbox';
    return yield* this.logged(call, { podSandboxID: sandbox }, this.service.createContainer(sandbox, config));
  }

  *startContainer(id: string): Task {
    yield* this.logged('StartContainer', { containerID: id }, this.service.startContainer(id));
  }

  *stopContainer(id: string, timeoutSeconds: number): Task {
    yield* this.logged('StopContainer', { containerID: id }, this.service.stopContainer(id, timeoutSeconds));
  }

  *removeContainer(id: string): Task {
    this.lastErrors.delete(id);
    yield* this.logged('RemoveContainer', { containerID: id }, this.service.removeContainer(id));
  }

  private *logged<Result>(call: string, values: Record<string, string>, task: Task<Result>): Task<Result> {
    try {
      return yield* task;
    } catch (error) {
      this.failed(call, error, values);
      throw error;
    }
  }

  private failed(call: string, error: unknown, values: Record<string, string>): void {
    if (!(error instanceof CriError)) throw error;
    const file = runtimeClientFile(this.journal.version);
    this.journal.error(file, `${call} from runtime service failed`, { err: error.message, ...values });
  }

  /** @models pkg/kubelet/util/logreduction/logreduction.go LogReduction.ShouldMessageBePrinted */
  private isNew(error: unknown, id: string): boolean {
    const message = error instanceof Error ? error.message : '';
    const last = this.lastErrors.get(id);
    const { nowMs } = this.kernel;
    if (last?.message === message && nowMs - last.atMs <= identicalErrorDelayMs) return false;
    this.lastErrors.set(id, { message, atMs: nowMs });
    return true;
  }
}
