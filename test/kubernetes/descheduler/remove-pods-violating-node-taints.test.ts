import { expect, test } from 'vitest';
import { complaint, node, pod, runPlugin, verdicts } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'RemovePodsViolatingNodeTaints';
const gpu = { key: 'gpu', value: 'true', effect: 'NoSchedule' };
const tolerating = { spec: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } };

test('a pod leaves a node that got a taint which it does not tolerate', () => {
  const nodes = [node('a', { taints: [gpu] }), node('b')];
  const { evicted, steps } = runPlugin(plugin, nodes, [
    pod('stays', 'b'),
    pod('tolerates', 'a', tolerating),
    pod('goes', 'a'),
  ]);
  expect(evicted).toEqual(['goes']);
  const [goes, tolerates] = stepsOf(steps, 'podJudged').map(({ judgement }) => judgement);
  expect(goes).toEqual({ plugin, taint: 'gpu=true:NoSchedule' });
  expect(tolerates).toEqual({ plugin, taint: undefined });
});

test('NoExecute is left to the taint manager, and PreferNoSchedule counts only when asked for', () => {
  const nodes = [
    node('execute', { taints: [{ key: 'k', effect: 'NoExecute' }] }),
    node('prefer', { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] }),
  ];
  const pods = [pod('one', 'execute'), pod('two', 'prefer')];
  expect(runPlugin(plugin, nodes, pods).evicted).toEqual([]);
  expect(runPlugin(plugin, nodes, pods, { args: { includePreferNoSchedule: true } }).evicted).toEqual(['two']);
});

test.each([['gpu'], ['gpu=true']])('the taint %s can be excluded', (excluded) => {
  const nodes = [node('a', { taints: [gpu] }), node('b')];
  expect(runPlugin(plugin, nodes, [pod('web', 'a')], { args: { excludedTaints: [excluded] } }).evicted).toEqual([]);
});

test('since v0.30 the plugin can be confined to some taints, but not exclude others at the same time', () => {
  const nodes = [node('a', { taints: [gpu] }), node('b', { taints: [{ key: 'other', effect: 'NoSchedule' }] })];
  const args = { includedTaints: ['gpu'] };
  const pods = [pod('one', 'a'), pod('two', 'b')];
  expect(runPlugin(plugin, nodes, pods, { args, version: 'v0.36.0' }).evicted).toEqual(['one']);
  expect(complaint(plugin, { ...args, excludedTaints: ['x'] }, 'v0.36.0')).toBe(
    'in profile test: either includedTaints or excludedTaints can be set, but not both',
  );
  expect(complaint(plugin, args)).toContain('unknown field "includedTaints"');
});

test('v0.28 evicts pods that have ended, v0.36 does not', () => {
  const nodes = [node('a', { taints: [gpu] }), node('b')];
  const done = [pod('done', 'a', { status: { phase: 'Succeeded' } })];
  expect(runPlugin(plugin, nodes, done).evicted).toEqual(['done']);
  expect(runPlugin(plugin, nodes, done, { version: 'v0.36.0' }).evicted).toEqual([]);
});

test('a limit of the node ends the plugin there and nowhere else', () => {
  const nodes = [node('a', { taints: [gpu] }), node('b', { taints: [gpu] })];
  const pods = ['a', 'b'].flatMap((on) => [pod(`${on}-1`, on), pod(`${on}-2`, on)]);
  const limits = { maxNoOfPodsToEvictPerNode: 1 };
  expect(runPlugin(plugin, nodes, pods, { limits }).evicted).toEqual(['a-1', 'b-1']);
  const later = runPlugin(plugin, nodes, pods, { limits, version: 'v0.36.0' });
  expect(later.evicted).toEqual(['a-1', 'b-1']);
  // It learns from the refusal that the limit is reached.
  expect(stepsOf(later.steps, 'evictionRefused').map((step) => [step.pod.name, step.by])).toEqual([
    ['a-2', 'nodeLimit'],
    ['b-2', 'nodeLimit'],
  ]);
  const total = { maxNoOfPodsToEvictTotal: 1 };
  expect(runPlugin(plugin, nodes, pods, { limits: total, version: 'v0.36.0' }).evicted).toEqual(['a-1']);
});

test('pods of other namespaces and other labels are left alone', () => {
  const nodes = [node('a', { taints: [gpu] }), node('b')];
  const pods = [
    pod('here', 'a', { namespace: 'team' }),
    pod('elsewhere', 'a'),
    pod('other', 'a', { namespace: 'team', labels: { app: 'db' } }),
  ];
  const args = { namespaces: { include: ['team'] }, labelSelector: { matchLabels: { app: 'web' } } };
  const { evicted, steps } = runPlugin(plugin, nodes, pods, { args });
  expect(evicted).toEqual(['here']);
  expect(verdicts(steps)).toEqual({ here: true });
});
