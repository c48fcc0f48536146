import { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { Pod } from 'kubernetes-types/core/v1';
import { type Measurement, median, rounds, secondsOf } from './measurement.ts';

const podsPerNode = 100;

/** How long it takes to live through the removal of 20, 200 and 2,000 pods, a minute of it, and how much more ten times the
 *  pods cost. */
export function measureKubelet(): Measurement[] {
  const small = median(rounds(9, () => removalMs(20), 10));
  const middle = median(rounds(5, () => removalMs(200), 5));
  const large = median(rounds(2, () => removalMs(2_000), 1));
  return [
    { what: 'kubelet, 20 pods removed in 60 virtual seconds', value: small, unit: 'ms' },
    { what: 'kubelet, 200 pods removed in 60 virtual seconds', value: middle, unit: 'ms' },
    { what: 'kubelet, 2,000 pods removed in 60 virtual seconds', value: large, unit: 'ms' },
    { what: 'kubelet, ten times the pods: times as long', value: large / middle, unit: '×', budget: { atMost: 11 } },
  ];
}

function removalMs(pods: number): number {
  const kernel = new Kernel({ scenario: 'bench', seed: 1 });
  const names = Array.from({ length: Math.ceil(pods / podsPerNode) }, (_, index) => `node-${index}`);
  const cluster = createCluster(kernel, { nodes: names.map((name) => ({ name, images: 'all' as const })) });
  const client = cluster.client('bench');
  kernel.run(1_000);
  for (let index = 0; index < pods; index++) {
    const nodeName = names[index % names.length] ?? '';
    const spec = { nodeName, containers: [{ name: 'main', image: 'pause' }] };
    client.create<Pod>('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `pod-${index}`, namespace: 'default' },
      spec,
    });
  }
  kernel.run(30_000);
  const seconds = secondsOf(() => {
    for (let index = 0; index < pods; index++) client.delete('pods', 'default', `pod-${index}`);
    kernel.run(90_000);
  });
  const left = client.list('pods').items.length;
  if (left > 0) throw new Error(`expected no pods after a minute, found ${left}`);
  return 1_000 * seconds;
}
