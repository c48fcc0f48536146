import type { ContainerState, ContainerStatus, Pod, PodCondition, PodStatus } from 'kubernetes-types/core/v1';
import { apiTime } from '../api/meta.ts';
import { podQOSClass } from '../api/pod-resources.ts';
import { type ContainerRecord, isReady, type KnownContainer } from './pod-runtime.ts';

/** All that a pod's status is made of. */
export interface PodRuntimeState {
  readonly pod: Pod;
  readonly records: readonly ContainerRecord[];
  /** The address of its sandbox, while that is ready. */
  readonly sandboxIP: string | undefined;
  readonly sandboxReady: boolean;
  readonly hostIP: string;
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** The pod is being deleted and all of its containers have been stopped. */
  readonly terminated: boolean;
  /** The status as the API has it: transition times are kept while a condition stays as it is. */
  readonly before: PodStatus | undefined;
}

/** The phase that the states of the containers add up to.
 *  @models pkg/kubelet/kubelet_pods.go getPhase */
export function podPhase({ pod, records, terminated }: PodRuntimeState): NonNullable<PodStatus['phase']> {
  const restartPolicy = pod.spec?.restartPolicy ?? 'Always';
  const exitCodes = records.filter(({ init }) => !init).map(lastExitCode);
  if (terminated) return exitCodes.every((code) => code === 0) ? 'Succeeded' : 'Failed';
  const initFailed = records.some(({ init, current }) => init && current?.state === 'exited' && current.exitCode !== 0);
  if (initFailed && restartPolicy === 'Never') return 'Failed';
  const initialized = records.every((record) => !record.init || isReady(record, 0));
  if (!initialized) return 'Pending';
  const containers = records.filter(({ init }) => !init);
  const neverRan = ({ current, previous }: ContainerRecord) => !previous && (!current || current.state === 'created');
  if (containers.some(neverRan)) return 'Pending';
  if (containers.some(({ current }) => current?.state !== 'exited') || restartPolicy === 'Always') return 'Running';
  if (exitCodes.every((code) => code === 0)) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function lastExitCode({ current, previous }: ContainerRecord): number | undefined {
  if (current?.state === 'exited') return current.exitCode;
  // A container that never came to run counts as one that failed.
  return previous ? previous.exitCode : 137;
}

/** The status as the kubelet reports it.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.generateAPIPodStatus */
export function generateAPIPodStatus(state: PodRuntimeState): PodStatus {
  const { pod, records, hostIP, sandboxIP, nowMs, before } = state;
  const phase = podPhase(state);
  const terminal = phase === 'Succeeded' || phase === 'Failed';
  const init = records.filter((record) => record.init);
  const containers = records.filter((record) => !record.init);
  const ip = sandboxIP ?? (terminal ? before?.podIP : undefined);
  return {
    phase,
    conditions: podConditions(state, phase, init, containers),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(ip ? { podIP: ip, podIPs: [{ ip }] } : {}),
    startTime: before?.startTime ?? apiTime(state.startedAtMs),
    ...(init.length > 0 ? { initContainerStatuses: init.map((record) => containerStatus(pod, record, nowMs)) } : {}),
    containerStatuses: containers.map((record) => containerStatus(pod, record, nowMs)),
    qosClass: podQOSClass(pod),
  } as PodStatus;
}

type ConditionStatus = Pick<PodCondition, 'status' | 'reason' | 'message'>;

function podConditions(
  state: PodRuntimeState,
  phase: string,
  init: readonly ContainerRecord[],
  containers: readonly ContainerRecord[],
): PodCondition[] {
  const now = apiTime(state.nowMs);
  const before = new Map((state.before?.conditions ?? []).map((condition) => [condition.type, condition]));
  const condition = (type: string, { status, reason, message }: ConditionStatus): PodCondition => {
    const known = before.get(type);
    return {
      type,
      status,
      lastProbeTime: null as unknown as string,
      lastTransitionTime: known?.status === status ? (known.lastTransitionTime ?? now) : now,
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
    };
  };
  const ready = readiness(phase, containers, state.nowMs);
  const scheduled = before.get('PodScheduled');
  return [
    condition('PodReadyToStartContainers', { status: state.sandboxReady ? 'True' : 'False' }),
    condition('Initialized', initialization(phase, init)),
    condition('Ready', ready),
    condition('ContainersReady', ready),
    scheduled?.status === 'True' ? scheduled : condition('PodScheduled', { status: 'True' }),
  ];
}

/** @models pkg/kubelet/status/generate.go GeneratePodInitializedCondition */
function initialization(phase: string, init: readonly ContainerRecord[]): ConditionStatus {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  const incomplete = init.filter((record) => !isReady(record, 0)).map(({ spec }) => spec.name);
  if (incomplete.length === 0) return { status: 'True' };
  const message = `containers with incomplete status: [${incomplete.join(' ')}]`;
  return { status: 'False', reason: 'ContainersNotInitialized', message };
}

/** @models pkg/kubelet/status/generate.go GenerateContainersReadyCondition */
function readiness(phase: string, containers: readonly ContainerRecord[], nowMs: number): ConditionStatus {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = containers.filter((record) => !isReady(record, nowMs)).map(({ spec }) => spec.name);
  if (unready.length === 0) return { status: 'True' };
  const message = `containers with unready status: [${unready.join(' ')}]`;
  return { status: 'False', reason: 'ContainersNotReady', message };
}

/** @models pkg/kubelet/kubelet_pods.go Kubelet.convertToAPIContainerStatuses */
function containerStatus(pod: Pod, record: ContainerRecord, nowMs: number): ContainerStatus {
  const { spec, current, previous, restartCount } = record;
  // Between an exit and the next start the latest container is the last state, and the state says what is waited for.
  const waitsAgain = record.waiting !== undefined && current?.state === 'exited';
  const shown = waitsAgain ? undefined : current;
  const last = waitsAgain ? current : previous;
  const running = shown?.state === 'running';
  const known = current ?? previous;
  const mounts = volumeMounts(pod, record);
  return {
    name: spec.name,
    state: containerState(shown, record),
    lastState: last ? { terminated: terminated(last) } : {},
    ready: isReady(record, nowMs),
    restartCount,
    image: known ? known.image.reference : (spec.image ?? ''),
    imageID: known ? known.image.id : '',
    ...(known ? { containerID: `containerd://${known.id}` } : {}),
    started: running,
    ...(mounts.length > 0 ? { volumeMounts: mounts } : {}),
  } as ContainerStatus;
}

function volumeMounts(_pod: Pod, { spec }: ContainerRecord) {
  return (spec.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
  }));
}

function containerState(shown: KnownContainer | undefined, record: ContainerRecord): ContainerState {
  if (shown?.state === 'running') return { running: { startedAt: apiTime(shown.startedAtMs) } };
  if (shown?.state === 'exited') return { terminated: terminated(shown) };
  return { waiting: record.waiting ?? { reason: 'ContainerCreating' } };
}

function terminated(container: KnownContainer) {
  return {
    exitCode: container.exitCode,
    reason: container.exitCode === 0 ? 'Completed' : 'Error',
    startedAt: apiTime(container.startedAtMs),
    finishedAt: apiTime(container.finishedAtMs),
    containerID: `containerd://${container.id}`,
  };
}
