import type { NodeConfig, PlacedWorkload } from 'kind-wasm-shim/cluster/cluster-config.ts';
import { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { Pod } from 'kubernetes-types/core/v1';

/** A small cluster that a seed stands for. */
export interface RandomCluster {
  readonly nodes: readonly NodeConfig[];
  /** Workloads in the order in which they come, each at its time. */
  readonly workloads: readonly { readonly atMs: number; readonly workload: PlacedWorkload }[];
  /** Pods that the kubelet of a node takes from a file. */
  readonly staticPods: readonly { readonly node: string; readonly pod: Pod }[];
  readonly objects: readonly KubernetesObject[];
  /** A pod that is deleted and does not heed it. */
  readonly terminating: Pod | undefined;
}

/** When the last workload has come. */
export const populatedMs = 300_000;

/** What a pod of a workload is protected by, or not at all. Every protection that DefaultEvictor knows is among them. */
const protections = [
  'none',
  'none',
  'none',
  'none',
  'none',
  'budget',
  'blocked',
  'localStorage',
  'volumeClaim',
  'critical',
  'bare',
  'evictAnnotation',
] as const;

type Protection = (typeof protections)[number];

/** Draws a cluster: three to six nodes, unevenly filled, with pods of every kind that a descheduler may or may not evict.
 *  How full it is on the whole is drawn too, from half empty to tight. */
export function randomCluster(seed: number): RandomCluster {
  const random = new RandomStream(seed, 'own-plugin/cluster');
  const nodes = Array.from({ length: random.integer(3, 6) }, (_, index) => randomNode(random, index));
  const open = nodes.filter(({ taints }) => taints === undefined);
  const filling = new Filling(open, random);
  const objects: KubernetesObject[] = [daemonSet(random)];
  const workloads: { atMs: number; workload: PlacedWorkload }[] = [];
  const heat = random.integer(20, 60) / 100;
  for (let index = 0; index < 10 && (index < 4 || filling.share() < heat); index++) {
    const protection = random.pick(protections);
    const workload = randomWorkload(random, index, protection, filling);
    workloads.push({ atMs: random.integer(2, populatedMs / 1000) * 1000, workload });
    if (protection === 'budget' || protection === 'blocked') objects.push(budget(workload, protection));
  }
  const first = nodes[0]?.name ?? '';
  return {
    nodes,
    workloads: workloads.sort((a, b) => a.atMs - b.atMs),
    staticPods: [
      { node: random.pick(open).name ?? first, pod: plainPod('node-proxy', { cpu: '100m', memory: '128Mi' }) },
    ],
    objects,
    terminating: random.integer(0, 2) === 0 ? leavingPod(random.pick(open).name ?? first) : undefined,
  };
}

/** A node with as much memory per CPU as any other, so that pods fill both alike. */
function randomNode(random: RandomStream, index: number): NodeConfig {
  const cpu = random.pick([2, 4, 4, 8]);
  const isTainted = index > 2 && random.integer(0, 3) === 0;
  return {
    name: `node-${index + 1}`,
    capacity: { cpu: String(cpu), memory: `${cpu * 2}Gi`, pods: String(random.pick([24, 32, 48])) },
    labels: { pool: random.pick(['a', 'b']), 'topology.kubernetes.io/zone': random.pick(['z1', 'z2']) },
    images: 'all',
    ...(isTainted ? { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] } : {}),
  };
}

/** So many nodes may start nearly full; the others have room. */
const hotNodes = 1;

/** Keeps count of what is requested, so that nothing starts where it would not fit. */
class Filling {
  readonly #free: { readonly name: string; readonly total: number; milliCpu: number; pods: number }[];
  readonly #random: RandomStream;
  #taken = 0;

