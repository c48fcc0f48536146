import type { Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import { InvalidSelector, labelSelectorAsSelector, matchesSelector, type Selector } from '../api/labels.ts';
import type { NodeInfo } from './node-info.ts';

/** One required anti-affinity term, with all nodes that have a pod with it. */
export interface TermInForce {
  readonly topologyKey: string;
  readonly selector: Selector;
  /** How many pods with the term each node has; at least one. */
  readonly nodes: ReadonlyMap<NodeInfo, number>;
}

/** The required anti-affinity terms of all pods, each once: the thousand pods of a Deployment have one. A pod is then held
 *  against the terms in its namespace, not against the pods.
 *  @models pkg/scheduler/framework/types.go NodeInfo.PodsWithRequiredAntiAffinity */
export class AntiAffinityTerms {
  /** By the namespace that a term speaks of, then by its text. */
  private readonly terms = new Map<string, Map<string, TermInForce & { readonly nodes: Map<NodeInfo, number> }>>();

  add(pod: Pod, info: NodeInfo): void {
    for (const term of requiredAntiAffinity(pod)) {
      const key = JSON.stringify(term);
      for (const namespace of termNamespaces(term, pod)) {
        const there = this.terms.get(namespace) ?? new Map();
        this.terms.set(namespace, there);
        const { topologyKey, labelSelector } = term;
        const known = there.get(key) ?? { topologyKey, selector: readSelector(labelSelector), nodes: new Map() };
        there.set(key, known);
        known.nodes.set(info, (known.nodes.get(info) ?? 0) + 1);
      }
    }
  }

  remove(pod: Pod, info: NodeInfo): void {
    for (const term of requiredAntiAffinity(pod)) {
      const key = JSON.stringify(term);
      for (const namespace of termNamespaces(term, pod)) {
        const there = this.terms.get(namespace);
        const known = there?.get(key);
        const left = (known?.nodes.get(info) ?? 0) - 1;
        if (left > 0) known?.nodes.set(info, left);
        else known?.nodes.delete(info);
        if (known?.nodes.size === 0) there?.delete(key);
      }
    }
  }

  /** The terms that forbid a pod beside the pods that have them. */
  *against(pod: Pod): Generator<TermInForce> {
    for (const term of this.terms.get(pod.metadata?.namespace ?? '')?.values() ?? []) {
      if (matchesSelector(term.selector, pod.metadata?.labels)) yield term;
    }
  }
}

/** The required anti-affinity terms of a pod.
 *  @models pkg/scheduler/framework/types.go getPodAntiAffinityTerms */
export function requiredAntiAffinity({ spec }: Pod): readonly PodAffinityTerm[] {
  return spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** The namespaces that a term of a pod speaks of.
 *  @models pkg/scheduler/framework/types.go getNamespacesFromPodAffinityTerm */
export function termNamespaces({ namespaces }: PodAffinityTerm, of: Pod): readonly string[] {
  return namespaces && namespaces.length > 0 ? namespaces : [of.metadata?.namespace ?? ''];
}

function readSelector(labelSelector: PodAffinityTerm['labelSelector']): Selector {
  try {
    return labelSelectorAsSelector(labelSelector);
  } catch (error) {
    if (error instanceof InvalidSelector) return 'nothing';
    throw error;
  }
}
