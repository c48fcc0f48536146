import { sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RandomStream } from '../../kernel/random.ts';
import type { Container, ContainerConfig, Containerd, Sandbox, SandboxConfig } from './containerd.ts';
import { CriError, containerNotFound, sandboxNotFound } from './cri-error.ts';
import type { Faults, FaultyCall } from './faults.ts';
import type { Image } from './image-store.ts';

declare module '../../kernel/log.ts' {
  interface LogFacts {
    /** A line of containerd's own log. */
    'containerd.logged': { node: string; severity: 'I' | 'E'; message: string; error?: string };
  }
}

/** A container as the runtime answers for it at one moment.
 *  @models staging/src/k8s.io/cri-api/pkg/apis/runtime/v1/api.proto ContainerStatus */
export interface ContainerStatus {
  readonly id: string;
  readonly name: string;
  readonly uid: string;
  readonly sandbox: string;
  readonly state: Container['state'];
  readonly attempt: number;
  readonly image: Image;
  readonly createdAtMs: number;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly exitCode: number;
}

/** @models staging/src/k8s.io/cri-api/pkg/apis/runtime/v1/api.proto PodSandboxStatus */
export interface SandboxStatus {
  readonly id: string;
  readonly config: SandboxConfig;
  readonly ready: boolean;
  readonly ip: string;
  readonly createdAtMs: number;
}

/** The runtime's service as a kubelet calls it over its socket: by id, with containerd's log, its refusals, the network
 *  plugin, and the faults of the scenario.
 *  @models containerd internal/cri/instrument/instrumented_service.go instrumentedService
 *  @simplifies lines about image pulls, events and the steps within a call are not logged; a call that the kubelet gives up
 *  goes no further in the runtime */
export class CriService {
  readonly runtime: Containerd;
  readonly faults: Faults;
  private readonly kernel: Kernel;
  private readonly stream: RandomStream;

  constructor(kernel: Kernel, runtime: Containerd, faults: Faults) {
    this.kernel = kernel;
    this.runtime = runtime;
    this.faults = faults;
    this.stream = kernel.random(`cri/service/${runtime.node}`);
  }

  /** Grows whenever a sandbox or container appears, changes its state or goes. */
  get changes(): number {
    return this.runtime.changes;
  }

  listPodSandboxes(): SandboxStatus[] {
    return [...this.runtime.sandboxes.values()].map(sandboxStatus);
  }

  listContainers(): ContainerStatus[] {
    return [...this.runtime.containers.values()].map(statusOf);
  }

  *podSandboxStatus(id: string): Task<SandboxStatus> {
    yield* sleep(this.stream.integer(0, 1));
    return sandboxStatus(this.sandbox(id, 'PodSandboxStatus'));
  }

  /** @models containerd internal/cri/server/container_status.go criService.ContainerStatus */
  *containerStatus(id: string): Task<ContainerStatus> {
    yield* this.misfortune('containerStatus', id, `ContainerStatus for ${quoted(id)}`);
    return statusOf(this.container(id, 'ContainerStatus'));
  }

  *runPodSandbox(config: SandboxConfig): Task<string> {
    yield* this.misfortune('runPodSandbox', config.uid, `RunPodSandbox for ${config.pod}`);
    const text = 'failed to setup network for sandbox';
    yield* this.misfortune('cniAdd', config.uid, `RunPodSandbox for ${config.pod}`, (error) => `${text}: ${error}`);
    const sandbox = yield* this.runtime.runPodSandbox(config);
    return sandbox.id;
  }

  /** Kills what still runs in the sandbox, and has the network plugin take its interfaces away. The plugin is called at
   *  every stop, also of a sandbox that has been stopped before.
   *  @models containerd internal/cri/server/sandbox_stop.go criService.StopPodSandbox */
  *stopPodSandbox(id: string): Task {
    const title = `StopPodSandbox for ${quoted(id)}`;
    this.log(title);
    // As with containers: containerd 1.6 takes a sandbox that it does not know for one that has been stopped.
    const sandbox = this.runtime.sandboxes.get(id);
    if (sandbox) {
      yield* this.misfortune('stopPodSandbox', id, title);
      const wasReady = sandbox.ready;
      if (wasReady) yield* this.runtime.stopPodSandbox(sandbox);
      // The plugin has work to do the first time; the sandbox is seen as stopped meanwhile.
      yield* sleep(wasReady ? this.stream.integer(30, 90) : this.stream.integer(8, 13));
      const text = `failed to destroy network for sandbox ${quoted(id)}: plugin type="bridge" failed (delete): `;
      yield* this.misfortune('cniDel', id, title, (error) => text + error);
    }
    this.log(`${title} returns successfully`);
  }

  /** @models containerd internal/cri/server/sandbox_remove.go criService.RemovePodSandbox */
  *removePodSandbox(id: string): Task {
    this.log(`RemovePodSandbox for ${quoted(id)}`);
    yield* this.misfortune('removePodSandbox', id, `RemovePodSandbox for ${quoted(id)}`);
    const sandbox = this.runtime.sandboxes.get(id);
    if (sandbox?.ready) {
      const error = new CriError('Unknown', `failed to forcibly stop sandbox ${quoted(id)}: sandbox is still running`);
      throw this.failed(`RemovePodSandbox for ${quoted(id)}`, error);
    }
    yield* sleep(this.stream.integer(8, 13));
    if (sandbox) this.runtime.removePodSandbox(sandbox);
    this.log(`RemovePodSandbox ${quoted(id)} returns successfully`);
  }

