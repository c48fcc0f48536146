import { type DeschedulerPreset, node, nodeAgent, replicas } from './preset.ts';

/** A node was away for a while. Its pods were made anew on the others, and there they stay. */
export const duplicates: DeschedulerPreset = {
  nodes: [node('node-a'), node('node-b'), node('node-c')],
  objects: [nodeAgent],
  placed: [
    replicas('shop', { 'node-a': 2, 'node-b': 2, 'node-c': 2 }),
    replicas('search', { 'node-a': 1, 'node-b': 1, 'node-c': 1 }),
    replicas('pinned', { 'node-b': 2 }, { podSpec: { nodeSelector: { 'kubernetes.io/hostname': 'node-b' } } }),
  ],
  changes: [
    { atMs: 20_000, change: { type: 'setNodeReady', node: 'node-c', ready: false } },
    { atMs: 380_000, change: { type: 'setNodeReady', node: 'node-c', ready: true } },
  ],
  policy: `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: default
    pluginConfig:
      - name: RemoveDuplicates
        args: {}
    plugins:
      balance:
        enabled:
          - RemoveDuplicates
`,
  scheduler: 'LeastAllocated',
  shownFromMs: 19_000,
  runAtMs: 420_000,
  intervalMs: 300_000,
  cycles: 1,
};
