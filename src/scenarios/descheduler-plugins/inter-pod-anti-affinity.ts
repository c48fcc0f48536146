import { type DeschedulerPreset, node, nodeAgent, nodeChanged, replicas } from './preset.ts';

const zone = 'topology.kubernetes.io/zone';

function keepsAwayFrom(app: string, topologyKey: string) {
  const labelSelector = { matchLabels: { app } };
  return {
    affinity: {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey }] },
    },
  };
}

/** Two rules that held when the pods were scheduled. Then somebody corrected the zone of a node, and somebody else put a pod on
 *  a node by its name, past the scheduler. */
export const interPodAntiAffinity: DeschedulerPreset = {
  nodes: [
    node('node-a', { labels: { [zone]: 'a' } }),
    node('node-b', { labels: { [zone]: 'b' } }),
    node('node-c', { labels: { [zone]: 'c' } }),
    node('node-d', { labels: { [zone]: 'd' } }),
  ],
  objects: [nodeAgent],
  placed: [
    replicas('ledger', { 'node-a': 1, 'node-b': 1 }, { podSpec: keepsAwayFrom('ledger', zone) }),
    replicas('database', { 'node-b': 1, 'node-c': 1 }, { podSpec: keepsAwayFrom('batch', 'kubernetes.io/hostname') }),
    replicas('web', { 'node-a': 1, 'node-c': 1 }),
  ],
  changes: [
    nodeChanged(20_000, 'node-b', { labels: { [zone]: 'a' } }),
    { atMs: 25_000, change: { type: 'place', workload: replicas('batch', { 'node-c': 1 }) } },
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: RemovePodsViolatingInterPodAntiAffinity
        args: {}
    plugins:
      deschedule:
        enabled:
          - RemovePodsViolatingInterPodAntiAffinity
`,
  scheduler: 'LeastAllocated',
  shownFromMs: 19_000,
  runAtMs: 60_000,
  intervalMs: 300_000,
  cycles: 1,
};
