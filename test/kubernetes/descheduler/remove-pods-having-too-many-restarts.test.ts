import { expect, test } from 'vitest';
import { complaint, node, pod, runPlugin } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'RemovePodsHavingTooManyRestarts';
const nodes = [node('a'), node('b')];
const container = (restartCount: number, waiting?: string) => ({
  name: 'c',
  image: '',
  imageID: '',
  ready: true,
  restartCount,
  state: waiting === undefined ? { running: {} } : { waiting: { reason: waiting } },
});

test('the restarts of all containers together reach the threshold', () => {
  const pods = [
    pod('five', 'a', { status: { containerStatuses: [container(2), container(3)] } }),
    pod('four', 'a', { status: { containerStatuses: [container(4)] } }),
    pod('none', 'a'),
  ];
  const { evicted, steps } = runPlugin(plugin, nodes, pods, { args: { podRestartThreshold: 5 } });
  expect(evicted).toEqual(['five']);
  expect(stepsOf(steps, 'podJudged').map(({ pod: { name }, judgement }) => [name, judgement])).toContainEqual([
    'four',
    { plugin, restarts: 4, podRestartThreshold: 5, states: ['Running'], keptBy: 'restarts' },
  ]);
});

test('init containers count only when asked for', () => {
  const pods = [
    pod('init', 'a', { status: { containerStatuses: [container(3)], initContainerStatuses: [container(2)] } }),
  ];
  expect(runPlugin(plugin, nodes, pods, { args: { podRestartThreshold: 5 } }).evicted).toEqual([]);
  const args = { podRestartThreshold: 5, includingInitContainers: true };
  expect(runPlugin(plugin, nodes, pods, { args }).evicted).toEqual(['init']);
});

test('a state can be asked for: that of the pod or of a container that waits', () => {
  const pods = [
    pod('looping', 'a', { status: { phase: 'Pending', containerStatuses: [container(9, 'CrashLoopBackOff')] } }),
    pod('running', 'a', { status: { containerStatuses: [container(9)] } }),
  ];
  const args = { podRestartThreshold: 5, states: ['CrashLoopBackOff'] };
  expect(runPlugin(plugin, nodes, pods, { args }).evicted).toEqual(['looping']);
});

test('v0.36 evicts the pod that restarted most first', () => {
  const pods = [
    pod('a-few', 'a', { status: { containerStatuses: [container(5)] } }),
    pod('b-many', 'a', { status: { containerStatuses: [container(9)] } }),
  ];
  const options = { args: { podRestartThreshold: 5 }, limits: { maxNoOfPodsToEvictPerNode: 1 } };
  expect(runPlugin(plugin, nodes, pods, { ...options, version: 'v0.36.0' }).evicted).toEqual(['b-many']);
});

test('the threshold is at least one, and the states are two', () => {
  expect(complaint(plugin, {})).toBe('in profile test: invalid PodsHavingTooManyRestarts threshold');
  expect(complaint(plugin, { podRestartThreshold: 1, states: ['Pending'] })).toBe(
    'in profile test: states must be one of [CrashLoopBackOff Running]',
  );
});
