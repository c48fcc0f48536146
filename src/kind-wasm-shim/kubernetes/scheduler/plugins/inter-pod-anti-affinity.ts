import type { Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import { InvalidSelector, matchesLabelSelector } from '../../api/labels.ts';
import type { FilterFailure, FilterPlugin, SchedulingCycle } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** What the plugin has to ask the scheduler: the pods that have required anti-affinity, with their nodes. */
export interface AntiAffinityLookup {
  podsWithAntiAffinity(): Iterable<{ readonly pod: Pod; readonly info: NodeInfo }>;
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
      if (byItself.length + byOthers.length === 0) return undefined;
      const isIn = ({ key, value }: Domain) => node.metadata?.labels?.[key] === value;
      if (byItself.some(isIn)) return ownRules;
      return byOthers.some(isIn) ? rulesOfOthers : undefined;
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

/** All nodes with this label. */
interface Domain {
  readonly key: string;
  readonly value: string;
}

interface Forbidden {
  readonly byItself: readonly Domain[];
  readonly byOthers: readonly Domain[];
}

/** Pods that are terminating count until they are gone.
 *  @models pkg/scheduler/framework/plugins/interpodaffinity/filtering.go getExistingAntiAffinityCounts */
function forbiddenDomains({ pod, nodes }: SchedulingCycle, lookup: AntiAffinityLookup): Forbidden {
  const byOthers: Domain[] = [];
  for (const { pod: other, info } of lookup.podsWithAntiAffinity()) {
    byOthers.push(
      ...domainsOf(
        requiredAntiAffinity(other).filter((term) => selects(term, other, pod)),
        info,
      ),
    );
  }
  const terms = requiredAntiAffinity(pod);
  if (terms.length === 0) return { byItself: [], byOthers };
  const byItself = nodes.flatMap((info) => {
    const there = [...info.pods.values()];
    return domainsOf(
      terms.filter((term) => there.some(({ pod: other }) => selects(term, pod, other))),
      info,
    );
  });
  return { byItself, byOthers };
}

/** The required anti-affinity terms of a pod.
 *  @models pkg/scheduler/framework/types.go getPodAntiAffinityTerms */
export function requiredAntiAffinity({ spec }: Pod): readonly PodAffinityTerm[] {
  return spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** @models staging/src/k8s.io/kube-scheduler/framework/types.go AffinityTerm.Matches */
function selects({ namespaces, labelSelector }: PodAffinityTerm, of: Pod, other: Pod): boolean {
  const own = of.metadata?.namespace ?? '';
  const where = namespaces && namespaces.length > 0 ? namespaces : [own];
  if (!where.includes(other.metadata?.namespace ?? '')) return false;
  try {
    return matchesLabelSelector(labelSelector, other.metadata?.labels);
  } catch (error) {
    if (error instanceof InvalidSelector) return false;
    throw error;
  }
}

function domainsOf(terms: readonly PodAffinityTerm[], { node }: NodeInfo): Domain[] {
  return terms.flatMap(({ topologyKey: key }) => {
    const value = node.metadata?.labels?.[key];
    return value === undefined ? [] : [{ key, value }];
  });
}
