import type { Namespace, Node, Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { RandomStream } from '../../kernel/random.ts';
import { isTerminalPhase } from '../../kubernetes/api/pod-properties.ts';
import { defaultProfile } from '../../kubernetes/scheduler/default-profile.ts';
import { fitErrorMessage } from '../../kubernetes/scheduler/fit-error.ts';
import type { ScoringStrategy } from '../../kubernetes/scheduler/plugins/node-resources-fit.ts';
import { computePodRequest } from '../../kubernetes/scheduler/pod-request.ts';
import { type Profile, type ScheduleResult, schedulePod } from '../../kubernetes/scheduler/schedule-pod.ts';
import { SchedulerCache } from '../../kubernetes/scheduler/scheduler-cache.ts';
import { managingOwner } from './successor.ts';

/** Where a pod went, or what the scheduler says of it. */
export type Placement = { readonly node: string } | { readonly message: string };

/** The default scheduler over a snapshot: its sums follow every pod that leaves or is placed.
 *  @models pkg/scheduler/schedule_one.go Scheduler.ScheduleOne
 *  @simplifies one pod at a time, in the order of the queue, after all evictions of the cycle; no preemption */
export class WhatIfScheduler {
  readonly #cache = new SchedulerCache();
  readonly #profile: Profile;
  readonly #ties: RandomStream;
  readonly #namespaces = new Map<string, Namespace>();
  #startIndex = 0;

  /** Namespaces are asked about by pods that choose others by the labels of their namespaces. Of those that are not given
   *  only the names are known, from the pods in them. */
  constructor(
    nodes: readonly Node[],
    strategy: ScoringStrategy,
    ties: RandomStream,
    namespaces: readonly Namespace[] = [],
  ) {
    this.#ties = ties;
    for (const node of nodes) this.#cache.setNode(node);
    for (const namespace of namespaces) this.#namespaces.set(namespace.metadata?.name ?? '', namespace);
    const cache = this.#cache;
    const lookup: Parameters<typeof defaultProfile>[0] = {
      node: (name) => cache.node(name),
      podsByNode: (namespace, selector, counted) => cache.podsByNode(namespace, selector, counted),
      termsForbidding: (pod, namespaceLabels) => cache.termsForbidding(pod, namespaceLabels),
      termsWeighing: (pod, namespaceLabels) => cache.termsWeighing(pod, namespaceLabels),
      namespaces: () => [...this.#namespaces.values()],
      ownerSelector,
    };
    this.#profile = defaultProfile(lookup, strategy);
  }

  /** Finds a node for a pod, and says why it is none when there is none. */
  place(pod: Pod): Placement {
    const result = this.#schedule(pod);
    if (result.type === 'selected') return { node: result.node.name };
    return { message: fitErrorMessage(this.#cache.nodes.length, result.failures) };
  }

  /** Counts a pod on its node, unless it has ended. */
  add(pod: Pod): void {
    if (!pod.spec?.nodeName || isTerminalPhase(pod)) return;
    const { namespace: name = '' } = pod.metadata ?? {};
    if (!this.#namespaces.has(name)) {
      this.#namespaces.set(name, { metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } });
    }
    this.#cache.setPod(pod);
  }

  /** Takes a pod off its node. */
  remove(pod: Pod): void {
    this.#cache.removePod(pod);
  }

  /** What is requested on a node: millicores, bytes, and pieces of the rest. */
  requestedOn(node: string, resource: string): number {
    const info = this.#cache.node(node);
    return (resource === 'pods' ? info?.pods.size : info?.requested.get(resource)) ?? 0;
  }

  /** What a node offers to pods. */
  allocatableOn(node: string, resource: string): number {
    return this.#cache.node(node)?.allocatable.get(resource) ?? 0;
  }

  #schedule(pod: Pod): ScheduleResult {
    const { nodes } = this.#cache;
    const cycle = { pod, request: computePodRequest(pod), nodes };
    const result = schedulePod(this.#profile, cycle, this.#startIndex, this.#ties);
    if (nodes.length > 0) this.#startIndex = (this.#startIndex + result.evaluated) % nodes.length;
    return result;
  }
}

/** Labels that tell the pods of one owner apart. */
const ofOnePod: readonly string[] = ['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'];

/** The pods that a pod is spread away from by default: those of its owner.
 *  @models pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector
 *  @simplifies owners are not in a snapshot, so their selector is taken to be all labels that the pod was made with */
function ownerSelector(pod: Pod): LabelSelector | undefined {
  const kind = managingOwner(pod)?.kind;
  if (kind !== 'ReplicaSet' && kind !== 'StatefulSet' && kind !== 'ReplicationController') return undefined;
  const labels = Object.entries(pod.metadata?.labels ?? {}).filter(([key]) => !ofOnePod.includes(key));
  return labels.length === 0 ? undefined : { matchLabels: Object.fromEntries(labels) };
}
