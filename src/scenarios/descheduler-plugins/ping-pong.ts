import { type DeschedulerPreset, node, nodeAgent, replicas } from './preset.ts';

const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const fiveMinutesMs = 300_000;

/** The descheduler empties nodes of which little is used, and the scheduler likes those best. */
export const pingPong: DeschedulerPreset = {
  nodes: [node('node-a'), node('node-b'), node('node-c'), node('node-d')],
  objects: [nodeAgent],
  placed: [
    replicas('web', { 'node-a': 2, 'node-b': 2 }, { requests: { cpu: '900m', memory: '3Gi' } }),
    replicas('mail', { 'node-c': 1, 'node-d': 1 }, { requests: { cpu: '300m', memory: '1Gi' } }),
    replicas('api', { 'node-c': 1 }, { requests: { cpu: '400m', memory: '512Mi' } }),
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: HighNodeUtilization
        args:
          thresholds:
            cpu: 25
            memory: 25
    plugins:
      balance:
        enabled:
          - HighNodeUtilization
`,
  scheduler: 'LeastAllocated',
  choosesScheduler: true,
  shownFromMs: 45_000,
  runAtMs: fiveMinutesMs,
  intervalMs: fiveMinutesMs,
  cycles: 5,
};

/** The descheduler goes by the pods' preferred node alone. For the scheduler a taint on that node weighs more. */
export const pingPongPreferred: DeschedulerPreset = {
  nodes: [
    node('node-a', { labels: { disk: 'hdd' } }),
    node('node-b', {
      labels: { disk: 'ssd' },
      taints: [{ key: 'spot', value: 'true', effect: 'PreferNoSchedule' }],
    }),
    node('node-c', { labels: { disk: 'hdd' } }),
  ],
  objects: [nodeAgent],
  placed: [
    replicas(
      'index',
      { 'node-a': 1, 'node-c': 1 },
      {
        podSpec: {
          affinity: {
            nodeAffinity: {
              [preferred]: [
                { weight: 50, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] } },
              ],
            },
          },
        },
      },
    ),
    replicas('web', { 'node-a': 1, 'node-c': 1 }),
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: RemovePodsViolatingNodeAffinity
        args:
          nodeAffinityType:
            - ${preferred}
    plugins:
      deschedule:
        enabled:
          - RemovePodsViolatingNodeAffinity
`,
  switches: [{ from: `- ${preferred}`, to: `- ${required}` }],
  scheduler: 'LeastAllocated',
  shownFromMs: 45_000,
  runAtMs: fiveMinutesMs,
  intervalMs: fiveMinutesMs,
  cycles: 5,
};
