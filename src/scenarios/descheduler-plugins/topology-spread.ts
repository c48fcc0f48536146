import { type DeschedulerPreset, node, nodeAgent, replicas } from './preset.ts';

const zone = 'topology.kubernetes.io/zone';

function spread(app: string, whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway') {
  const labelSelector = { matchLabels: { app } };
  return { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable, labelSelector }] };
}

/** Zone b had one small node when the pods came, and got another one since. */
export const topologySpread: DeschedulerPreset = {
  nodes: [
    node('node-a', { labels: { [zone]: 'a' } }),
    node('node-b', { labels: { [zone]: 'a' } }),
    node('node-c', { labels: { [zone]: 'b' } }),
    node('node-d', { labels: { [zone]: 'b' } }),
  ],
  objects: [nodeAgent],
  placed: [
    replicas('web', { 'node-a': 3, 'node-b': 2, 'node-c': 1 }, { podSpec: spread('web', 'DoNotSchedule') }),
    replicas('mail', { 'node-a': 1, 'node-b': 2 }, { podSpec: spread('mail', 'ScheduleAnyway') }),
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: RemovePodsViolatingTopologySpreadConstraint
        args:
          constraints: [DoNotSchedule]
          topologyBalanceNodeFit: true
    plugins:
      balance:
        enabled:
          - RemovePodsViolatingTopologySpreadConstraint
`,
  switches: [
    { from: 'constraints: [DoNotSchedule]', to: 'constraints: [DoNotSchedule, ScheduleAnyway]' },
    { from: 'topologyBalanceNodeFit: true', to: 'topologyBalanceNodeFit: false' },
  ],
  scheduler: 'LeastAllocated',
  shownFromMs: 45_000,
  runAtMs: 60_000,
  intervalMs: 300_000,
  cycles: 1,
};
