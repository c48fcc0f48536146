import { quantityOf } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import { milliValue } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import type { Plugin, PluginHandle } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { podRequests } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-requests.ts';
import { isUnschedulable, nodeName, nodeTaints } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';

// Moves pods away from the fullest node, as long as the emptiest one is far behind it and has room. Only CPU is looked at.

/** The two nodes must differ by more than this much of what they offer. */
const gap = 0.25;
/** No node is to be filled beyond this. */
const full = 0.7;

/** What the plugin does. The name is what a policy enables, and the reason that evictions carry. */
export const plugin: Plugin = {
  name: 'EvictFromFullestNode',

  *balance(handle: PluginHandle) {
    const open = handle.nodes.filter((node) => !isUnschedulable(node) && nodeTaints(node).length === 0);
    const rooms = open.map((node) => roomOf(node, handle));
    for (;;) {
      rooms.sort((a, b) => b.used / b.offered - a.used / a.offered);
      const fullest = rooms[0];
      const emptiest = rooms.at(-1);
      if (!fullest || !emptiest) return;
      const pod = fullest.evictable.find((candidate) => {
        const request = cpu(candidate);
        const left = (fullest.used - request) / fullest.offered;
        const filled = (emptiest.used + request) / emptiest.offered;
        return request > 0 && filled < full && filled + gap < fullest.used / fullest.offered && filled < left + gap;
      });
      if (!pod) return;
      fullest.evictable.splice(fullest.evictable.indexOf(pod), 1);
      if (yield* handle.evictor.evict(pod, fullest.name)) {
        fullest.used -= cpu(pod);
        emptiest.used += cpu(pod);
      }
    }
  },
};

/** What is requested on a node of what it offers, in millicores, and the pods that may go, those of low priority first. */
function roomOf(node: Node, { snapshot, evictor }: PluginHandle) {
  const name = nodeName(node);
  const pods = snapshot.activePods(name);
  const evictable = pods
    .filter((pod) => evictor.filter(pod) === undefined && evictor.preEvictionFilter(pod) === undefined)
    .sort((a, b) => (a.spec?.priority ?? 0) - (b.spec?.priority ?? 0));
  const used = pods.reduce((sum, pod) => sum + cpu(pod), 0);
  return { name, used, offered: Number(milliValue(quantityOf(node.status?.allocatable, 'cpu'))), evictable };
}

function cpu(pod: Pod): number {
  return Number(milliValue(podRequests(pod).get('cpu') ?? 0n));
}
