import type { PodAffinityTerm } from 'kubernetes-types/core/v1';
import { expect, test } from 'vitest';
import { node, pod, runPlugin, verdicts } from './run-plugin.ts';
import { stepsOf } from './small-cluster.ts';

const plugin = 'RemovePodsViolatingInterPodAntiAffinity';
const hostname = 'kubernetes.io/hostname';
const zone = 'topology.kubernetes.io/zone';
const apartFrom = (app: string, topologyKey = hostname, more: Partial<PodAffinityTerm> = {}) => ({
  spec: {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app } }, topologyKey, ...more },
        ],
      },
    },
  },
});

test('a pod leaves the node of a pod that it must not stand beside', () => {
  const nodes = [node('a'), node('b')];
  const pods = [
    pod('db', 'a', { labels: { app: 'db' } }),
    pod('web', 'a', apartFrom('db')),
    pod('far', 'b', apartFrom('db')),
  ];
  const { evicted, steps } = runPlugin(plugin, nodes, pods);
  expect(evicted).toEqual(['web']);
  expect(verdicts(steps)).toEqual({ web: true, far: false });
  expect(stepsOf(steps, 'podJudged')[0]?.judgement).toEqual({
    plugin,
    conflict: { pod: { namespace: 'default', name: 'db' }, node: 'a', topologyKey: hostname },
  });
});

test('of two that cannot stand each other one stays', () => {
  const pods = [pod('one', 'a', apartFrom('web')), pod('two', 'a', apartFrom('web'))];
  expect(runPlugin(plugin, [node('a'), node('b')], pods).evicted).toEqual(['one']);
});

test('the less important one goes', () => {
  const important = { spec: { ...apartFrom('web').spec, priority: 100 } };
  const pods = [pod('one', 'a', important), pod('two', 'a', apartFrom('web'))];
  expect(runPlugin(plugin, [node('a'), node('b')], pods).evicted).toEqual(['two']);
});

test('a topology key keeps pods apart across the nodes of a zone', () => {
  const nodes = [node('a', { zone: 'z1' }), node('b', { zone: 'z1' }), node('c', { zone: 'z2' })];
  const pods = [
    pod('db', 'a', { labels: { app: 'db' } }),
    pod('near', 'b', apartFrom('db', zone)),
    pod('far', 'c', apartFrom('db', zone)),
  ];
  expect(runPlugin(plugin, nodes, pods).evicted).toEqual(['near']);
});

test('a term names other namespaces, else it means the pod’s own', () => {
  const pods = [
    pod('db', 'a', { labels: { app: 'db' }, namespace: 'data' }),
    pod('own', 'a', apartFrom('db')),
    pod('named', 'a', apartFrom('db', hostname, { namespaces: ['data'] })),
  ];
  expect(runPlugin(plugin, [node('a'), node('b')], pods).evicted).toEqual(['named']);
});

test('a pod that the evictor refuses stays, and still conflicts', () => {
  const pods = [pod('bare', 'a', { ...apartFrom('web'), owner: undefined }), pod('web', 'a', apartFrom('web'))];
  const { evicted, steps } = runPlugin(plugin, [node('a'), node('b')], pods);
  expect(evicted).toEqual(['web']);
  expect(stepsOf(steps, 'podNotEvictable').map((step) => step.pod.name)).toEqual(['bare']);
});

test('a selector that cannot be read conflicts with nobody', () => {
  const broken = apartFrom('web', hostname, { labelSelector: { matchExpressions: [{ key: 'app', operator: 'in' }] } });
  expect(runPlugin(plugin, [node('a'), node('b')], [pod('one', 'a', broken), pod('two', 'a')]).evicted).toEqual([]);
});
