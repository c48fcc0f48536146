import type { Node, Pod } from 'kubernetes-types/core/v1';
import { matchesRequiredNodeAffinity, preferredNodeAffinityWeight } from '../../../api/node-affinity.ts';

/** How well the pod's node serves its affinity. */
export interface AffinityOnNode {
  /** Whether the node matches; of preferences, whether no other node matches better. */
  readonly matches: boolean;
  /** Of preferences: the weight that the node reaches, and the best that any node reaches. */
  readonly weight?: number;
  readonly bestWeight?: number;
}

/** How a pod's requirements stand on its node, undefined when the pod has no required node affinity. A nodeSelector alone is
 *  none, but where there is one it must match too.
 *  @models pkg/descheduler/node/node.go PodMatchNodeSelector */
export function requiredOnNode(pod: Pod, node: Node): AffinityOnNode | undefined {
  if (!pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) return undefined;
  return { matches: matchesRequiredNodeAffinity(pod, node) };
}

/** How a pod's preferences stand on its node, undefined when the pod has none. The best node need not be one that the pod
 *  fits on.
 *  @models pkg/descheduler/node/node.go GetBestNodeWeightGivenPodPreferredAffinity */
export function preferredOnNode(pod: Pod, node: Node, nodes: readonly Node[]): AffinityOnNode | undefined {
  if (!pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution) return undefined;
  const weight = preferredNodeAffinityWeight(pod, node);
  const bestWeight = nodes.reduce((best, other) => Math.max(best, preferredNodeAffinityWeight(pod, other)), 0);
  return { matches: bestWeight <= weight, weight, bestWeight };
}
