import type { NodeUtilizationSnapshot } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { runCycle } from 'kind-wasm-shim/kubernetes/descheduler/framework/cycle.ts';
import { loadPolicy, PolicyError } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import { upstreamAlgorithm } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm.ts';
import type {
  NodeClass,
  NodeUsage,
  PodForEviction,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm-types.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { type NodeUtilizationPolicy, policyDocument } from './node-utilization-policy.ts';

/** What an edited algorithm is asked about: the cluster as it was when the descheduler first began, undefined when it never
 *  did. The plugin itself is asked what it would hand over, by an algorithm that makes every node a source and evicts
 *  nothing. */
export function nodeUtilizationSnapshot(
  entries: readonly LogEntry[],
  policy: NodeUtilizationPolicy,
): NodeUtilizationSnapshot | undefined {
  const began = entries.find(({ kind }) => kind === 'descheduler.cycleStarted');
  if (!began) return undefined;
  const { nodes, pods } = objectsBefore(entries, began.seq);
  const recorded = new Map<string, { node: NodeUsage; pods: readonly PodForEviction[] }>();
  // One node has to be left out as the target of all others, so each of two takes its turn.
  for (const target of nodes.slice(0, 2)) record(policy, nodes, pods, target.metadata?.name ?? '', recorded);
  return {
    plugin: policy.plugin,
    nodes: [...recorded.values()].sort((a, b) => (a.node.name < b.node.name ? -1 : 1)),
  };
}

function objectsBefore(entries: readonly LogEntry[], seq: number): { nodes: Node[]; pods: Pod[] } {
  const nodes = new Map<string, Node>();
  const pods = new Map<string, Pod>();
  for (const entry of entries) {
    if (entry.seq >= seq) break;
    if (entry.kind !== 'apiserver.objectWritten') continue;
    const { resource, type, name, namespace, object } = entry.data;
    if (resource !== 'nodes' && resource !== 'pods') continue;
    const known: Map<string, Node | Pod> = resource === 'nodes' ? nodes : pods;
    const key = `${namespace ?? ''}/${name}`;
    if (type === 'DELETED') known.delete(key);
    else known.set(key, object as Node | Pod);
  }
  return { nodes: [...nodes.values()], pods: [...pods.values()] };
}

function record(
  { numberOfNodes: _, ...policy }: NodeUtilizationPolicy,
  nodes: readonly Node[],
  pods: readonly Pod[],
  target: string,
  recorded: Map<string, { node: NodeUsage; pods: readonly PodForEviction[] }>,
): void {
  const isLow = policy.plugin === 'LowNodeUtilization';
  const classify = (node: NodeUsage): NodeClass => {
    if (!recorded.has(node.name)) recorded.set(node.name, { node, pods: [] });
    return (node.name === target) === isLow ? 'under' : 'over';
  };
  let handedOver: readonly PodForEviction[] = [];
  const registry = setupPlugins('v0.28.1', {
    nodeUtilization: {
      classifyForLowNodeUtilization: classify,
      classifyForHighNodeUtilization: classify,
      orderForEviction(list) {
        handedOver = list;
        return upstreamAlgorithm.orderForEviction(list);
      },
    },
  });
  try {
    const loaded = loadPolicy(policyDocument(policy), { registry });
    const run = runCycle(
      loaded.policy,
      { nodes: () => nodes, pods: () => pods },
      {
        registry,
        detail: 'decisions',
        nowMs: 0,
      },
    );
    const refused = { evicted: false, code: 0, message: 'this run only asks' } as const;
    for (let next = run.next(); !next.done; next = run.next(next.value.kind === 'evict' ? refused : undefined)) {
      if (next.value.kind !== 'sourceStarted') continue;
      const known = recorded.get(next.value.node);
      if (known) recorded.set(next.value.node, { node: known.node, pods: handedOver });
    }
  } catch (error) {
    // A policy that is refused has nothing to ask about.
    if (!(error instanceof PolicyError)) throw error;
  }
}
