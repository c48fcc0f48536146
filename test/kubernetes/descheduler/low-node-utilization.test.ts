import { describe, expect, test } from 'vitest';
import { balance, classes, node, pod, podsOn, stepsOf } from './small-cluster.ts';

const args = { thresholds: { pods: 20 }, targetThresholds: { pods: 50 } };
const tenPods = { pods: '10' };

test('pods leave a full node, least priority first, until it is at its target', () => {
  const nodes = [node('full', tenPods), node('empty', tenPods)];
  const pods = [9, 3, 7, 1, 8, 2, 6].map((priority) => pod(`priority-${priority}`, 'full', { priority }));
  const { steps, evicted } = balance('LowNodeUtilization', nodes, pods, { args });
  expect(classes(steps)).toEqual({ full: 'over', empty: 'under' });
  expect(evicted).toEqual(['priority-1', 'priority-2']);
  expect(stepsOf(steps, 'sourceFinished')).toMatchObject([{ reason: 'atOrBelowTarget', usage: { pods: 5 } }]);
});

describe('a node is', () => {
  const classOf = (pods: number, options = {}) => {
    const nodes = [node('a', { ...tenPods, ...options }), node('other', tenPods)];
    return classes(balance('LowNodeUtilization', nodes, podsOn('a', pods), { args }).steps).a;
  };

  test('underutilized up to its low threshold, overutilized above its high one', () => {
    expect([0, 2, 3, 5, 6].map((pods) => classOf(pods))).toEqual(['under', 'under', 'within', 'within', 'over']);
  });

  test('never underutilized while cordoned, but can be overutilized', () => {
    expect([0, 6].map((pods) => classOf(pods, { unschedulable: true }))).toEqual(['within', 'over']);
  });

  test('overutilized by a resource that the policy does not name, when more is requested than there is', () => {
    expect(classOf(3, { cpu: '300m' })).toBe('within');
    expect(classOf(3, { cpu: '299m' })).toBe('over');
  });

  test('measured by its capacity, when it says nothing allocatable', () => {
    const bare = { metadata: { name: 'a' }, status: { capacity: { cpu: '4', memory: '8Gi', pods: '10' } } };
    const { steps } = balance('LowNodeUtilization', [bare, node('other')], podsOn('a', 6), { args });
    expect(classes(steps).a).toBe('over');
  });
});

test('a threshold is cut off after a floating point multiplication: 58% of 100 pods are 57, of 110 they are 63', () => {
  const policy = { thresholds: { pods: 29 }, targetThresholds: { pods: 58 } };
  const nodes = [node('a', { pods: '100' }), node('b', { pods: '110' })];
  const { steps } = balance('LowNodeUtilization', nodes, podsOn('a', 58), { args: policy });
  const pods = stepsOf(steps, 'nodeClassified').map(({ resources }) => resources?.find(({ name }) => name === 'pods'));
  expect(pods.map((resource) => [resource?.low.value, resource?.high.value])).toEqual([
    [28, 57],
    [31, 63],
  ]);
  expect(classes(steps).a).toBe('over');
});

test('usage is the sum of requests of active pods, of every kind, rounded only when it is told', () => {
  const pods = [
    pod('a', 'full', { cpu: '0.0004', owner: 'DaemonSet' }),
    pod('b', 'full', { cpu: '0.0004', memory: '100m' }),
    pod('pending', 'full', { cpu: '1', phase: 'Pending' }),
    pod('done', 'full', { cpu: '1', phase: 'Succeeded' }),
  ];
  const { steps } = balance('LowNodeUtilization', [node('full'), node('other')], pods, { args });
  const resources = stepsOf(steps, 'nodeClassified')[0]?.resources ?? [];
  expect(Object.fromEntries(resources.map(({ name, usage }) => [name, usage]))).toEqual({
    cpu: 1001,
    memory: 1,
    pods: 3,
  });
});

