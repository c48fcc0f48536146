import {
  defaultNormalizeScore,
  type SchedulingCycle,
  type ScorePlugin,
} from 'kind-wasm-shim/kubernetes/scheduler/framework.ts';
import { NodeInfo } from 'kind-wasm-shim/kubernetes/scheduler/node-info.ts';
import { interPodAffinityScore } from 'kind-wasm-shim/kubernetes/scheduler/plugins/inter-pod-affinity.ts';
import { nodeAffinityScore } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-affinity.ts';
import { nodeResourcesBalancedAllocation } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-balanced-allocation.ts';
import { nodeResourcesFitScore } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-fit.ts';
import { podTopologySpreadScore } from 'kind-wasm-shim/kubernetes/scheduler/plugins/pod-topology-spread.ts';
import { taintTolerationScore } from 'kind-wasm-shim/kubernetes/scheduler/plugins/taint-toleration.ts';
import { computePodRequest } from 'kind-wasm-shim/kubernetes/scheduler/pod-request.ts';
import { numFeasibleNodesToFind } from 'kind-wasm-shim/kubernetes/scheduler/schedule-pod.ts';
import { SchedulerCache } from 'kind-wasm-shim/kubernetes/scheduler/scheduler-cache.ts';
import type { Affinity, Node, Pod, PodAffinityTerm } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';

function node(name: string, cpu: string, memory: string, more: Partial<Node> = {}): NodeInfo {
  const labels = { 'kubernetes.io/hostname': name, ...more.metadata?.labels };
  return new NodeInfo({
    ...more,
    metadata: { name, labels },
    status: { allocatable: { cpu, memory, pods: '110' } },
  });
}

function podOf(...requests: Record<string, string>[]): Pod {
  return {
    spec: { containers: requests.map((each, index) => ({ name: `c${index}`, resources: { requests: each } })) },
  };
}

function scores(plugin: ScorePlugin, pod: Pod, nodes: readonly NodeInfo[]): number[] {
  const cycle: SchedulingCycle = { pod, request: computePodRequest(pod), nodes };
  const score = plugin.preScore(cycle, nodes);
  if (!score) return [];
  const points = nodes.map(score);
  plugin.normalize?.(points);
  return points;
}

describe('NodeResourcesFit', () => {
  // (4000 − 3000)·100/4000 = 25 of cpu and (10000 − 5000)·100/10000 = 50 of memory make 37; (6000 − 3000)·100/6000 = 50 and 50 make 50.
  const twoSizes = () => [node('small', '4', '10000'), node('large', '6', '10000')];
  const pod = podOf({ cpu: '1', memory: '2000' }, { cpu: '2', memory: '3000' });

  test('LeastAllocated prefers the node with more room', () => {
    expect(scores(nodeResourcesFitScore('LeastAllocated'), pod, twoSizes())).toEqual([37, 50]);
  });

  test('MostAllocated prefers the node with less', () => {
    expect(scores(nodeResourcesFitScore('MostAllocated'), pod, twoSizes())).toEqual([62, 50]);
  });

  test('a pod without requests counts as 100m and 200 MiB, so that such pods spread too', () => {
    const busy = node('busy', '1', '1000Mi');
    const resting = podOf({});
    busy.addPod({ metadata: { uid: 'a' }, ...resting }, computePodRequest(resting));
    // Two such pods on busy: cpu (1000 − 200)/10 = 80, memory (1000 − 400)/10 = 60; one on idle: 90 and 80.
    expect(scores(nodeResourcesFitScore('LeastAllocated'), resting, [busy, node('idle', '1', '1000Mi')])).toEqual([
      70, 85,
    ]);
  });
});

describe('NodeResourcesBalancedAllocation', () => {
  test('prefers the node on which cpu and memory are taken alike', () => {
    // 3/4 of cpu and 5/10 of memory differ by a quarter, which costs half of that; 3/6 and 5/10 are alike.
    const pod = podOf({ cpu: '3', memory: '5000' });
    expect(scores(nodeResourcesBalancedAllocation, pod, [node('a', '4', '10000'), node('b', '6', '10000')])).toEqual([
      87, 100,
    ]);
  });
});

describe('TaintToleration', () => {
  test('prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate', () => {
    const taint = (key: string) => ({ key, effect: 'PreferNoSchedule' as const });
    const nodes = [
      node('clean', '1', '1Gi'),
      node('one', '1', '1Gi', { spec: { taints: [taint('a')] } }),
      node('two', '1', '1Gi', { spec: { taints: [taint('a'), taint('b')] } }),
    ];
    expect(scores(taintTolerationScore, podOf({}), nodes)).toEqual([100, 50, 0]);
  });
});

describe('NodeAffinity', () => {
  test('adds the weights of the preferred terms that match, and is left out when there are none', () => {
    const term = (key: string, weight: number) => ({
      weight,
      preference: { matchExpressions: [{ key, operator: 'Exists' }] },
    });
    const pod: Pod = {
      spec: {
        containers: [],
        affinity: {
          nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [term('ssd', 30), term('gpu', 10)] },
        },
      },
    };
    const nodes = [
      node('both', '1', '1Gi', { metadata: { labels: { ssd: '', gpu: '' } } }),
      node('gpu', '1', '1Gi', { metadata: { labels: { gpu: '' } } }),
      node('none', '1', '1Gi'),
    ];
    expect(scores(nodeAffinityScore, pod, nodes)).toEqual([100, 25, 0]);
    expect(scores(nodeAffinityScore, podOf({}), nodes)).toEqual([]);
  });
});

