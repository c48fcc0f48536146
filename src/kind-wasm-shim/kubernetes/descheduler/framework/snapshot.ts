import type { Namespace, Node, PersistentVolumeClaim, Pod, Taint } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { isTerminalPhase } from '../../api/pod-properties.ts';
import type { PodName } from './steps.ts';

/** What a policy can ask about beside nodes and pods. What is not given does not exist. */
export interface OtherObjects {
  readonly namespaces?: readonly Namespace[];
  readonly podDisruptionBudgets?: readonly PodDisruptionBudget[];
  readonly persistentVolumeClaims?: readonly PersistentVolumeClaim[];
}

/** What the descheduler sees of a cluster while one plugin runs: it stays as it is, also for pods that the run evicts.
 *
 *  The real program sees nodes and the pods of a node in random order, and some of its results depend on it. Here nodes come
 *  by name and pods by namespace and name. */
export class ClusterSnapshot {
  readonly nodes: readonly Node[];
  readonly others: OtherObjects;
  readonly #pods: readonly Pod[];
  readonly #podsByNode: ReadonlyMap<string, readonly Pod[]>;
  readonly #activePods = new Map<string, readonly Pod[]>();

  #podsByOwner: ReadonlyMap<string, number> | undefined;

  constructor(nodes: readonly Node[], pods: readonly Pod[], others: OtherObjects = {}) {
    this.others = others;
    this.#pods = pods;
    this.nodes = [...nodes].sort((a, b) => compareText(nodeName(a), nodeName(b)));
    this.#podsByNode = podsByNode(pods);
  }

  /** The pods on a node that have not ended, by namespace and name.
   *  @models pkg/descheduler/pod/pods.go ListPodsOnANode */
  activePods(node: string): readonly Pod[] {
    const known = this.#activePods.get(node);
    if (known !== undefined) return known;
    const all = this.allPods(node);
    const active = all.some(isTerminalPhase) ? all.filter((pod) => !isTerminalPhase(pod)) : all;
    this.#activePods.set(node, active);
    return active;
  }

  /** The pods on a node in any phase, by namespace and name.
   *  @models pkg/descheduler/pod/pods.go ListAllPodsOnANode */
  allPods(node: string): readonly Pod[] {
    return this.#podsByNode.get(node) ?? [];
  }

  /** How many pods an owner has, in any phase and on any node or none.
   *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go getPodIndexerByOwnerRefs */
  podsOfOwner(uid: string): number {
    this.#podsByOwner ??= countByOwner(this.#pods);
    return this.#podsByOwner.get(uid) ?? 0;
  }
}

function countByOwner(pods: readonly Pod[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { metadata } of pods) {
    for (const { uid } of metadata?.ownerReferences ?? []) counts.set(uid, (counts.get(uid) ?? 0) + 1);
  }
  return counts;
}

function podsByNode(pods: readonly Pod[]): ReadonlyMap<string, readonly Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = pod.spec?.nodeName;
    if (!node) continue;
    const onNode = byNode.get(node);
    if (onNode === undefined) byNode.set(node, [pod]);
    else onNode.push(pod);
  }
  for (const onNode of byNode.values()) onNode.sort(compareNamespacedName);
  return byNode;
}

function compareNamespacedName(a: Pod, b: Pod): number {
  return (
    compareText(a.metadata?.namespace ?? '', b.metadata?.namespace ?? '') ||
    compareText(a.metadata?.name ?? '', b.metadata?.name ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The name of a pod, with its namespace.
 *  @ours because the types of the API let both be absent. */
export function podName(pod: Pod): PodName {
  return { namespace: pod.metadata?.namespace ?? '', name: pod.metadata?.name ?? '' };
}

/** The name of a node.
 *  @ours because the types of the API let a name be absent. */
export function nodeName(node: Node): string {
  return node.metadata?.name ?? '';
}

/** The taints of a node.
 *  @ours because the types of the API let them be absent. */
export function nodeTaints(node: Node): readonly Taint[] {
  return node.spec?.taints ?? [];
}

/** Whether a node takes part: no Ready condition says otherwise. A node without one counts as ready.
 *  @models pkg/descheduler/node/node.go IsReady */
export function isReady(node: Node): boolean {
  return (node.status?.conditions ?? []).every(({ type, status }) => type !== 'Ready' || status === 'True');
}

/** Whether a node is cordoned.
 *  @models pkg/descheduler/node/node.go IsNodeUnschedulable */
export function isUnschedulable(node: Node): boolean {
  return node.spec?.unschedulable === true;
}
