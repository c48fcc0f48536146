import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import { Channel } from '../../kernel/channel.ts';
import { periodically, race, sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { namespacedName } from '../api/meta.ts';
import type { Container, Containerd, Sandbox } from '../cri/containerd.ts';
import { computePodActions, nextBackoff, type PodAction, type RestartPolicy } from './compute-pod-actions.ts';
import { goDuration } from './go-duration.ts';
import { type ContainerRecord, newContainerRecords, readinessDelayMs } from './pod-runtime.ts';
import { generateAPIPodStatus } from './pod-status.ts';
import { containerEnvironment, mountedFiles, mountFailure, type VolumeSources } from './volumes.ts';

/** What a pod worker needs of its kubelet. */
export interface PodWorkerHost {
  readonly kernel: Kernel;
  readonly runtime: Containerd;
  readonly hostIP: string;
  volumeSources(namespace: string): VolumeSources;
  /** Reports a status to the API; what the API has now comes back, undefined when the pod is gone. */
  reportStatus(pod: Pod, status: PodStatus): Pod | undefined;
  recordEvent(
    pod: Pod,
    container: ContainerRecord | undefined,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void;
  /** The pod has run to its end: what it asked for is free again. */
  podFinished(pod: Pod): void;
  /** All containers have stopped and nothing is left to do: the object in the API may go. */
  podTerminated(pod: Pod): void;
}

/** A pod is not killed faster than this, whatever its grace period says.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_container.go minimumGracePeriodInSeconds */
const minimumGracePeriodSeconds = 2;
const longestMountRetryMs = 122_000;

/** Runs one pod on a node, from its sandbox to the end of its last container.
 *  @models pkg/kubelet/pod_workers.go podWorkers
 *  @simplifies a container's end is known at once, not at the next relist; no lifecycle hooks, no probes; sandboxes go
 *  with their pod, not with the next garbage collection */
export class PodWorker {
  pod: Pod;
  readonly records: readonly ContainerRecord[];
  private readonly host: PodWorkerHost;
  private readonly wakeUps: Channel<void>;
  private readonly terminations: Channel<number>;
  private sandbox: Sandbox | undefined;
  private readonly startedAtMs: number;
  private graceSeconds = Number.POSITIVE_INFINITY;
  private terminated = false;

  constructor(host: PodWorkerHost, pod: Pod) {
    this.host = host;
    this.pod = pod;
    this.records = newContainerRecords(pod);
    this.wakeUps = new Channel(host.kernel, 1);
    this.terminations = new Channel(host.kernel);
    this.startedAtMs = host.kernel.nowMs;
  }

  get name(): string {
    return namespacedName(this.pod);
  }

  get isTerminating(): boolean {
    return Number.isFinite(this.graceSeconds);
  }

  /** Something happened to a container. */
  wakeUp(): void {
    this.wakeUps.offer();
  }

  /** Asks for the end of the pod within a time; asking again can only shorten it. */
  terminate(graceSeconds: number): void {
    if (graceSeconds >= this.graceSeconds) return;
    this.graceSeconds = graceSeconds;
    this.terminations.offer(graceSeconds);
  }

  *run(): Task {
    const sync = this.host.kernel.spawn(`syncPod ${this.name}`, this.syncPod(), { owned: true });
    let grace = (yield* this.terminations.take()) ?? 0;
    sync.cancel();
    for (let first = true; ; first = false) {
      const killing = this.host.kernel.spawn(`killPod ${this.name}`, this.killPod(grace, first), { owned: true });
      const next = yield* race({ killed: killing.join(), sooner: this.terminations.take() });
      if (next.first === 'killed') break;
      killing.cancel();
      grace = next.value ?? 0;
    }
    this.terminated = true;
    this.writeStatus();
    this.host.podTerminated(this.pod);
    if (this.sandbox) this.host.runtime.removePodSandbox(this.sandbox);
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.SyncPod */
  private *syncPod(): Task {
    const { kernel, runtime } = this.host;
    this.writeStatus();
    yield* this.mountVolumes();
    const { namespace = '', name = '', uid = '' } = this.pod.metadata ?? {};
    const hostNetwork = this.pod.spec?.hostNetwork === true;
    this.sandbox = yield* runtime.runPodSandbox({ namespace, pod: name, uid, hostNetwork });
    const restartPolicy = (this.pod.spec?.restartPolicy ?? 'Always') as RestartPolicy;
    for (;;) {
      const action = computePodActions(this.records, restartPolicy, kernel.nowMs);
      if (action.type === 'start') {
        yield* this.startContainer(action.record, this.sandbox);
      } else if (action.type === 'wait') {
        yield* this.wait(action, restartPolicy);
      } else {
        this.host.podFinished(this.pod);
        this.writeStatus();
        yield* runtime.stopPodSandbox(this.sandbox);
        this.writeStatus();
        return;
      }
    }
  }

  private *wait(action: Extract<PodAction, { type: 'wait' }>, restartPolicy: RestartPolicy): Task {
    for (const record of action.backingOff) this.reportBackoff(record);
    this.writeStatus();
    if (action.untilMs === undefined) {
      yield* this.wakeUps.take();
      return;
    }
    const ms = action.untilMs - this.host.kernel.nowMs;
    // A container that crashes again and again is no reason to call the simulation busy.
    const recurs = action.backingOff.length > 0 && restartPolicy === 'Always';
    yield* race({ wakeUp: this.wakeUps.take(), timer: recurs ? periodically(ms) : sleep(ms) });
  }

  /** @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager.doBackOff */
  private reportBackoff(record: ContainerRecord): void {
    if (record.waiting) return;
    const { namespace = '', name = '', uid = '' } = this.pod.metadata ?? {};
    const pod = `${name}_${namespace}(${uid})`;
    const wait = goDuration(record.backoff?.ms ?? 0);
    const message = `back-off ${wait} restarting failed container=${record.spec.name} pod=${pod}`;
    record.waiting = { reason: 'CrashLoopBackOff', message };
    const text = `Back-off restarting failed container ${record.spec.name} in pod ${pod}`;
    this.host.recordEvent(this.pod, record, 'Warning', 'BackOff', text);
  }

  /** @models pkg/kubelet/volumemanager/volume_manager.go volumeManager.WaitForAttachAndMount */
  private *mountVolumes(): Task {
    const sources = this.host.volumeSources(this.pod.metadata?.namespace ?? '');
    for (let retryMs = 500; ; retryMs = Math.min(2 * retryMs, longestMountRetryMs)) {
      const failure = (this.pod.spec?.volumes ?? []).map((volume) => mountFailure(volume, sources)).find(Boolean);
      if (failure === undefined) return;
      this.host.recordEvent(this.pod, undefined, 'Warning', 'FailedMount', failure);
      // At first somebody may be about to make it; later the pod only waits, and need not be waited for.
      yield* retryMs < longestMountRetryMs ? sleep(retryMs) : periodically(retryMs);
    }
  }

  /** @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.startContainer */
  private *startContainer(record: ContainerRecord, sandbox: Sandbox): Task {
    const { host } = this;
    const { spec } = record;
    if (record.current) {
      record.backoff = nextBackoff(record, host.kernel.nowMs);
      record.restartCount += 1;
    }
    yield* this.ensureImage(record);
    const sources = host.volumeSources(this.pod.metadata?.namespace ?? '');
    const container = yield* host.runtime.createContainer(sandbox, {
      name: spec.name,
      image: spec.image ?? '',
      attempt: record.restartCount,
      command: spec.command ?? [],
      args: spec.args ?? [],
      env: containerEnvironment(this.pod, spec, sources),
      files: () => mountedFiles(this.pod, spec, sources),
      restarts: !record.init && (this.pod.spec?.restartPolicy ?? 'Always') === 'Always',
    });
    host.recordEvent(this.pod, record, 'Normal', 'Created', `Created container: ${spec.name}`);
    this.keepDead(record);
    record.current = container;
    yield* host.runtime.startContainer(container);
    record.waiting = undefined;
    const jitterMs = host.kernel.random(`kubelet/prober/${host.runtime.node}`).integer(100, 900);
    const delayMs = readinessDelayMs(spec, jitterMs);
    record.readyAtMs = host.kernel.nowMs + delayMs;
    host.recordEvent(this.pod, record, 'Normal', 'Started', `Started container ${spec.name}`);
  }

  /** Of the containers that have ended, the runtime keeps the last one of each name.
   *  @models pkg/kubelet/pod_container_deletor.go podContainerDeletor */
  private keepDead(record: ContainerRecord): void {
    if (record.previous) this.host.runtime.removeContainer(record.previous);
    record.previous = record.current;
  }

  /** @models pkg/kubelet/images/image_manager.go imageManager.EnsureImageExists */
  private *ensureImage(record: ContainerRecord): Task {
    const { host } = this;
    const image = record.spec.image ?? '';
    const quoted = JSON.stringify(image);
    if (record.spec.imagePullPolicy !== 'Always' && host.runtime.images.find(image)) {
      const text = `Container image ${quoted} already present on machine`;
      host.recordEvent(this.pod, record, 'Normal', 'Pulled', text);
      return;
    }
    host.recordEvent(this.pod, record, 'Normal', 'Pulling', `Pulling image ${quoted}`);
    const { image: pulled, ms } = yield* host.runtime.pullImage(image);
    const took = goDuration(ms);
    const text = `Successfully pulled image ${quoted} in ${took} (${took} including waiting). Image size: ${pulled.sizeBytes} bytes.`;
    host.recordEvent(this.pod, record, 'Normal', 'Pulled', text);
  }

  /** Stops all containers at once, each with the same grace, then the sandbox.
   *  @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.killContainersWithSyncResult */
  private *killPod(graceSeconds: number, announce: boolean): Task {
    const { kernel, runtime } = this.host;
    const timeout = Math.max(minimumGracePeriodSeconds, graceSeconds);
    const running = this.records.filter(({ current }) => current?.state === 'running');
    const stopping = running.map((record) => {
      if (announce) {
        this.host.recordEvent(this.pod, record, 'Normal', 'Killing', `Stopping container ${record.spec.name}`);
      }
      const container = record.current as Container;
      return kernel.spawn(`stopContainer ${record.spec.name}`, runtime.stopContainer(container, timeout), {
        owned: true,
      });
    });
    for (const stop of stopping) yield* stop.join();
    if (this.sandbox) yield* runtime.stopPodSandbox(this.sandbox);
  }

  private writeStatus(): void {
    const status = generateAPIPodStatus({
      pod: this.pod,
      records: this.records,
      sandboxIP: this.sandbox?.ip,
      sandboxReady: this.sandbox?.ready === true,
      hostIP: this.host.hostIP,
      startedAtMs: this.startedAtMs,
      nowMs: this.host.kernel.nowMs,
      terminated: this.terminated,
      before: this.pod.status,
    });
    this.pod = this.host.reportStatus(this.pod, status) ?? this.pod;
  }
}
