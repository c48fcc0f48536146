import type { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { ManagedFieldsEntry } from 'kubernetes-types/meta/v1';

/** What the replicas of a made-up workload have in common. */
export interface RecipeWorkload {
  readonly name: string;
  readonly namespace: string;
  readonly owner: { readonly kind: 'ReplicaSet' | 'DaemonSet' | 'StatefulSet' | 'Job'; readonly uid: string };
  readonly hash: string;
  readonly requests: Readonly<Record<string, string>>;
  readonly priorityClass: readonly [name: string, value: number] | null;
  readonly spread: boolean;
  readonly antiAffinity: boolean;
  readonly hasScratch: boolean;
}

const words = [
  'cart',
  'checkout',
  'search',
  'ledger',
  'mailer',
  'proxy',
  'reports',
  'sessions',
  'thumbnails',
  'webhooks',
];
const letters = 'bcdfghjklmnpqrstvwxz2456789';

/** Made-up workloads in made-up namespaces. */
export function recipeWorkloads(random: RandomStream, count: number): RecipeWorkload[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${random.pick(words)}-${random.pick(words)}-${index}`,
    namespace: `team-${random.integer(1, 40)}`,
    owner: {
      kind: random.pick(['ReplicaSet', 'ReplicaSet', 'ReplicaSet', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job']),
      uid: uid(random),
    },
    hash: random.text(10, letters),
    requests: { cpu: `${random.integer(1, 40) * 50}m`, memory: `${random.integer(1, 32) * 128}Mi` },
    priorityClass: random.pick([null, null, ['business-critical', 100_000], ['batch', -10]] as const),
    spread: random.integer(0, 4) === 0,
    antiAffinity: random.integer(0, 9) === 0,
    hasScratch: random.integer(0, 3) === 0,
  }));
}

/** One pod of a workload, on a node. */
export function recipePod(workload: RecipeWorkload, node: string, random: RandomStream): KubernetesObject {
  const { name, namespace, owner, hash } = workload;
  const created = made(random);
  const podName = `${name}-${hash}-${random.text(5, letters)}${random.text(3, letters)}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: {
        'cni.projectcalico.org/containerID': random.text(64, '0123456789abcdef'),
        'cni.projectcalico.org/podIP': `10.244.${random.integer(0, 255)}.${random.integer(1, 254)}/32`,
        'prometheus.io/scrape': 'true',
        note: `说明：“${name}” \\ made up`,
      },
      creationTimestamp: created,
      generateName: `${name}-${hash}-`,
      labels: { app: name, 'app.kubernetes.io/part-of': namespace, 'pod-template-hash': hash },
      managedFields: managedFields(created, owner.uid),
      name: podName,
      namespace,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          blockOwnerDeletion: true,
          controller: true,
          kind: owner.kind,
          name: `${name}-${hash}`,
          uid: owner.uid,
        },
      ],
      resourceVersion: String(random.integer(1_000_000, 99_000_000)),
      uid: uid(random),
    },
    spec: spec(workload, node, random),
    status: status(created, random),
  };
}

function made(random: RandomStream): string {
  return new Date(Date.UTC(2026, 4, 1) + random.integer(0, 30 * 86_400) * 1000).toISOString().replace('.000Z', 'Z');
}

