import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { describe, expect, test } from 'vitest';
import { balance, classes, node, pod, podsOn, stepsOf } from './small-cluster.ts';

const releases = ['v0.28.1', 'v0.36.0'] as const;
const thresholds = (low: object, high: object) => ({ thresholds: low, targetThresholds: high });

describe('LowNodeUtilization', () => {
  const both = (run: (version: DeschedulerVersion) => unknown) => releases.map(run);

  test('58 of 100 pods are above 58 % as long as amounts are compared: 0.58 × 100 is cut off to 57', () => {
    const nodes = [node('full', { pods: '100' }), node('empty')];
    const args = thresholds({ pods: 20 }, { pods: 58 });
    const classOf = (version: DeschedulerVersion) =>
      classes(balance('LowNodeUtilization', nodes, podsOn('full', 58, { cpu: '' }), { version, args }).steps).full;
    expect(both(classOf)).toEqual(['over', 'within']);
  });

  test('a node with more cpu requested than there is was overutilized even when only pods have thresholds', () => {
    const nodes = [node('full', { cpu: '1' }), node('empty')];
    const args = thresholds({ pods: 5 }, { pods: 50 });
    const run = (version: DeschedulerVersion) => {
      const { steps } = balance('LowNodeUtilization', nodes, podsOn('full', 11), { version, args });
      return classes(steps).full;
    };
    expect(both(run)).toEqual(['over', 'within']);
  });

  test('tells since v0.33 which percentages it compared, and which resources it did not', () => {
    const nodes = [node('full'), node('empty')];
    const args = thresholds({ cpu: 20 }, { cpu: 50 });
    const { steps } = balance('LowNodeUtilization', nodes, podsOn('full', 30), { version: 'v0.36.0', args });
    const full = stepsOf(steps, 'nodeClassified').find((step) => step.node === 'full');
    expect(full?.resources?.map(({ name, compared }) => [name, compared])).toEqual([
      ['cpu', { usage: 75, low: 20, high: 50 }],
      ['memory', null],
      ['pods', null],
    ]);
  });

  test('evicts from a node no more than its own limit says', () => {
    const args = { ...thresholds({ pods: 5 }, { pods: 10 }), evictionLimits: { node: 2 } };
    const nodes = [node('full', { pods: '20' }), node('empty')];
    const { evicted, steps } = balance('LowNodeUtilization', nodes, podsOn('full', 10), { version: 'v0.36.0', args });
    expect(evicted).toHaveLength(2);
    expect(stepsOf(steps, 'sourceFinished')).toMatchObject([{ reason: 'pluginNodeLimit' }]);
  });

  test('ends on all nodes with the limit of the cycle', () => {
    const args = thresholds({ pods: 5 }, { pods: 10 });
    const nodes = [node('a', { pods: '20' }), node('b', { pods: '20' }), node('empty')];
    const pods = [...podsOn('a', 10, { prefix: 'a' }), ...podsOn('b', 10, { prefix: 'b' })];
    const limits = { maxNoOfPodsToEvictTotal: 3 };
    const { evicted, steps } = balance('LowNodeUtilization', nodes, pods, { version: 'v0.36.0', args, limits });
    expect(evicted).toHaveLength(3);
    expect(stepsOf(steps, 'evictionRefused')).toMatchObject([
      { by: 'totalLimit', limit: 3, error: 'maximum number of evicted pods per a descheduling cycle reached' },
    ]);
    expect(stepsOf(steps, 'sourceFinished')).toMatchObject([{ node: 'a', reason: 'totalLimit' }]);
  });

  test('an overhead without a request leaves the usage of the node with its pod, since requests are counted as schedulers do', () => {
    const nodes = [node('full'), node('empty')];
    const heavy = { cpu: '', spec: { overhead: { cpu: '500m' } } };
    const args = thresholds({ cpu: 10 }, { cpu: 50 });
    const run = (version: DeschedulerVersion) =>
      balance('LowNodeUtilization', nodes, podsOn('full', 6, heavy), { version, args }).evicted.length;
    // 6 × 500m of 4 cores are 75 %: two pods less are 50 %.
    expect(both(run)).toEqual([6, 2]);
  });

  test('with metrics it cannot be built, as where no metrics are served', () => {
    const args = { ...thresholds({ cpu: 10 }, { cpu: 50 }), metricsUtilization: { source: 'KubernetesMetrics' } };
    expect(() => balance('LowNodeUtilization', [], [], { version: 'v0.36.0', args })).toThrow(
      'unable to build LowNodeUtilization plugin: unable to initialize "LowNodeUtilization" plugin: metrics client not initialized',
    );
  });
});

test('HighNodeUtilization can leave alone pods that request nothing that has a threshold', () => {
  const args = { thresholds: { memory: 20 }, evictionModes: ['OnlyThresholdingResources'] };
  const pods = [
    pod('plain', 'light'),
    pod('greedy', 'light', { memory: '100Mi' }),
    ...podsOn('busy', 4, { memory: '1Gi' }),
  ];
  const { evicted } = balance('HighNodeUtilization', [node('light'), node('busy')], pods, { version: 'v0.36.0', args });
  expect(evicted).toEqual(['greedy']);
});

