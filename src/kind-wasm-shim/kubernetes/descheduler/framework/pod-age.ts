import type { Pod } from 'kubernetes-types/core/v1';

/** The longest time that Go's time.Duration can hold, in whole seconds. A pod without a creation time is so old. */
const longestDurationSeconds = 9_223_372_036;

/** The age of a pod in whole seconds, cut off: negative when its creation lies in the future.
 *  @models pkg/framework/plugins/podlifetime/pod_lifetime.go New */
export function podAgeSeconds(pod: Pod, nowMs: number): number {
  const createdMs = creationMs(pod);
  const age = Math.trunc((nowMs - createdMs) / 1000);
  return Math.min(age, longestDurationSeconds);
}

/** When a pod was created, in milliseconds since 1970: at the beginning of time when it does not say.
 *  @models pkg/descheduler/pod/pods.go SortPodsBasedOnAge */
export function creationMs(pod: Pod): number {
  const created = Date.parse(pod.metadata?.creationTimestamp ?? '');
  return Number.isNaN(created) ? Number.NEGATIVE_INFINITY : created;
}

/** An age as an unsigned integer, which upstream compares with its limits: a negative one becomes a huge one.
 *  @models pkg/framework/plugins/removefailedpods/failedpods.go validateCanEvict */
export function asUnsigned(ageSeconds: number): number {
  return ageSeconds < 0 ? Number.POSITIVE_INFINITY : ageSeconds;
}
