import { type DeschedulerPreset, node, nodeAgent, replicas } from './preset.ts';

/** Pods of several ages. The descheduler runs 4,000 seconds after the first of them came. */
export const podLifeTime: DeschedulerPreset = {
  nodes: [node('node-a'), node('node-b'), node('node-c')],
  objects: [nodeAgent],
  placed: [
    replicas('session', { 'node-a': 2, 'node-b': 1 }),
    replicas('ledger', { 'node-c': 1 }, { priorityClassName: 'system-cluster-critical' }),
    replicas('scratch', { 'node-b': 1 }, { podSpec: { volumes: [{ name: 'scratch', emptyDir: {} }] } }),
  ],
  changes: [
    { atMs: 200_000, change: { type: 'place', workload: replicas('upload', { 'node-a': 1, 'node-c': 1 }) } },
    // Exactly 3,600 seconds before the descheduler runs.
    { atMs: 401_000, change: { type: 'place', workload: replicas('edge', { 'node-c': 1 }) } },
    { atMs: 3_000_000, change: { type: 'place', workload: replicas('fresh', { 'node-b': 1 }) } },
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
maxNoOfPodsToEvictPerNode: 2
profiles:
  - name: default
    pluginConfig:
      - name: PodLifeTime
        args:
          maxPodLifeTimeSeconds: 3600
    plugins:
      deschedule:
        enabled:
          - PodLifeTime
`,
  switches: [
    { from: 'maxPodLifeTimeSeconds: 3600', to: 'maxPodLifeTimeSeconds: 3599' },
    { from: 'maxNoOfPodsToEvictPerNode: 2', to: 'maxNoOfPodsToEvictPerNode: 5' },
  ],
  scheduler: 'LeastAllocated',
  shownFromMs: 3_990_000,
  runAtMs: 4_001_200,
  intervalMs: 600_000,
  cycles: 1,
};
