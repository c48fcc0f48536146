import type { Node, Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { InvalidSelector, labelSelectorAsSelector, matchesSelector, type Selector } from '../../api/labels.ts';
import { matchesRequiredNodeAffinity } from '../../api/node-affinity.ts';
import { addResources, type ResourceAmounts } from '../../api/pod-resources.ts';
import { countable, milliValue, oneUnit, type Quantity, value } from '../../api/quantity.ts';
import { untoleratedTaint } from '../../api/taints.ts';
import { fitsByAntiAffinity } from './differences.ts';
import { podRequests } from './pod-requests.ts';
import { type DeschedulerVersion, usualVersion } from './release.ts';
import { type ClusterSnapshot, isUnschedulable, nodeName, nodeTaints, podName } from './snapshot.ts';
import type { PodName } from './steps.ts';

/** One reason why a pod does not fit on a node. Amounts in millicores for cpu, whole units for the rest. */
export type NodeFitReason =
  | { readonly why: 'nodeSelector' }
  | { readonly why: 'taint'; readonly taint: string }
  | { readonly why: 'insufficient'; readonly resource: string; readonly requested: number; readonly available: number }
  | { readonly why: 'tooManyPods'; readonly pods: number; readonly allocatable: number }
  | { readonly why: 'unschedulable' }
  /** Since v0.30: its anti-affinity forbids it beside a pod of the node. */
  | { readonly why: 'antiAffinity'; readonly pod: PodName };

/** Why a pod does not fit on one node. */
export interface NodeFitRefusal {
  readonly node: string;
  readonly reasons: readonly NodeFitReason[];
}

/** What is left of a node: the sums are added up once, and then asked for each pod. */
interface NodeRoom {
  readonly usage: ReadonlyMap<string, Quantity>;
  readonly allocatable: ReadonlyMap<string, Quantity>;
  readonly podsLeft: bigint;
  /** By resource, in thousandths of the unit. */
  readonly free: Map<string, bigint>;
}

const basicResources: readonly string[] = ['cpu', 'memory', 'pods'];

/** Answers where pods of a snapshot fit. What earlier evictions of the same run would free or take is not seen. */
export class NodeFit {
  readonly #snapshot: ClusterSnapshot;
  readonly #version: DeschedulerVersion;
  readonly #rooms = new Map<Node, NodeRoom>();

  constructor(snapshot: ClusterSnapshot, version: DeschedulerVersion = usualVersion) {
    this.#snapshot = snapshot;
    this.#version = version;
  }

  /** Whether the pod fits on one of these nodes, its own left out.
   *  @models pkg/descheduler/node/node.go PodFitsAnyOtherNode */
  fitsAnyOther(pod: Pod, nodes: readonly Node[]): boolean {
    const fits = this.#test(pod);
    return nodes.some((node) => nodeName(node) !== pod.spec?.nodeName && fits(node));
  }

  /** Whether the pod fits on one of these nodes. On its own, its resources are not asked about.
   *  @models pkg/descheduler/node/node.go PodFitsAnyNode */
  fitsAny(pod: Pod, nodes: readonly Node[]): boolean {
    return nodes.some(this.#test(pod));
  }

  /** Why the pod fits on none of these nodes, its own left out: all reasons of each.
   *  @models pkg/descheduler/node/node.go NodeFit */
  explain(pod: Pod, nodes: readonly Node[]): NodeFitRefusal[] {
    const requests = podRequests(pod, this.#version);
    return nodes
      .filter((node) => nodeName(node) !== pod.spec?.nodeName)
      .map((node) => ({ node: nodeName(node), reasons: [...this.#refusals(pod, requests, node)] }));
  }

  /** The test of one pod, for any number of nodes: whether there would be no refusal.
   *  @models pkg/descheduler/node/node.go NodeFit */
  #test(pod: Pod): (node: Node) => boolean {
    const requests = [...podRequests(pod, this.#version)].map(
      ([resource, quantity]) => [resource, milliValue(quantity)] as const,
    );
    const terms = this.#antiAffinityTerms(pod);
    return (node) => {
      if (isUnschedulable(node) || !matchesRequiredNodeAffinity(pod, node)) return false;
      if (untoleratedTaint(node.spec?.taints, pod.spec?.tolerations, fittingEffects) !== undefined) return false;
      if (nodeName(node) !== pod.spec?.nodeName) {
        const room = this.#roomOf(node);
        if (room.podsLeft <= 0n) return false;
        for (const [resource, requested] of requests) if (requested > freeOf(room, resource)) return false;
      }
      return terms.length === 0 || this.#conflict(pod, terms, node) === undefined;
    };
  }

  *#refusals(pod: Pod, requests: ReadonlyMap<string, Quantity>, node: Node): Generator<NodeFitReason, void> {
    if (!matchesRequiredNodeAffinity(pod, node)) yield { why: 'nodeSelector' };
    const taint = untoleratedTaint(nodeTaints(node), pod.spec?.tolerations, fittingEffects);
    if (taint !== undefined) yield { why: 'taint', taint: `${taint.key}:${taint.effect}` };
    if (nodeName(node) !== pod.spec?.nodeName) yield* this.#resourceRefusals(requests, node);
    if (isUnschedulable(node)) yield { why: 'unschedulable' };
    const conflict = this.#conflict(pod, this.#antiAffinityTerms(pod), node);
    if (conflict !== undefined) yield { why: 'antiAffinity', pod: podName(conflict) };
  }

  /** A node that says only its capacity has nothing allocatable here, though utilization does read its capacity.
   *  @models pkg/descheduler/node/node.go fitsRequest */
  *#resourceRefusals(requests: ReadonlyMap<string, Quantity>, node: Node): Generator<NodeFitReason, void> {
    const room = this.#roomOf(node);
    for (const [resource, requested] of requests) {
      const free = freeOf(room, resource);
      if (milliValue(requested) <= free) continue;
      const available = Number(resource === 'cpu' ? free : free / 1000n);
      yield { why: 'insufficient', resource, requested: countable(resource, requested), available };
    }
    if (room.podsLeft > 0n) return;
    const pods = Number(whole('pods', room.usage));
    yield { why: 'tooManyPods', pods, allocatable: Number(whole('pods', room.allocatable)) };
  }

  /** @models pkg/descheduler/node/node.go nodeAvailableResources */
  #roomOf(node: Node): NodeRoom {
    const known = this.#rooms.get(node);
    if (known !== undefined) return known;
    const pods = this.#snapshot.activePods(nodeName(node));
    const usage: ResourceAmounts = new Map();
    for (const pod of pods) {
      for (const [resource, requested] of podRequests(pod, this.#version))
        usage.set(resource, (usage.get(resource) ?? 0n) + requested);
    }
    usage.set('pods', BigInt(pods.length) * oneUnit);
    const allocatable: ResourceAmounts = new Map();
    addResources(allocatable, node.status?.allocatable);
    const podsLeft = whole('pods', allocatable) - whole('pods', usage);
    const room = { usage, allocatable, podsLeft, free: new Map() };
    this.#rooms.set(node, room);
    return room;
  }

  #antiAffinityTerms(pod: Pod): readonly PodAffinityTerm[] {
    if (!fitsByAntiAffinity(this.#version)) return [];
    return pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  }

  /** The first pod on a node that a pod's anti-affinity forbids beside it. Only the node itself is looked at, whatever the
   *  topology key spans, and the node must have that label.
   *  @models pkg/descheduler/node/node.go podMatchesInterPodAntiAffinity */
  #conflict(pod: Pod, terms: readonly PodAffinityTerm[], node: Node): Pod | undefined {
    for (const { topologyKey, namespaces = [], labelSelector } of terms) {
      if (node.metadata?.labels?.[topologyKey] === undefined) continue;
      const selector = readSelector(labelSelector);
      // A term that cannot be read is an error, and the pod does not fit.
      if (selector === undefined) return pod;
      const wanted = namespaces.length > 0 ? namespaces : [pod.metadata?.namespace ?? ''];
      const conflict = this.#snapshot
        .activePods(nodeName(node))
        .find(
          ({ metadata }) =>
            metadata?.name !== pod.metadata?.name &&
            wanted.includes(metadata?.namespace ?? '') &&
            matchesSelector(selector, metadata?.labels),
        );
      if (conflict !== undefined) return conflict;
    }
    return undefined;
  }
}

function readSelector(labelSelector: LabelSelector | undefined): Selector | undefined {
  try {
    return labelSelectorAsSelector(labelSelector);
  } catch (error) {
    if (error instanceof InvalidSelector) return undefined;
    throw error;
  }
}

const fittingEffects = ['NoSchedule', 'NoExecute'];

/** What is left of a resource, in thousandths of the unit. */
function freeOf({ usage, allocatable, free }: NodeRoom, resource: string): bigint {
  const known = free.get(resource);
  if (known !== undefined) return known;
  const isOffered = basicResources.includes(resource) || allocatable.has(resource);
  const left = isOffered ? whole(resource, allocatable) - whole(resource, usage) : 0n;
  const milli = resource === 'cpu' ? left : left * 1000n;
  free.set(resource, milli);
  return milli;
}

/** An amount as the descheduler subtracts it: millicores of cpu, whole units of the rest, each rounded up before. */
function whole(resource: string, amounts: ReadonlyMap<string, Quantity>): bigint {
  const quantity = amounts.get(resource) ?? 0n;
  return resource === 'cpu' ? milliValue(quantity) : value(quantity);
}
