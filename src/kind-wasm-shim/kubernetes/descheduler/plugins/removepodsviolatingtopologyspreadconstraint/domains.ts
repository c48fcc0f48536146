import type { Node, Pod } from 'kubernetes-types/core/v1';
import { isTerminating } from '../../../api/pod-properties.ts';
import type { PodsByLabels } from '../../framework/pods-by-labels.ts';
import { nodeName } from '../../framework/snapshot.ts';
import type { SpreadConstraint } from './constraint.ts';

/** A value of the topology key, and the pods in it that count. */
export interface Domain {
  readonly value: string;
  readonly pods: Pod[];
}

/** The domains of a constraint: those of the nodes that it includes, with or without pods; and those of any other node that a
 *  counted pod is on. Terminating pods do not count.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go Balance */
export function countDomains(
  { topologyKey, selector, includes }: SpreadConstraint,
  nodes: ReadonlyMap<string, Node>,
  namespace: string,
  pods: PodsByLabels,
): Domain[] {
  const domains = new Map<string, Domain>();
  const domainOf = (value: string): Domain => {
    let domain = domains.get(value);
    if (domain === undefined) {
      domain = { value, pods: [] };
      domains.set(value, domain);
    }
    return domain;
  };
  for (const node of nodes.values()) {
    const value = node.metadata?.labels?.[topologyKey];
    if (value !== undefined && includes(node)) domainOf(value);
  }
  for (const pod of pods.matching(namespace, selector)) {
    const value = nodes.get(pod.spec?.nodeName ?? '')?.metadata?.labels?.[topologyKey];
    if (value !== undefined && !isTerminating(pod)) domainOf(value).pods.push(pod);
  }
  return [...domains.values()];
}

/** Largest minus smallest; 0 without domains.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go topologyIsBalanced */
export function skewOf(domains: readonly Domain[]): number {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const { pods } of domains) {
    least = Math.min(least, pods.length);
    most = Math.max(most, pods.length);
  }
  return domains.length === 0 ? 0 : most - least;
}

/** The nodes that lack pods: those of domains below the average that the constraint includes.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go filterNodesBelowIdealAvg */
export function nodesBelowAverage(
  { topologyKey, includes }: SpreadConstraint,
  domains: readonly Domain[],
  average: number,
  nodes: Iterable<Node>,
): Node[] {
  const below = new Set(domains.filter(({ pods }) => pods.length < average).map(({ value }) => value));
  return [...nodes].filter((node) => {
    const value = node.metadata?.labels?.[topologyKey];
    return value !== undefined && below.has(value) && includes(node);
  });
}

/** The names of the nodes of each domain, by its value.
 *  @ours so that a figure can draw a domain with its nodes. */
export function nodesByDomain(topologyKey: string, nodes: Iterable<Node>): ReadonlyMap<string, string[]> {
  const byValue = new Map<string, string[]>();
  for (const node of nodes) {
    const value = node.metadata?.labels?.[topologyKey];
    if (value === undefined) continue;
    const names = byValue.get(value);
    if (names === undefined) byValue.set(value, [nodeName(node)]);
    else names.push(nodeName(node));
  }
  return byValue;
}
