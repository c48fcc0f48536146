import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Labels } from '../api/labels.ts';
import { AffinityTerms, type TermInForce } from './affinity-terms.ts';
import type { PodRequest } from './framework.ts';
import { nodeName } from './framework.ts';
import { NodeInfo } from './node-info.ts';
import { type CountedPods, PodCounts } from './pod-counts.ts';
import { computePodRequest } from './pod-request.ts';

/** The scheduler's own picture of the cluster: nodes with the sums of their pods' requests, kept up to date by what it
 *  watches and by what it has decided itself.
 *  @models pkg/scheduler/backend/cache/cache.go cacheImpl */
export class SchedulerCache {
  private readonly infos = new Map<string, NodeInfo>();
  private readonly placed = new Map<string, { readonly info: NodeInfo; pod: Pod; readonly request: PodRequest }>();
  /** Pods that were bound to a node that is not known, by node. */
  private readonly homeless = new Map<string, Map<string, Pod>>();
  private readonly affinityTerms = new AffinityTerms();
  private readonly counts = new PodCounts();
  private order: readonly NodeInfo[] | undefined;

  /** All nodes, zone by turns, as they came.
   *  @models pkg/scheduler/backend/cache/node_tree.go nodeTree.list */
  get nodes(): readonly NodeInfo[] {
    this.order ??= roundRobin([...this.infos.values()]);
    return this.order;
  }

  node(name: string): NodeInfo | undefined {
    return this.infos.get(name);
  }

  /** Adds a node or takes its new version over. */
  setNode(node: Node): NodeInfo {
    const name = nodeName(node);
    const known = this.infos.get(name);
    if (known) {
      if (zoneOf(known.node) !== zoneOf(node)) this.order = undefined;
      known.setNode(node);
      return known;
    }
    const info = new NodeInfo(node);
    this.infos.set(name, info);
    this.order = undefined;
    const waiting = this.homeless.get(name);
    this.homeless.delete(name);
    for (const pod of waiting?.values() ?? []) this.setPod(pod);
    return info;
  }

  removeNode(name: string): void {
    const info = this.infos.get(name);
    if (!info) return;
    this.infos.delete(name);
    this.order = undefined;
    for (const { pod } of [...info.pods.values()]) {
      this.removePod(pod);
      this.keepForLater(pod, name);
    }
  }

  /** Counts a pod on the node that it is bound to, or takes its new version over.
   *  @models pkg/scheduler/backend/cache/cache.go cacheImpl.AddPod */
  setPod(pod: Pod, request?: PodRequest): void {
    const uid = pod.metadata?.uid ?? '';
    const known = this.placed.get(uid);
    if (known && known.info.name === pod.spec?.nodeName) {
      if (countsDifferently(known.pod, pod)) this.counts.add(pod, known.info.name);
      known.pod = pod;
      return;
    }
    if (known) this.removePod(pod);
    const name = pod.spec?.nodeName ?? '';
    const info = this.infos.get(name);
    if (!info) {
      this.keepForLater(pod, name);
      return;
    }
    const counted = request ?? computePodRequest(pod);
    info.addPod(pod, counted);
    this.placed.set(uid, { info, pod, request: counted });
    this.affinityTerms.add(pod, info);
    this.counts.add(pod, name);
  }

  /** Tells whether the pod was counted anywhere. */
  removePod(pod: Pod): boolean {
    const uid = pod.metadata?.uid ?? '';
    this.homeless.get(pod.spec?.nodeName ?? '')?.delete(uid);
    const known = this.placed.get(uid);
    if (!known) return false;
    known.info.removePod(uid);
    this.placed.delete(uid);
    this.affinityTerms.remove(known.pod, known.info);
    this.counts.remove(uid);
    return true;
  }

  /** The terms of pods that are there, as far as they forbid this one. */
  termsForbidding(pod: Pod, namespaceLabels: () => Labels): readonly TermInForce[] {
    return this.affinityTerms.forbiddingOf(pod, namespaceLabels);
  }

  /** The terms of pods that are there, as far as they want this one near, or would rather not. */
  termsWeighing(pod: Pod, namespaceLabels: () => Labels): readonly TermInForce[] {
    return this.affinityTerms.weighingOf(pod, namespaceLabels);
  }

  /** Nodes with pods that a selector selects, and how many. */
  podsByNode(namespace: string, selector: LabelSelector, counted: CountedPods): ReadonlyMap<string, number> {
    return this.counts.byNode(namespace, selector, counted);
  }

  private keepForLater(pod: Pod, node: string): void {
    const waiting = this.homeless.get(node) ?? new Map<string, Pod>();
    waiting.set(pod.metadata?.uid ?? '', pod);
    this.homeless.set(node, waiting);
  }
}

function countsDifferently(before: Pod, after: Pod): boolean {
  return (
    before.metadata?.labels !== after.metadata?.labels ||
    before.metadata?.deletionTimestamp !== after.metadata?.deletionTimestamp
  );
}

function zoneOf(node: Node): string {
  const labels = node.metadata?.labels ?? {};
  return `${labels['topology.kubernetes.io/region'] ?? ''}:${labels['topology.kubernetes.io/zone'] ?? ''}`;
}

function roundRobin(infos: readonly NodeInfo[]): NodeInfo[] {
  const zones = new Map<string, NodeInfo[]>();
  for (const info of infos) {
    const zone = zones.get(zoneOf(info.node));
    if (zone) zone.push(info);
    else zones.set(zoneOf(info.node), [info]);
  }
  const list: NodeInfo[] = [];
  for (let turn = 0; list.length < infos.length; turn++) {
    for (const zone of zones.values()) {
      const info = zone[turn];
      if (info) list.push(info);
    }
  }
  return list;
}
