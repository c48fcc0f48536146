import type { Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { boardText, boardView, policyThresholds } from '../../src/projections/lab-board.ts';
import { readLab } from '../../src/tools/labs/lab-files.ts';

const node = (name: string, spec: Node['spec'] = {}): Node => ({
  metadata: { name },
  spec,
  status: { allocatable: { pods: '110' } },
});
const pods = (nodeName: string, count: number, more: Partial<Pod> = {}): Pod[] =>
  Array.from({ length: count }, (_, i) => ({
    metadata: { name: `${nodeName}-${i}`, namespace: 'lab' },
    spec: { nodeName, containers: [] },
    status: { phase: 'Running' },
    ...more,
  }));
const planned = { low: 10, high: 15 };

describe('the board counts as LowNodeUtilization does', () => {
  test('11 pods have room at 10 %, 16 are left alone at 15 %, 17 are above', () => {
    const nodes = ['c-a', 'c-b', 'c-c', 'c-d'].map((name) => node(name));
    const all = [...pods('c-a', 11), ...pods('c-b', 12), ...pods('c-c', 16), ...pods('c-d', 17)];
    const view = boardView(nodes, all, planned, undefined);
    expect(view.nodes.map(({ shortName, standing, low, high }) => [shortName, standing, low, high])).toEqual([
      ['a', 'under', 11, 16],
      ['b', 'between', 11, 16],
      ['c', 'between', 11, 16],
      ['d', 'over', 11, 16],
    ]);
  });

  test('a cordoned node has no room, and finished pods take no place', () => {
    const finished = pods('a', 30, { status: { phase: 'Succeeded' } });
    const view = boardView([node('a', { unschedulable: true })], [...pods('a', 2), ...finished], planned, undefined);
    expect(view.nodes[0]).toMatchObject({ standing: 'between', cordoned: true });
    expect(view.nodes[0]?.pods).toHaveLength(2);
  });

  test('the words say the same', () => {
    const view = boardView(
      [node('n-a'), node('n-b', { unschedulable: true })],
      [...pods('n-a', 26), ...pods('', 1)],
      planned,
      planned,
    );
    expect(boardText(view, 'en')).toBe(
      'Room up to 11 pods, eviction above 16. a runs 26 pods and is above the target. b runs 0 pods and is left alone and is cordoned. 1 pod waits for a node.',
    );
    expect(boardText(view, 'zh')).toBe(
      '不超过 11 个算有余量，超过 16 个就驱逐。a 上有 26 个 Pod，超过目标。b 上有 0 个 Pod，不动，已被 cordon。1 个 Pod 还没有节点。',
    );
  });
});

describe('the thresholds in a policy', () => {
  test.each([
    ['manifests/policy.yaml', { low: 10, high: 15 }],
    ['manifests/policy-tighter.yaml', { low: 9, high: 11 }],
  ])('%s', (path, expected) => {
    const { files, slug } = readLab('descheduler-low-node-utilization');
    expect(policyThresholds(files[`${slug}/${path}`] ?? '')).toEqual(expected);
  });

  test.each([
    ['args: {targetThresholds: {"pods": 15}, thresholds: {"pods": 10}}', { low: 10, high: 15 }],
    ['args: {thresholds: {cpu: 20}, targetThresholds: {pods: 15}}', undefined],
    ['# thresholds: {pods: 3}\nthresholds: {pods: 10}\ntargetThresholds: {pods: 15}', { low: 10, high: 15 }],
    ['nothing of the kind', undefined],
  ])('%s', (text, expected) => {
    expect(policyThresholds(text)).toEqual(expected);
  });
});
