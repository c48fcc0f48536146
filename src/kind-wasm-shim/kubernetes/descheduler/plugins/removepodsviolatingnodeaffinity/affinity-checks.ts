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

/** Tells how pods' preferences stand on their nodes. Pods of one workload prefer the same, so the weights of all nodes are
 *  added up once for them, not once for each. */
export class Preferences {
  readonly #nodes: readonly Node[];
  readonly #weights = new Map<string, Weights>();

  constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
  }

  /** Undefined when the pod has no preferred node affinity. The best node need not be one that the pod fits on.
   *  @models pkg/descheduler/node/node.go GetBestNodeWeightGivenPodPreferredAffinity */
  onNode(pod: Pod, node: Node): AffinityOnNode | undefined {
    const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (!preferred) return undefined;
    const key = JSON.stringify(preferred);
    let weights = this.#weights.get(key);
    if (weights === undefined) {
      const byNode = new Map(this.#nodes.map((other) => [other, preferredNodeAffinityWeight(pod, other)]));
      weights = { byNode, best: [...byNode.values()].reduce((best, weight) => Math.max(best, weight), 0) };
      this.#weights.set(key, weights);
    }
    const weight = weights.byNode.get(node) ?? 0;
    return { matches: weights.best <= weight, weight, bestWeight: weights.best };
  }
}

interface Weights {
  readonly byNode: ReadonlyMap<Node, number>;
  readonly best: number;
}
