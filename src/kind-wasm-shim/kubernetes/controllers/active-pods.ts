import type { Pod } from 'kubernetes-types/core/v1';
import { virtualTime } from '../api/meta.ts';
import { isPodReady } from './pod-conditions.ts';

/** Orders the pods of a replica set so that those come first that are best deleted: without a node, not yet running,
 *  not ready, with a lower deletion cost, on nodes with more of their siblings, ready for a shorter time, restarted more
 *  often, younger.
 *  @models pkg/controller/controller_utils.go ActivePodsWithRanks.Less
 *  @simplifies pods that are equal in all this go by uid */
export function compareForDeletion(ranks: ReadonlyMap<string, number>, nowMs: number): (a: Pod, b: Pod) => number {
  const keys: ((pod: Pod) => number)[] = [
    (pod) => (pod.spec?.nodeName ? 1 : 0),
    (pod) => phaseOrder[pod.status?.phase ?? 'Pending'] ?? 0,
    (pod) => (isPodReady(pod) ? 1 : 0),
    deletionCost,
    (pod) => -(ranks.get(pod.metadata?.uid ?? '') ?? 0),
    (pod) => (isPodReady(pod) ? logarithmicRank(nowMs - readySince(pod)) : 0),
    (pod) => -restarts(pod),
    (pod) => logarithmicRank(nowMs - virtualTime(pod.metadata?.creationTimestamp ?? '')),
  ];
  return (a, b) => {
    for (const key of keys) {
      const difference = key(a) - key(b);
      if (difference !== 0) return difference;
    }
    return (a.metadata?.uid ?? '') < (b.metadata?.uid ?? '') ? -1 : 1;
  };
}

const phaseOrder: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** @models pkg/apis/core/helper/helpers.go GetDeletionCostFromPodAnnotations */
function deletionCost(pod: Pod): number {
  const text = pod.metadata?.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '0';
  return /^-?\d+$/.test(text) ? Number(text) : 0;
}

function readySince(pod: Pod): number {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  return virtualTime(ready?.lastTransitionTime ?? '');
}

/** @models pkg/controller/controller_utils.go logarithmicRankDiff */
function logarithmicRank(ms: number): number {
  // Upstream takes the logarithm of nanoseconds.
  return ms <= 0 ? -1 : Math.floor(Math.log2(ms * 1e6));
}

function restarts(pod: Pod): number {
  return Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

/** How many active siblings share each pod's node.
 *  @models pkg/controller/replicaset/replica_set.go getPodsRankedByRelatedPodsOnSameNode */
export function ranksByNode(pods: readonly Pod[], related: readonly Pod[]): Map<string, number> {
  const perNode = new Map<string, number>();
  for (const { spec } of related) {
    if (spec?.nodeName) perNode.set(spec.nodeName, (perNode.get(spec.nodeName) ?? 0) + 1);
  }
  return new Map(pods.map(({ metadata, spec }) => [metadata?.uid ?? '', perNode.get(spec?.nodeName ?? '') ?? 0]));
}
