import fc from 'fast-check';
import { formatLog } from 'kind-wasm-shim/kernel/log.ts';
import { ProjectionReader } from 'kind-wasm-shim/kernel/projection.ts';
import { Simulation } from 'kind-wasm-shim/kernel/simulation.ts';
import { describe, expect, test } from 'vitest';
import { FigureRun } from '../../src/projections/node-utilization/figure-run.ts';
import { clusterProjection } from '../../src/projections/node-utilization/state.ts';
import { scenarios } from '../../src/scenarios/catalog.ts';
import { timesMs } from '../../src/scenarios/node-utilization-inputs.ts';
import type { PresetName } from '../../src/scenarios/node-utilization-presets.ts';
import { runNodeUtilization } from '../../src/scenarios/node-utilization-run.ts';
import { type FigureSettings, runOf, usualSettings } from '../../src/scenarios/node-utilization-settings.ts';

function figure(preset: PresetName, change: Partial<FigureSettings> = {}): FigureRun {
  return new FigureRun(runNodeUtilization(runOf({ ...usualSettings(preset), ...change })).entries, timesMs.calm);
}

/** What each node requests of a resource at the end, in the order of their names. */
function atTheEnd(run: FigureRun, resource: string): number[] {
  return run.at(run.lastIndex).nodes.map((node) => node.cells.find((cell) => cell.resource === resource)?.used ?? -1);
}

function classes(run: FigureRun): Record<string, string | undefined> {
  return Object.fromEntries(run.at(run.lastIndex).nodes.map((node) => [node.name, node.class]));
}

describe('hot node', () => {
  const run = figure('hot-node');
  const end = run.at(run.lastIndex);

  test('a node with one resource above its target is overutilized, whatever it has of the others', () => {
    expect(classes(run)).toMatchObject({ 'node-a': 'over', 'node-b': 'within' });
    const hot = run.at(0).nodes[0];
    expect(hot?.cells.map(({ resource, used, capacity }) => [resource, used, capacity])).toEqual([
      ['cpu', 3550, 4000],
      ['memory', 7616 * 1024 ** 2, 16 * 1024 ** 3],
      ['pods', 12, 29],
    ]);
  });

  test('its pods go by priority, then by QoS class, until it is at or below the target', () => {
    const [source] = end.sources;
    const order = source?.candidates.filter(({ rank }) => rank !== undefined);
    expect(order?.map(({ pod, priority, qos }) => [workload(pod), priority, qos])).toEqual([
      ['report', -100, 'BestEffort'],
      ['crawler', -100, 'Burstable'],
      ['crawler', -100, 'Burstable'],
      ['web', 0, 'Burstable'],
      ['web', 0, 'Burstable'],
      ['api', 0, 'Guaranteed'],
      ['search', 1000, 'Burstable'],
    ]);
    expect(order?.map(({ outcome }) => outcome?.kind)).toEqual([
      ...Array(5).fill('evicted'),
      'notReached',
      'notReached',
    ]);
    expect(source?.stop).toEqual({ reason: 'atOrBelowTarget', resources: [] });
    // 3550m less nothing for report, 2 × 400m and 2 × 500m.
    expect(atTheEnd(run, 'cpu')[0]).toBe(1750);
  });

  test('pods that must stay say why, in the words of the descheduler', () => {
    const staying = end.sources[0]?.candidates.filter(({ rank }) => rank === undefined) ?? [];
    expect(Object.fromEntries(staying.map(({ pod, notEvictable }) => [workload(pod), notEvictable]))).toEqual({
      cache: ['pod has local storage and descheduler is not configured with evictLocalStoragePods'],
      'cluster-dns': [
        'pod has system critical priority',
        'pod has higher priority than specified priority class threshold',
      ],
      'debug-shell': ['pod does not have any ownerRefs'],
      'edge-proxy': ['pod is a mirror pod', 'pod is a static pod'],
      'node-agent': ['pod is a DaemonSet pod'],
    });
  });

  test('every evicted pod of a ReplicaSet is replaced and scheduled again', () => {
    expect(end.placements).toHaveLength(5);
    expect(end.placements.every(({ node, replaces }) => node !== undefined && replaces !== undefined)).toBe(true);
    expect(end.pending).toEqual([]);
    expect(end.nodes.flatMap(({ pods }) => pods).filter(({ state }) => state !== 'running')).toEqual([]);
  });
});

