import type { KubernetesObject } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import { type DeschedulerPreset, node, nodeAgent, nodeChanged, replicas } from './preset.ts';

const importJob: KubernetesObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'import', namespace: 'default', labels: { app: 'import' } },
  spec: {
    backoffLimit: 0,
    template: {
      metadata: { labels: { app: 'import' } },
      spec: {
        restartPolicy: 'Never',
        nodeSelector: { 'kubernetes.io/hostname': 'node-b' },
        containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 5; exit 1'] }],
      },
    },
  },
};

/** Both pods of `pay` have to be there. */
const budget: KubernetesObject = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'pay', namespace: 'default' },
  spec: { minAvailable: 2, selector: { matchLabels: { app: 'pay' } } },
} as KubernetesObject;

/** One cycle with everything in it: two profiles, both extension points, both limits, the evictor's refusals and the API's. */
export const framework: DeschedulerPreset = {
  nodes: [node('node-a'), node('node-b'), node('node-c')],
  objects: [nodeAgent, importJob, budget],
  placed: [
    replicas('web', { 'node-b': 1, 'node-c': 1 }),
    replicas('pay', { 'node-b': 1, 'node-c': 1 }),
    replicas('shop', { 'node-a': 3 }),
    replicas('session', { 'node-a': 2, 'node-b': 1 }),
    replicas('scratch', { 'node-c': 1 }, { podSpec: { volumes: [{ name: 'scratch', emptyDir: {} }] } }),
  ],
  changes: [nodeChanged(840_000, 'node-c', { taints: [{ key: 'maintenance', effect: 'NoSchedule' }] })],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
maxNoOfPodsToEvictPerNode: 2
maxNoOfPodsToEvictPerNamespace: 4
profiles:
  - name: repair
    pluginConfig:
      - name: RemoveFailedPods
        args:
          minPodLifetimeSeconds: 600
      - name: RemovePodsViolatingNodeTaints
        args: {}
    plugins:
      deschedule:
        enabled:
          - RemoveFailedPods
          - RemovePodsViolatingNodeTaints
  - name: refresh
    pluginConfig:
      - name: DefaultEvictor
        args:
          nodeFit: true
      - name: RemoveDuplicates
        args: {}
      - name: PodLifeTime
        args:
          maxPodLifeTimeSeconds: 600
          labelSelector:
            matchLabels:
              app: session
    plugins:
      balance:
        enabled:
          - RemoveDuplicates
      deschedule:
        enabled:
          - PodLifeTime
`,
  switches: [
    { from: 'maxNoOfPodsToEvictPerNode: 2', to: 'maxNoOfPodsToEvictPerNode: 5' },
    { from: 'maxNoOfPodsToEvictPerNamespace: 4', to: 'maxNoOfPodsToEvictPerNamespace: 10' },
  ],
  scheduler: 'LeastAllocated',
  shownFromMs: 830_000,
  runAtMs: 900_500,
  intervalMs: 300_000,
  cycles: 1,
};
