import type { Pod, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { matchesSelector } from '../../api/labels.ts';
import { matchesRequiredNodeAffinity } from '../../api/node-affinity.ts';
import {
  type FilterFailure,
  type FilterPlugin,
  maxNodeScore,
  type SchedulingCycle,
  type ScorePlugin,
} from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import type { CountedPods } from '../pod-counts.ts';
import { readSelector } from '../selector-index.ts';

/** What the plugin has to ask the scheduler: pods that match a selector by node, and the selector of a pod's owner. */
export interface SpreadLookup {
  podsByNode(namespace: string, selector: LabelSelector, counted: CountedPods): ReadonlyMap<string, number>;
  ownerSelector(pod: Pod): LabelSelector | undefined;
}

interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly selector: LabelSelector | undefined;
}

const hostname = 'kubernetes.io/hostname';

/** What upstream spreads by when a pod does not say: over hosts, and more loosely over zones.
 *  @models pkg/scheduler/framework/plugins/podtopologyspread/plugin.go systemDefaultConstraints */
const systemDefaultConstraints = [
  { topologyKey: hostname, maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5 },
] as const;

/** @models pkg/scheduler/framework/plugins/podtopologyspread/common.go filterTopologySpreadConstraints
 *  @simplifies minDomains, matchLabelKeys and the node inclusion policies are not read; their defaults apply */
function ownConstraints(pod: Pod, when: TopologySpreadConstraint['whenUnsatisfiable']): Constraint[] {
  return (pod.spec?.topologySpreadConstraints ?? [])
    .filter((constraint) => constraint.whenUnsatisfiable === when)
    .map(({ topologyKey, maxSkew, labelSelector }) => ({ topologyKey, maxSkew, selector: labelSelector }));
}

/** Keeps a pod off nodes where it would break one of its own DoNotSchedule constraints.
 *  @models pkg/scheduler/framework/plugins/podtopologyspread/filtering.go PodTopologySpread.Filter */
export function podTopologySpreadFilter(lookup: SpreadLookup): FilterPlugin {
  let prepared: { cycle: SchedulingCycle; domains: Domains[] } | undefined;
  return {
    name: 'PodTopologySpread',
    looksBeyondNode: true,
    wakesOn: [
      'nodeAdded',
      'nodeDeleted',
      'nodeLabelsChanged',
      'assignedPodAdded',
      'assignedPodLabelsChanged',
      'assignedPodDeleted',
      'podUpdated',
    ],
    mayHelp: (pod, assigned) =>
      pod.metadata?.namespace === assigned.metadata?.namespace &&
      ownConstraints(pod, 'DoNotSchedule').some(({ selector }) => selects(selector, assigned)),
    filter(cycle: SchedulingCycle, { node }: NodeInfo): FilterFailure | undefined {
      if (!cycle.pod.spec?.topologySpreadConstraints) return undefined;
      if (prepared?.cycle !== cycle) prepared = { cycle, domains: countDomains(cycle, lookup) };
      for (const { constraint, counts, fewest, self } of prepared.domains) {
        const domain = node.metadata?.labels?.[constraint.topologyKey];
        if (domain === undefined) return missingLabel;
        if ((counts.get(domain) ?? 0) + self - fewest > constraint.maxSkew) return tooSkewed;
      }
      return undefined;
    },
  };
}

const tooSkewedReason = "node(s) didn't match pod topology spread constraints";
const tooSkewed: FilterFailure = { plugin: 'PodTopologySpread', reasons: [tooSkewedReason], unresolvable: false };
const missingLabel: FilterFailure = {
  plugin: 'PodTopologySpread',
  reasons: [`${tooSkewedReason} (missing required label)`],
  unresolvable: true,
};

interface Domains {
  readonly constraint: Constraint;
  readonly counts: ReadonlyMap<string, number>;
  readonly fewest: number;
  readonly self: 0 | 1;
}

/** @models pkg/scheduler/framework/plugins/podtopologyspread/filtering.go calPreFilterState */
function countDomains(cycle: SchedulingCycle, lookup: SpreadLookup): Domains[] {
  const { pod, nodes } = cycle;
  const constraints = ownConstraints(pod, 'DoNotSchedule');
  return constraints.map((constraint) => {
    const byNode = siblingsByNode(constraint, pod, lookup);
    const counts = new Map<string, number>();
    for (const { name, node } of nodes) {
      const labels = node.metadata?.labels ?? {};
      if (!constraints.every(({ topologyKey }) => labels[topologyKey] !== undefined)) continue;
      if (!matchesRequiredNodeAffinity(pod, node)) continue;
      const domain = labels[constraint.topologyKey] ?? '';
      counts.set(domain, (counts.get(domain) ?? 0) + (byNode.get(name) ?? 0));
    }
    const fewest = counts.size === 0 ? Number.POSITIVE_INFINITY : Math.min(...counts.values());
    return { constraint, counts, fewest, self: selects(constraint.selector, pod) ? 1 : 0 };
  });
}

