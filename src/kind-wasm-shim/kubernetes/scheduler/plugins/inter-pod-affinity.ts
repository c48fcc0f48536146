import type { Namespace, Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { type Labels, matchesSelector } from '../../api/labels.ts';
import {
  preferredTerms,
  requiredAffinity,
  requiredAntiAffinity,
  type TermInForce,
  termNamespaces,
} from '../affinity-terms.ts';
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

/** What the plugin has to ask the scheduler. */
export interface AffinityLookup {
  node(name: string): NodeInfo | undefined;
  podsByNode(namespace: string, selector: LabelSelector, counted: CountedPods): ReadonlyMap<string, number>;
  /** The terms of pods that are there, as far as they forbid this one. */
  termsForbidding(pod: Pod, namespaceLabels: () => Labels): readonly TermInForce[];
  /** The terms of pods that are there, as far as they want this one near, or would rather not. */
  termsWeighing(pod: Pod, namespaceLabels: () => Labels): readonly TermInForce[];
  /** Asked for only by terms that choose namespaces by their labels. */
  namespaces(): readonly Namespace[];
}

/** Something counted by topology key and by that label's value: a domain is all nodes with the same value. */
type DomainCounts = Map<string, Map<string, number>>;

/** Keeps a pod near the pods that its required affinity asks for, off nodes near pods that its anti-affinity forbids, and
 *  near pods whose own forbids it.
 *  @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go InterPodAffinity.Filter
 *  @simplifies matchLabelKeys and mismatchLabelKeys are not read: the API server of today puts them into the selector */
export function interPodAffinityFilter(lookup: AffinityLookup): FilterPlugin {
  let prepared: { cycle: SchedulingCycle; state: PreFilterState | 'skip' } | undefined;
  return {
    name: 'InterPodAffinity',
    looksBeyondNode: true,
    wakesOn: [
      'nodeAdded',
      'nodeLabelsChanged',
      'assignedPodAdded',
      'assignedPodLabelsChanged',
      'assignedPodDeleted',
      'podUpdated',
    ],
    mayHelp: (pod, assigned) => matchesAllTerms(requiredAffinity(pod), pod, assigned, lookup),
    filter(cycle: SchedulingCycle, { node }: NodeInfo): FilterFailure | undefined {
      if (prepared?.cycle !== cycle) prepared = { cycle, state: preFilter(cycle.pod, lookup) };
      const { state } = prepared;
      if (state === 'skip') return undefined;
      const labels = node.metadata?.labels ?? {};
      if (!satisfiesPodAffinity(state, labels)) return affinityRules;
      if (isIn(state.antiAffinity, labels)) return antiAffinityRules;
      return isIn(state.existingAntiAffinity, labels) ? rulesOfExistingPods : undefined;
    },
  };
}

function refusal(reason: string, unresolvable: boolean): FilterFailure {
  return { plugin: 'InterPodAffinity', reasons: [reason], unresolvable };
}
// Company that is missing does not come by removing pods; company that is unwelcome can be removed.
const affinityRules = refusal("node(s) didn't match pod affinity rules", true);
const antiAffinityRules = refusal("node(s) didn't match pod anti-affinity rules", false);
const rulesOfExistingPods = refusal("node(s) didn't satisfy existing pods anti-affinity rules", false);

interface PreFilterState {
  readonly affinityTerms: readonly PodAffinityTerm[];
  /** Pods that match all terms of the pod's affinity. */
  readonly affinity: DomainCounts;
  /** The pod would match its own affinity. */
  readonly matchesItself: boolean;
  readonly antiAffinity: DomainCounts;
  readonly existingAntiAffinity: DomainCounts;
}

/** Counts once per cycle, looking only at nodes that have pods which matter.
 *  @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go InterPodAffinity.PreFilter */
function preFilter(pod: Pod, lookup: AffinityLookup): PreFilterState | 'skip' {
  const affinityTerms = requiredAffinity(pod);
  const antiAffinityTerms = requiredAntiAffinity(pod);
  const forbidding = lookup.termsForbidding(pod, () => namespaceLabels(pod, lookup));
  if (affinityTerms.length === 0 && antiAffinityTerms.length === 0 && forbidding.length === 0) return 'skip';
  const state = {
    affinityTerms,
    affinity: new Map() as DomainCounts,
    matchesItself: matchesAllTerms(affinityTerms, pod, pod, lookup),
    antiAffinity: new Map() as DomainCounts,
    existingAntiAffinity: new Map() as DomainCounts,
  };
  for (const [info, count] of nodesMatchingAllTerms(affinityTerms, pod, lookup)) {
    for (const { topologyKey } of affinityTerms) addToDomain(state.affinity, topologyKey, info, count);
  }
  for (const term of antiAffinityTerms) {
    for (const [info, count] of nodesMatchingAllTerms([term], pod, lookup)) {
      addToDomain(state.antiAffinity, term.topologyKey, info, count);
    }
  }
  for (const { topologyKey, nodes } of forbidding) {
    for (const [info, count] of nodes) addToDomain(state.existingAntiAffinity, topologyKey, info, count);
  }
  return state;
}

/** The first of a group of pods that want to be near each other has nobody to be near, and may go anywhere.
 *  @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go satisfyPodAffinity */
function satisfiesPodAffinity(state: PreFilterState, labels: Readonly<Record<string, string>>): boolean {
  if (!state.affinityTerms.every(({ topologyKey }) => labels[topologyKey] !== undefined)) return false;
  if (state.affinityTerms.every(({ topologyKey }) => countIn(state.affinity, topologyKey, labels) > 0)) return true;
  return state.affinity.size === 0 && state.matchesItself;
}

/** Prefers nodes near the pods that a pod would like to be near, and near pods that would like it near; away from others.
 *  @models pkg/scheduler/framework/plugins/interpodaffinity/scoring.go InterPodAffinity.Score */
export function interPodAffinityScore(lookup: AffinityLookup): ScorePlugin {
  return {
    name: 'InterPodAffinity',
    weight: 2,
    preScore({ pod }: SchedulingCycle) {
      const points: DomainCounts = new Map();
      for (const { podAffinityTerm: term, weight } of preferredTerms(pod)) {
        for (const [info, count] of nodesMatchingAllTerms([term], pod, lookup)) {
          addToDomain(points, term.topologyKey, info, weight * count);
        }
      }
      for (const { topologyKey, weight, nodes } of lookup.termsWeighing(pod, () => namespaceLabels(pod, lookup))) {
        for (const [info, count] of nodes) addToDomain(points, topologyKey, info, weight * count);
      }
      if (points.size === 0) return undefined;
      return ({ node }: NodeInfo) => {
        let score = 0;
        for (const key of points.keys()) score += countIn(points, key, node.metadata?.labels ?? {});
        return score;
      };
    },
    normalize: normalizeBetweenWorstAndBest,
  };
}

/** @models pkg/scheduler/framework/plugins/interpodaffinity/scoring.go InterPodAffinity.NormalizeScore */
function normalizeBetweenWorstAndBest(scores: number[]): void {
  const worst = Math.min(...scores);
  const range = Math.max(...scores) - worst;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = range === 0 ? 0 : Math.trunc(maxNodeScore * (((scores[i] ?? 0) - worst) / range));
  }
}

