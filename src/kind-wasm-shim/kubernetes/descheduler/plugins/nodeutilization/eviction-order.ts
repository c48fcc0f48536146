import type { PodForEviction } from './algorithm-types.ts';

// The least important pods go first: by priority, and among equals by the class of their requests and limits. Which of two
// pods with equal priority and class goes first, Kubernetes leaves to chance; here the pods come in order of namespace and
// name, and stay so.

const qosRank = { BestEffort: 0, Burstable: 1, Guaranteed: 2 };

/** Negative when `a` is evicted before `b`, positive when after, 0 when nothing decides. A pod without priority goes before
 *  any that has one.
 *  @models pkg/descheduler/pod/pods.go SortPodsBasedOnPriorityLowToHigh */
export function compareForEviction(a: PodForEviction, b: PodForEviction): number {
  if (a.priority !== b.priority) {
    if (a.priority === undefined) return -1;
    if (b.priority === undefined) return 1;
    return a.priority - b.priority;
  }
  const byClass = qosRank[a.qosClass] - qosRank[b.qosClass];
  return byClass || Number(a.prefersToStay ?? false) - Number(b.prefersToStay ?? false);
}

/** The pods of one node that may be evicted, in the order in which they are.
 *  @models pkg/descheduler/pod/pods.go SortPodsBasedOnPriorityLowToHigh */
export function orderForEviction(pods: readonly PodForEviction[]): PodForEviction[] {
  return [...pods].sort(compareForEviction);
}