function selects(selector: LabelSelector | undefined, pod: Pod): boolean {
  return matchesSelector(readSelector(selector), pod.metadata?.labels);
}

/** An empty selector counts no pods here, although it selects every pod.
 *  @models pkg/scheduler/framework/plugins/podtopologyspread/common.go countPodsMatchSelector */
function siblingsByNode({ selector }: Constraint, pod: Pod, lookup: SpreadLookup): ReadonlyMap<string, number> {
  const parsed = readSelector(selector);
  if (!selector || parsed === 'nothing' || parsed.length === 0) return new Map();
  return lookup.podsByNode(pod.metadata?.namespace ?? '', selector, 'live');
}

/** Prefers nodes, and zones, that hold fewer of the pod's siblings.
 *  @models pkg/scheduler/framework/plugins/podtopologyspread/scoring.go PodTopologySpread.Score
 *  @simplifies the selectors of Services are not added to the owner's selector */
export function podTopologySpreadScore(lookup: SpreadLookup): ScorePlugin {
  return {
    name: 'PodTopologySpread',
    weight: 2,
    preScore: (cycle, feasible) => preScore(cycle, feasible, lookup),
    normalize: normalizeSpread,
  };
}

/** The raw score of a node that lacks a label that the pod's own constraints name. */
const ignored = -1;

/** @models pkg/scheduler/framework/plugins/podtopologyspread/scoring.go PodTopologySpread.PreScore */
function preScore(cycle: SchedulingCycle, feasible: readonly NodeInfo[], lookup: SpreadLookup) {
  const { pod } = cycle;
  const own = pod.spec?.topologySpreadConstraints ?? [];
  const constraints = own.length > 0 ? ownConstraints(pod, 'ScheduleAnyway') : defaultConstraints(pod, lookup);
  if (constraints.length === 0) return undefined;
  const hasLabels = ({ node }: NodeInfo) =>
    constraints.every(({ topologyKey }) => node.metadata?.labels?.[topologyKey] !== undefined);
  const requireAll = own.length > 0;
  const counted = requireAll ? feasible.filter(hasLabels) : feasible;
  const terms = constraints.map((constraint) => {
    const byNode = siblingsByNode(constraint, pod, lookup);
    if (constraint.topologyKey === hostname) {
      return { constraint, byNode, byDomain: undefined, weight: topologyNormalizingWeight(counted.length) };
    }
    const byDomain = new Map<string | undefined, number>();
    for (const { node } of counted) byDomain.set(node.metadata?.labels?.[constraint.topologyKey], 0);
    // Nodes without a matching pod add nothing, and in a large cluster they are most.
    for (const info of cycle.nodes) {
      const count = byNode.get(info.name) ?? 0;
      if (count === 0 || (requireAll && !hasLabels(info)) || !matchesRequiredNodeAffinity(pod, info.node)) continue;
      const domain = info.node.metadata?.labels?.[constraint.topologyKey];
      const before = byDomain.get(domain);
      if (before !== undefined) byDomain.set(domain, before + count);
    }
    return { constraint, byNode, byDomain, weight: topologyNormalizingWeight(byDomain.size) };
  });
  return (info: NodeInfo) => {
    if (requireAll && !hasLabels(info)) return ignored;
    let score = 0;
    for (const { constraint, byNode, byDomain, weight } of terms) {
      const domain = info.node.metadata?.labels?.[constraint.topologyKey];
      if (domain === undefined) continue;
      const count = (byDomain ? byDomain.get(domain) : byNode.get(info.name)) ?? 0;
      score += count * weight + (constraint.maxSkew - 1);
    }
    return Math.round(score);
  };
}

/** @models pkg/scheduler/framework/plugins/podtopologyspread/common.go PodTopologySpread.buildDefaultConstraints */
function defaultConstraints(pod: Pod, lookup: SpreadLookup): Constraint[] {
  const selector = lookup.ownerSelector(pod);
  return selector ? systemDefaultConstraints.map((constraint) => ({ ...constraint, selector })) : [];
}

/** @models pkg/scheduler/framework/plugins/podtopologyspread/scoring.go topologyNormalizingWeight */
function topologyNormalizingWeight(size: number): number {
  return Math.log(size + 2);
}

/** @models pkg/scheduler/framework/plugins/podtopologyspread/scoring.go PodTopologySpread.NormalizeScore */
function normalizeSpread(scores: number[]): void {
  const counted = scores.filter((score) => score !== ignored);
  const smallest = Math.min(...counted);
  const largest = Math.max(...counted);
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (score === ignored) scores[i] = 0;
    else if (largest === 0) scores[i] = maxNodeScore;
    else scores[i] = Math.trunc((maxNodeScore * (largest + smallest - score)) / largest);
  }
}
