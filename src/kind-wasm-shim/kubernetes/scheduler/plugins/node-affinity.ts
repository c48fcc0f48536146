import { matchesRequiredNodeAffinity, preferredNodeAffinityWeight } from '../../api/node-affinity.ts';
import {
  defaultNormalizeScore,
  type FilterFailure,
  type FilterPlugin,
  type SchedulingCycle,
  type ScorePlugin,
} from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** Keeps pods off nodes that their nodeSelector or required node affinity does not match.
 *  @models pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go NodeAffinity.Filter */
export const nodeAffinityFilter: FilterPlugin = {
  name: 'NodeAffinity',
  wakesOn: ['nodeAdded', 'nodeLabelsChanged'],
  filter(cycle: SchedulingCycle, { node }: NodeInfo): FilterFailure | undefined {
    if (matchesRequiredNodeAffinity(cycle.pod, node)) return undefined;
    return {
      plugin: 'NodeAffinity',
      reasons: ["node(s) didn't match Pod's node affinity/selector"],
      unresolvable: true,
    };
  },
};

/** Prefers nodes by the weights of the preferred terms that they match.
 *  @models pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go NodeAffinity.Score */
export const nodeAffinityScore: ScorePlugin = {
  name: 'NodeAffinity',
  weight: 2,
  preScore({ pod }: SchedulingCycle) {
    const preferred = pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (!preferred || preferred.length === 0) return undefined;
    return ({ node }: NodeInfo) => preferredNodeAffinityWeight(pod, node);
  },
  normalize: (scores) => defaultNormalizeScore(scores, false),
};

/** The nodes that a pod's required affinity names, when every term of it names nodes; undefined when any node may
 *  match. DaemonSet pods are bound in this way, and only their own node has to be looked at.
 *  @models pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go NodeAffinity.PreFilter */
export function namedNodes({ pod }: SchedulingCycle): ReadonlySet<string> | undefined {
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    let inTerm: readonly string[] | undefined;
    for (const { key, operator, values } of term.matchFields ?? []) {
      if (key !== 'metadata.name' || operator !== 'In') continue;
      const before = inTerm;
      inTerm = before ? (values ?? []).filter((name) => before.includes(name)) : (values ?? []);
    }
    if (!inTerm) return undefined;
    for (const name of inTerm) names.add(name);
  }
  return names;
}
