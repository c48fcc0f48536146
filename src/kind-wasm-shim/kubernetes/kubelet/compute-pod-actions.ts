import type { ContainerRecord } from './pod-runtime.ts';
import { isReady } from './pod-runtime.ts';

/** What the kubelet does next for a pod. `wait` until something happens to a container, or at most until a time. */
export type PodAction =
  | { readonly type: 'start'; readonly record: ContainerRecord }
  | { readonly type: 'wait'; readonly untilMs: number | undefined; readonly backingOff: readonly ContainerRecord[] }
  | { readonly type: 'finished' };

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

/** @models pkg/kubelet/kubelet.go MaxCrashLoopBackOff */
const maxBackoffMs = 300_000;
/** @models pkg/kubelet/kubelet.go initialCrashLoopBackOff */
const initialBackoffMs = 10_000;

/** Decides the next step from the states of the containers alone: init containers one after the other, then all others,
 *  each again when it ended and its pod says so and its back-off is over.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_manager.go kubeGenericRuntimeManager.computePodActions
 *  @simplifies sidecars (init containers with restartPolicy Always) are run as ordinary init containers */
export function computePodActions(
  records: readonly ContainerRecord[],
  restartPolicy: RestartPolicy,
  nowMs: number,
): PodAction {
  const nextInit = records.find((record) => record.init && !isReady(record, nowMs));
  const candidates = nextInit ? [nextInit] : records.filter(({ init }) => !init);
  const backingOff: ContainerRecord[] = [];
  let untilMs = Number.POSITIVE_INFINITY;
  let unfinished = false;
  for (const record of candidates) {
    const { current } = record;
    if (!current) return { type: 'start', record };
    if (current.state !== 'exited') {
      unfinished = true;
      if (!record.init && record.readyAtMs > nowMs) untilMs = Math.min(untilMs, record.readyAtMs);
      continue;
    }
    if (!shouldRestart(record, current.exitCode, restartPolicy)) continue;
    unfinished = true;
    const atMs = record.backoff ? current.finishedAtMs + record.backoff.ms : nowMs;
    if (atMs <= nowMs) return { type: 'start', record };
    backingOff.push(record);
    untilMs = Math.min(untilMs, atMs);
  }
  if (!unfinished) return { type: 'finished' };
  return { type: 'wait', untilMs: Number.isFinite(untilMs) ? untilMs : undefined, backingOff };
}

/** @models pkg/kubelet/container/helpers.go ShouldContainerBeRestarted */
function shouldRestart(record: ContainerRecord, exitCode: number, restartPolicy: RestartPolicy): boolean {
  if (restartPolicy === 'Never') return false;
  return exitCode !== 0 || (restartPolicy === 'Always' && !record.init);
}

/** The back-off that the next end of a container meets: ten seconds, doubled at each restart up to five minutes, and
 *  from the beginning after ten minutes without one.
 *  @models staging/src/k8s.io/client-go/util/flowcontrol/backoff.go Backoff.Next */
export function nextBackoff(record: ContainerRecord, nowMs: number): { ms: number; sinceMs: number } {
  const before = record.backoff;
  const endedMs = record.current?.finishedAtMs ?? nowMs;
  if (!before || endedMs - before.sinceMs > 2 * maxBackoffMs) return { ms: initialBackoffMs, sinceMs: nowMs };
  return { ms: Math.min(maxBackoffMs, before.ms * 2), sinceMs: nowMs };
}
