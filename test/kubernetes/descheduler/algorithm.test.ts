import fc from 'fast-check';
import {
  AlgorithmError,
  type NodeUtilizationAlgorithm,
  upstreamAlgorithm,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm.ts';
import type { PodForEviction } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm-types.ts';
import {
  compareForEviction,
  orderForEviction,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/eviction-order.ts';
import { describe, expect, test } from 'vitest';
import { seed } from '../../support/seed.ts';
import { balance, classes, node, podsOn, stepsOf } from './small-cluster.ts';

const candidate = (
  name: string,
  priority: number | undefined,
  qosClass: PodForEviction['qosClass'],
): PodForEviction => ({
  namespace: 'default',
  name,
  labels: {},
  priority,
  qosClass,
  requests: {},
});

test('pods are evicted by priority, then by class; a pod without priority first of all', () => {
  const pods = [
    candidate('d', 0, 'Guaranteed'),
    candidate('f', 10, 'BestEffort'),
    candidate('c', 0, 'Burstable'),
    candidate('e', 9, 'Guaranteed'),
    candidate('a', undefined, 'Guaranteed'),
    candidate('b', -5, 'Guaranteed'),
  ];
  expect(orderForEviction(pods).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('the order of eviction is one: it does not depend on who is compared with whom', () => {
  const some = fc.record({
    priority: fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined }),
    qosClass: fc.constantFrom<PodForEviction['qosClass']>('BestEffort', 'Burstable', 'Guaranteed'),
  });
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      const [x, y, z] = [a, b, c].map(({ priority, qosClass }) => candidate('p', priority, qosClass));
      if (!x || !y || !z) throw new Error('there are three pods');
      expect(Math.sign(compareForEviction(x, y)) + Math.sign(compareForEviction(y, x))).toBe(0);
      if (compareForEviction(x, y) <= 0 && compareForEviction(y, z) <= 0) {
        expect(compareForEviction(x, z)).toBeLessThanOrEqual(0);
      }
    }),
    { seed, numRuns: 500 },
  );
});

describe('an edited algorithm', () => {
  const args = { thresholds: { pods: 20 }, targetThresholds: { pods: 50 } };
  const nodes = [node('full', { pods: '10' }), node('empty', { pods: '10' })];
  const run = (edited: object) => {
    const algorithm = { ...upstreamAlgorithm, ...edited } as NodeUtilizationAlgorithm;
    return balance('LowNodeUtilization', nodes, podsOn('full', 8), { args, algorithm });
  };

  test('decides, and its nodes say that upstream would not have', () => {
    const { steps, evicted } = run({ classifyForLowNodeUtilization: () => 'within' });
    expect(classes(steps)).toEqual({ full: 'within', empty: 'within' });
    expect(stepsOf(steps, 'nodeClassified').map(({ reason }) => reason)).toEqual([
      'editedAlgorithm',
      'editedAlgorithm',
    ]);
    expect(evicted).toEqual([]);
  });

  test('may answer with copies of the pods', () => {
    const backwards = (pods: readonly PodForEviction[]) =>
      pods.map(({ namespace, name }) => ({ namespace, name })).reverse();
    expect(run({ orderForEviction: backwards }).evicted).toEqual(['web-7', 'web-6', 'web-5']);
  });

  const expectedClass = "expected 'under', 'over' or 'within'";
  const expectedOrder = 'expected its 8 pods, each once';
  test.each([
    [
      { classifyForLowNodeUtilization: () => 'Over' },
      `classifyForLowNodeUtilization returned "Over" for node empty: ${expectedClass}`,
    ],
    [
      { classifyForLowNodeUtilization: () => 1n },
      `classifyForLowNodeUtilization returned 1 for node empty: ${expectedClass}`,
    ],
    [{ orderForEviction: () => undefined }, `orderForEviction returned undefined for node full: ${expectedOrder}`],
    [{ orderForEviction: () => [] }, `orderForEviction returned a list of 0 for node full: ${expectedOrder}`],
    [
      { orderForEviction: (pods: readonly PodForEviction[]) => pods.map(() => pods[3]) },
      `orderForEviction returned a list with the pod default/web-3 in it, twice or not of this node, for node full: ${expectedOrder}`,
    ],
    [
      { orderForEviction: (pods: readonly PodForEviction[]) => pods.map(() => null) },
      `orderForEviction returned a list with null in it, twice or not of this node, for node full: ${expectedOrder}`,
    ],
  ])('%# that answers what is no answer is told so', (edited, message) => {
    expect(() => run(edited)).toThrow(AlgorithmError);
    expect(() => run(edited)).toThrow(message);
  });
});