describe('PodTopologySpread', () => {
  const lookup = (byNode: Record<string, number>) =>
    podTopologySpreadScore({
      podsByNode: () => new Map(Object.entries(byNode)),
      ownerSelector: () => ({ matchLabels: { app: 'web' } }),
    });

  test('by default prefers hosts with fewer pods of the same owner', () => {
    const nodes = [node('a', '1', '1Gi'), node('b', '1', '1Gi'), node('c', '1', '1Gi')];
    // Each host scores count·ln(3 + 2) + 2, rounded: 5, 4 and 2. Then 100·(5 + 2 − score)/5.
    expect(scores(lookup({ a: 2, b: 1 }), podOf({}), nodes)).toEqual([40, 60, 100]);
  });

  test('does not tell hosts apart for the only replica: packing decides then', () => {
    const nodes = [node('emptied', '1', '1Gi'), node('full', '1', '1Gi')];
    expect(scores(lookup({}), podOf({}), nodes)).toEqual([100, 100]);
  });

  test('a constraint of the pod with an empty selector counts no pods', () => {
    const pod = podOf({});
    const constraint = {
      topologyKey: 'kubernetes.io/hostname',
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway' as const,
    };
    const spec = { ...pod.spec, containers: [], topologySpreadConstraints: [{ ...constraint, labelSelector: {} }] };
    const nodes = [node('a', '1', '1Gi'), node('b', '1', '1Gi')];
    expect(scores(lookup({ a: 5 }), { ...pod, spec }, nodes)).toEqual([100, 100]);
  });

  test('a host that shares a zone with many siblings is worse than one that does not', () => {
    const zone = (name: string, topology: string) =>
      node(name, '1', '1Gi', { metadata: { labels: { 'topology.kubernetes.io/zone': topology } } });
    const [sameZone = 0, otherZone = 0] = scores(lookup({ b: 6 }), podOf({}), [
      zone('a', 'east'),
      zone('c', 'west'),
      zone('b', 'east'),
    ]);
    expect(sameZone).toBeLessThan(otherZone);
  });
});

describe('InterPodAffinity', () => {
  const preferred = (weight: number, ...terms: PodAffinityTerm[]) => ({
    preferredDuringSchedulingIgnoredDuringExecution: terms.map((podAffinityTerm) => ({ weight, podAffinityTerm })),
  });
  const hosts = (app: string): PodAffinityTerm => ({
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: { app } },
  });
  const labelled = (app: string, affinity: Affinity = {}): Pod => ({
    metadata: { namespace: 'default', labels: { app } },
    spec: { containers: [], affinity },
  });

  function scored(incoming: Pod, there: Readonly<Record<string, readonly Pod[]>>): number[] {
    const cache = new SchedulerCache();
    for (const [name, pods] of Object.entries(there)) {
      cache.setNode(node(name, '1', '1Gi').node);
      for (const [index, { metadata, spec }] of pods.entries()) {
        cache.setPod({
          metadata: { ...metadata, uid: `${name}/${index}` },
          spec: { containers: [], ...spec, nodeName: name },
        });
      }
    }
    return scores(
      interPodAffinityScore({
        node: (name) => cache.node(name),
        podsByNode: (namespace, selector, counted) => cache.podsByNode(namespace, selector, counted),
        termsForbidding: (pod, labels) => cache.termsForbidding(pod, labels),
        termsWeighing: (pod, labels) => cache.termsWeighing(pod, labels),
        namespaces: () => [],
      }),
      incoming,
      cache.nodes,
    );
  }

  test('counts each pod that the incoming one would like near, with the weight of the term', () => {
    const web = labelled('web', { podAffinity: preferred(10, hosts('cache')) });
    const cache = labelled('cache');
    // 0, 10 and 30, brought to the range of 0 to 100.
    expect(scored(web, { none: [], one: [cache], three: [cache, cache, cache] })).toEqual([0, 33, 100]);
  });

  test('takes off for each that it would rather be away from', () => {
    const web = labelled('web', {
      podAffinity: preferred(10, hosts('cache')),
      podAntiAffinity: preferred(30, hosts('batch')),
    });
    // 10, -30 and 0.
    expect(scored(web, { near: [labelled('cache')], bad: [labelled('batch')], free: [] })).toEqual([100, 0, 75]);
  });

  test('pods that are there have a say, those that require it with a weight of 1', () => {
    const wants = labelled('a', { podAffinity: preferred(4, hosts('web')) });
    const shuns = labelled('b', { podAntiAffinity: preferred(1, hosts('web')) });
    const needs = labelled('c', {
      podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [hosts('web')] },
    });
    // 4, -1 and 1 of a range of 5.
    expect(scored(labelled('web'), { wants: [wants], shuns: [shuns], needs: [needs] })).toEqual([100, 0, 40]);
  });

  test('is left out when no pod has a say', () => {
    expect(scored(labelled('web'), { a: [labelled('cache')], b: [] })).toEqual([]);
  });
});

test('scores are brought to 0…100 by whole numbers, and turned around when less is better', () => {
  const points = [3, 7, 0];
  defaultNormalizeScore(points, false);
  expect(points).toEqual([42, 100, 0]);
  const reversed = [3, 7, 0];
  defaultNormalizeScore(reversed, true);
  expect(reversed).toEqual([58, 0, 100]);
  const none = [0, 0];
  defaultNormalizeScore(none, true);
  expect(none).toEqual([100, 100]);
});

test.each([
  [10, 10],
  [99, 99],
  [100, 100],
  [1_000, 420],
  [6_000, 300],
])('of %i nodes the search stops at %i that fit', (all, found) => {
  expect(numFeasibleNodesToFind(all)).toBe(found);
});
