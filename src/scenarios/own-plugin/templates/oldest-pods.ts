import type { Plugin } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { nodeName } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type { Pod } from 'kubernetes-types/core/v1';

// Evicts pods that have run for too long, the oldest first, and not more than a few in one
// cycle. It does not look at what the other nodes have left: on a tight cluster the
// judgement shows what that leads to.

/** The clusters here live for some minutes only. On a real one this would be days. */
const longestAgeMinutes = 6;
const mostPerCycle = 3;

/** The name is what a policy enables, and the reason that evictions carry. */
export const plugin: Plugin = {
  name: 'EvictOldestPods',

  *deschedule({ nodes, snapshot, evictor, nowMs }) {
    const old: { pod: Pod; node: string; ageMinutes: number }[] = [];
    for (const node of nodes.map(nodeName)) {
      for (const pod of snapshot.activePods(node)) {
        const reason = evictor.filter(pod);
        if (reason !== undefined || evictor.preEvictionFilter(pod) !== undefined) continue;
        const ageMinutes = (nowMs - Date.parse(pod.metadata?.creationTimestamp ?? '')) / 60_000;
        if (ageMinutes > longestAgeMinutes) old.push({ pod, node, ageMinutes });
      }
    }
    old.sort((a, b) => b.ageMinutes - a.ageMinutes);
    let evicted = 0;
    for (const { pod, node } of old) {
      if (evicted === mostPerCycle) return;
      if (yield* evictor.evict(pod, node)) evicted += 1;
    }
  },
};
