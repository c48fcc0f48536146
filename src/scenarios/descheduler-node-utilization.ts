import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { runDescheduler } from 'kind-wasm-shim/cluster/descheduler/program.ts';
import { sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import type { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { Scenario } from 'kind-wasm-shim/kernel/simulation.ts';
import type { Registry } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import type { Node } from 'kubernetes-types/core/v1';
import { type NodeUtilizationInput, nodeUtilizationVersion, timesMs } from './node-utilization-inputs.ts';
import { type NodeUtilizationPolicy, policyDocument } from './node-utilization-policy.ts';
import {
  type NodeUtilizationPreset,
  nodeUtilizationPresets,
  type PresetName,
  priorityClasses,
} from './node-utilization-presets.ts';
import { type NodeSpec, startWorkloads } from './workloads.ts';

/** The world of the scenario: a cluster, and the policy that the descheduler will be started with. */
export interface NodeUtilizationWorld {
  readonly cluster: Cluster;
  policy: NodeUtilizationPolicy;
}

/** Nodes with pods on them, of which some are asked for more than others, and a descheduler that runs when it is told to.
 *  `registry` has plugins to run instead of the descheduler's own. */
export function nodeUtilizationScenario(
  preset: PresetName,
  registry?: Registry,
): Scenario<NodeUtilizationWorld, NodeUtilizationInput> {
  const spec = nodeUtilizationPresets[preset];
  return {
    name: `descheduler-node-utilization/${preset}`,
    version: nodeUtilizationVersion,
    build: (kernel) => ({ cluster: buildCluster(kernel, spec), policy: spec.policy }),
    apply(world, input) {
      const { cluster } = world;
      switch (input.type) {
        case 'setPolicy':
          world.policy = input.policy;
          return;
        case 'cordon':
          return cordon(cluster, input.node);
        case 'refuseEvictions':
          cluster.refusedEvictions.add(input.pod);
          return;
        case 'runDescheduler':
          cluster.start(
            'descheduler',
            runDescheduler({
              kernel: cluster.kernel,
              client: cluster.client('system:serviceaccount:kube-system:descheduler'),
              policy: JSON.stringify(policyDocument(world.policy)),
              policyFile: 'policy.yaml',
              ...(registry ? { registry } : {}),
            }) as Task<unknown> as Task,
          );
      }
    },
  };
}

function buildCluster(kernel: Kernel, spec: NodeUtilizationPreset): Cluster {
  const cluster = createCluster(kernel, {
    nodes: spec.nodes.map(nodeConfig),
    scheduler: { scoringStrategy: spec.schedulerStrategy },
    objects: priorityClasses.map(({ name, value }) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    })),
  });
  cluster.start('scenario', populate(cluster, spec));
  return cluster;
}

function nodeConfig({ name, allocatable }: NodeSpec) {
  return { name, capacity: allocatable, allocatable, images: 'all' as const };
}

function* populate(cluster: Cluster, { workloads, lateNodes = [], shrunk = {} }: NodeUtilizationPreset): Task {
  // Before the controllers have made the default service account no pod is admitted.
  yield* sleep(timesMs.populated);
  startWorkloads(cluster, workloads, cluster.kernel.random('scenario/placement'));
  yield* sleep(timesMs.changed - timesMs.populated);
  for (const node of lateNodes) cluster.addNode(nodeConfig(node));
  for (const [name, amounts] of Object.entries(shrunk)) {
    const client = cluster.client(`system:node:${name}`);
    const node = client.get<Node>('nodes', undefined, name);
    const allocatable = { ...node.status?.allocatable, ...amounts };
    client.updateStatus<Node>('nodes', { ...node, status: { ...node.status, allocatable } });
  }
}

/** A node that is not there, as a link may name one, stays away. */
function cordon(cluster: Cluster, name: string): void {
  if (!cluster.nodes.has(name)) {
    cluster.kernel.append('note', { text: `there is no node ${name} to cordon` });
    return;
  }
  cluster.client('kubernetes-admin').patch('nodes', undefined, name, 'merge', { spec: { unschedulable: true } });
}
