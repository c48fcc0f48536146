import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { runDescheduler } from 'kind-wasm-shim/cluster/descheduler/program.ts';
import { placeWorkload } from 'kind-wasm-shim/cluster/placed-workloads.ts';
import { sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import type { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { Scenario } from 'kind-wasm-shim/kernel/simulation.ts';
import type { Registry } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import type { ScoringStrategy } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-fit.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import { type RandomCluster, randomCluster } from './random-cluster.ts';

/** What a plugin runs under, beside its code. Plain JSON. */
export interface OwnPluginPolicy {
  readonly plugin: string;
  readonly points: readonly ('deschedule' | 'balance')[];
  /** Arguments of the plugin and of DefaultEvictor as a policy has them. */
  readonly args: unknown;
  readonly evictorArgs: unknown;
}

/** What can be done to the cluster: say what the run is about, for the log to tell; start one cycle of the descheduler. */
export type OwnPluginInput =
  | { readonly type: 'setUp'; readonly version: string; readonly scheduler: ScoringStrategy }
  | { readonly type: 'runDescheduler' };

/** The policy document: one profile with one plugin and DefaultEvictor. */
export function policyDocument({ plugin, points, args, evictorArgs }: OwnPluginPolicy): object {
  return {
    apiVersion: 'descheduler/v1alpha2',
    kind: 'DeschedulerPolicy',
    profiles: [
      {
        name: 'own',
        pluginConfig: [
          { name: 'DefaultEvictor', args: evictorArgs },
          { name: plugin, args },
        ],
        plugins: Object.fromEntries(points.map((point) => [point, { enabled: [plugin] }])),
      },
    ],
  };
}

/** A cluster that the seed draws, and a descheduler with a reader's plugin that runs when it is told to. */
export function ownPluginScenario(
  registry: Registry,
  policy: OwnPluginPolicy,
  scoringStrategy: ScoringStrategy,
): Scenario<Cluster, OwnPluginInput> {
  return {
    name: 'own-plugin',
    version: 1,
    build: (kernel) => buildCluster(kernel, randomCluster(kernel.seed), scoringStrategy),
    apply(cluster, { type }) {
      if (type === 'setUp') return;
      const { kernel } = cluster;
      const run = runDescheduler({
        kernel,
        client: cluster.client('system:serviceaccount:kube-system:descheduler'),
        policy: JSON.stringify(policyDocument(policy)),
        policyFile: 'policy.yaml',
        registry,
      });
      cluster.start('descheduler', run as Task<unknown> as Task);
    },
  };
}

function buildCluster(kernel: Kernel, drawn: RandomCluster, scoringStrategy: ScoringStrategy): Cluster {
  const cluster = createCluster(kernel, { nodes: drawn.nodes, scheduler: { scoringStrategy } });
  cluster.start('scenario', populate(cluster, drawn));
  return cluster;
}

function* populate(cluster: Cluster, drawn: RandomCluster): Task {
  // Before the controllers have made the default service account no pod is admitted.
  yield* sleep(1_000);
  for (const { node, pod } of drawn.staticPods) {
    cluster.nodes.get(node)?.kubelet.addStaticPod(`${pod.metadata?.name}.yaml`, pod);
  }
  for (const object of drawn.objects) cluster.apply(object);
  const client = cluster.client('kubernetes-admin');
  if (drawn.terminating) client.create<Pod>('pods', drawn.terminating);
  for (const { atMs, workload } of drawn.workloads) {
    yield* sleep(Math.max(0, atMs - cluster.kernel.nowMs));
    placeWorkload(cluster, workload);
  }
  const { name = '', namespace } = drawn.terminating?.metadata ?? {};
  if (name !== '') client.delete('pods', namespace, name);
}
