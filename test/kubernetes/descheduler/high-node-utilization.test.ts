import { expect, test } from 'vitest';
import { balance, classes, node, pod, podsOn, stepsOf } from './small-cluster.ts';

const args = { thresholds: { pods: 30 } };
const tenPods = { pods: '10' };

test('a lightly used node loses all its pods, and may be cordoned', () => {
  const nodes = [node('busy', tenPods), node('light', { ...tenPods, unschedulable: true })];
  const pods = [...podsOn('busy', 5), ...podsOn('light', 3, { prefix: 'api' })];
  const { steps, evicted } = balance('HighNodeUtilization', nodes, pods, { args });
  expect(classes(steps)).toEqual({ busy: 'over', light: 'under' });
  expect(evicted).toEqual(['api-0', 'api-1', 'api-2']);
  expect(stepsOf(steps, 'sourceFinished')).toMatchObject([{ reason: 'podsExhausted', usage: { pods: 0 } }]);
});

test('the emptiest node comes first', () => {
  const nodes = [node('three', tenPods), node('one', tenPods), node('busy', tenPods)];
  const pods = [...podsOn('three', 3), ...podsOn('one', 1, { prefix: 'api' }), ...podsOn('busy', 6, { prefix: 'db' })];
  const { steps } = balance('HighNodeUtilization', nodes, pods, { args });
  expect(stepsOf(steps, 'sourceStarted').map((step) => step.node)).toEqual(['one', 'three']);
});

test('targets can be filled up to their whole capacity, and no further', () => {
  const nodes = [node('busy', { pods: '6' }), node('light', tenPods)];
  const pods = [...podsOn('busy', 4), ...podsOn('light', 3, { prefix: 'api' })];
  const { steps, evicted } = balance('HighNodeUtilization', nodes, pods, { args });
  expect(stepsOf(steps, 'roomMeasured')).toMatchObject([{ room: { cpu: 3600, pods: 2 } }]);
  expect(evicted).toEqual(['api-0', 'api-1']);
  expect(stepsOf(steps, 'sourceFinished')).toMatchObject([{ reason: 'noRoom', resources: ['pods'] }]);
});

test('a cordoned node that is not lightly used is left alone, and no target', () => {
  const nodes = [node('busy', { ...tenPods, unschedulable: true }), node('light', tenPods)];
  const { steps, evicted } = balance('HighNodeUtilization', nodes, podsOn('busy', 5), { args });
  expect(classes(steps)).toEqual({ busy: 'within', light: 'under' });
  expect(evicted).toEqual([]);
  expect(stepsOf(steps, 'gateChecked').at(-1)?.message).toBe(
    'No node is available to schedule the pods, nothing to do here',
  );
});

test('an extended resource that no target offers blocks everything', () => {
  const nodes = [node('busy', tenPods), node('light', { ...tenPods, extended: { 'nvidia.com/gpu': '8' } })];
  const pods = [...podsOn('busy', 5), pod('trainer', 'light', { extended: { 'nvidia.com/gpu': '1' } })];
  const { steps, evicted } = balance('HighNodeUtilization', nodes, pods, {
    args: { thresholds: { pods: 30, 'nvidia.com/gpu': 50 } },
  });
  expect(evicted).toEqual([]);
  expect(stepsOf(steps, 'sourceFinished')).toMatchObject([{ reason: 'noRoom', resources: ['nvidia.com/gpu'] }]);
});
