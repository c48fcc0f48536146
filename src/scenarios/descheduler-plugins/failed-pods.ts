import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { type DeschedulerPreset, node, nodeAgent, replicas } from './preset.ts';

const fails = [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 5; exit 1'] }];

/** A Job gives up after three pods; all three stay. */
const importJob: KubernetesObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'import', namespace: 'default', labels: { app: 'import' } },
  spec: {
    backoffLimit: 2,
    template: { metadata: { labels: { app: 'import' } }, spec: { restartPolicy: 'Never', containers: fails } },
  },
};

const migration: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'migration', namespace: 'default', labels: { app: 'migration' } },
  spec: { restartPolicy: 'Never', containers: fails },
};

/** Pods that failed, each in another way. Their controllers have long made others in their place, or given up. */
export const failedPods: DeschedulerPreset = {
  nodes: [node('node-a'), node('node-b'), node('node-c')],
  objects: [nodeAgent, importJob, migration],
  placed: [
    replicas('web', { 'node-a': 1, 'node-b': 1, 'node-c': 1 }),
    // The kubelet of node-a has no room for a second one.
    replicas('thumbnail', { 'node-a': 2 }, { requests: { cpu: '2', memory: '1Gi' } }),
  ],
  changes: [
    {
      atMs: 1_800_000,
      change: {
        type: 'kubeletReports',
        workload: 'web',
        node: 'node-b',
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 84Mi.',
      },
    },
    {
      atMs: 4_800_000,
      change: {
        type: 'place',
        workload: replicas('resize', { 'node-a': 1 }, { requests: { cpu: '3', memory: '1Gi' } }),
      },
    },
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: DefaultEvictor
        args:
          evictFailedBarePods: false
      - name: RemoveFailedPods
        args:
          minPodLifetimeSeconds: 3600
    plugins:
      deschedule:
        enabled:
          - RemoveFailedPods
`,
  switches: [
    { from: 'evictFailedBarePods: false', to: 'evictFailedBarePods: true' },
    { from: 'minPodLifetimeSeconds: 3600', to: 'minPodLifetimeSeconds: 600' },
  ],
  scheduler: 'LeastAllocated',
  shownFromMs: 5_390_000,
  runAtMs: 5_400_500,
  intervalMs: 600_000,
  cycles: 1,
};
