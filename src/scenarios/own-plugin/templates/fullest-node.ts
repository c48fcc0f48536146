import { quantityOf } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { milliValue } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import type { Plugin, PluginHandle } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { podRequests } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-requests.ts';
import { isUnschedulable, nodeName, nodeTaints } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';

// Moves pods from the fullest node to the emptiest one, as long as the two are far apart.
// Only CPU is looked at. Where a pod goes is for the scheduler to say, which likes to keep
// the replicas of a workload apart: so only a pod goes that has more siblings where it is
// than where it should go.

/** The two nodes must differ by more than this much of what they offer, before and after. */
const gap = 0.2;
/** No node is to be filled beyond this. */
const full = 0.7;

/** The name is what a policy enables, and the reason that evictions carry. */
export const plugin: Plugin = {
  name: 'EvictFromFullestNode',

  *balance(handle: PluginHandle) {
    const open = handle.nodes.filter((node) => !isUnschedulable(node) && nodeTaints(node).length === 0);
    const rooms = open.map((node) => new Room(node, handle));
    for (;;) {
      rooms.sort((a, b) => b.share() - a.share());
      const [fullest] = rooms;
      const emptiest = rooms.at(-1);
      if (!fullest || !emptiest) return;
      const pod = fullest.evictable.find(
        (candidate) =>
          emptiest.share(cpu(candidate)) < full &&
          emptiest.share(cpu(candidate)) + gap < fullest.share(-cpu(candidate)) &&
          emptiest.siblings(candidate) + 1 < fullest.siblings(candidate),
      );
      if (!pod) return;
      fullest.evictable.splice(fullest.evictable.indexOf(pod), 1);
      if (yield* handle.evictor.evict(pod, fullest.name)) emptiest.take(pod, fullest);
    }
  },
};

/** A node, what its pods request of what it offers, and those of them that may go, low priorities first. */
class Room {
  readonly name: string;
  readonly evictable: Pod[];
  #pods: readonly Pod[];
  readonly #offered: number;

  constructor(node: Node, { snapshot, evictor }: PluginHandle) {
    this.name = nodeName(node);
    this.#pods = snapshot.activePods(this.name);
    this.#offered = Number(milliValue(quantityOf(node.status?.allocatable, 'cpu')));
    this.evictable = this.#pods
      .filter((pod) => evictor.filter(pod) === undefined && evictor.preEvictionFilter(pod) === undefined)
      .sort((a, b) => (a.spec?.priority ?? 0) - (b.spec?.priority ?? 0));
  }

  /** How much of the node is requested, with so much more. */
  share(more = 0): number {
    return (this.#pods.reduce((sum, pod) => sum + cpu(pod), 0) + more) / this.#offered;
  }

  /** How many pods of the same workload are here. */
  siblings(pod: Pod): number {
    return this.#pods.filter((other) => ownerOf(other) === ownerOf(pod)).length;
  }

  /** Counts a pod here that was on another node. */
  take(pod: Pod, from: Room): void {
    from.#pods = from.#pods.filter((other) => other !== pod);
    this.#pods = [...this.#pods, pod];
  }
}

function ownerOf(pod: Pod): string | undefined {
  return pod.metadata?.ownerReferences?.[0]?.uid ?? pod.metadata?.uid;
}

function cpu(pod: Pod): number {
  return Number(milliValue(podRequests(pod).get('cpu') ?? 0n));
}
