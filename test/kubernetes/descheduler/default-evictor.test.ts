import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { balance, node, pod, podsOn, stepsOf } from './small-cluster.ts';

const args = { thresholds: { pods: 20 }, targetThresholds: { pods: 20 } };
const nodes = [node('full', { pods: '10' }), node('empty', { pods: '10' })];

/** Why a pod on an overutilized node must not be evicted, undefined when it may be. */
function refusal(candidate: Pod, evictorArgs: object = {}): string | undefined {
  const pods = [candidate, ...podsOn('full', 5)];
  const { steps } = balance('LowNodeUtilization', nodes, pods, { args, evictorArgs });
  const ranked = stepsOf(steps, 'sourceStarted')[0]?.pods?.find(({ name }) => name === candidate.metadata?.name);
  if (!ranked) throw new Error('the plugin asks about every pod of the source');
  return ranked.evictable ? undefined : ranked.reason;
}

const critical = 2_000_000_000;
const volumes = (volume: object) => ({ spec: { volumes: [{ name: 'v', ...volume }] } });

describe('a pod must not be evicted', () => {
  test.each([
    ['of a DaemonSet', pod('p', 'full', { owner: 'DaemonSet' }), {}, 'pod is a DaemonSet pod'],
    [
      'that mirrors a static pod',
      pod('p', 'full', { owner: 'Node', annotations: { 'kubernetes.io/config.mirror': 'hash' } }),
      {},
      'pod is a mirror pod',
    ],
    [
      'that is static',
      pod('p', 'full', { annotations: { 'kubernetes.io/config.source': 'file' } }),
      {},
      'pod is a static pod',
    ],
    ['without an owner', pod('p', 'full', { owner: undefined }), {}, 'pod does not have any ownerRefs'],
    [
      'without an owner, when only failed ones may be',
      pod('p', 'full', { owner: undefined }),
      { evictFailedBarePods: true },
      'pod does not have any ownerRefs and is not in failed phase',
    ],
    [
      'of system critical priority, for two reasons at once',
      pod('p', 'full', { priority: critical }),
      {},
      '[pod has system critical priority, pod has higher priority than specified priority class threshold]',
    ],
    [
      'from the threshold of priority on',
      pod('p', 'full', { priority: 1000 }),
      { priorityThreshold: { value: 1000 } },
      'pod has higher priority than specified priority class threshold',
    ],
    [
      'with data on its node',
      pod('p', 'full', volumes({ emptyDir: {} })),
      {},
      'pod has local storage and descheduler is not configured with evictLocalStoragePods',
    ],
    [
      'with a claim, when they are to be ignored',
      pod('p', 'full', volumes({ persistentVolumeClaim: { claimName: 'c' } })),
      { ignorePvcPods: true },
      'pod has a PVC and descheduler is configured to ignore PVC pods',
    ],
    [
      'that the label selector does not select',
      pod('p', 'full'),
      { labelSelector: { matchLabels: { app: 'web' } } },
      'pod labels do not match the labelSelector filter in the policy parameter',
    ],
  ])('%s', (_, candidate, evictorArgs, text) => {
    expect(refusal(candidate, evictorArgs)).toBe(text);
  });
});

describe('a pod may be evicted', () => {
  test.each([
    ['without a priority, whatever the threshold', pod('p', 'full'), { priorityThreshold: { value: 0 } }],
    ['with a claim', pod('p', 'full', volumes({ persistentVolumeClaim: { claimName: 'c' } })), {}],
    [
      'with data on its node, when told so',
      pod('p', 'full', volumes({ hostPath: { path: '/' } })),
      { evictLocalStoragePods: true },
    ],
    [
      'of any priority, when critical pods may be: the threshold is then not applied at all',
      pod('p', 'full', { priority: critical }),
      { evictSystemCriticalPods: true, priorityThreshold: { value: 10 } },
    ],
    [
      'with the annotation, even if it says false',
      pod('p', 'full', {
        owner: 'DaemonSet',
        priority: critical,
        annotations: { 'descheduler.alpha.kubernetes.io/evict': 'false' },
      }),
      {},
    ],
  ])('%s', (_, candidate, evictorArgs) => {
    expect(refusal(candidate, evictorArgs)).toBeUndefined();
  });
});

describe('with nodeFit', () => {
  const run = (target: ReturnType<typeof node>, candidate: Pod) => {
    const pods = [candidate, ...podsOn('full', 2, { owner: 'DaemonSet' })];
    const options = { args, evictorArgs: { nodeFit: true } };
    const { steps, evicted } = balance('LowNodeUtilization', [node('full', { pods: '10' }), target], pods, options);
    const [skipped] = stepsOf(steps, 'podSkipped');
    const reasons = skipped?.reason === 'nodeFit' ? skipped.nodes?.[0]?.reasons : undefined;
    return { evicted, reasons };
  };

  test('a resource that the pod does not request is not looked at', () => {
    expect(run(node('empty', { cpu: '1m' }), pod('p', 'full', { cpu: '' })).evicted).toEqual(['p']);
  });

  test('a node that says only its capacity has room for nothing', () => {
    const bare = { metadata: { name: 'empty' }, status: { capacity: { cpu: '4', memory: '8Gi', pods: '10' } } };
    expect(run(bare, pod('p', 'full')).reasons).toEqual([
      { why: 'insufficient', resource: 'cpu', requested: 100, available: 0 },
      { why: 'tooManyPods', pods: 0, allocatable: 0 },
    ]);
  });

  test('PreferNoSchedule does not keep a pod away, NoExecute does', () => {
    const tolerates = (effect: string) => ({ tolerations: [{ key: 'a', operator: 'Exists', effect }, { key: 'b' }] });
    const tainted = (effect: string) => node('empty', { taints: [{ key: 'a', effect }] });
    expect(run(tainted('PreferNoSchedule'), pod('p', 'full', { spec: tolerates('PreferNoSchedule') })).evicted).toEqual(
      ['p'],
    );
    expect(run(tainted('NoExecute'), pod('p', 'full', { spec: tolerates('NoExecute') })).evicted).toEqual(['p']);
  });

  test('required node affinity is asked for', () => {
    const spec = { nodeSelector: { disk: 'ssd' } };
    expect(run(node('empty'), pod('p', 'full', { spec })).reasons).toEqual([{ why: 'nodeSelector' }]);
  });
});