describe('the plugin does nothing', () => {
  const outcome = (nodes: ReturnType<typeof node>[], pods: ReturnType<typeof pod>[], more = {}) => {
    const { steps, evicted } = balance('LowNodeUtilization', nodes, pods, { args: { ...args, ...more } });
    expect(evicted).toEqual([]);
    expect(stepsOf(steps, 'roomMeasured')).toEqual([]);
    return stepsOf(steps, 'gateChecked').at(-1)?.message;
  };
  const two = [node('a', tenPods), node('b', tenPods)];

  test.each([
    [
      'when no node is underutilized',
      [...podsOn('a', 6), ...podsOn('b', 3, { prefix: 'api' })],
      {},
      'No node is underutilized, nothing to do here, you might tune your thresholds further',
    ],
    [
      'when no more nodes are underutilized than numberOfNodes',
      podsOn('a', 6),
      { numberOfNodes: 1 },
      'Number of nodes underutilized is less or equal than NumberOfNodes, nothing to do here',
    ],
    ['when all nodes are underutilized', [], {}, 'All nodes are underutilized, nothing to do here'],
    ['when no node is overutilized', podsOn('a', 5), {}, 'All nodes are under target utilization, nothing to do here'],
  ])('%s', (_, pods, more, message) => {
    expect(outcome(two, pods, more)).toBe(message);
  });
});

test('the node with the most memory requested comes first, however busy the others are', () => {
  const nodes = [node('cpu', tenPods), node('memory', tenPods), node('empty', { pods: '100' })];
  const pods = [...podsOn('cpu', 9, { cpu: '400m' }), ...podsOn('memory', 6, { prefix: 'db', memory: '1Mi' })];
  const { steps } = balance('LowNodeUtilization', nodes, pods, { args });
  expect(stepsOf(steps, 'sourceStarted').map((step) => step.node)).toEqual(['memory', 'cpu']);
});

test('when the room of all targets together is used up, no later node loses a pod', () => {
  const nodes = [node('a', tenPods), node('b', tenPods), node('empty', { pods: '4' })];
  const pods = [...podsOn('a', 9), ...podsOn('b', 8, { prefix: 'api' })];
  const { steps, evicted } = balance('LowNodeUtilization', nodes, pods, { args });
  expect(stepsOf(steps, 'roomMeasured')).toMatchObject([{ room: { pods: 2 }, targets: ['empty'] }]);
  expect(evicted).toEqual(['web-0', 'web-1']);
  expect(stepsOf(steps, 'sourceFinished').map(({ reason, resources }) => [reason, resources])).toEqual([
    ['noRoom', ['pods']],
    ['noRoom', ['pods']],
  ]);
});

describe('a pod is passed over', () => {
  const full = node('full', tenPods);
  const two: { key: string; effect: string }[] = [
    { key: 'a', effect: 'NoSchedule' },
    { key: 'b', effect: 'PreferNoSchedule' },
  ];
  const tolerations = (...keys: string[]) => ({ tolerations: keys.map((key) => ({ key, operator: 'Exists' })) });
  const everything = { tolerations: [{ operator: 'Exists' }] };

  test('when it tolerates the taints of no target, of whatever effect', () => {
    const pods = [
      pod('a-none', 'full'),
      pod('b-one', 'full', { spec: tolerations('a') }),
      pod('c-wildcard', 'full', { spec: everything }),
      pod('d-both', 'full', { spec: tolerations('a', 'b') }),
      ...podsOn('full', 4, { priority: 1 }),
    ];
    const target = node('target', { ...tenPods, taints: two });
    const { steps, evicted } = balance('LowNodeUtilization', [full, target], pods, { args });
    expect(evicted).toEqual(['d-both']);
    // One toleration of everything is fewer than two taints, and that alone decides.
    expect(stepsOf(steps, 'podSkipped').slice(0, 3)).toMatchObject([
      { pod: { name: 'a-none' }, reason: 'taints' },
      { pod: { name: 'b-one' }, reason: 'taints' },
      { pod: { name: 'c-wildcard' }, reason: 'taints' },
    ]);
  });

  test('when it fits nowhere else, with nodeFit, and told why for each node', () => {
    const pods = [pod('large', 'full', { cpu: '3' }), ...podsOn('full', 6, { priority: 1 })];
    const target = node('target', { ...tenPods, cpu: '2' });
    const options = { args, evictorArgs: { nodeFit: true } };
    const { steps, evicted } = balance('LowNodeUtilization', [full, target], pods, options);
    expect(evicted).toEqual(['web-0', 'web-1']);
    expect(stepsOf(steps, 'podSkipped')).toEqual([
      {
        kind: 'podSkipped',
        pod: { namespace: 'default', name: 'large' },
        node: 'full',
        reason: 'nodeFit',
        nodes: [
          { node: 'target', reasons: [{ why: 'insufficient', resource: 'cpu', requested: 3000, available: 2000 }] },
        ],
      },
    ]);
  });

  test('in an excluded namespace, though its requests count', () => {
    const pods = [pod('system', 'full', { namespace: 'kube-system' }), ...podsOn('full', 5, { priority: 1 })];
    const excluded = { ...args, evictableNamespaces: { exclude: ['kube-system'] } };
    const { steps, evicted } = balance('LowNodeUtilization', [full, node('empty', tenPods)], pods, { args: excluded });
    expect(evicted).toEqual(['web-0']);
    expect(stepsOf(steps, 'podSkipped')).toMatchObject([{ pod: { name: 'system' }, reason: 'namespaceExcluded' }]);
  });
});

