import { podsToMove } from 'kind-wasm-shim/kubernetes/descheduler/plugins/removepodsviolatingtopologyspreadconstraint/even-out.ts';
import type { Pod, PodSpec, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { expect, test } from 'vitest';
import { complaint, node, pod, runPlugin } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'RemovePodsViolatingTopologySpreadConstraint';
const zones = [node('a', { zone: 'z1' }), node('b', { zone: 'z2' })];
const constraint: TopologySpreadConstraint = {
  maxSkew: 1,
  topologyKey: 'topology.kubernetes.io/zone',
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'web' } },
};
const spread = (more: Partial<TopologySpreadConstraint> = {}) => ({
  topologySpreadConstraints: [{ ...constraint, ...more }],
});
const pods = (on: string, count: number, spec: Partial<PodSpec> = spread()): Pod[] =>
  Array.from({ length: count }, (_, index) => pod(`${on}-${index}`, on, { spec }));

test('a zone with too many pods gives some to one with too few', () => {
  const { evicted, steps } = runPlugin(plugin, zones, pods('a', 4));
  // 4 and 0 become 2 and 2: half of the three that the skew is too much, rounded up.
  expect(evicted).toEqual(['a-2', 'a-3']);
  expect(stepsOf(steps, 'domainsCounted')).toMatchObject([{ skew: 4, balanced: false, average: 2, maxSkew: 1 }]);
  expect(stepsOf(steps, 'domainsEvened')).toMatchObject([{ from: 'z1', to: 'z2', sizes: { from: 4, to: 0 } }]);
});

test('a skew that the constraint allows is left alone', () => {
  const { evicted, steps } = runPlugin(plugin, zones, [...pods('a', 2), ...pods('b', 1)]);
  expect(evicted).toEqual([]);
  expect(stepsOf(steps, 'domainsCounted')).toMatchObject([{ skew: 1, balanced: true }]);
});

test.each([
  // large, small, average, maxSkew, moved
  [8, 2, 5, 1, 3],
  [6, 5, 5.5, 0, 1],
  [5, 5, 5, 0, 0],
  [9, 0, 3, 1, 3],
])('a domain of %i gives one of %i, with an average of %d and a skew of %i, so many pods: %i', (...numbers) => {
  const [large, small, average, maxSkew, moved] = numbers;
  expect(podsToMove(large, small, average, maxSkew)).toBe(moved);
});

test('soft constraints are enforced only when the policy asks for them', () => {
  const soft = pods('a', 4, spread({ whenUnsatisfiable: 'ScheduleAnyway' }));
  expect(runPlugin(plugin, zones, soft).evicted).toEqual([]);
  expect(runPlugin(plugin, zones, soft, { args: { constraints: ['ScheduleAnyway'] } }).evicted).toHaveLength(2);
});

test('a pod that fits on no node that lacks pods counts as moved, and stays', () => {
  const nodes = [node('a', { zone: 'z1' }), node('b', { zone: 'z2', taints: [{ key: 'k', effect: 'NoSchedule' }] })];
  const { evicted, steps } = runPlugin(plugin, nodes, pods('a', 4));
  expect(evicted).toEqual([]);
  expect(stepsOf(steps, 'domainsEvened')).toMatchObject([{ chosen: [] }]);
  const args = { topologyBalanceNodeFit: false };
  expect(runPlugin(plugin, nodes, pods('a', 4), { args }).evicted).toEqual(['a-2', 'a-3']);
});

test('a zone whose taints the pods do not tolerate does not count when the constraint honours taints', () => {
  const nodes = [node('a', { zone: 'z1' }), node('b', { zone: 'z2', taints: [{ key: 'k', effect: 'NoSchedule' }] })];
  const { steps } = runPlugin(plugin, nodes, pods('a', 4, spread({ nodeTaintsPolicy: 'Honor' })));
  expect(stepsOf(steps, 'domainsCounted')).toMatchObject([{ skew: 0, balanced: true }]);
});

test('matchLabelKeys count the pods of one revision only', () => {
  const revised = (name: string, on: string, revision: string) =>
    pod(name, on, { labels: { app: 'web', revision }, spec: spread({ matchLabelKeys: ['revision'] }) });
  const both = [
    revised('old-1', 'a', '1'),
    revised('old-2', 'a', '1'),
    revised('new-1', 'b', '2'),
    revised('new-2', 'b', '2'),
  ];
  const { evicted } = runPlugin(plugin, zones, both);
  expect(evicted).toEqual(['old-2', 'new-2']);
});

test('pods that choose their nodes are moved last', () => {
  const choosy = pod('a-9', 'a', { spec: { ...spread(), nodeSelector: {} } });
  expect(runPlugin(plugin, zones, [...pods('a', 3), choosy]).evicted).toEqual(['a-1', 'a-2']);
});

test('of equals v0.36 moves the higher priority first, v0.28 does not look at it', () => {
  const ranked = [100, 0, 0, 0].map((priority, index) => pod(`a-${index}`, 'a', { spec: { ...spread(), priority } }));
  expect(runPlugin(plugin, zones, ranked).evicted).toEqual(['a-2', 'a-3']);
  expect(runPlugin(plugin, zones, ranked, { version: 'v0.36.0' }).evicted).toEqual(['a-3', 'a-0']);
});

test('v0.36 moves pods that fit elsewhere before those that do not', () => {
  const bound = {
    ...spread({ nodeAffinityPolicy: 'Ignore' }),
    nodeName: 'a',
    containers: [{ name: 'c', resources: { requests: { cpu: '101' } } }],
  };
  const four = [...pods('a', 2), pod('a-big-1', 'a', { spec: bound }), pod('a-big-2', 'a', { spec: bound })];
  expect(runPlugin(plugin, zones, four, { version: 'v0.36.0' }).evicted).toEqual(['a-0', 'a-1']);
});

test('terminating pods do not count, and a node at its limit is passed over', () => {
  const leaving = pods('a', 4).map((one) => ({
    ...one,
    metadata: {
      ...one.metadata,
      deletionTimestamp: '2026-05-01T11:59:59Z',
      annotations: { 'descheduler.alpha.kubernetes.io/evict': 'true' },
    },
  }));
  expect(runPlugin(plugin, zones, leaving).evicted).toEqual([]);
  expect(runPlugin(plugin, zones, pods('a', 6), { limits: { maxNoOfPodsToEvictPerNode: 1 } }).evicted).toHaveLength(1);
});

test('a skew below zero ends, though nothing is ever even', () => {
  expect(runPlugin(plugin, zones, [...pods('a', 1), ...pods('b', 1, spread({ maxSkew: -1 }))]).evicted).toEqual([]);
});

test('all that is wrong with the arguments is told', () => {
  const args = { namespaces: { include: ['a'], exclude: ['b'] }, constraints: ['Never'] };
  expect(complaint(plugin, args)).toBe(
    'in profile test: [only one of Include/Exclude namespaces can be set, ' +
      'constraint Never is not one of map[DoNotSchedule:{} ScheduleAnyway:{}]]',
  );
});
