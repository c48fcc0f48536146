import { type DeschedulerPreset, node, nodeAgent, nodeChanged, pauseImage, replicas } from './preset.ts';

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

/** Every pod was where it belonged when it was scheduled. Then the nodes changed, and nothing looks again. */
export const labelsAndTaintsChanged: DeschedulerPreset = {
  nodes: [
    node('node-a', { labels: { disk: 'ssd', net: '10g' } }),
    node('node-b', { labels: { disk: 'ssd', net: '10g' } }),
    node('node-c', { labels: { disk: 'hdd', net: '10g' } }),
    node('node-d', { labels: { disk: 'ssd', net: '10g' } }),
  ],
  objects: [nodeAgent],
  placed: [
    replicas(
      'database',
      { 'node-a': 1, 'node-b': 1 },
      {
        podSpec: { affinity: { nodeAffinity: { [required]: { nodeSelectorTerms: [has('disk', 'ssd')] } } } },
      },
    ),
    replicas(
      'web',
      { 'node-a': 1, 'node-b': 1 },
      {
        podSpec: {
          affinity: {
            nodeAffinity: {
              [preferred]: [
                { weight: 50, preference: has('net', '25g') },
                { weight: 10, preference: has('net', '10g') },
              ],
            },
          },
        },
      },
    ),
    replicas('queue', { 'node-c': 2 }),
    replicas('cache', { 'node-c': 1 }, { podSpec: { tolerations: [{ key: 'maintenance', operator: 'Exists' }] } }),
    replicas('report', { 'node-b': 1 }),
    { name: 'debug-shell', owner: 'none', image: pauseImage, perNode: { 'node-c': 1 } },
  ],
  changes: [
    nodeChanged(20_000, 'node-a', { labels: { disk: 'hdd' } }),
    nodeChanged(21_000, 'node-d', { labels: { net: '25g' } }),
    nodeChanged(22_000, 'node-c', { taints: [{ key: 'maintenance', value: 'planned', effect: 'NoSchedule' }] }),
    nodeChanged(23_000, 'node-b', { taints: [{ key: 'spot', value: 'true', effect: 'PreferNoSchedule' }] }),
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: RemovePodsViolatingNodeTaints
        args:
          includePreferNoSchedule: false
      - name: RemovePodsViolatingNodeAffinity
        args:
          nodeAffinityType:
            - ${required}
            - ${preferred}
    plugins:
      deschedule:
        enabled:
          - RemovePodsViolatingNodeTaints
          - RemovePodsViolatingNodeAffinity
`,
  switches: [{ from: 'includePreferNoSchedule: false', to: 'includePreferNoSchedule: true' }],
  scheduler: 'LeastAllocated',
  shownFromMs: 19_000,
  runAtMs: 60_000,
  intervalMs: 60_000,
  cycles: 1,
};

function has(key: string, value: string) {
  return { matchExpressions: [{ key, operator: 'In', values: [value] }] };
}