test('overhead of a pod that requests nothing counts into the usage of its node, and not out of it', () => {
  const overhead = { overhead: { cpu: '1' } };
  const pods = [pod('a', 'full', { cpu: '', spec: overhead }), pod('b', 'full', { cpu: '1', spec: overhead })];
  const cpu = { thresholds: { cpu: 20 }, targetThresholds: { cpu: 25 } };
  const { steps } = balance('LowNodeUtilization', [node('full'), node('empty')], pods, { args: cpu });
  const usages = [stepsOf(steps, 'sourceStarted')[0]?.usage, ...stepsOf(steps, 'podEvicted').map(({ usage }) => usage)];
  expect(usages.map((usage) => usage?.cpu)).toEqual([3000, 3000, 1000]);
});

describe('evictions stop', () => {
  const nodes = [node('a', tenPods), node('b', tenPods), node('empty', tenPods)];
  const pods = [...podsOn('a', 9), ...podsOn('b', 8, { prefix: 'api', namespace: 'team' })];

  test('on a node that has used up its limit, and go on with the next', () => {
    const limits = { maxNoOfPodsToEvictPerNode: 1 };
    const { steps, evicted } = balance('LowNodeUtilization', nodes, pods, { args, limits });
    expect(evicted).toEqual(['web-0', 'api-0']);
    expect(stepsOf(steps, 'sourceFinished').map(({ reason }) => reason)).toEqual(['nodeLimit', 'nodeLimit']);
  });

  test('with a limit of 0 after the first refused try', () => {
    const limits = { maxNoOfPodsToEvictPerNode: 0 };
    const { steps, evicted } = balance('LowNodeUtilization', nodes, pods, { args, limits });
    expect(evicted).toEqual([]);
    expect(stepsOf(steps, 'evictionRefused').map((step) => [step.pod.name, step.by])).toEqual([
      ['web-0', 'nodeLimit'],
      ['api-0', 'nodeLimit'],
    ]);
  });

  test('not at the limit of a namespace: each further pod is tried and refused', () => {
    const limits = { maxNoOfPodsToEvictPerNamespace: 1 };
    const { steps, evicted } = balance('LowNodeUtilization', nodes, pods, { args, limits });
    expect(evicted).toEqual(['web-0', 'api-0']);
    expect(stepsOf(steps, 'sourceFinished').map(({ reason }) => reason)).toEqual(['podsExhausted', 'podsExhausted']);
  });

  test('not at a pod that a disruption budget protects: the next one goes', () => {
    const refusal = { evicted: false, code: 429, message: 'it would violate the budget.' } as const;
    const answer = ({ pod: { name } }: { pod: { name: string } }) => (name === 'web-0' ? refusal : undefined);
    const { steps, evicted } = balance('LowNodeUtilization', nodes, pods, { args, answer });
    expect(evicted.slice(0, 2)).toEqual(['web-1', 'web-2']);
    expect(stepsOf(steps, 'evictionRefused')).toMatchObject([
      { by: 'api', error: 'error when evicting pod (ignoring) "web-0": it would violate the budget.' },
    ]);
  });
});

