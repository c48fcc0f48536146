import type { Container as ContainerSpec, Pod } from 'kubernetes-types/core/v1';
import type { Container } from '../cri/containerd.ts';

/** What is known of a container that the runtime has made. */
export type KnownContainer = Pick<Container, 'id' | 'state' | 'image' | 'startedAtMs' | 'finishedAtMs' | 'exitCode'>;

/** What the kubelet knows of one container of a pod: what the runtime has, and why there is nothing yet.
 *  @models pkg/kubelet/container/runtime.go Status */
export interface ContainerRecord {
  readonly spec: ContainerSpec;
  readonly init: boolean;
  /** The latest container that the runtime has made for it. */
  current: KnownContainer | undefined;
  /** The one before, for lastState and `kubectl logs --previous`. */
  previous: KnownContainer | undefined;
  restartCount: number;
  /** Why it is not running, when it is not: ImagePullBackOff, CrashLoopBackOff, ContainerCreating, … */
  waiting: { readonly reason: string; readonly message?: string } | undefined;
  /** From when on the container counts as ready. */
  readyAtMs: number;
  /** The back-off before the next start and when it was last set. */
  backoff: { ms: number; readonly sinceMs: number } | undefined;
}

/** A pod's containers before anything has been started.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.convertStatusToAPIStatus */
export function newContainerRecords(pod: Pod): ContainerRecord[] {
  const initContainers = pod.spec?.initContainers ?? [];
  const waiting = { reason: initContainers.length > 0 ? 'PodInitializing' : 'ContainerCreating' };
  const record = (spec: ContainerSpec, init: boolean): ContainerRecord => ({
    spec,
    init,
    current: undefined,
    previous: undefined,
    restartCount: 0,
    waiting,
    readyAtMs: 0,
    backoff: undefined,
  });
  return [
    ...initContainers.map((spec) => record(spec, true)),
    ...(pod.spec?.containers ?? []).map((spec) => record(spec, false)),
  ];
}

/** How long after the start a container passes its first readiness check.
 *  @models pkg/kubelet/prober/worker.go worker.run
 *  @simplifies probes are not run; a check passes the first time, and liveness is never lost */
export function readinessDelayMs(spec: ContainerSpec, jitterMs: number): number {
  if (!spec.readinessProbe && !spec.startupProbe) return 0;
  const seconds = (spec.startupProbe?.initialDelaySeconds ?? 0) + (spec.readinessProbe?.initialDelaySeconds ?? 0);
  return seconds * 1000 + jitterMs;
}

/** Whether a container counts as ready: an init container once it has succeeded, any other while it runs and has passed
 *  its readiness check.
 *  @models pkg/kubelet/prober/prober_manager.go manager.UpdatePodStatus */
export function isReady(record: ContainerRecord, nowMs: number): boolean {
  if (record.init) return record.current?.state === 'exited' && record.current.exitCode === 0;
  return record.current?.state === 'running' && nowMs >= record.readyAtMs;
}
