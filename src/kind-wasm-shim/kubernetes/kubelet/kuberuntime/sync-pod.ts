import type { Pod } from 'kubernetes-types/core/v1';
import type { Task } from '../../../kernel/effect.ts';
import { formatGoDuration } from '../../api/go-duration.ts';
import { CriError } from '../../cri/cri-error.ts';
import { computePodActions, nextBackoff, type RestartPolicy } from '../compute-pod-actions.ts';
import type { RuntimePodStatus } from '../container/pod-status.ts';
import type { Journal } from '../journal.ts';
import { podRef } from '../klog.ts';
import { containerRecords, type PodMemory } from '../pod-memory.ts';
import { type ContainerRecord, readinessDelayMs } from '../pod-runtime.ts';
import { BackOffError, SyncError } from '../pod-worker-loop.ts';
import { containerEnvironment, mountedFiles, type VolumeSources } from '../volumes.ts';
import type { KubeRuntime, KubeRuntimeHost } from './kuberuntime-manager.ts';

const file = 'kuberuntime_manager.go';

export interface SyncPodHost extends KubeRuntimeHost {
  readonly journal: Journal;
  readonly kubeRuntime: KubeRuntime;
  volumeSources(namespace: string): VolumeSources;
  recordPodEvent(pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** The pod has a container, and so a directory for its logs. */
  hasLogs(uid: string): void;
  /** A container will pass its readiness check so much later. */
  readyLater(pod: Pod, containerID: string, atMs: number): void;
}

/** Brings the runtime to what the pod asks for: a sandbox, then the init containers one by one, then the others.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager.SyncPod
 *  @simplifies a container whose spec has changed is not replaced; ephemeral containers are not started */
export function* syncPodInRuntime(host: SyncPodHost, pod: Pod, status: RuntimePodStatus, memory: PodMemory): Task {
  const { kernel } = host;
  const { namespace = '', name = '', uid = '' } = pod.metadata ?? {};
  const restartPolicy = (pod.spec?.restartPolicy ?? 'Always') as RestartPolicy;
  let sandboxID = status.sandboxes.find(({ ready }) => ready)?.id;
  const records = containerRecords(pod, status, memory);
  if (sandboxID === undefined) {
    if (computePodActions(records, restartPolicy, kernel.nowMs).type === 'finished') return;
    yield* killOldSandboxes(host, pod, status);
    const hostNetwork = pod.spec?.hostNetwork === true;
    host.journal.info(file, 'SyncPod received new pod, will create a sandbox for it', { pod: podRef(pod) });
    host.journal.info(file, 'Creating PodSandbox for pod', { pod: podRef(pod) });
    try {
      sandboxID = yield* host.runtime.runPodSandbox({ namespace, pod: name, uid, hostNetwork });
    } catch (error) {
      if (!(error instanceof CriError)) throw error;
      const text = `Failed to create pod sandbox: ${error.message}`;
      host.recordPodEvent(pod, 'Warning', 'FailedCreatePodSandBox', text);
      throw new SyncError(`failed to "CreatePodSandbox" for ${JSON.stringify(podRef(pod))} with ${text}`);
    }
    host.journal.info(file, 'Created PodSandbox for pod', { podSandboxID: sandboxID, pod: podRef(pod) });
  }
  for (;;) {
    const action = computePodActions(records, restartPolicy, kernel.nowMs);
    if (action.type === 'start') {
      yield* startContainer(host, pod, action.record, sandboxID, memory);
      continue;
    }
    if (action.type === 'wait' && action.backingOff.length > 0) throw backOff(host, pod, action.backingOff, memory);
    return;
  }
}

function* killOldSandboxes(host: SyncPodHost, pod: Pod, status: RuntimePodStatus): Task {
  if (status.sandboxes.length === 0) return;
  host.journal.info(file, 'Stopping PodSandbox for pod, will start new one', { pod: podRef(pod) });
  const { uid, sandboxes, containers } = status;
  const running = containers.filter(({ state }) => state === 'running');
  const { name = '', namespace = '' } = pod.metadata ?? {};
  yield* host.kubeRuntime.killPod(pod, { uid, name, namespace, containers: running, sandboxes }, undefined);
}

/** @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager.doBackOff */
function backOff(host: SyncPodHost, pod: Pod, records: readonly ContainerRecord[], memory: PodMemory): BackOffError {
  const { namespace = '', name = '', uid = '' } = pod.metadata ?? {};
  const id = `${name}_${namespace}(${uid})`;
  const texts = records.map((record) => {
    const container = record.spec.name;
    const wait = formatGoDuration(record.backoff?.ms ?? 0);
    const message = `back-off ${wait} restarting failed container=${container} pod=${id}`;
    if (memory.waiting.get(container)?.message !== message) {
      memory.waiting.set(container, { reason: 'CrashLoopBackOff', message });
      const text = `Back-off restarting failed container ${container} in pod ${id}`;
      host.recordEvent(pod, container, 'Warning', 'BackOff', text);
    }
    return `failed to "StartContainer" for ${JSON.stringify(container)} with CrashLoopBackOff: ${JSON.stringify(message)}`;
  });
  return new BackOffError(texts.length === 1 ? `${texts[0]}` : `[${texts.join(', ')}]`);
}

/** @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.startContainer */
function* startContainer(
  host: SyncPodHost,
  pod: Pod,
  record: ContainerRecord,
  sandboxID: string,
  memory: PodMemory,
): Task {
  const { kernel, runtime } = host;
  const { spec } = record;
  const attempt = record.current ? record.restartCount + 1 : 0;
  if (record.current) memory.backoff.set(spec.name, nextBackoff(record, kernel.nowMs));
  try {
    yield* ensureImage(host, pod, record);
    const sources = host.volumeSources(pod.metadata?.namespace ?? '');
    const id = yield* runtime.createContainer(sandboxID, {
      name: spec.name,
      image: spec.image ?? '',
      attempt,
      command: spec.command ?? [],
      args: spec.args ?? [],
      env: containerEnvironment(pod, spec, sources),
      files: () => mountedFiles(pod, spec, sources),
      restarts: !record.init && (pod.spec?.restartPolicy ?? 'Always') === 'Always',
    });
    host.hasLogs(pod.metadata?.uid ?? '');
    host.recordEvent(pod, spec.name, 'Normal', 'Created', `Created container: ${spec.name}`);
    memory.waiting.delete(spec.name);
    yield* runtime.startContainer(id);
    host.recordEvent(pod, spec.name, 'Normal', 'Started', `Started container ${spec.name}`);
    const delayMs = readinessDelayMs(spec, host.random.integer(100, 900));
    if (delayMs > 0) {
      memory.readyAtMs.set(id, kernel.nowMs + delayMs);
      host.readyLater(pod, id, kernel.nowMs + delayMs);
    }
    record.previous = record.current;
    record.restartCount = attempt;
    record.waiting = undefined;
    record.backoff = memory.backoff.get(spec.name);
    record.current = runtime.listContainers().find((container) => container.id === id);
  } catch (error) {
    if (!(error instanceof CriError)) throw error;
    host.recordEvent(pod, spec.name, 'Warning', 'Failed', `Error: ${error.message}`);
    memory.waiting.set(spec.name, { reason: 'RunContainerError', message: error.message });
    throw new SyncError(
      `failed to "StartContainer" for ${JSON.stringify(spec.name)} with RunContainerError: ${JSON.stringify(error.message)}`,
    );
  }
}

/** @models pkg/kubelet/images/image_manager.go imageManager.EnsureImageExists */
function* ensureImage(host: SyncPodHost, pod: Pod, { spec }: ContainerRecord): Task {
  const image = spec.image ?? '';
  const quoted = JSON.stringify(image);
  const { service } = host.runtime;
  if (spec.imagePullPolicy !== 'Always' && service.runtime.images.find(image)) {
    const text = `Container image ${quoted} already present on machine`;
    host.recordEvent(pod, spec.name, 'Normal', 'Pulled', text);
    return;
  }
  host.recordEvent(pod, spec.name, 'Normal', 'Pulling', `Pulling image ${quoted}`);
  const { image: pulled, ms } = yield* service.pullImage(image);
  const took = formatGoDuration(ms);
  const text = `Successfully pulled image ${quoted} in ${took} (${took} including waiting). Image size: ${pulled.sizeBytes} bytes.`;
  host.recordEvent(pod, spec.name, 'Normal', 'Pulled', text);
}
