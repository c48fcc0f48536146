// A made-up cluster for whoever has none at hand: three zones, and something for every plugin of the descheduler to find.
import type { Affinity, Node, Pod, PodSpec, Taint, Toleration, Volume } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';

const takenAt = Date.UTC(2026, 10, 24, 9, 0, 0);

interface SampleWorkload {
  readonly name: string;
  readonly namespace: string;
  readonly kind: 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'Node' | 'none';
  readonly cpu?: string;
  readonly memory?: string;
  /** How many pods stand on which node. */
  readonly on: Readonly<Record<string, number>>;
  readonly ageHours?: number;
  readonly restarts?: number;
  readonly priority?: number;
  readonly phase?: 'Running' | 'Failed';
  readonly volumes?: Volume[];
  readonly tolerations?: Toleration[];
  readonly spec?: Partial<PodSpec>;
}

const zones = ['zone-1', 'zone-2', 'zone-3'];
const workers = ['node-a', 'node-b', 'node-c', 'node-d', 'node-e', 'node-f', 'node-g', 'node-h', 'node-i'];
const taints: Readonly<Record<string, Taint>> = {
  'control-plane': { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  'node-f': { key: 'maintenance', value: 'soon', effect: 'NoSchedule' },
};

const requiresDisk: Affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
    },
  },
};
const apartFromEachOther: Affinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: { app: 'queue' } }, topologyKey: 'kubernetes.io/hostname' },
    ],
  },
};
const spreadOverZones: PodSpec['topologySpreadConstraints'] = [
  {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'search' } },
  },
];
const scratch: Volume[] = [{ name: 'scratch', emptyDir: {} }];
const everyNode = Object.fromEntries(['control-plane', ...workers].map((node) => [node, 1]));

const workloads: readonly SampleWorkload[] = [
  {
    name: 'shop-web-7c9d8',
    namespace: 'shop',
    kind: 'ReplicaSet',
    cpu: '400m',
    memory: '512Mi',
    on: { 'node-a': 6, 'node-b': 5, 'node-c': 1 },
  },
  {
    name: 'checkout-5f6b7',
    namespace: 'shop',
    kind: 'ReplicaSet',
    cpu: '500m',
    memory: '1Gi',
    on: { 'node-a': 1, 'node-b': 1, 'node-d': 1 },
    priority: 1000,
  },
  {
    name: 'thumbnails-64bb9',
    namespace: 'shop',
    kind: 'ReplicaSet',
    on: { 'node-a': 2, 'node-c': 2, 'node-g': 1 },
    volumes: scratch,
  },
  {
    name: 'search-8d4f5',
    namespace: 'search',
    kind: 'ReplicaSet',
    cpu: '300m',
    memory: '2Gi',
    on: { 'node-a': 1, 'node-d': 2, 'node-g': 1 },
    spec: { topologySpreadConstraints: spreadOverZones },
  },
  {
    name: 'index',
    namespace: 'search',
    kind: 'StatefulSet',
    cpu: '600m',
    memory: '3Gi',
    on: { 'node-c': 1, 'node-d': 1 },
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-index' } }],
  },
  {
    name: 'reports-6c5c8',
    namespace: 'data',
    kind: 'ReplicaSet',
    cpu: '250m',
    memory: '256Mi',
    on: { 'node-d': 3, 'node-e': 1 },
  },
  {
    name: 'etl-79bd4',
    namespace: 'data',
    kind: 'ReplicaSet',
    cpu: '700m',
    memory: '1Gi',
    on: { 'node-c': 1, 'node-e': 1 },
    spec: { affinity: requiresDisk },
  },
  {
    name: 'queue-5d98c',
    namespace: 'data',
    kind: 'ReplicaSet',
    cpu: '200m',
    memory: '512Mi',
    on: { 'node-g': 2, 'node-e': 1 },
    spec: { affinity: apartFromEachOther },
  },
  {
    name: 'importer-28411',
    namespace: 'data',
    kind: 'Job',
    cpu: '200m',
    memory: '128Mi',
    on: { 'node-d': 2 },
    phase: 'Failed',
    ageHours: 30,
  },
  {
    name: 'flaky-6675d',
    namespace: 'labs',
    kind: 'ReplicaSet',
    cpu: '100m',
    memory: '64Mi',
    on: { 'node-f': 1, 'node-b': 1 },
    restarts: 173,
  },
  {
    name: 'preview-58f7c',
    namespace: 'labs',
    kind: 'ReplicaSet',
    cpu: '150m',
    memory: '128Mi',
    on: { 'node-f': 3, 'node-h': 1 },
  },
  {
    name: 'debug-shell',
    namespace: 'labs',
    kind: 'none',
    cpu: '50m',
    memory: '64Mi',
    on: { 'node-a': 1 },
    ageHours: 900,
  },
  {
    name: 'node-agent',
    namespace: 'kube-system',
    kind: 'DaemonSet',
    cpu: '50m',
    memory: '64Mi',
    on: everyNode,
    priority: 2_000_001_000,
    tolerations: [{ operator: 'Exists' }],
  },
  {
    name: 'kube-apiserver',
    namespace: 'kube-system',
    kind: 'Node',
    cpu: '250m',
    memory: '512Mi',
    on: { 'control-plane': 1 },
    priority: 2_000_001_000,
    tolerations: [{ operator: 'Exists' }],
  },
];

