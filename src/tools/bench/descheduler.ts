import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { loadPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import { PodEvictor } from 'kind-wasm-shim/kubernetes/descheduler/framework/pod-evictor.ts';
import { newProfile } from 'kind-wasm-shim/kubernetes/descheduler/framework/profile.ts';
import {
  type DeschedulerVersion,
  deschedulerVersions,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { ClusterSnapshot } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { type Measurement, median, rounds, secondsOf } from './measurement.ts';

type PluginName = 'LowNodeUtilization' | 'HighNodeUtilization';

interface Recorded {
  readonly evictions: number;
  readonly nodes: number;
  readonly checksum: number;
  /** Evictions by the last digit of the node's number. */
  readonly byDigit: Readonly<Record<number, number>>;
  /** The median of the real program, in Go, on two cores of a virtual machine. */
  readonly goMs: Readonly<Record<DeschedulerVersion, number>>;
}

/** What the real descheduler did to the cluster below. */
const recorded: Readonly<Record<number, Readonly<Record<PluginName, Recorded>>>> = {
  100: {
    LowNodeUtilization: {
      evictions: 454,
      nodes: 60,
      checksum: 998449406099,
      byDigit: { 0: 139, 1: 140, 2: 140, 7: 12, 8: 12, 9: 11 },
      goMs: { 'v0.28.1': 8.5, 'v0.36.0': 10.2 },
    },
    HighNodeUtilization: {
      evictions: 960,
      nodes: 40,
      checksum: 2067960514996,
      byDigit: { 3: 240, 4: 240, 5: 240, 6: 240 },
      goMs: { 'v0.28.1': 11, 'v0.36.0': 15.7 },
    },
  },
  1000: {
    LowNodeUtilization: {
      evictions: 4539,
      nodes: 600,
      checksum: 9874490202467,
      byDigit: { 0: 1397, 1: 1397, 2: 1397, 7: 112, 8: 118, 9: 118 },
      goMs: { 'v0.28.1': 88, 'v0.36.0': 132 },
    },
    HighNodeUtilization: {
      evictions: 9600,
      nodes: 400,
      checksum: 20598279081712,
      byDigit: { 3: 2400, 4: 2400, 5: 2400, 6: 2400 },
      goMs: { 'v0.28.1': 148, 'v0.36.0': 168 },
    },
  },
  5000: {
    LowNodeUtilization: {
      evictions: 22696,
      nodes: 3000,
      checksum: 48922145081855,
      byDigit: { 0: 6985, 1: 6985, 2: 6985, 7: 560, 8: 591, 9: 590 },
      goMs: { 'v0.28.1': 466, 'v0.36.0': 777 },
    },
    HighNodeUtilization: {
      evictions: 48000,
      nodes: 2000,
      checksum: 103018138583920,
      byDigit: { 3: 12000, 4: 12000, 5: 12000, 6: 12000 },
      goMs: { 'v0.28.1': 599, 'v0.36.0': 924 },
    },
  },
};

const pluginArgs = {
  LowNodeUtilization: {
    thresholds: { cpu: 20, memory: 20, pods: 30 },
    targetThresholds: { cpu: 50, memory: 50, pods: 50 },
  },
  HighNodeUtilization: { thresholds: { cpu: 20, memory: 20 } },
} satisfies Record<PluginName, unknown>;

/** The median of LowNodeUtilization in Go with nodeFit, of which each candidate asks all nodes anew; at v0.36.0 there are two
 *  runs of a busy machine, and none of 5,000 nodes. It evicts the same pods as without. */
const goWithNodeFitMs: Readonly<Record<number, Partial<Record<DeschedulerVersion, number>>>> = {
  100: { 'v0.28.1': 31, 'v0.36.0': 111 },
  1000: { 'v0.28.1': 580, 'v0.36.0': 2300 },
  5000: { 'v0.28.1': 16900 },
};

/** How long one Balance takes over clusters of 100, 1,000 and 5,000 nodes with 30 pods each, everything included from the
 *  lists of nodes and pods on; of both releases, with nodeFit too, and how the time of a node grows up to 20,000 nodes.
 *  Throws when it evicts other pods than the real program does. */
export function measureDescheduler(sizes: readonly number[] = [100, 1000, 5000]): Measurement[] {
  const plain: Measurement[] = [];
  const withNodeFit: Measurement[] = [];
  for (const size of sizes) {
    const cluster = buildCluster(size);
    for (const version of deschedulerVersions) {
      for (const plugin of ['LowNodeUtilization', 'HighNodeUtilization'] as const) {
        const { goMs } = recordingOf(size, plugin);
        plain.push(measure({ plugin, version, nodeFit: false }, cluster, goMs[version]));
      }
      const run = { plugin: 'LowNodeUtilization', version, nodeFit: true } as const;
      withNodeFit.push(measure(run, cluster, goWithNodeFitMs[size]?.[version]));
    }
  }
  return [...plain, ...withNodeFit];
}

/** How many times as long a node takes in a cluster of 20,000 as in one of 5,000: 1 when the time grows with the nodes. Of
 *  several rounds the quickest counts, as a busy machine lengthens the long ones most. */
export function measureGrowth(): Measurement[] {
  const run = { plugin: 'LowNodeUtilization', version: 'v0.28.1', nodeFit: false } as const;
  const perNode = (size: number) => {
    const cluster = buildCluster(size);
    return Math.min(...rounds(5, () => secondsOf(() => balance(run, cluster)))) / size;
  };
  const small = perNode(5_000);
  return [{ what: 'descheduler, time per node, 20,000 : 5,000 nodes', value: perNode(20_000) / small, unit: '' }];
}

interface Run {
  readonly plugin: PluginName;
  readonly version: DeschedulerVersion;
  readonly nodeFit: boolean;
}

type BenchCluster = ReturnType<typeof buildCluster>;

function measure(run: Run, cluster: BenchCluster, goMs: number | undefined): Measurement {
  const size = cluster.nodes.length;
  const { plugin, version, nodeFit } = run;
  const what = `descheduler ${version}, ${plugin}${nodeFit ? ' with nodeFit' : ''}, ${size} nodes × 30 pods`;
  // The first rounds of a small cluster measure the compiler.
  const count = Math.max(5, 3000 / size);
  const balanceMs = () => {
    let evicted: readonly EvictedPod[] = [];
    const seconds = secondsOf(() => {
      evicted = balance(run, cluster);
    });
    const expected = recorded[size]?.[plugin];
    if (expected !== undefined) assertEqualsRecording(what, summary(evicted), expected);
    return seconds * 1000;
  };
  const milliseconds = rounds(count, balanceMs, size < 1000 ? count : 1);
  const value = median(milliseconds);
  return { what, value, unit: 'ms', ...(goMs === undefined ? {} : { budget: { atMost: goMs } }) };
}

function recordingOf(size: number, plugin: PluginName): Recorded {
  const found = recorded[size]?.[plugin];
  if (found === undefined) throw new Error(`there is no recording of ${size} nodes`);
  return found;
}

interface EvictedPod {
  readonly node: string;
  readonly pod: string;
}

function balance({ plugin, version, nodeFit }: Run, { nodes, pods }: BenchCluster): EvictedPod[] {
  const registry = setupPlugins(version);
  const pluginConfig = [
    { name: 'DefaultEvictor', args: nodeFit ? { nodeFit } : {} },
    { name: plugin, args: pluginArgs[plugin] },
  ];
  const profiles = [{ name: 'bench', pluginConfig, plugins: { balance: { enabled: [plugin] } } }];
  const document = { apiVersion: 'descheduler/v1alpha2', kind: 'DeschedulerPolicy', profiles };
  const { policy } = loadPolicy(document, { registry });
  const evicted: EvictedPod[] = [];
  for (const profile of policy.profiles) {
    const run = newProfile(profile, registry).run('balance', {
      podEvictor: new PodEvictor(policy, version),
      snapshotFor: () => ({ nodes, snapshot: new ClusterSnapshot(nodes, pods), detail: 'decisions', nowMs: 0 }),
    });
    for (const step of run) {
      if (step.kind === 'evict') evicted.push({ node: step.node, pod: `${step.pod.namespace}/${step.pod.name}` });
    }
  }
  return evicted;
}

/** The cluster: three nodes of ten are full, four nearly empty, three in between. No random numbers. */
export function buildCluster(size: number): { nodes: Node[]; pods: Pod[] } {
  const nodes: Node[] = [];
  const pods: Pod[] = [];
  for (let i = 0; i < size; i++) {
    const name = `node-${String(i).padStart(5, '0')}`;
    nodes.push({
      metadata: { name, labels: { 'kubernetes.io/hostname': name } },
      spec: {},
      status: { allocatable: { cpu: '32000m', memory: '128Gi', pods: '110' } },
    });
    for (let j = 0; j < 30; j++) pods.push(buildPod(i, j, name));
  }
  return { nodes, pods };
}

function buildPod(i: number, j: number, nodeName: string): Pod {
  const digit = i % 10;
  const cpu = (digit < 3 ? 900 : digit < 7 ? 100 : 500) + 10 * ((7 * i + 13 * j) % 11);
  const memory = 3 * cpu + ((5 * i + 3 * j) % 17);
  const requests = { cpu: `${cpu}m`, memory: `${memory}Mi` };
  const isDaemon = j % 10 === 9;
  const owner = isDaemon ? 'ds' : `rs-${(30 * i + j) % 997}`;
  return {
    metadata: {
      name: `pod-${String(i).padStart(5, '0')}-${String(j).padStart(2, '0')}`,
      namespace: `ns-${(i + j) % 20}`,
      uid: `uid-${i}-${j}`,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: isDaemon ? 'DaemonSet' : 'ReplicaSet', name: owner, uid: `uid-${owner}` },
      ],
    },
    spec: {
      nodeName,
      priority: ((37 * j + 11 * i) % 30) * 1000 + j,
      containers: [{ name: 'c0', resources: { requests, ...(j % 3 === 0 ? { limits: { ...requests } } : {}) } }],
      ...(j % 10 === 8 ? { volumes: [{ name: 'scratch', emptyDir: {} }] } : {}),
    },
    status: { phase: 'Running' },
  };
}

type Summary = Omit<Recorded, 'goMs'>;

function summary(evicted: readonly EvictedPod[]): Summary {
  const byDigit: Record<number, number> = {};
  let checksum = 0;
  for (const { node, pod } of evicted) {
    const digit = Number(node.at(-1));
    byDigit[digit] = (byDigit[digit] ?? 0) + 1;
    checksum += fnv1a(pod);
  }
  return { evictions: evicted.length, nodes: new Set(evicted.map(({ node }) => node)).size, checksum, byDigit };
}

function fnv1a(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return hash >>> 0;
}

function assertEqualsRecording(what: string, found: Summary, { goMs: _, ...expected }: Recorded): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(
    `${what}: expected ${JSON.stringify(expected)} as the real descheduler did, found ${JSON.stringify(found)}`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { what, value, unit, budget } of [...measureDescheduler(), ...measureGrowth()]) {
    const go = budget && 'atMost' in budget ? ` (Go: ${budget.atMost} ms)` : '';
    console.log(`${what}: ${value.toFixed(unit === 'ms' ? 1 : 2)} ${unit}${go}`);
  }
}
