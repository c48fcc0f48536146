import type { Node, Pod, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { InvalidSelector, labelSelectorAsSelector, newRequirement, type Selector } from '../../../api/labels.ts';
import { matchesRequiredNodeAffinity } from '../../../api/node-affinity.ts';
import { untoleratedTaint } from '../../../api/taints.ts';
import { nodeTaints } from '../../framework/snapshot.ts';

/** A constraint of pods of one namespace, with what their own affinity and tolerations say about the nodes that count. */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly selector: Selector;
  /** Whether the constraint counts pods on a node, and pods may go there for its sake. */
  includes(node: Node): boolean;
}

/** The different constraints of these pods. What pods of one workload have in common is found by one key, so that each
 *  constraint is made once and not for every pod.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go hasIdenticalConstraints */
export function differentConstraints(pods: readonly Pod[], enforced: readonly string[]): SpreadConstraint[] {
  const byKey = new Map<string, SpreadConstraint | undefined>();
  for (const pod of pods) {
    for (const constraint of pod.spec?.topologySpreadConstraints ?? []) {
      if (!enforced.includes(constraint.whenUnsatisfiable)) continue;
      const key = identity(constraint, pod);
      if (!byKey.has(key)) byKey.set(key, newConstraint(constraint, pod));
    }
  }
  return [...byKey.values()].filter((constraint) => constraint !== undefined);
}

/** What makes two constraints the same. */
function identity(constraint: TopologySpreadConstraint, { metadata, spec }: Pod): string {
  const labels = (constraint.matchLabelKeys ?? []).map((key) => metadata?.labels?.[key]);
  const honoursAffinity = constraint.nodeAffinityPolicy !== 'Ignore';
  const honoursTaints = constraint.nodeTaintsPolicy === 'Honor';
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return JSON.stringify([
    { ...constraint, whenUnsatisfiable: undefined },
    labels,
    honoursAffinity && [spec?.nodeSelector, required],
    honoursTaints && spec?.tolerations,
  ]);
}

/** A constraint with a selector that cannot be read is only logged.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go newTopologySpreadConstraint */
function newConstraint(constraint: TopologySpreadConstraint, pod: Pod): SpreadConstraint | undefined {
  const { topologyKey, maxSkew, labelSelector, matchLabelKeys = [], nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
  try {
    const selector = labelSelectorAsSelector(labelSelector);
    const labels = matchLabelKeys.flatMap((key) => {
      const value = pod.metadata?.labels?.[key];
      return value === undefined ? [] : [newRequirement(key, '=', [value])];
    });
    return {
      topologyKey,
      maxSkew,
      selector: selector === 'nothing' ? selector : [...labels, ...selector],
      includes: (node) =>
        (nodeAffinityPolicy === 'Ignore' || matchesRequiredNodeAffinity(pod, node)) &&
        (nodeTaintsPolicy !== 'Honor' || toleratesTaintsOf(node, pod)),
    };
  } catch (error) {
    if (error instanceof InvalidSelector) return undefined;
    throw error;
  }
}

function toleratesTaintsOf(node: Node, pod: Pod): boolean {
  return untoleratedTaint(nodeTaints(node), pod.spec?.tolerations, ['NoSchedule', 'NoExecute']) === undefined;
}
