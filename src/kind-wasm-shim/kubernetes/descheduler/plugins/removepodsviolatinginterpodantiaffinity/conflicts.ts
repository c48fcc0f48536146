import type { Node, Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import { InvalidSelector, labelSelectorAsSelector } from '../../../api/labels.ts';
import { PodsByLabels } from '../../framework/pods-by-labels.ts';
import { nodeName } from '../../framework/snapshot.ts';

/** A pod that another's anti-affinity forbids near it. */
export interface Conflict {
  readonly pod: Pod;
  readonly topologyKey: string;
}

/** For one term: the pods that it forbids, by the domain that they are in. */
type Domains = ReadonlyMap<string, Set<Pod>>;

/** Finds pods that break the required anti-affinity of others. The pods that a term forbids are gathered once, by the domain
 *  of their node, so that a pod is compared only with those that share its domain. */
export class Conflicts {
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #pods: PodsByLabels;
  readonly #domainsByTerm = new Map<string, Domains | 'invalid'>();
  readonly #removed = new Set<Pod>();

  constructor(nodes: readonly Node[], pods: Iterable<Pod>) {
    this.#nodes = new Map(nodes.map((node) => [nodeName(node), node]));
    this.#pods = new PodsByLabels(pods);
  }

  /** Leaves a pod out from now on: what it stood in the way of may stay.
   *  @models pkg/framework/plugins/removepodsviolatinginterpodantiaffinity/pod_antiaffinity.go removePodFromNamespaceMap */
  remove(pod: Pod): void {
    this.#removed.add(pod);
  }

  /** The first pod that the required anti-affinity of this one forbids near it. A term with a selector that cannot be read
   *  ends the search.
   *  @models pkg/utils/predicates.go CheckPodsWithAntiAffinityExist
   *  @simplifies which of several conflicting pods is met first is random upstream, and decides nothing. */
  of(pod: Pod): Conflict | undefined {
    const node = this.#nodes.get(pod.spec?.nodeName ?? '');
    if (node === undefined) return undefined;
    for (const term of antiAffinityTerms(pod)) {
      const domains = this.#domainsOf(term, pod);
      if (domains === 'invalid') return undefined;
      const near = domains.get(domainOf(node, term.topologyKey)) ?? new Set();
      for (const other of near) {
        if (this.#removed.has(other)) near.delete(other);
        // Upstream tells the pod itself from others by its name alone.
        else if (other.metadata?.name !== pod.metadata?.name) return { pod: other, topologyKey: term.topologyKey };
      }
    }
    return undefined;
  }

  #domainsOf(term: PodAffinityTerm, pod: Pod): Domains | 'invalid' {
    const { namespaces, labelSelector, topologyKey } = term;
    const where = namespaces && namespaces.length > 0 ? namespaces : [pod.metadata?.namespace ?? ''];
    const key = JSON.stringify([where, labelSelector, topologyKey]);
    const known = this.#domainsByTerm.get(key);
    if (known !== undefined) return known;
    const domains = this.#gather(where, term);
    this.#domainsByTerm.set(key, domains);
    return domains;
  }

  /** @models pkg/utils/predicates.go PodMatchesTermsNamespaceAndSelector
   *  @simplifies namespaceSelector, matchLabelKeys and mismatchLabelKeys are not read: upstream does not either. */
  #gather(namespaces: readonly string[], { labelSelector, topologyKey }: PodAffinityTerm): Domains | 'invalid' {
    const domains = new Map<string, Set<Pod>>();
    try {
      const selector = labelSelectorAsSelector(labelSelector);
      for (const namespace of new Set(namespaces)) {
        for (const pod of this.#pods.matching(namespace, selector)) {
          const node = this.#nodes.get(pod.spec?.nodeName ?? '');
          if (node === undefined) continue;
          const domain = domainOf(node, topologyKey);
          const pods = domains.get(domain);
          if (pods === undefined) domains.set(domain, new Set([pod]));
          else pods.add(pod);
        }
      }
      return domains;
    } catch (error) {
      if (error instanceof InvalidSelector) return 'invalid';
      throw error;
    }
  }
}

/** The required terms of a pod's anti-affinity.
 *  @models pkg/utils/predicates.go GetPodAntiAffinityTerms */
export function antiAffinityTerms({ spec }: Pod): readonly PodAffinityTerm[] {
  return spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Nodes with the same value of the topology key are one domain. A node without the label is one of its own: its pods are near
 *  each other whatever the key is.
 *  @models pkg/utils/predicates.go hasSameLabelValue */
function domainOf(node: Node, topologyKey: string): string {
  const value = node.metadata?.labels?.[topologyKey];
  return value === undefined ? `node ${nodeName(node)}` : `value ${value}`;
}
