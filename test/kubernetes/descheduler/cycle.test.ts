import { runCycle } from 'kind-wasm-shim/kubernetes/descheduler/framework/cycle.ts';
import { goRaw } from 'kind-wasm-shim/kubernetes/descheduler/framework/go-json.ts';
import { loadPolicy } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import { definePlugin, PluginError } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerStep } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { describe, expect, test } from 'vitest';
import { node, podsOn } from './small-cluster.ts';

const args = { thresholds: { pods: 20 }, targetThresholds: { pods: 50 } };
const spread = (name: string) => ({
  name,
  pluginConfig: [{ name: 'LowNodeUtilization', args }],
  plugins: { balance: { enabled: ['LowNodeUtilization'] } },
});

/** Runs a cycle over a cluster in which evicted pods are gone. */
function cycle(
  nodes: readonly Node[],
  pods: readonly Pod[],
  document: object,
  registry = setupPlugins(),
): DeschedulerStep[] {
  const { policy } = loadPolicy(
    { apiVersion: 'descheduler/v1alpha2', kind: 'DeschedulerPolicy', ...document },
    { registry },
  );
  let left = pods;
  const steps: DeschedulerStep[] = [];
  for (const step of runCycle(policy, { nodes: () => nodes, pods: () => left }, { registry, nowMs: 0 })) {
    steps.push(step);
    if (step.kind === 'evict') left = left.filter(({ metadata }) => metadata?.name !== step.pod.name);
  }
  return steps;
}

const nodes = [node('full', { pods: '10' }), node('empty', { pods: '10' })];
const brief = (steps: readonly DeschedulerStep[]) =>
  steps
    .filter(({ kind }) => ['cycleFailed', 'cycleFinished', 'profileRefused', 'pluginFinished'].includes(kind))
    .map((step) => ({ ...step }));

test('a plugin sees what an earlier one of the same cycle has evicted', () => {
  const steps = cycle(nodes, podsOn('full', 8), { profiles: [spread('first'), spread('second')] });
  expect(brief(steps)).toEqual([
    { kind: 'pluginFinished', profile: 'first', plugin: 'LowNodeUtilization', extensionPoint: 'balance', evicted: 3 },
    { kind: 'pluginFinished', profile: 'second', plugin: 'LowNodeUtilization', extensionPoint: 'balance', evicted: 0 },
    { kind: 'cycleFinished', evicted: 3 },
  ]);
});

test('limits hold for the whole cycle', () => {
  const steps = cycle(nodes, podsOn('full', 9), {
    maxNoOfPodsToEvictPerNode: 1,
    profiles: [spread('first'), spread('second')],
  });
  expect(brief(steps).at(-1)).toEqual({ kind: 'cycleFinished', evicted: 1 });
});

test('a profile that cannot be built does not keep the others from running', () => {
  const broken = { name: 'broken', plugins: { balance: { enabled: ['PodLifeTimes'] } } };
  const steps = cycle(nodes, podsOn('full', 8), { profiles: [broken, spread('good')] });
  expect(brief(steps)).toEqual([
    {
      kind: 'profileRefused',
      profile: 'broken',
      error: 'profile "broken" configures balance extension point of non-existing plugins: map[PodLifeTimes:{}]',
    },
    { kind: 'pluginFinished', profile: 'good', plugin: 'LowNodeUtilization', extensionPoint: 'balance', evicted: 3 },
    { kind: 'cycleFinished', evicted: 3 },
  ]);
});

test('with one node the cycle is an error', () => {
  expect(brief(cycle(nodes.slice(0, 1), [], { profiles: [spread('p')] }))).toEqual([
    { kind: 'cycleFailed', error: 'the cluster size is 0 or 1' },
  ]);
});

test('nodes that are not ready, or that the policy does not select, take no part', () => {
  const notReady = { ...node('down'), status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } };
  const other = { ...node('other'), metadata: { name: 'other', labels: { pool: 'b' } } };
  const steps = cycle([...nodes, notReady, other], [], { nodeSelector: 'pool!=b', profiles: [] });
  expect(steps[0]).toEqual({ kind: 'cycleStarted', nodes: ['empty', 'full'] });
});

test('a node selector that cannot be read is an error of the cycle', () => {
  expect(cycle(nodes, [], { nodeSelector: 'a=!b,,', profiles: [] })).toEqual([
    { kind: 'cycleFailed', error: "unable to parse requirement: found '!', expected: identifier" },
  ]);
});

describe('v0.36', () => {
  const later = setupPlugins('v0.36.0');

  test('skips a cycle over one node', () => {
    expect(cycle(nodes.slice(0, 1), [], { profiles: [spread('p')] }, later).at(-1)).toEqual({
      kind: 'cycleSkipped',
      why: 'clusterSize',
      nodes: 1,
    });
  });

  test('does not run when one of its profiles cannot be built', () => {
    const broken = { name: 'broken', plugins: { balance: { enabled: ['PodLifeTimes'] } } };
    const steps = cycle(nodes, podsOn('full', 8), { profiles: [spread('good'), broken] }, later);
    expect(brief(steps)).toEqual([
      {
        kind: 'cycleFailed',
        error:
          'unable to create "broken" profile: profile "broken" configures balance extension point of non-existing plugins: map[PodLifeTimes:{}]',
      },
    ]);
  });
});

test('a plugin that gives up is told, and those after it run', () => {
  const gaveUp = definePlugin<undefined>({
    name: 'GivesUp',
    extensionPoints: ['balance'],
    argsType: { ...goRaw, zero: () => undefined, decode: () => undefined },
    validate: () => undefined,
    setDefaults: (given) => given,
    build: () => ({
      name: 'GivesUp',
      *balance() {
        throw new PluginError('no metrics today');
      },
    }),
  });
  const { version, plugins } = setupPlugins();
  const document = {
    profiles: [
      {
        ...spread('p'),
        pluginConfig: [{ name: 'GivesUp' }, { name: 'LowNodeUtilization', args }],
        plugins: { balance: { enabled: ['GivesUp', 'LowNodeUtilization'] } },
      },
    ],
  };
  const steps = cycle(nodes, podsOn('full', 8), document, {
    version,
    plugins: new Map([...plugins, [gaveUp.name, gaveUp]]),
  });
  expect(steps.find(({ kind }) => kind === 'pluginFailed')).toMatchObject({
    plugin: 'GivesUp',
    error: 'no metrics today',
  });
  expect(steps.at(-1)).toEqual({ kind: 'cycleFinished', evicted: 3 });
});
