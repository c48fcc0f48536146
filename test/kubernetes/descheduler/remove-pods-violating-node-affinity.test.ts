import type { NodeSelectorTerm } from 'kubernetes-types/core/v1';
import { expect, test } from 'vitest';
import { complaint, node, pod, runPlugin } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'RemovePodsViolatingNodeAffinity';
const required = { nodeAffinityType: ['requiredDuringSchedulingIgnoredDuringExecution'] };
const preferred = { nodeAffinityType: ['preferredDuringSchedulingIgnoredDuringExecution'] };
const ssd: NodeSelectorTerm = { matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] };
const needsSsd = {
  spec: {
    affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [ssd] } } },
  },
};
const likesSsd = (weight: number) => ({
  spec: {
    affinity: {
      nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, preference: ssd }] },
    },
  },
});

test('a pod leaves a node that lost the label which it requires, when another node has it', () => {
  const nodes = [node('hdd'), node('ssd', { labels: { disk: 'ssd' } })];
  const pods = [pod('needs', 'hdd', needsSsd), pod('cares-not', 'hdd'), pod('fine', 'ssd', needsSsd)];
  expect(runPlugin(plugin, nodes, pods, { args: required }).evicted).toEqual(['needs']);
});

test('a pod that would fit nowhere stays where it is', () => {
  const nodes = [node('hdd'), node('ssd', { labels: { disk: 'ssd' }, unschedulable: true })];
  const { evicted, steps } = runPlugin(plugin, nodes, [pod('needs', 'hdd', needsSsd)], { args: required });
  expect(evicted).toEqual([]);
  expect(stepsOf(steps, 'podJudged').map(({ judgement }) => judgement)).toEqual([
    { plugin, affinity: 'required', matches: false, fitsSomewhere: false },
  ]);
});

test('a preference counts when another node satisfies it better', () => {
  const nodes = [node('hdd'), node('ssd', { labels: { disk: 'ssd' } })];
  const pods = [pod('likes', 'hdd', likesSsd(7)), pod('has', 'ssd', likesSsd(7))];
  const { evicted, steps } = runPlugin(plugin, nodes, pods, { args: preferred });
  expect(evicted).toEqual(['likes']);
  expect(stepsOf(steps, 'podJudged')[0]?.judgement).toEqual({
    plugin,
    affinity: 'preferred',
    matches: false,
    weight: 0,
    bestWeight: 7,
    fitsSomewhere: true,
  });
});

test('the types of affinity must be named, and one that does not exist does nothing', () => {
  expect(complaint(plugin, {})).toBe('in profile test: nodeAffinityType needs to be set');
  const nodes = [node('hdd'), node('ssd', { labels: { disk: 'ssd' } })];
  const pods = [pod('needs', 'hdd', needsSsd)];
  expect(runPlugin(plugin, nodes, pods, { args: { nodeAffinityType: ['required'] } }).evicted).toEqual([]);
});

test('v0.28 tells the first thing that is wrong, v0.36 all', () => {
  const args = { namespaces: { include: ['a'], exclude: ['b'] } };
  const missing = 'nodeAffinityType needs to be set';
  expect(complaint(plugin, args)).toBe(`in profile test: ${missing}`);
  const both = 'only one of Include/Exclude namespaces can be set';
  expect(complaint(plugin, args, 'v0.36.0')).toBe(`in profile test: [${missing}, ${both}]`);
});