  *createContainer(sandboxID: string, config: ContainerConfig): Task<string> {
    const sandbox = this.sandbox(sandboxID, 'CreateContainer within sandbox');
    const title = `CreateContainer within sandbox ${quoted(sandboxID)}`;
    yield* this.misfortune('createContainer', sandbox.config.uid, title);
    if (!sandbox.ready || !this.runtime.sandboxes.has(sandboxID)) {
      throw this.failed(title, new CriError('Unknown', `sandbox ${quoted(sandboxID)} is not ready`));
    }
    const container = yield* this.runtime.createContainer(sandbox, config);
    return container.id;
  }

  *startContainer(id: string): Task {
    yield* this.misfortune('startContainer', id, `StartContainer for ${quoted(id)}`);
    const container = this.container(id, 'StartContainer');
    yield* this.runtime.startContainer(container);
    if (container.state === 'created') {
      const error = new CriError('Unknown', `sandbox container ${quoted(container.sandbox.id)} is not running`);
      throw this.failed(`StartContainer for ${quoted(id)}`, error);
    }
  }

  /** SIGTERM, and SIGKILL when the time is up. A caller that goes away leaves the container with its SIGTERM.
   *  @models containerd internal/cri/server/container_stop.go criService.StopContainer */
  *stopContainer(id: string, timeoutSeconds: number): Task {
    const title = `StopContainer for ${quoted(id)}`;
    yield* sleep(this.stream.integer(1, 2));
    this.log(`${title} with timeout ${timeoutSeconds} (s)`);
    const container = this.container(id, 'StopContainer');
    let answered = false;
    try {
      yield* this.misfortune('stopContainer', id, title);
      yield* this.runtime.stopContainer(container, timeoutSeconds);
      answered = true;
    } catch (error) {
      answered = true;
      throw error;
    } finally {
      if (!answered) this.failed(title, new CriError('Canceled', 'context canceled'));
    }
    this.log(`${title} returns successfully`);
  }

  /** Takes a container away with its log. Removing one that is not there succeeds.
   *  @models containerd internal/cri/server/container_remove.go criService.RemoveContainer */
  *removeContainer(id: string): Task {
    yield* sleep(this.stream.integer(1, 3));
    this.log(`RemoveContainer for ${quoted(id)}`);
    yield* this.misfortune('removeContainer', id, `RemoveContainer for ${quoted(id)}`);
    yield* sleep(this.stream.integer(3, 8));
    const container = this.runtime.containers.get(id);
    if (container) this.runtime.removeContainer(container);
    this.log(`RemoveContainer for ${quoted(id)} returns successfully`);
  }

  *pullImage(image: string): Task<{ image: Image; ms: number }> {
    yield* this.misfortune('pullImage', image, `PullImage ${quoted(image)}`);
    return yield* this.runtime.pullImage(image);
  }

  /** What the control group's end does to the processes in it, behind the runtime's back. */
  killProcessesOf(uid: string): void {
    for (const container of this.runtime.containers.values()) {
      if (container.sandbox.config.uid === uid) this.runtime.killContainer(container);
    }
  }

  private container(id: string, call: string): Container {
    const container = this.runtime.containers.get(id);
    if (container) return container;
    throw this.failed(`${call} for ${quoted(id)}`, containerNotFound(id));
  }

  private sandbox(id: string, call: string): Sandbox {
    const sandbox = this.runtime.sandboxes.get(id);
    if (sandbox) return sandbox;
    throw this.failed(`${call} for ${quoted(id)}`, sandboxNotFound(id));
  }

  private *misfortune(call: FaultyCall, subject: string, title: string, describe = (error: string) => error): Task {
    const misfortune = this.faults.meet(call, subject);
    if (!misfortune) return;
    if (misfortune.slowMs > 0) yield* sleep(misfortune.slowMs);
    if (misfortune.error !== undefined) throw this.failed(title, new CriError('Unknown', describe(misfortune.error)));
  }

  private log(message: string): void {
    this.kernel.append('containerd.logged', { node: this.runtime.node, severity: 'I', message });
  }

  private failed(title: string, error: CriError): CriError {
    // containerd logs its own errors before they become gRPC's, those that are gRPC's already as they are.
    const text = error.code === 'Unknown' ? error.description : error.message;
    const { node } = this.runtime;
    this.kernel.append('containerd.logged', { node, severity: 'E', message: `${title} failed`, error: text });
    return error;
  }
}

function statusOf(container: Container): ContainerStatus {
  const { id, sandbox, config, image, state, createdAtMs, startedAtMs, finishedAtMs, exitCode } = container;
  const { name, attempt } = config;
  const { uid } = sandbox.config;
  return {
    id,
    name,
    uid,
    sandbox: sandbox.id,
    state,
    attempt,
    image,
    createdAtMs,
    startedAtMs,
    finishedAtMs,
    exitCode,
  };
}

function sandboxStatus({ id, config, ready, ip, createdAtMs }: Sandbox): SandboxStatus {
  return { id, config, ready, ip, createdAtMs };
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