test('without room the descheduler stops wherever it is, and leaves nodes above their target', () => {
  const run = figure('new-empty-node');
  const { sources, room } = run.at(run.lastIndex);
  expect(sources.at(-1)?.stop).toEqual({ reason: 'noRoom', resources: ['cpu'] });
  expect(room?.find(({ resource }) => resource === 'cpu')?.left).toBeLessThanOrEqual(0);
  // 2000m is the target of node-a, which comes last as it requests the least memory.
  expect(sources.at(-1)).toMatchObject({ name: 'node-a' });
  expect(sources.at(-1)?.usage?.cpu).toBeGreaterThan(2000);
});

test('a resource that the policy does not name makes a node overutilized when more is requested than there is', () => {
  const run = figure('overcommitted');
  expect(classes(run)).toEqual({ 'node-a': 'within', 'node-b': 'over', 'node-c': 'under', 'node-d': 'under' });
  const before = run.at(0).nodes[1]?.cells[0];
  expect(before).toMatchObject({ resource: 'cpu', used: 2300, capacity: 2000 });
  expect(atTheEnd(run, 'cpu')[1]).toBeLessThanOrEqual(2000);
  expect(run.scaleEnd).toBe(120);
});

test('with deviation thresholds a resource left out gets the whole capacity for both lines', () => {
  const run = figure('deviation');
  const node = run.at(run.lastIndex).nodes[0];
  expect(node?.cells.find(({ resource }) => resource === 'pods')).toMatchObject({ low: 29, high: 29 });
  expect(run.explain(run.lastIndex, 'node-a.pods.high', 'en')?.steps).toEqual(['deviation 0: the whole capacity, 29']);
});

test('HighNodeUtilization evicts all it may from the nodes that use little of everything', () => {
  const run = figure('packing');
  expect(classes(run)).toMatchObject({ 'node-d': 'under', 'node-e': 'under', 'node-a': 'over' });
  const { sources } = run.at(run.lastIndex);
  expect(sources.map(({ name, stop }) => [name, stop?.reason])).toEqual([
    // Memory decides: node-d requests more CPU than node-e and less memory.
    ['node-d', 'podsExhausted'],
    ['node-e', 'podsExhausted'],
  ]);
});

test('a cordoned node is no target; without any target nothing is evicted', () => {
  const run = figure('hot-node', { cordoned: ['node-c', 'node-d'] });
  const { run: outcome, nodes } = run.at(run.lastIndex);
  expect(nodes.filter(({ unschedulable }) => unschedulable).map(({ name }) => name)).toEqual(['node-c', 'node-d']);
  expect(outcome).toMatchObject({
    evicted: 0,
    outcome: 'No node is underutilized, nothing to do here, you might tune your thresholds further',
  });
});

test('a refused eviction counts for nothing, and the next pod takes its turn', () => {
  const usual = figure('hot-node');
  const first = usual.at(usual.lastIndex).sources[0]?.candidates[1]?.pod ?? '';
  const run = figure('hot-node', { refused: [first] });
  const [source] = run.at(run.lastIndex).sources;
  expect(source?.candidates[1]?.outcome).toMatchObject({
    kind: 'refused',
    error: expect.stringContaining("Cannot evict pod as it would violate the pod's disruption budget."),
  });
  expect(source?.candidates.map(({ outcome }) => outcome?.kind).slice(0, 7)).toEqual([
    'evicted',
    'refused',
    ...Array(4).fill('evicted'),
    'notReached',
  ]);
});