/** The nodes that have pods which all of these terms of one pod select, and how many.
 *  @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go getIncomingAffinityAntiAffinityCounts */
function* nodesMatchingAllTerms(
  terms: readonly PodAffinityTerm[],
  of: Pod,
  lookup: AffinityLookup,
): Generator<readonly [NodeInfo, number]> {
  const selector = selectorOfAll(terms);
  if (!selector) return;
  const [first = [], ...others] = terms.map((term) => selectedNamespaces(term, of, lookup));
  for (const namespace of new Set(first)) {
    if (!others.every((namespaces) => namespaces.includes(namespace))) continue;
    for (const [name, count] of lookup.podsByNode(namespace, selector, 'all')) {
      const info = lookup.node(name);
      if (info) yield [info, count];
    }
  }
}

/** One selector for what all terms select; undefined when one of them, having none, selects nothing. */
function selectorOfAll(terms: readonly PodAffinityTerm[]): LabelSelector | undefined {
  const selectors: LabelSelector[] = [];
  for (const { labelSelector } of terms) {
    if (!labelSelector) return undefined;
    selectors.push(labelSelector);
  }
  const [first, ...others] = selectors;
  if (!first || others.length === 0) return first;
  const more = others.flatMap(({ matchLabels = {}, matchExpressions = [] }) => [
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...matchExpressions,
  ]);
  return { ...first, matchExpressions: [...(first.matchExpressions ?? []), ...more] };
}

/** @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go podMatchesAllAffinityTerms */
function matchesAllTerms(terms: readonly PodAffinityTerm[], of: Pod, pod: Pod, lookup: AffinityLookup): boolean {
  if (terms.length === 0) return false;
  const { namespace = '', labels } = pod.metadata ?? {};
  return terms.every(
    (term) =>
      matchesSelector(readSelector(term.labelSelector), labels) &&
      selectedNamespaces(term, of, lookup).includes(namespace),
  );
}

/** @models pkg/scheduler/framework/plugins/interpodaffinity/plugin.go mergeAffinityTermNamespacesIfNotEmpty */
function selectedNamespaces(term: PodAffinityTerm, of: Pod, lookup: AffinityLookup): readonly string[] {
  const named = termNamespaces(term, of);
  if (!term.namespaceSelector) return named;
  const selector = readSelector(term.namespaceSelector);
  const selected = lookup.namespaces().filter(({ metadata }) => matchesSelector(selector, metadata?.labels));
  return [...named, ...selected.map(({ metadata }) => metadata?.name ?? '')];
}

/** @models pkg/scheduler/framework/plugins/interpodaffinity/plugin.go GetNamespaceLabelsSnapshot */
function namespaceLabels(pod: Pod, lookup: AffinityLookup): Labels {
  return lookup.namespaces().find(({ metadata }) => metadata?.name === pod.metadata?.namespace)?.metadata?.labels;
}

function addToDomain(domains: DomainCounts, key: string, { node }: NodeInfo, count: number): void {
  const value = node.metadata?.labels?.[key];
  if (value === undefined) return;
  const counts = domains.get(key) ?? new Map<string, number>();
  domains.set(key, counts);
  counts.set(value, (counts.get(value) ?? 0) + count);
}

function countIn(domains: DomainCounts, key: string, labels: Readonly<Record<string, string>>): number {
  const value = labels[key];
  return value === undefined ? 0 : (domains.get(key)?.get(value) ?? 0);
}

function isIn(domains: DomainCounts, labels: Readonly<Record<string, string>>): boolean {
  for (const key of domains.keys()) if (countIn(domains, key, labels) > 0) return true;
  return false;
}
