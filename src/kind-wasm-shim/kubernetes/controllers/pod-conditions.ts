import type { Pod } from 'kubernetes-types/core/v1';
import { virtualTime } from '../api/meta.ts';
import { isTerminalPhase } from '../api/pod-properties.ts';

/** A pod that runs or may come to run, and is not being deleted.
 *  @models pkg/controller/controller_utils.go IsPodActive */
export function isPodActive(pod: Pod): boolean {
  return !isTerminalPhase(pod) && !pod.metadata?.deletionTimestamp;
}

/** @models pkg/api/v1/pod/util.go IsPodReady */
export function isPodReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** When the pod has been ready for long enough: the time from which on it is available, NaN when it is not ready.
 *  @models pkg/api/v1/pod/util.go IsPodAvailable */
export function availableFromMs(pod: Pod, minReadySeconds: number): number {
  const ready = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
  if (!ready) return Number.NaN;
  return virtualTime(ready.lastTransitionTime ?? '') + minReadySeconds * 1000;
}

/** Whether a pod is available at an instant.
 *  @models pkg/api/v1/pod/util.go IsPodAvailable */
export function isPodAvailable(pod: Pod, minReadySeconds: number, nowMs: number): boolean {
  if (!isPodReady(pod)) return false;
  return minReadySeconds === 0 || availableFromMs(pod, minReadySeconds) <= nowMs;
}
