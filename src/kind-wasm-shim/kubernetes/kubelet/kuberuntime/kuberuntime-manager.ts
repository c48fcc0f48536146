import type { Pod } from 'kubernetes-types/core/v1';
import { sleep, type Task } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { RandomStream } from '../../../kernel/random.ts';
import { CriError, isNotFound } from '../../cri/cri-error.ts';
import type { ContainerStatus } from '../../cri/cri-service.ts';
import type { RunningPod, RuntimePodStatus } from '../container/pod-status.ts';
import { containerIDValue, podRef, uidValue } from '../klog.ts';
import { SyncError } from '../pod-worker-loop.ts';
import { toleratesNotFoundWhenKilling } from '../versions.ts';
import { type ContainerKiller, killContainer, removeContainer } from './kuberuntime-container.ts';
import type { RemoteRuntime } from './remote-runtime.ts';

const file = 'kuberuntime_manager.go';

export interface KubeRuntimeHost extends ContainerKiller {
  readonly random: RandomStream;
}

/** What the kubelet asks of the runtime, put together from its calls.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager */
export class KubeRuntime {
  readonly runtime: RemoteRuntime;
  private readonly host: KubeRuntimeHost;
  private readonly kernel: Kernel;

  constructor(host: KubeRuntimeHost) {
    this.host = host;
    this.kernel = host.kernel;
    this.runtime = host.runtime;
  }

  /** The pods that run: those with a running container or a ready sandbox.
   *  @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager.GetPods */
  getRunningPods(): RunningPod[] {
    const configs = new Map(this.runtime.listPodSandboxes().map((sandbox) => [sandbox.id, sandbox]));
    const found = new Map<string, { running: ContainerStatus[]; ready: string[]; name: string; namespace: string }>();
    const entry = (uid: string, name: string, namespace: string) => {
      const known = found.get(uid) ?? { running: [], ready: [], name, namespace };
      found.set(uid, known);
      return known;
    };
    for (const container of this.runtime.listContainers()) {
      if (container.state !== 'running') continue;
      const { pod = '', namespace = '' } = configs.get(container.sandbox)?.config ?? {};
      entry(container.uid, pod, namespace).running.push(container);
    }
    for (const { id, config, ready } of configs.values()) {
      if (ready) entry(config.uid, config.pod, config.namespace).ready.push(id);
    }
    return [...found].map(([uid, { running, ready, name, namespace }]) => ({
      uid,
      name,
      namespace,
      containers: running.map((container) => ({ id: container.id, name: container.name })),
      sandboxes: ready.map((id) => ({ id, ready: true })),
    }));
  }

  /** All that the runtime has of a pod, newest first.
   *  @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager.GetPodStatus
   *  @simplifies the calls for the single containers are one call */
  *getPodStatus(uid: string): Task<RuntimePodStatus> {
    yield* sleep(this.host.random.integer(0, 1));
    const newestFirst = (left: { createdAtMs: number }, right: { createdAtMs: number }) =>
      right.createdAtMs - left.createdAtMs;
    const { service } = this.runtime;
    const misfortune = service.faults.meet('containerStatus', uid);
    if (misfortune?.error !== undefined) throw new CriError('Unknown', misfortune.error);
    const sandboxes = this.runtime.listPodSandboxes().filter(({ config }) => config.uid === uid);
    const containers = this.runtime.listContainers().filter((container) => container.uid === uid);
    return { uid, sandboxes: sandboxes.sort(newestFirst), containers: containers.sort(newestFirst) };
  }

  /** Stops all containers at once, and then, whatever became of them, every sandbox.
   *  @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager.killPodWithSyncResult */
  *killPod(pod: Pod, running: RunningPod, graceOverride: number | undefined): Task {
    const { journal } = this.host;
    const podUID = uidValue(running.uid);
    const kills = running.containers.map((container) => ({
      container,
      process: this.kernel.spawn(
        `killContainer ${container.name}`,
        refusalOf(killContainer(this.host, pod, container, graceOverride)),
        { owned: true },
      ),
    }));
    const failures: string[] = [];
    for (const { container, process } of kills) {
      const result = yield* process.join();
      if (result.status === 'failed') throw result.error;
      const error = result.status === 'done' ? result.value : undefined;
      if (!error) continue;
      journal.error(file.replace('manager', 'container'), 'Kill container failed', {
        err: error.message,
        pod: podRef(pod),
        podUID,
        containerName: container.name,
        containerID: containerIDValue(container.id),
      });
      failures.push(
        `failed to "KillContainer" for ${JSON.stringify(container.name)} with ${killing('Container', error)}`,
      );
    }
    for (const { id } of running.sandboxes) {
      try {
        yield* this.runtime.stopPodSandbox(id);
      } catch (error) {
        if (!(error instanceof CriError)) throw error;
        if (isNotFound(error) && toleratesNotFoundWhenKilling(journal.version)) continue;
        journal.error(file, 'Failed to stop sandbox', { podSandboxID: containerIDValue(id) });
        failures.push(
          `failed to "KillPodSandbox" for ${JSON.stringify(running.uid)} with ${killing('PodSandbox', error)}`,
        );
      }
    }
    if (failures.length > 0) throw new SyncError(failures.length === 1 ? `${failures[0]}` : `[${failures.join(', ')}]`);
  }

  /** @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.DeleteContainer */
  *deleteContainer(id: string): Task {
    yield* removeContainer(this.host.journal, this.runtime, id);
  }
}

function killing(what: 'Container' | 'PodSandbox', error: Error): string {
  return `Kill${what}Error: ${JSON.stringify(error.message)}`;
}

/** What the runtime said against a task; undefined when it was done. */
function* refusalOf(task: Task): Task<CriError | undefined> {
  try {
    yield* task;
    return undefined;
  } catch (error) {
    if (error instanceof CriError) return error;
    throw error;
  }
}
