import { type Cluster, createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { type ClusterConfig, parseClusterConfig } from 'kind-wasm-shim/cluster/cluster-config.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { type Measurement, median, rounds, secondsOf } from './measurement.ts';

const kindConfig = `kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- role: control-plane
- role: worker
- role: worker
- role: worker
`;

/** How long a cluster takes to come up, and how long it takes to live a minute with 200 and with 2,000 pods. */
export function measureCluster(): Measurement[] {
  const bootMs = median(rounds(15, () => 1_000 * secondsOf(() => boot(parseClusterConfig(kindConfig))), 20));
  // The compiler goes on improving for some forty rounds; what is measured is the cluster, not the compiler.
  const small = median(rounds(9, () => liveMs(200), 40));
  const large = median(rounds(5, () => liveMs(2_000), 4));
  return [
    { what: 'cluster, boot of a kind cluster of 4 nodes', value: bootMs, unit: 'ms', budget: { atMost: 20 } },
    { what: 'cluster, 200 pods for 60 virtual seconds', value: small, unit: 'ms', budget: { atMost: 100 } },
    { what: 'cluster, 2,000 pods: times as long', value: large / small, unit: '×', budget: { atMost: 11 } },
  ];
}

/** Creates a cluster and runs it until everything that was asked for is there. */
function boot(config: ClusterConfig): Cluster {
  const kernel = new Kernel({ scenario: 'bench', seed: 1 });
  const cluster = createCluster(kernel, config);
  if (kernel.runUntilQuiet(300_000) !== 'quiet')
    throw new Error('the cluster did not come up within 300 virtual seconds');
  return cluster;
}

/** Real milliseconds for a minute in which a deployment of so many pods is created, scheduled and started, on nodes that
 *  hold 100 pods each. */
function liveMs(pods: number): number {
  const nodes = Array.from({ length: pods / 100 }, (_, i) => ({
    name: `node-${i}`,
    capacity: { cpu: '32', memory: '128Gi', pods: '110' },
    images: 'all' as const,
  }));
  const cluster = boot({ nodes });
  const { kernel } = cluster;
  const seconds = secondsOf(() => {
    cluster.apply(deploymentOf(pods));
    kernel.run(kernel.nowMs + 60_000);
  });
  const running = cluster.client('bench').list<{ status?: { phase?: string } }>('pods').items;
  const up = running.filter(({ status }) => status?.phase === 'Running').length;
  if (up !== pods) throw new Error(`expected ${pods} running pods after a minute, found ${up}`);
  return 1_000 * seconds;
}

function deploymentOf(replicas: number) {
  const labels = { app: 'web' };
  const resources = { requests: { cpu: '50m', memory: '64Mi' } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'pause', resources }] } },
    },
  };
}
