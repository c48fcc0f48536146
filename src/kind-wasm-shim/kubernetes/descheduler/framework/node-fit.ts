import type { Node, Pod } from 'kubernetes-types/core/v1';
import { matchesRequiredNodeAffinity } from '../../api/node-affinity.ts';
import { addResources, type ResourceAmounts } from '../../api/pod-resources.ts';
import { countable, milliValue, oneUnit, type Quantity, value } from '../../api/quantity.ts';
import { untoleratedTaint } from '../../api/taints.ts';
import { podRequests } from './pod-requests.ts';
import { type ClusterSnapshot, isUnschedulable, nodeName, nodeTaints } from './snapshot.ts';

/** One reason why a pod does not fit on a node. Amounts in millicores for cpu, whole units for the rest. */
export type NodeFitReason =
  | { readonly why: 'nodeSelector' }
  | { readonly why: 'taint'; readonly taint: string }
  | { readonly why: 'insufficient'; readonly resource: string; readonly requested: number; readonly available: number }
  | { readonly why: 'tooManyPods'; readonly pods: number; readonly allocatable: number }
  | { readonly why: 'unschedulable' };

/** Why a pod does not fit on one node. */
export interface NodeFitRefusal {
  readonly node: string;
  readonly reasons: readonly NodeFitReason[];
}

interface NodeResources {
  readonly usage: ReadonlyMap<string, Quantity>;
  readonly allocatable: ReadonlyMap<string, Quantity>;
}

const basicResources: readonly string[] = ['cpu', 'memory', 'pods'];

/** Answers where pods of a snapshot fit. What earlier evictions of the same run would free or take is not seen. */
export class NodeFit {
  readonly #snapshot: ClusterSnapshot;
  readonly #resources = new Map<Node, NodeResources>();

  constructor(snapshot: ClusterSnapshot) {
    this.#snapshot = snapshot;
  }

  /** Whether the pod fits on one of these nodes, its own left out.
   *  @models pkg/descheduler/node/node.go PodFitsAnyOtherNode */
  fitsAnyOther(pod: Pod, nodes: readonly Node[]): boolean {
    const requests = podRequests(pod);
    return nodes.some(
      (node) => nodeName(node) !== pod.spec?.nodeName && this.#refusals(pod, requests, node).next().done,
    );
  }

  /** Why the pod fits on none of these nodes, its own left out: all reasons of each.
   *  @models pkg/descheduler/node/node.go NodeFit */
  explain(pod: Pod, nodes: readonly Node[]): NodeFitRefusal[] {
    const requests = podRequests(pod);
    return nodes
      .filter((node) => nodeName(node) !== pod.spec?.nodeName)
      .map((node) => ({ node: nodeName(node), reasons: [...this.#refusals(pod, requests, node)] }));
  }

  *#refusals(pod: Pod, requests: ReadonlyMap<string, Quantity>, node: Node): Generator<NodeFitReason, void> {
    if (!matchesRequiredNodeAffinity(pod, node)) yield { why: 'nodeSelector' };
    const taint = untoleratedTaint(nodeTaints(node), pod.spec?.tolerations, ['NoSchedule', 'NoExecute']);
    if (taint !== undefined) yield { why: 'taint', taint: `${taint.key}:${taint.effect}` };
    yield* this.#resourceRefusals(requests, node);
    if (isUnschedulable(node)) yield { why: 'unschedulable' };
  }

  /** A node that says only its capacity has nothing allocatable here, though utilization does read its capacity.
   *  @models pkg/descheduler/node/node.go fitsRequest */
  *#resourceRefusals(requests: ReadonlyMap<string, Quantity>, node: Node): Generator<NodeFitReason, void> {
    const { usage, allocatable } = this.#resourcesOf(node);
    for (const [resource, requested] of requests) {
      const isBasic = basicResources.includes(resource);
      const left = isBasic || allocatable.has(resource) ? whole(resource, allocatable) - whole(resource, usage) : 0n;
      if (milliValue(requested) > (resource === 'cpu' ? left : left * 1000n)) {
        yield { why: 'insufficient', resource, requested: countable(resource, requested), available: Number(left) };
      }
    }
    const pods = whole('pods', usage);
    if (whole('pods', allocatable) <= pods) {
      yield { why: 'tooManyPods', pods: Number(pods), allocatable: Number(whole('pods', allocatable)) };
    }
  }

  /** @models pkg/descheduler/node/node.go nodeAvailableResources */
  #resourcesOf(node: Node): NodeResources {
    const known = this.#resources.get(node);
    if (known !== undefined) return known;
    const pods = this.#snapshot.activePods(nodeName(node));
    const usage: ResourceAmounts = new Map();
    for (const pod of pods) {
      for (const [resource, requested] of podRequests(pod))
        usage.set(resource, (usage.get(resource) ?? 0n) + requested);
    }
    usage.set('pods', BigInt(pods.length) * oneUnit);
    const allocatable: ResourceAmounts = new Map();
    addResources(allocatable, node.status?.allocatable);
    const resources = { usage, allocatable };
    this.#resources.set(node, resources);
    return resources;
  }
}

/** An amount as the descheduler subtracts it: millicores of cpu, whole units of the rest, each rounded up before. */
function whole(resource: string, amounts: ReadonlyMap<string, Quantity>): bigint {
  const quantity = amounts.get(resource) ?? 0n;
  return resource === 'cpu' ? milliValue(quantity) : value(quantity);
}