describe('the evictor of v0.36', () => {
  const args = thresholds({ pods: 20 }, { pods: 20 });
  const nodes = [node('full', { pods: '10' }), node('empty', { pods: '10' })];
  const roomy = [node('full', { pods: '10' }), node('empty')];
  const version = 'v0.36.0';
  type Options = Partial<Parameters<typeof balance>[3]>;

  function refusal(candidate: ReturnType<typeof pod>, evictorArgs: object, more: Options = {}): string | undefined {
    const pods = [candidate, ...podsOn('full', 5, { labels: { app: 'web' } })];
    const { steps } = balance('LowNodeUtilization', nodes, pods, { ...more, version, args, evictorArgs });
    const ranked = stepsOf(steps, 'sourceStarted')[0]?.pods?.find(({ name }) => name === candidate.metadata?.name);
    return ranked?.evictable === false ? ranked.reason : undefined;
  }

  test.each([
    [
      'in another order and other words',
      pod('p', 'full', {
        owner: 'DaemonSet',
        priority: 2_000_000_000,
        spec: { volumes: [{ name: 'v', emptyDir: {} }] },
      }),
      {},
      '[pod has system critical priority and is protected against eviction, pod has higher priority than specified priority class threshold, pod has local storage and is protected against eviction, daemonset pods are protected against eviction]',
    ],
    [
      'by the protections that the policy turns on',
      pod('p', 'full', {
        owner: 'DaemonSet',
        spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] },
      }),
      { podProtections: { defaultDisabled: ['DaemonSetPods'], extraEnabled: ['PodsWithPVC'] } },
      'pod with PVC is protected against eviction',
    ],
    [
      'with fewer replicas than the policy asks for',
      pod('p', 'full'),
      { minReplicas: 7 },
      'owner has 6 replicas which is less than minReplicas of 7',
    ],
    ['with enough replicas', pod('p', 'full'), { minReplicas: 6 }, undefined],
    [
      'that is too young',
      pod('p', 'full'),
      { minPodAge: '90m' },
      'pod age is not older than MinPodAge: 1h30m0s seconds',
    ],
    [
      'without a budget',
      pod('p', 'full'),
      { podProtections: { extraEnabled: ['PodsWithoutPDB'] } },
      'pod does not have a PodDisruptionBudget and is protected against eviction',
    ],
  ])('refuses a pod %s', (_, candidate, evictorArgs, reason) => {
    expect(refusal(candidate, evictorArgs)).toBe(reason);
  });

  test('lets a pod with a budget go', () => {
    const budget = {
      metadata: { name: 'b', namespace: 'default' },
      spec: { selector: { matchLabels: { app: 'web' } } },
    };
    const evictorArgs = { ignorePodsWithoutPDB: true };
    const candidate = pod('p', 'full', { labels: { app: 'web' } });
    expect(refusal(candidate, evictorArgs, { others: { podDisruptionBudgets: [budget] } })).toBeUndefined();
  });

  test('keeps pods that prefer to stay for last, or for good when the policy says so', () => {
    const annotations = { 'descheduler.alpha.kubernetes.io/prefer-no-eviction': '' };
    const pods = [pod('a-stays', 'full', { annotations }), ...podsOn('full', 4)];
    const run = (evictorArgs: object) =>
      balance('LowNodeUtilization', roomy, pods, { version, args: thresholds({ pods: 5 }, { pods: 5 }), evictorArgs });
    expect(run({}).evicted.at(-1)).toBe('a-stays');
    expect(run({ noEvictionPolicy: 'Mandatory' }).evicted).not.toContain('a-stays');
  });

  test('evicts only from namespaces with the labels that the policy asks for', () => {
    const namespaces = [{ metadata: { name: 'default', labels: { team: 'a' } } }, { metadata: { name: 'other' } }];
    const pods = [...podsOn('full', 3), ...podsOn('full', 3, { namespace: 'other', prefix: 'other' })];
    const evictorArgs = { namespaceLabelSelector: { matchLabels: { team: 'a' } } };
    const { evicted } = balance('LowNodeUtilization', roomy, pods, {
      version,
      args,
      evictorArgs,
      others: { namespaces },
    });
    expect(evicted).toEqual(['web-0', 'web-1', 'web-2']);
  });

  test('finds no place for a pod beside one that its anti-affinity forbids', () => {
    const labels = { app: 'lonely' };
    const term = { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    const pods = [
      pod('lonely-1', 'full', { labels, spec: { affinity } }),
      pod('lonely-2', 'empty', { labels }),
      ...podsOn('full', 2, { owner: undefined }),
    ];
    const run = (release: DeschedulerVersion) =>
      balance('LowNodeUtilization', nodes, pods, { version: release, args, evictorArgs: { nodeFit: true } }).evicted;
    expect(releases.map(run)).toEqual([['lonely-1'], []]);
  });

  test('refuses a pod without UID', () => {
    const pods = podsOn('full', 3).map((made) => ({ ...made, metadata: { ...made.metadata, uid: '' } }));
    const { evicted, steps } = balance('LowNodeUtilization', nodes, pods, { version, args });
    expect(evicted).toEqual([]);
    expect(stepsOf(steps, 'evictionRefused')[0]).toMatchObject({ error: 'Pod default/web-0 is missing UID' });
  });

  test.each([
    [{ noEvictionPolicy: 'Never' }, 'noEvictionPolicy accepts only ["Preferred" "Mandatory"] values'],
    [
      { podProtections: { extraEnabled: ['PodsOfMine'] } },
      'invalid pod protection policy in ExtraEnabled: "PodsOfMine". Valid options are: [PodsWithPVC PodsWithoutPDB PodsWithResourceClaims]',
    ],
    [
      { evictLocalStoragePods: true, podProtections: { defaultDisabled: ['DaemonSetPods'] } },
      'cannot use Deprecated fields alongside PodProtections.ExtraEnabled or PodProtections.DefaultDisabled',
    ],
    [{ minPodAge: 'soon' }, 'time: invalid duration "soon"'],
  ])('is not configured with %j', (evictorArgs, error) => {
    expect(() => balance('LowNodeUtilization', nodes, [], { version, args, evictorArgs })).toThrow(error);
  });
});