  constructor(nodes: readonly NodeConfig[], random: RandomStream) {
    this.#free = nodes.map(({ name = '', capacity = {} }, index) => {
      const total = Number(capacity.cpu) * 1000;
      const share = index < hotNodes ? 0.95 : 0.6;
      return { name, total, milliCpu: total * share - 200, pods: Number(capacity.pods) * share - 3 };
    });
    this.#random = random;
  }

  /** How much of all CPU is requested. */
  share(): number {
    const total = this.#free.reduce((sum, node) => sum + node.total, 0);
    return this.#taken / total;
  }

  /** A node with room. The first nodes are taken more often, which makes them the fuller ones. */
  take(milliCpu: number): string | undefined {
    const fitting = this.#free.filter((node) => node.milliCpu >= milliCpu && node.pods >= 1);
    const node = fitting[Math.min(this.#random.integer(0, fitting.length), this.#random.integer(0, fitting.length))];
    const taken = node ?? fitting[0];
    if (taken === undefined) return undefined;
    taken.milliCpu -= milliCpu;
    this.#taken += milliCpu;
    taken.pods -= 1;
    return taken.name;
  }
}

function randomWorkload(random: RandomStream, index: number, protection: Protection, filling: Filling): PlacedWorkload {
  const milliCpu = random.pick([50, 100, 200, 300, 400]);
  const perNode: Record<string, number> = {};
  for (let left = protection === 'bare' ? random.integer(1, 2) : random.integer(2, 6); left > 0; left--) {
    const node = filling.take(milliCpu);
    if (node !== undefined) perNode[node] = (perNode[node] ?? 0) + 1;
  }
  const requests = { cpu: `${milliCpu}m`, memory: `${milliCpu * 2}Mi` };
  const volumes =
    protection === 'localStorage'
      ? [{ name: 'scratch', emptyDir: {} }]
      : protection === 'volumeClaim'
        ? [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }]
        : undefined;
  const isCritical = protection === 'critical';
  return {
    name: `${protection === 'none' ? 'web' : names[protection]}-${index + 1}`,
    perNode,
    owner: protection === 'bare' ? 'none' : 'ReplicaSet',
    image,
    ...(random.integer(0, 9) > 0 ? { requests } : {}),
    ...(random.integer(0, 2) === 0 ? { limits: requests } : {}),
    ...(isCritical ? { priorityClassName: 'system-cluster-critical', namespace: 'kube-system' } : {}),
    ...(protection === 'evictAnnotation' ? { annotations: { 'descheduler.alpha.kubernetes.io/evict': 'true' } } : {}),
    podSpec: { terminationGracePeriodSeconds: 5, ...(volumes ? { volumes } : {}) },
  };
}

const names: Readonly<Record<Exclude<Protection, 'none'>, string>> = {
  budget: 'budgeted',
  blocked: 'blocked',
  localStorage: 'scratch',
  volumeClaim: 'claim',
  critical: 'critical',
  bare: 'bare',
  evictAnnotation: 'marked',
};

const image = 'registry.k8s.io/pause:3.10';

/** One disruption at a time, or none at all. */
function budget(workload: PlacedWorkload, protection: 'budget' | 'blocked'): KubernetesObject {
  const spec = { maxUnavailable: protection === 'blocked' ? 0 : 1, selector: { matchLabels: { app: workload.name } } };
  const metadata = { name: workload.name, namespace: 'default' };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec } as KubernetesObject;
}

function daemonSet(random: RandomStream): KubernetesObject {
  const labels = { app: 'agent' };
  const template = {
    metadata: { labels },
    spec: plainPod('agent', { cpu: `${random.pick([20, 50])}m`, memory: '64Mi' }).spec,
  };
  const metadata = { name: 'agent', namespace: 'default' };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: { selector: { matchLabels: labels }, template },
  } as KubernetesObject;
}

/** A pod that takes its time to leave. */
function leavingPod(nodeName: string): Pod {
  const command = ['sh', '-c', 'sleep 36000'];
  const resources = { requests: { cpu: '100m', memory: '128Mi' } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'leaving', namespace: 'default', labels: { app: 'leaving' } },
    spec: {
      nodeName,
      terminationGracePeriodSeconds: 36_000,
      containers: [{ name: 'main', image: 'busybox:1.36', command, resources }],
    },
  };
}

function plainPod(name: string, requests: Record<string, string>): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { terminationGracePeriodSeconds: 5, containers: [{ name: 'main', image, resources: { requests } }] },
  };
}
