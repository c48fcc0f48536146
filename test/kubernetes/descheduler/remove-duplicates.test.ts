import { expect, test } from 'vitest';
import { complaint, node, pod, runPlugin } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'RemoveDuplicates';
const nodes = [node('a'), node('b')];
const web = (on: string, ...names: string[]) => names.map((name) => pod(name, on));

test('replicas that stand together are spread over the nodes', () => {
  const { evicted, steps } = runPlugin(plugin, nodes, web('a', 'web-1', 'web-2', 'web-3', 'web-4'));
  expect(evicted).toEqual(['web-3', 'web-4']);
  const named = (...names: string[]) => names.map((name) => ({ namespace: 'default', name }));
  expect(stepsOf(steps, 'duplicatesCounted')).toEqual([
    {
      kind: 'duplicatesCounted',
      owner: { namespace: 'default', kind: 'ReplicaSet', name: 'web', images: ['web'] },
      occurrences: 4,
      targets: ['a', 'b'],
      upperAverage: 2,
      duplicates: [{ node: 'a', pods: named('web-2', 'web-3', 'web-4') }],
      victims: [{ node: 'a', pods: named('web-3', 'web-4') }],
    },
  ]);
});

test('pods of the same owner with other images, and of other owners, are no duplicates', () => {
  const pods = [pod('one', 'a'), pod('two', 'a', { image: 'web:2' }), pod('three', 'a', { owner: 'ReplicaSet/other' })];
  expect(runPlugin(plugin, nodes, pods).evicted).toEqual([]);
});

test('with one target node there is nothing to spread', () => {
  const tainted = [node('a'), node('b', { taints: [{ key: 'k', effect: 'NoSchedule' }] })];
  const { evicted, steps } = runPlugin(plugin, tainted, web('a', 'web-1', 'web-2'));
  expect(evicted).toEqual([]);
  expect(stepsOf(steps, 'duplicatesCounted')[0]?.victims).toEqual([]);
});

test('a cordoned node counts as a target all the same', () => {
  const cordoned = [node('a'), node('b', { unschedulable: true })];
  expect(runPlugin(plugin, cordoned, web('a', 'web-1', 'web-2')).evicted).toEqual(['web-2']);
});

test('owners of an excluded kind keep their pods together', () => {
  const pods = web('a', 'web-1', 'web-2');
  expect(runPlugin(plugin, nodes, pods, { args: { excludeOwnerKinds: ['ReplicaSet'] } }).evicted).toEqual([]);
});

test('the limit of a node ends its evictions', () => {
  const pods = web('a', 'web-1', 'web-2', 'web-3', 'web-4');
  expect(runPlugin(plugin, nodes, pods, { limits: { maxNoOfPodsToEvictPerNode: 1 } }).evicted).toEqual(['web-3']);
});

test('namespaces are included or excluded, not both', () => {
  const args = { namespaces: { include: ['a'], exclude: ['b'] } };
  expect(complaint(plugin, args)).toBe('in profile test: only one of Include/Exclude namespaces can be set');
});