describe('with deviation thresholds', () => {
  const deviation = (thresholds: object, targetThresholds: object) => ({
    useDeviationThresholds: true,
    thresholds,
    targetThresholds,
  });

  test('a node is measured against the average of all nodes', () => {
    const nodes = [node('a', tenPods), node('b', tenPods), node('c', tenPods)];
    const pods = [...podsOn('a', 8), ...podsOn('b', 4, { prefix: 'api' })];
    const run = balance('LowNodeUtilization', nodes, pods, { args: deviation({ pods: 10 }, { pods: 10 }) });
    expect(classes(run.steps)).toEqual({ a: 'over', b: 'within', c: 'under' });
    expect(run.evicted).toEqual(['web-0', 'web-1', 'web-2']);
    const resources = stepsOf(run.steps, 'nodeClassified')[0]?.resources ?? [];
    expect(resources.find(({ name }) => name === 'pods')).toMatchObject({
      low: { rule: 'deviation', average: 40, deviation: -10, percent: 30, value: 3 },
      high: { rule: 'deviation', average: 40, deviation: 10, percent: 50, value: 5 },
    });
  });

  test('a low deviation of 0 makes both thresholds the whole node', () => {
    const pods = podsOn('a', 8);
    const args = deviation({ pods: 0 }, { pods: 10 });
    const { steps } = balance('LowNodeUtilization', [node('a', tenPods), node('b', tenPods)], pods, { args });
    expect(classes(steps)).toEqual({ a: 'under', b: 'under' });
    expect(stepsOf(steps, 'nodeClassified')[0]?.resources?.[2]).toMatchObject({
      low: { rule: 'fullCapacity', value: 10 },
      high: { rule: 'fullCapacity', value: 10 },
    });
  });

  test('a resource that some node lacks makes every node overutilized', () => {
    const gpu = { 'nvidia.com/gpu': 10 };
    const nodes = [node('a', { extended: { 'nvidia.com/gpu': '4' } }), node('b')];
    const { steps } = balance('LowNodeUtilization', nodes, [], { args: deviation(gpu, gpu) });
    expect(classes(steps)).toEqual({ a: 'over', b: 'over' });
    const fact = stepsOf(steps, 'nodeClassified')[0]?.resources?.[3];
    expect(fact).toMatchObject({ name: 'nvidia.com/gpu', high: { percent: null, average: null, value: -(2 ** 63) } });
  });
});

test('a resource may be called as every JavaScript object is', () => {
  const odd = JSON.parse('{"constructor": 20, "__proto__": 20, "toString": 20}');
  const nodes = [node('a', { extended: { constructor: '10' } }), node('b', { extended: { constructor: '10' } })];
  const pods = podsOn('a', 9, { extended: { constructor: '1' } });
  const { evicted } = balance('LowNodeUtilization', nodes, pods, { args: { thresholds: odd, targetThresholds: odd } });
  // There is no room of the resources that no node has.
  expect(evicted).toEqual([]);
});

test('all steps are plain JSON', () => {
  const nodes = [node('full', tenPods), node('empty', tenPods), node('cordoned', { unschedulable: true })];
  const options = { args, evictorArgs: { nodeFit: true } };
  const { steps } = balance(
    'LowNodeUtilization',
    nodes,
    [...podsOn('full', 8), pod('bare', 'full', { owner: undefined })],
    options,
  );
  expect(steps).toMatchObject(JSON.parse(JSON.stringify(steps)));
  expect(new Set(steps.map(({ kind }) => kind))).toContain('podEvicted');
});
