import { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { runDescheduler } from 'kind-wasm-shim/cluster/descheduler/program.ts';
import { placeWorkload } from 'kind-wasm-shim/cluster/placed-workloads.ts';
import { periodically, sleep, type Task } from 'kind-wasm-shim/kernel/effect.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { Log } from 'kind-wasm-shim/kernel/log.ts';
import { ProjectionReader } from 'kind-wasm-shim/kernel/projection.ts';
import { buildView } from '../../projections/node-utilization/build-view.ts';
import { clusterProjection } from '../../projections/node-utilization/state.ts';
import { policyDocument } from '../../scenarios/node-utilization-policy.ts';
import { type Measurement, percentile, secondsOf } from './measurement.ts';

const pods = 200;
const minutes = 10;
const seeks = 2_000;

/** How long a figure takes to show another instant, chosen at random, of ten minutes in the life of 200 pods. */
export function measureSeek(): Measurement[] {
  const { log, random } = busyLog();
  const reader = new ProjectionReader(log, clusterProjection);
  const times = Array.from({ length: seeks }, () => {
    const seq = random.integer(1, log.lastSeq);
    return 1_000 * secondsOf(() => buildView(reader.at(seq), undefined));
  });
  const what = `seek, in ${log.lastSeq.toLocaleString('en')} entries of ${pods} pods`;
  return [
    { what: `${what}, p95`, value: percentile(times, 95), unit: 'ms', budget: { atMost: 16 } },
    { what: `${what}, p50`, value: percentile(times, 50), unit: 'ms' },
  ];
}

/** Ten minutes in which a descheduler with narrow thresholds moves pods every minute, and nodes are cordoned in turn. */
function busyLog(): { log: Log; random: ReturnType<Kernel['random']> } {
  const kernel = new Kernel({ scenario: 'bench', seed: 1 });
  const nodes = Array.from({ length: 10 }, (_, index) => ({
    name: `node-${index}`,
    capacity: { cpu: '16', memory: '64Gi', pods: '60' },
    images: 'all' as const,
  }));
  const cluster = createCluster(kernel, { nodes });
  const policy = JSON.stringify(
    policyDocument({
      plugin: 'LowNodeUtilization',
      thresholds: { cpu: 5, memory: 5, pods: 5 },
      targetThresholds: { cpu: 5, memory: 5, pods: 5 },
      useDeviationThresholds: true,
    }),
  );
  function* live(): Task {
    yield* sleep(1_000);
    for (const { name } of nodes.slice(0, 5)) {
      const requests = { cpu: '250m', memory: '512Mi' };
      placeWorkload(cluster, { name: `web-${name}`, owner: 'ReplicaSet', perNode: { [name]: pods / 5 }, requests });
    }
    const client = cluster.client('bench');
    for (let round = 0; ; round++) {
      yield* periodically(60_000);
      const name = nodes[round % nodes.length]?.name ?? '';
      const before = nodes[(round + nodes.length - 1) % nodes.length]?.name ?? '';
      client.patch('nodes', undefined, before, 'merge', { spec: { unschedulable: false } });
      client.patch('nodes', undefined, name, 'merge', { spec: { unschedulable: true } });
      yield* runDescheduler({ kernel, client, policy });
    }
  }
  cluster.start('bench', live());
  kernel.run(minutes * 60_000);
  return { log: kernel.log, random: kernel.random('bench/seek') };
}