/** The sample as `kubectl get nodes,pods,priorityclasses,poddisruptionbudgets -A -o json` would print it. */
export function sampleClusterText(): string {
  const items: object[] = [
    ...['control-plane', ...workers].map(sampleNode),
    ...workloads.flatMap(podsOf),
    ...priorityClasses,
    ...budgets,
  ];
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

function sampleNode(name: string, index: number): Node & { apiVersion: 'v1'; kind: 'Node' } {
  const zone = zones[Math.max(0, index - 1) % zones.length] ?? '';
  const taint = taints[name];
  const hasDisk = name === 'node-c' || name === 'node-h';
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      creationTimestamp: hoursAgo(2000),
      labels: {
        'kubernetes.io/hostname': name,
        'topology.kubernetes.io/zone': zone,
        ...(hasDisk ? { disk: 'ssd' } : {}),
      },
    },
    spec: taint ? { taints: [taint] } : {},
    status: {
      allocatable: { cpu: '4', memory: '15Gi', pods: '110' },
      conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: hoursAgo(0) }],
    },
  };
}

function podsOf(workload: SampleWorkload): Pod[] {
  let made = 0;
  return Object.entries(workload.on).flatMap(([node, count]) =>
    Array.from({ length: count }, () => samplePod(workload, node, made++)),
  );
}

function samplePod(workload: SampleWorkload, node: string, index: number): Pod & { apiVersion: 'v1'; kind: 'Pod' } {
  const { name, namespace, kind, cpu, memory, ageHours = 48, restarts = 0, priority = 0, phase = 'Running' } = workload;
  const app = kind === 'ReplicaSet' ? name.slice(0, name.lastIndexOf('-')) : name;
  const hash: Record<string, string> =
    kind === 'ReplicaSet' ? { 'pod-template-hash': name.slice(name.lastIndexOf('-') + 1) } : {};
  const requests = { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) };
  const owner = {
    apiVersion: 'apps/v1',
    kind,
    name: kind === 'Node' ? node : name,
    uid: `${namespace}-${name}`,
    controller: true,
  };
  const podName = kind === 'none' ? name : kind === 'StatefulSet' ? `${name}-${index}` : `${name}-${suffix(index)}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: kind === 'Node' ? `${name}-${node}` : podName,
      namespace,
      uid: `${namespace}-${podName}`,
      creationTimestamp: hoursAgo(ageHours),
      labels: { app, ...hash },
      ...(kind === 'Node'
        ? { annotations: { 'kubernetes.io/config.mirror': '5a1f', 'kubernetes.io/config.source': 'file' } }
        : {}),
      ...(kind === 'none' ? {} : { ownerReferences: [owner] }),
    },
    spec: {
      ...workload.spec,
      nodeName: node,
      priority,
      ...(workload.volumes ? { volumes: workload.volumes } : {}),
      ...(workload.tolerations ? { tolerations: workload.tolerations } : {}),
      containers: [{ name: 'main', image: `registry.example/${app}:1.4`, resources: { requests } }],
    },
    status: {
      phase,
      ...(phase === 'Failed' ? { reason: 'Evicted' } : {}),
      conditions: [{ type: 'Ready', status: phase === 'Running' ? 'True' : 'False' }],
      containerStatuses: [{ name: 'main', image: '', imageID: '', ready: phase === 'Running', restartCount: restarts }],
    },
  };
}

const letters = 'bcdfghjklmnpqrstvwxz';

function suffix(index: number): string {
  return Array.from(
    { length: 5 },
    (_, place) => letters[(index * 7 + place * 3 + index * place) % letters.length],
  ).join('');
}

function hoursAgo(hours: number): string {
  return new Date(takenAt - hours * 3_600_000).toISOString().replace('.000Z', 'Z');
}

const priorityClasses: readonly (PriorityClass & { apiVersion: string; kind: string })[] = [
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'business' }, value: 1000 },
  {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'system-node-critical' },
    value: 2_000_001_000,
  },
];

const budgets: readonly (PodDisruptionBudget & { apiVersion: string; kind: string })[] = [
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'shop-web', namespace: 'shop', generation: 1 },
    spec: { minAvailable: 9, selector: { matchLabels: { app: 'shop-web' } } },
    status: { observedGeneration: 1, currentHealthy: 12, desiredHealthy: 9, disruptionsAllowed: 3, expectedPods: 12 },
  },
];
