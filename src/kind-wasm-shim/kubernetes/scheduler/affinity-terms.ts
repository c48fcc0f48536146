import type { Pod, PodAffinityTerm, WeightedPodAffinityTerm } from 'kubernetes-types/core/v1';
import { type Labels, matchesSelector, type Selector } from '../api/labels.ts';
import type { NodeInfo } from './node-info.ts';
import { readSelector, SelectorIndex } from './selector-index.ts';

/** What a node gets in points for each pod near it whose required affinity selects the pod that is being placed.
 *  @models pkg/scheduler/apis/config/v1/defaults.go SetDefaults_InterPodAffinityArgs */
const hardPodAffinityWeight = 1;

/** One term of pods that are there, with all nodes that have such pods. */
export interface TermInForce {
  readonly topologyKey: string;
  /** What each pod with the term is worth to the nodes of its domain; negative for anti-affinity. */
  readonly weight: number;
  /** How many pods with the term each node has; at least one. */
  readonly nodes: ReadonlyMap<NodeInfo, number>;
}

/** The terms of all pods that say which pods they want near, or away. What is asked of them is which of them select a pod
 *  that is to be placed.
 *  @models pkg/scheduler/framework/types.go NodeInfo.PodsWithAffinity, NodeInfo.PodsWithRequiredAntiAffinity */
export class AffinityTerms {
  private readonly forbidding = new TermIndex();
  private readonly weighing = new TermIndex();

  add(pod: Pod, info: NodeInfo): void {
    this.change(pod, info, 1);
  }

  remove(pod: Pod, info: NodeInfo): void {
    this.change(pod, info, -1);
  }

  /** Required anti-affinity: the terms that forbid a pod near the pods that have them. */
  forbiddingOf(pod: Pod, namespaceLabels: () => Labels): readonly TermInForce[] {
    return this.forbidding.selecting(pod, namespaceLabels);
  }

  /** All other terms, which only weigh where a pod is better or worse placed. */
  weighingOf(pod: Pod, namespaceLabels: () => Labels): readonly TermInForce[] {
    return this.weighing.selecting(pod, namespaceLabels);
  }

  private change(pod: Pod, info: NodeInfo, sign: 1 | -1): void {
    // Most pods have none, and cost nothing here or later.
    if (!pod.spec?.affinity?.podAffinity && !pod.spec?.affinity?.podAntiAffinity) return;
    for (const term of requiredAntiAffinity(pod)) this.forbidding.change(term, 0, pod, info, sign);
    for (const term of requiredAffinity(pod)) this.weighing.change(term, hardPodAffinityWeight, pod, info, sign);
    for (const { podAffinityTerm, weight } of preferredTerms(pod)) {
      this.weighing.change(podAffinityTerm, weight, pod, info, sign);
    }
  }
}

interface IndexedTerm extends TermInForce {
  readonly selector: Selector;
  readonly namespaces: readonly string[];
  readonly namespaceSelector: Selector;
  readonly nodes: Map<NodeInfo, number>;
}

/** Not the name of a namespace: where terms wait that choose namespaces by their labels. */
const anyNamespace = '*';

/** Terms, each once: the thousand pods of a Deployment have one between them. */
class TermIndex {
  private readonly index = new SelectorIndex<IndexedTerm>();
  /** By the namespace that a term speaks of, and its text. */
  private readonly known = new Map<string, IndexedTerm>();

  change(term: PodAffinityTerm, weight: number, pod: Pod, info: NodeInfo, sign: 1 | -1): void {
    const { topologyKey, labelSelector, namespaceSelector } = term;
    if (!labelSelector) return;
    const namespaces = termNamespaces(term, pod);
    const text = JSON.stringify([weight, term]);
    for (const namespace of namespaceSelector ? [anyNamespace] : namespaces) {
      const key = `${namespace} ${text}`;
      let indexed = this.known.get(key);
      if (!indexed) {
        const selectors = { selector: readSelector(labelSelector), namespaceSelector: readSelector(namespaceSelector) };
        indexed = { topologyKey, weight, namespaces, nodes: new Map(), ...selectors };
        this.known.set(key, indexed);
        this.index.add(namespace, labelSelector, indexed);
      }
      const after = (indexed.nodes.get(info) ?? 0) + sign;
      if (after > 0) indexed.nodes.set(info, after);
      else indexed.nodes.delete(info);
      if (indexed.nodes.size > 0) continue;
      this.known.delete(key);
      this.index.delete(namespace, labelSelector, indexed);
    }
  }

  /** @models pkg/scheduler/framework/types.go AffinityTerm.Matches */
  selecting(pod: Pod, namespaceLabels: () => Labels): readonly TermInForce[] {
    const { namespace = '', labels } = pod.metadata ?? {};
    const found: TermInForce[] = [];
    this.index.visit(namespace, labels, (term) => {
      if (matchesSelector(term.selector, labels)) found.push(term);
    });
    this.index.visit(anyNamespace, labels, (term) => {
      if (!matchesSelector(term.selector, labels)) return;
      if (term.namespaces.includes(namespace) || matchesSelector(term.namespaceSelector, namespaceLabels())) {
        found.push(term);
      }
    });
    return found;
  }
}

/** The pods that a pod must be near.
 *  @models pkg/scheduler/framework/types.go getPodAffinityTerms */
export function requiredAffinity({ spec }: Pod): readonly PodAffinityTerm[] {
  return spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** The pods that a pod must not be near.
 *  @models pkg/scheduler/framework/types.go getPodAntiAffinityTerms */
export function requiredAntiAffinity({ spec }: Pod): readonly PodAffinityTerm[] {
  return spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** The pods that a pod would rather be near, and, with a negative weight, those it would rather be away from.
 *  @models pkg/scheduler/framework/types.go getWeightedAffinityTerms */
export function preferredTerms({ spec }: Pod): readonly WeightedPodAffinityTerm[] {
  const near = spec?.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const away = spec?.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [...near, ...away.map((term) => ({ ...term, weight: -term.weight }))];
}

/** The namespaces that a term of a pod names: its own, if the term says nothing of namespaces.
 *  @models pkg/scheduler/framework/types.go getNamespacesFromPodAffinityTerm */
export function termNamespaces({ namespaces, namespaceSelector }: PodAffinityTerm, of: Pod): readonly string[] {
  if ((namespaces ?? []).length === 0 && !namespaceSelector) return [of.metadata?.namespace ?? ''];
  return namespaces ?? [];
}