test('a policy that the descheduler refuses says so in its words and evicts nothing', () => {
  const { policy } = usualSettings('hot-node');
  const run = figure('hot-node', { policy: { ...policy, thresholds: { cpu: 60, memory: 20, pods: 20 } } });
  expect(run.at(run.lastIndex).run).toMatchObject({
    phase: 'refused',
    evicted: 0,
    refusal: "in profile default: thresholds' cpu percentage is greater than targetThresholds'",
  });
});

test('a node that a link names and that does not exist is passed over with a note', () => {
  const { entries } = runNodeUtilization(runOf({ ...usualSettings('hot-node'), cordoned: ['node-z'] }));
  expect(entries.find(({ kind }) => kind === 'note')?.data).toEqual({ text: 'there is no node node-z to cordon' });
});

test('an edited algorithm that answers as the plugin does gives the same log', () => {
  const run = runOf(usualSettings('hot-node'));
  const { entries, snapshot } = runNodeUtilization(run);
  expect(snapshot?.nodes.map(({ node, pods }) => [node.name, pods.length])).toEqual([
    ['node-a', 7],
    ...['node-b', 'node-c', 'node-d', 'node-e'].map((name) => [name, evictableOn(entries, name)]),
  ]);
  const qos = { BestEffort: 0, Burstable: 1, Guaranteed: 2 };
  const answers = (snapshot?.nodes ?? []).map(({ node, pods }) => ({
    name: node.name,
    class: node.name === 'node-a' ? ('over' as const) : underOrWithin(node.resources),
    order: pods
      .map((pod, position) => ({ pod, position }))
      .sort((a, b) => (a.pod.priority ?? 0) - (b.pod.priority ?? 0) || qos[a.pod.qosClass] - qos[b.pod.qosClass])
      .map(({ position }) => position),
  }));
  if (!snapshot) throw new Error('the descheduler ran, so there is a snapshot');
  const edited = runNodeUtilization({ ...run, edited: { snapshot, answers } });
  expect(formatLog(edited.entries)).toBe(formatLog(entries));
});

test('whatever the seed, the log is the same each time, and in the end every pod runs', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1_000_000 }),
      fc.constantFrom(...Object.keys(scenarios).filter((name) => name.startsWith('descheduler-node-utilization'))),
      (seed, name) => {
        const entry = scenarios[name];
        if (!entry) throw new Error(`there is no scenario ${name}`);
        const once = new Simulation(entry.scenario, { seed, inputs: entry.inputs });
        once.runUntilQuiet(600_000);
        const again = new Simulation(entry.scenario, { seed, inputs: entry.inputs });
        again.run(30_000);
        again.runUntilQuiet(600_000);
        expect(formatLog(again.log.entries)).toBe(formatLog(once.log.entries));
        const end = new ProjectionReader(once.log, clusterProjection).at(once.log.lastSeq);
        for (const pod of end.pods.values()) expect(pod).toMatchObject({ phase: 'Running', terminating: false });
      },
    ),
    { numRuns: 12 },
  );
});

function workload(pod: string): string {
  return pod.replace(/^default\//, '').replace(/-(node-[a-z]|[bcdfghjklmnpqrstvwxz2456789]{5})$/, '');
}

function underOrWithin(
  resources: readonly { usage: bigint | number; lowThreshold: bigint | number }[],
): 'under' | 'within' {
  return resources.every(({ usage, lowThreshold }) => usage <= lowThreshold) ? 'under' : 'within';
}

/** Pods with an owner that is no DaemonSet, without local storage and below the critical priority. */
function evictableOn(entries: readonly { kind: string; data: unknown }[], node: string): number {
  const run = new FigureRun(entries as ConstructorParameters<typeof FigureRun>[0], timesMs.calm);
  return (
    run
      .at(0)
      .nodes.find(({ name }) => name === node)
      ?.pods.filter(({ settled }) => !settled).length ?? -1
  );
}
