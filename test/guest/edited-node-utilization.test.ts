import { readFileSync } from 'node:fs';
import {
  algorithmFromAnswers,
  type EditedFiles,
  type NodeUtilizationSnapshot,
  runEditedNodeUtilization,
} from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import { type GuestRuntime, loadGuestRuntime } from 'kind-wasm-shim/guest/runtime.ts';
import { upstreamAlgorithm } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm.ts';
import type {
  NodeUsage,
  PodForEviction,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/algorithm-types.ts';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';

const folder = new URL('../../src/kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/', import.meta.url);
const source = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const original: EditedFiles = {
  'classification.ts': source('classification.ts'),
  'eviction-order.ts': source('eviction-order.ts'),
};

let runtime: GuestRuntime;
beforeAll(async () => {
  runtime = await loadGuestRuntime();
});
beforeEach(() => runtime.ready());

function node(name: string, usedPods: bigint, unschedulable = false): NodeUsage {
  const pods = { name: 'pods', usage: usedPods, capacity: 110n, lowThreshold: 22n, highThreshold: 55n };
  return { name, unschedulable, labels: {}, resources: [pods] };
}

function pod(name: string, priority: number | undefined, qosClass: PodForEviction['qosClass']): PodForEviction {
  return { namespace: 'default', name, labels: { app: name }, priority, qosClass, requests: { cpu: 100_000_000n } };
}

const snapshot: NodeUtilizationSnapshot = {
  plugin: 'LowNodeUtilization',
  nodes: [
    { node: node('kind-worker', 3n), pods: [] },
    {
      node: node('kind-worker2', 90n),
      pods: [pod('a', 100, 'Guaranteed'), pod('b', undefined, 'Burstable'), pod('c', 100, 'BestEffort')],
    },
    { node: node('kind-worker3', 3n, true), pods: [pod('d', 0, 'BestEffort')] },
  ],
};

function run(edit: Partial<EditedFiles> = {}, plugin: NodeUtilizationSnapshot['plugin'] = 'LowNodeUtilization') {
  const limits = { deadlineMs: 500, now: () => performance.now() };
  const files = { ...original, ...edit };
  return runEditedNodeUtilization(runtime, files, source('algorithm.ts'), { ...snapshot, plugin }, limits);
}

test('the unedited files answer as the plugin itself does', () => {
  for (const plugin of ['LowNodeUtilization', 'HighNodeUtilization'] as const) {
    const result = run({}, plugin);
    const expected = snapshot.nodes.map(({ node, pods }) => ({
      name: node.name,
      class: upstreamAlgorithm[`classifyFor${plugin}`](node),
      order: upstreamAlgorithm.orderForEviction(pods).map((pod) => pods.indexOf(pod)),
    }));
    expect(result).toEqual({ ok: true, value: expected, logs: [] });
  }
});

test('an edit changes the classes and the order, and a simulation can be given both', () => {
  const result = run({
    'classification.ts': original['classification.ts'].replace(
      "return 'within'",
      "return node.unschedulable ? 'over' : 'within'",
    ),
    'eviction-order.ts': original['eviction-order.ts'].replace('sort(compareForEviction)', 'reverse()'),
  });
  if (!result.ok) throw new Error(result.message);
  expect(result.value.map((answer) => answer.class)).toEqual(['under', 'over', 'over']);
  const algorithm = algorithmFromAnswers(snapshot, result.value);
  expect(snapshot.nodes.map(({ node }) => algorithm.classifyForLowNodeUtilization(node))).toEqual([
    'under',
    'over',
    'over',
  ]);
  const pods = snapshot.nodes[1]?.pods ?? [];
  expect(algorithm.orderForEviction(pods).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  expect(algorithm.orderForEviction(pods.slice(0, 2)).map(({ name }) => name)).toEqual(['b', 'a']);
});

test('an algorithm made of answers says so when it is asked about another cluster', () => {
  const result = run();
  if (!result.ok) throw new Error(result.message);
  const algorithm = algorithmFromAnswers(snapshot, result.value);
  expect(() => algorithm.classifyForLowNodeUtilization(node('kind-worker9', 1n))).toThrow(
    'was not asked about node kind-worker9',
  );
  expect(() => algorithm.orderForEviction([pod('z', 1, 'BestEffort'), pod('y', 1, 'BestEffort')])).toThrow(
    'was not asked about pod default/',
  );
});

describe('a wrong answer is put at the function that gave it', () => {
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

  test.each([
    [
      'a class that there is none of',
      "return 'underutilized';",
      /returned "underutilized" for node kind-worker: expected 'under', 'over' or 'within'/,
    ],
    ['nothing', 'return;', /returned undefined for node kind-worker: expected/],
    ['a number', 'return 1 as never;', /returned 1 for node kind-worker: expected/],
    ['a bigint', 'return 1n as never;', /classifyForLowNodeUtilization/],
    ['a function', 'return (() => 1) as never;', /returned a function for node kind-worker/],
  ])('%s as class', (_what, body, message) => {
    const text = original['classification.ts'].replace(
      "if (!node.unschedulable && usesLittleOfEverything(node)) return 'under';",
      body,
    );
    const result = run({ 'classification.ts': text });
    expect(result).toMatchObject({
      ok: false,
      kind: 'badReturn',
      file: 'classification.ts',
      line: lineOf(text, 'function classifyForLowNodeUtilization'),
    });
    expect(!result.ok && result.message).toMatch(message);
  });

  test.each([
    ['a pod short', 'return pods.slice(1);'],
    ['a pod twice', 'return pods.map(() => pods[0]!);'],
    ['a pod made up', "return pods.map((pod) => ({ ...pod, name: 'other' }));"],
    ['names instead of pods', 'return pods.map((pod) => pod.name) as never;'],
    ['a promise', 'return Promise.resolve(pods) as never;'],
    ['null', 'return null as never;'],
  ])('%s as order', (_what, body) => {
    const text = original['eviction-order.ts'].replace('return [...pods].sort(compareForEviction);', body);
    expect(run({ 'eviction-order.ts': text })).toMatchObject({
      ok: false,
      kind: 'badReturn',
      file: 'eviction-order.ts',
      line: lineOf(text, 'function orderForEviction'),
      message: expect.stringMatching(
        /^orderForEviction returned .* for node kind-worker2?: expected its \d pods, each once$/,
      ),
    });
  });

  test('an endless loop in the comparator is reported in its file, not in ours', () => {
    const text = original['eviction-order.ts'].replace(
      'if (a.priority !== b.priority) {',
      'while (true) {}\n  if (a.priority !== b.priority) {',
    );
    expect(run({ 'eviction-order.ts': text })).toMatchObject({
      kind: 'deadline',
      file: 'eviction-order.ts',
      line: lineOf(text, 'while (true)'),
    });
  });

  test('a function that was deleted is missed by name', () => {
    const result = run({ 'eviction-order.ts': 'export const nothing = 1;' });
    expect(result).toMatchObject({ ok: false, kind: 'missing', file: 'eviction-order.ts' });
    expect(!result.ok && result.message).toBe('eviction-order.ts must export orderForEviction, and does not');
  });
});

test('code that replaces the checks inside the sandbox is caught outside', () => {
  const text = `${original['classification.ts']}\nArray.prototype.map = function () { return [{ name: 'kind-worker', class: 'purple', order: [] }]; };`;
  const result = run({ 'classification.ts': text });
  expect(result).toMatchObject({
    ok: false,
    kind: 'badReturn',
    message: 'the answers are not one class and one order for every node',
  });
});
