import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { applyClusterInput } from 'kind-wasm-shim/cluster/cluster-input.ts';
import { runDescheduler } from 'kind-wasm-shim/cluster/descheduler/program.ts';
import { placeWorkload } from 'kind-wasm-shim/cluster/placed-workloads.ts';
import { sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import type { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { Scenario } from 'kind-wasm-shim/kernel/simulation.ts';
import { isTerminalPhase } from 'kind-wasm-shim/kubernetes/api/pod-properties.ts';
import type { Registry } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import { type DeschedulerInput, deschedulerScenarioVersion } from './inputs.ts';
import { type ClusterChange, type DeschedulerPreset, populatedMs, priorityClasses } from './preset.ts';
import { deschedulerPresets, type PresetName } from './presets.ts';

/** The world of the scenario. Before `setUp` there is no cluster. */
export interface DeschedulerWorld {
  readonly kernel: Kernel;
  cluster: Cluster | undefined;
  policy: string;
  version: DeschedulerVersion;
}

type SetUp = Extract<DeschedulerInput, { type: 'setUp' }>;

/** A cluster with a small story, and a descheduler that runs when it is told to. `registryOf` has plugins to run instead of
 *  the descheduler's own. */
export function deschedulerScenario(
  preset: PresetName,
  registryOf: (version: DeschedulerVersion) => Registry = setupPlugins,
): Scenario<DeschedulerWorld, DeschedulerInput> {
  const spec = deschedulerPresets[preset];
  return {
    name: `descheduler/${preset}`,
    version: deschedulerScenarioVersion,
    build: (kernel) => ({ kernel, cluster: undefined, policy: spec.policy, version: 'v0.28.1' }),
    apply(world, input) {
      if (input.type === 'setUp') {
        world.cluster ??= buildCluster(world.kernel, spec, input);
        world.policy = input.policy;
        world.version = input.version;
        return;
      }
      const { cluster, kernel, policy, version } = world;
      if (!cluster) throw new TypeError(`inputs: expected setUp before ${input.type}`);
      if (input.type !== 'runDescheduler') {
        applyClusterInput(cluster, input);
        return;
      }
      const client = cluster.client('system:serviceaccount:kube-system:descheduler');
      const options = { kernel, client, policy, policyFile: 'policy.yaml', registry: registryOf(version) };
      cluster.start('descheduler', runDescheduler(options) as Task<unknown> as Task);
    },
  };
}

function buildCluster(kernel: Kernel, spec: DeschedulerPreset, { scheduler }: SetUp): Cluster {
  const cluster = createCluster(kernel, {
    nodes: spec.nodes,
    scheduler: { scoringStrategy: scheduler },
    objects: priorityClasses.map(({ name, value }) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    })),
  });
  cluster.start('scenario', story(cluster, spec));
  return cluster;
}

function* story(cluster: Cluster, { objects = [], placed, changes = [] }: DeschedulerPreset): Task {
  yield* sleep(populatedMs);
  for (const object of objects) cluster.apply(object);
  for (const workload of placed) placeWorkload(cluster, workload);
  for (const { atMs, change } of changes) {
    yield* sleep(Math.max(0, atMs - cluster.kernel.nowMs));
    // What happens next in the story is nobody's consequence.
    cluster.kernel.cause = 0;
    carryOut(cluster, change);
  }
}

function carryOut(cluster: Cluster, change: ClusterChange): void {
  if (change.type === 'place') {
    placeWorkload(cluster, change.workload);
    return;
  }
  if (change.type !== 'kubeletReports') {
    applyClusterInput(cluster, change);
    return;
  }
  const { workload, node, reason, message } = change;
  const pod = cluster
    .client(`system:node:${node}`)
    .list<Pod>('pods', { fieldSelector: `spec.nodeName=${node}`, labelSelector: `app=${workload}` })
    .items.find((each) => !isTerminalPhase(each));
  if (!pod) throw new Error(`the story speaks of a pod of ${workload} on ${node}, and there is none`);
  cluster.nodes.get(node)?.kubelet.running?.evictPod(pod.metadata?.uid ?? '', reason, message, 0);
}
