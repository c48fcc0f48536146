import type { Plugin } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import { isUnschedulable, nodeName, nodeTaints } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type { Pod } from 'kubernetes-types/core/v1';

// Evicts replicas that sit together on one node while another node has none of them. The
// scheduler likes to spread replicas, so the successors should go there. What a node has
// left is not looked at: can you mend that?

/** The name is what a policy enables, and the reason that evictions carry. */
export const plugin: Plugin = {
  name: 'SpreadReplicas',

  *balance({ nodes, snapshot, evictor }) {
    const open = nodes.filter((node) => !isUnschedulable(node) && nodeTaints(node).length === 0).map(nodeName);
    /** By workload and node: its pods there. */
    const workloads = new Map<string, Map<string, Pod[]>>();
    for (const node of open) {
      for (const pod of snapshot.activePods(node)) {
        const owner = pod.metadata?.ownerReferences?.find(({ kind }) => kind === 'ReplicaSet');
        if (owner === undefined) continue;
        const perNode = workloads.get(owner.uid) ?? new Map<string, Pod[]>();
        perNode.set(node, [...(perNode.get(node) ?? []), pod]);
        workloads.set(owner.uid, perNode);
      }
    }
    for (const perNode of workloads.values()) {
      const counts = open.map((node) => perNode.get(node)?.length ?? 0);
      // One replica more than the emptiest node has is as even as it gets.
      if (Math.max(...counts) - Math.min(...counts) <= 2) continue;
      const [node, pods] = [...perNode].reduce((most, next) => (next[1].length > most[1].length ? next : most));
      const victim = pods.find(
        (pod) => evictor.filter(pod) === undefined && evictor.preEvictionFilter(pod) === undefined,
      );
      if (victim !== undefined) yield* evictor.evict(victim, node);
    }
  },
};
