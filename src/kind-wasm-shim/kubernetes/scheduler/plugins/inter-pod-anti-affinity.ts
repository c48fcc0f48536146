import type { Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { requiredAntiAffinity, type TermInForce, termNamespaces } from '../anti-affinity-terms.ts';
import type { FilterFailure, FilterPlugin, SchedulingCycle } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** What the plugin has to ask the scheduler. Pods that are terminating count until they are gone. */
export interface AntiAffinityLookup {
  /** The terms of pods that are there, as far as they forbid this one. */
  termsAgainst(pod: Pod): Iterable<TermInForce>;
  /** How many pods that match a selector are on which node. */
  allPodsByNode(namespace: string, selector: LabelSelector): ReadonlyMap<string, number>;
}

/** Keeps a pod off nodes near pods that its required anti-affinity forbids, and near pods whose own forbids it.
 *  @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go InterPodAffinity.Filter
 *  @simplifies affinity towards pods, preferred terms, namespaceSelector and matchLabelKeys are not read */
export function interPodAntiAffinityFilter(lookup: AntiAffinityLookup): FilterPlugin {
  let prepared: { cycle: SchedulingCycle; forbidden: Forbidden } | undefined;
  return {
    name: 'InterPodAffinity',
    wakesOn: ['nodeAdded', 'nodeLabelsChanged', 'assignedPodDeleted', 'podUpdated'],
    filter(cycle: SchedulingCycle, { node }: NodeInfo): FilterFailure | undefined {
      if (prepared?.cycle !== cycle) prepared = { cycle, forbidden: forbiddenDomains(cycle, lookup) };
      const { byOthers, byItself } = prepared.forbidden;
      if (byItself.size + byOthers.size === 0) return undefined;
      const labels = node.metadata?.labels ?? {};
      if (isIn(byItself, labels)) return ownRules;
      return isIn(byOthers, labels) ? rulesOfOthers : undefined;
    },
  };
}

const ownRules: FilterFailure = {
  plugin: 'InterPodAffinity',
  reasons: ["node(s) didn't match pod anti-affinity rules"],
  unresolvable: false,
};
const rulesOfOthers: FilterFailure = {
  plugin: 'InterPodAffinity',
  reasons: ["node(s) didn't satisfy existing pods anti-affinity rules"],
  unresolvable: false,
};

/** Values of topology keys: all nodes with such a label. */
type Domains = Map<string, Set<string>>;

interface Forbidden {
  readonly byItself: Domains;
  readonly byOthers: Domains;
}

/** @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go PreFilter, getExistingAntiAffinityCounts */
function forbiddenDomains({ pod, nodes }: SchedulingCycle, lookup: AntiAffinityLookup): Forbidden {
  const forbidden: Forbidden = { byItself: new Map(), byOthers: new Map() };
  for (const { topologyKey, nodes: there } of lookup.termsAgainst(pod)) {
    for (const info of there.keys()) addDomain(forbidden.byOthers, topologyKey, info);
  }
  for (const term of requiredAntiAffinity(pod)) {
    for (const namespace of termNamespaces(term, pod)) {
      // A term without a selector matches no pod; an empty selector would match every one.
      if (!term.labelSelector) continue;
      const counts = lookup.allPodsByNode(namespace, term.labelSelector);
      for (const info of nodes) {
        if ((counts.get(info.name) ?? 0) > 0) addDomain(forbidden.byItself, term.topologyKey, info);
      }
    }
  }
  return forbidden;
}

function addDomain(domains: Domains, key: string, { node }: NodeInfo): void {
  const value = node.metadata?.labels?.[key];
  if (value === undefined) return;
  const values = domains.get(key);
  if (values) values.add(value);
  else domains.set(key, new Set([value]));
}

function isIn(domains: Domains, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, values] of domains) {
    const value = labels[key];
    if (value !== undefined && values.has(value)) return true;
  }
  return false;
}
