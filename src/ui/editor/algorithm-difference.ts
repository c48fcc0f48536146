import type { NodeAnswer, NodeUtilizationSnapshot } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import {
  classifyWith,
  orderWith,
  upstreamAlgorithm,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm.ts';
import type { NodeClass } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm-types.ts';

/** A pod in the edited order. `was` is its place in the unedited one; places count from 1. */
export interface OrderedPod {
  readonly name: string;
  readonly place: number;
  readonly was: number;
}

/** How the edit's answers about one node differ from the plugin's own. */
export interface NodeDifference {
  readonly name: string;
  readonly classes: { readonly from: NodeClass; readonly to: NodeClass } | undefined;
  /** All pods of the node in the edited order, when that differs. */
  readonly order: readonly OrderedPod[] | undefined;
}

/** The differences over a cluster, nodes in its order, only those that differ. */
export interface AlgorithmDifference {
  readonly nodes: readonly NodeDifference[];
  readonly nodeCount: number;
}

/** Compares an edit's answers with what the unedited plugin answers about the same cluster. */
export function algorithmDifference(
  snapshot: NodeUtilizationSnapshot,
  answers: readonly NodeAnswer[],
): AlgorithmDifference {
  const functionName = `classifyFor${snapshot.plugin}` as const;
  const nodes = snapshot.nodes.flatMap(({ node, pods }, index): NodeDifference[] => {
    const answer = answers[index];
    if (!answer) return [];
    const from = classifyWith(upstreamAlgorithm, functionName, node);
    const before = orderWith(upstreamAlgorithm, node.name, pods);
    const sameOrder = before.every((position, place) => position === answer.order[place]);
    if (from === answer.class && sameOrder) return [];
    const order = answer.order.map((position, place) => ({
      name: pods[position]?.name ?? '',
      place: place + 1,
      was: before.indexOf(position) + 1,
    }));
    return [
      {
        name: node.name,
        classes: from === answer.class ? undefined : { from, to: answer.class },
        order: sameOrder ? undefined : order,
      },
    ];
  });
  return { nodes, nodeCount: snapshot.nodes.length };
}
