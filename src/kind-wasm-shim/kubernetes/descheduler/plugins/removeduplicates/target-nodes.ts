import type { Node, Pod } from 'kubernetes-types/core/v1';
import { matchesRequiredNodeAffinity } from '../../../api/node-affinity.ts';
import { untoleratedTaint } from '../../../api/taints.ts';
import { nodeName, nodeTaints } from '../../framework/snapshot.ts';

/** The nodes that may take one of these pods, by its tolerations, nodeSelector and required node affinity. A pod that only
 *  one node may take adds none. Cordoned and full nodes count.
 *  @models pkg/framework/plugins/removeduplicates/removeduplicates.go getTargetNodes
 *  @simplifies a node affinity that the API would refuse matches no node here; upstream takes its error for a match. */
export function targetNodes(pods: Iterable<Pod>, nodes: readonly Node[]): string[] {
  const targets = new Set<string>();
  const asked = new Set<string>();
  for (const pod of pods) {
    const needs = placementNeeds(pod);
    if (asked.has(needs)) continue;
    asked.add(needs);
    const fitting = nodes.filter((node) => mayTake(node, pod));
    if (fitting.length > 1) for (const node of fitting) targets.add(nodeName(node));
  }
  return nodes.map(nodeName).filter((name) => targets.has(name));
}

/** What decides where a pod may go: pods that need the same may go to the same nodes, so only one of them is asked about. */
function placementNeeds({ spec }: Pod): string {
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return JSON.stringify([spec?.tolerations, spec?.nodeSelector, required]);
}

function mayTake(node: Node, pod: Pod): boolean {
  const taint = untoleratedTaint(nodeTaints(node), pod.spec?.tolerations, ['NoSchedule', 'NoExecute']);
  return taint === undefined && matchesRequiredNodeAffinity(pod, node);
}