function spec(workload: RecipeWorkload, nodeName: string, random: RandomStream): Record<string, unknown> {
  const { name, requests, priorityClass } = workload;
  const token = `kube-api-access-${random.text(5, letters)}`;
  const variable = (index: number) => ({
    name: `${name.toUpperCase().replaceAll('-', '_')}_${index}`,
    value: `value ${index}`,
  });
  const labelSelector = { matchLabels: { app: name } };
  return {
    ...(workload.antiAffinity
      ? {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { labelSelector, topologyKey: 'kubernetes.io/hostname' },
              ],
            },
          },
        }
      : {}),
    containers: [
      {
        env: [
          { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
          ...[1, 2, 3, 4, 5, 6].map(variable),
        ],
        image: `registry.example.com/${workload.namespace}/${name}:1.4.2`,
        imagePullPolicy: 'IfNotPresent',
        livenessProbe: {
          failureThreshold: 3,
          httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
          periodSeconds: 10,
        },
        name: 'app',
        ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
        resources: { limits: { memory: requests.memory }, requests },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: token, readOnly: true }],
      },
    ],
    dnsPolicy: 'ClusterFirst',
    enableServiceLinks: true,
    nodeName,
    ...(priorityClass ? { priority: priorityClass[1], priorityClassName: priorityClass[0] } : { priority: 0 }),
    restartPolicy: workload.owner.kind === 'Job' ? 'Never' : 'Always',
    schedulerName: 'default-scheduler',
    serviceAccountName: 'default',
    terminationGracePeriodSeconds: 30,
    tolerations: ['not-ready', 'unreachable'].map((reason) => ({
      effect: 'NoExecute',
      key: `node.kubernetes.io/${reason}`,
      operator: 'Exists',
      tolerationSeconds: 300,
    })),
    ...(workload.spread
      ? {
          topologySpreadConstraints: [
            {
              labelSelector,
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'DoNotSchedule',
            },
          ],
        }
      : {}),
    volumes: [
      ...(workload.hasScratch ? [{ emptyDir: {}, name: 'scratch' }] : []),
      {
        name: token,
        projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }] },
      },
    ],
  };
}

function status(created: string, random: RandomStream): Record<string, unknown> {
  const draw = random.integer(0, 99);
  const phase = draw === 0 ? 'Failed' : draw === 1 ? 'Pending' : draw < 4 ? 'Succeeded' : 'Running';
  const restartCount = random.integer(0, 19) === 0 ? random.integer(1, 200) : 0;
  const state =
    phase === 'Running'
      ? { running: { startedAt: created } }
      : phase === 'Pending'
        ? { waiting: { reason: 'ContainerCreating' } }
        : {
            terminated: {
              exitCode: phase === 'Failed' ? 137 : 0,
              finishedAt: created,
              reason: phase === 'Failed' ? 'OOMKilled' : 'Completed',
            },
          };
  const podIP = `10.244.${random.integer(0, 255)}.${random.integer(1, 254)}`;
  return {
    conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
      (type) => ({
        lastProbeTime: null,
        lastTransitionTime: created,
        status: 'True',
        type,
      }),
    ),
    containerStatuses: [
      {
        containerID: `containerd://${random.text(64, '0123456789abcdef')}`,
        image: 'registry.example.com/app:1.4.2',
        imageID: `registry.example.com/app@sha256:${random.text(64, '0123456789abcdef')}`,
        lastState: {},
        name: 'app',
        ready: phase === 'Running',
        restartCount,
        started: phase === 'Running',
        state,
      },
    ],
    hostIP: '10.0.0.17',
    phase,
    podIP,
    podIPs: [{ ip: podIP }],
    qosClass: 'Burstable',
    startTime: created,
  };
}

function managedFields(at: string, owner: string): ManagedFieldsEntry[] {
  return [
    {
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} }, 'f:ownerReferences': { [`k:{"uid":"${owner}"}`]: {} } },
        'f:spec': {
          'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:image': {}, 'f:resources': { 'f:requests': {} } } },
        },
      },
      manager: 'kube-controller-manager',
      operation: 'Update',
      time: at,
    },
    {
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:status': { 'f:conditions': { 'k:{"type":"Ready"}': { '.': {}, 'f:status': {} } }, 'f:phase': {} },
      },
      manager: 'kubelet',
      operation: 'Update',
      subresource: 'status',
      time: at,
    },
  ];
}

/** A uid of random digits. */
export function uid(random: RandomStream): string {
  const digits = random.text(32, '0123456789abcdef');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
