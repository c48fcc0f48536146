import { expect, test } from 'vitest';
import { complaint, node, now, pod, runPlugin } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'PodLifeTime';
const nodes = [node('a'), node('b')];

test('pods older than the policy allows are evicted, the oldest of the cluster first', () => {
  const pods = [
    pod('middle', 'a', { ageSeconds: 200 }),
    pod('oldest', 'b', { ageSeconds: 300 }),
    pod('exactly', 'a', { ageSeconds: 100 }),
    pod('just', 'a', { ageSeconds: 101 }),
  ];
  const { evicted, steps } = runPlugin(plugin, nodes, pods, { args: { maxPodLifeTimeSeconds: 100 } });
  expect(evicted).toEqual(['oldest', 'middle', 'just']);
  expect(stepsOf(steps, 'podJudged').map(({ pod: { name }, judgement }) => [name, judgement])).toContainEqual([
    'exactly',
    { plugin, ageSeconds: 100, maxPodLifeTimeSeconds: 100, states: ['Running'], keptBy: 'age' },
  ]);
});

test('a node at its limit is passed over, and others go on', () => {
  const pods = [
    pod('a-1', 'a', { ageSeconds: 300 }),
    pod('a-2', 'a', { ageSeconds: 200 }),
    pod('b-1', 'b', { ageSeconds: 150 }),
  ];
  const options = { args: { maxPodLifeTimeSeconds: 100 }, limits: { maxNoOfPodsToEvictPerNode: 1 } };
  expect(runPlugin(plugin, nodes, pods, options).evicted).toEqual(['a-1', 'b-1']);
  expect(runPlugin(plugin, nodes, pods, { ...options, version: 'v0.36.0' }).evicted).toEqual(['a-1', 'b-1']);
});

test('states are phases and the reasons why containers wait', () => {
  const status = {
    phase: 'Pending',
    containerStatuses: [
      {
        name: 'c',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { waiting: { reason: 'ContainerCreating' } },
      },
    ],
  };
  const pods = [pod('creating', 'a', { status }), pod('running', 'a')];
  const args = { maxPodLifeTimeSeconds: 100, states: ['ContainerCreating'] };
  expect(runPlugin(plugin, nodes, pods, { args }).evicted).toEqual(['creating']);
});

test('v0.28 needs an age, v0.36 any criterion', () => {
  expect(complaint(plugin, { states: ['Running'] })).toBe('in profile test: MaxPodLifeTimeSeconds not set');
  expect(complaint(plugin, { states: ['Running'] }, 'v0.36.0')).toBeUndefined();
  expect(complaint(plugin, { ownerKinds: { exclude: ['Job'] } }, 'v0.36.0')).toBe(
    'in profile test: at least one filtering criterion must be specified ' +
      '(maxPodLifeTimeSeconds, states, conditions, or exitCodes)',
  );
  expect(complaint(plugin, { conditions: [{}] }, 'v0.36.0')).toBe(
    'in profile test: conditions[0]: at least one of type, status, reason, ' +
      'or minTimeSinceLastTransitionSeconds must be set',
  );
});

test('v0.36 chooses by conditions that have held for a while', () => {
  const ready = (secondsAgo: number) => ({
    phase: 'Succeeded',
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason: 'PodCompleted',
        lastTransitionTime: new Date(Date.parse(now) - secondsAgo * 1000).toISOString(),
      },
    ],
  });
  const pods = [pod('long', 'a', { status: ready(60) }), pod('lately', 'a', { status: ready(59) })];
  const args = { conditions: [{ reason: 'PodCompleted', minTimeSinceLastTransitionSeconds: 60 }] };
  expect(runPlugin(plugin, nodes, pods, { args, version: 'v0.36.0' }).evicted).toEqual(['long']);
});

test('v0.36 includes and excludes by the kinds of owners', () => {
  const pods = [pod('web', 'a'), pod('job', 'a', { owner: 'Job/nightly' })];
  const run = (ownerKinds: unknown) =>
    runPlugin(plugin, nodes, pods, { args: { states: ['Running'], ownerKinds }, version: 'v0.36.0' }).evicted;
  expect(run({ include: ['Job'] })).toEqual(['job']);
  expect(run({ exclude: ['Job'] })).toEqual(['web']);
});

test('to v0.28 a pod from the future is older than any', () => {
  const pods = [pod('future', 'a', { ageSeconds: -60 })];
  const args = { maxPodLifeTimeSeconds: 100 };
  expect(runPlugin(plugin, nodes, pods, { args }).evicted).toEqual(['future']);
  expect(runPlugin(plugin, nodes, pods, { args, version: 'v0.36.0' }).evicted).toEqual([]);
});
