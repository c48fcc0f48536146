import { expect, test } from 'vitest';
import { node, pod, runPlugin } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'RemoveFailedPods';
const nodes = [node('a'), node('b')];
const failed = (name: string, options: Parameters<typeof pod>[2] = {}) =>
  pod(name, 'a', { ...options, status: { ...options.status, phase: 'Failed' } });
const terminated = (reason: string, exitCode: number) => ({
  name: 'c',
  image: '',
  imageID: '',
  ready: false,
  restartCount: 0,
  state: { terminated: { reason, exitCode } },
});

test('a pod that failed an hour ago or more is removed, a running one is not', () => {
  const pods = [failed('old'), failed('young', { ageSeconds: 3599 }), pod('running', 'a')];
  expect(runPlugin(plugin, nodes, pods).evicted).toEqual(['old']);
  expect(runPlugin(plugin, nodes, pods, { args: { minPodLifetimeSeconds: 0 } }).evicted).toEqual(['old', 'young']);
});

test('a failed pod without owner is removed only if DefaultEvictor evicts failed bare pods', () => {
  const pods = [failed('bare', { owner: undefined })];
  expect(runPlugin(plugin, nodes, pods).evicted).toEqual([]);
  expect(runPlugin(plugin, nodes, pods, { evictorArgs: { evictFailedBarePods: true } }).evicted).toEqual(['bare']);
});

test('owners of an excluded kind keep their pods', () => {
  const pods = [failed('job', { owner: 'Job/nightly' }), failed('web')];
  const { evicted, steps } = runPlugin(plugin, nodes, pods, { args: { excludeOwnerKinds: ['Job'] } });
  expect(evicted).toEqual(['web']);
  expect(stepsOf(steps, 'podJudged')[0]?.judgement).toMatchObject({ keptBy: 'owner', ageSeconds: 3600 });
});

test('reasons are those of containers and of the pod; of init containers only when asked for', () => {
  const pods = [
    failed('container', { status: { containerStatuses: [terminated('OOMKilled', 137)] } }),
    failed('init', { status: { initContainerStatuses: [terminated('OOMKilled', 137)] } }),
    failed('itself', { status: { reason: 'OOMKilled' } }),
    failed('other', { status: { reason: 'NodeLost' } }),
  ];
  const args = { reasons: ['OOMKilled'] };
  expect(runPlugin(plugin, nodes, pods, { args }).evicted).toEqual(['container', 'itself']);
  const all = runPlugin(plugin, nodes, pods, { args: { ...args, includingInitContainers: true } });
  expect(all.evicted).toEqual(['container', 'init', 'itself']);
});

test('since v0.31 exit codes can be asked for', () => {
  const pods = [
    failed('one', { status: { containerStatuses: [terminated('Error', 1)] } }),
    failed('two', { status: { containerStatuses: [terminated('Error', 2)] } }),
  ];
  expect(runPlugin(plugin, nodes, pods, { args: { exitCodes: [2] }, version: 'v0.36.0' }).evicted).toEqual(['two']);
});

test('a pod whose creation lies in the future counts as old', () => {
  expect(runPlugin(plugin, nodes, [failed('future', { ageSeconds: -60 })]).evicted).toEqual(['future']);
});
