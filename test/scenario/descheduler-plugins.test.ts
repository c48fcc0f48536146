import { formatLog } from 'kind-wasm-shim/kernel/log.ts';
import { deschedulerVersions } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { describe, expect, test } from 'vitest';
import { FigureRun } from '../../src/projections/descheduler/figure-run.ts';
import type { DeschedulerView } from '../../src/projections/descheduler/view.ts';
import { deschedulerPresets, type PresetName, presetNames } from '../../src/scenarios/descheduler-plugins/presets.ts';
import { runDeschedulerFigure } from '../../src/scenarios/descheduler-plugins/run.ts';
import { type DeschedulerSettings, runOf, usualSettings } from '../../src/scenarios/descheduler-plugins/settings.ts';

function story(preset: PresetName, change: Partial<DeschedulerSettings> = {}): DeschedulerView {
  const run = new FigureRun(
    runDeschedulerFigure(runOf({ ...usualSettings(preset), ...change })),
    deschedulerPresets[preset].shownFromMs,
  );
  return run.at(run.lastIndex);
}

/** The policy of a story with one of its lines exchanged. */
function withLine(preset: PresetName, from: string, to: string): Partial<DeschedulerSettings> {
  const { policy } = deschedulerPresets[preset];
  if (!policy.includes(from)) throw new Error(`the policy of ${preset} has no ${from}`);
  return { policy: policy.replace(from, to) };
}

/** How many pods of each workload were evicted in the last cycle. */
function evicted(view: DeschedulerView): Record<string, number> {
  return view.pastCycles.at(-1)?.byWorkload ?? {};
}

/** What the evictor, a limit or the API said of the pods of a workload. */
function said(view: DeschedulerView, workload: string): string[] {
  const texts = view.verdicts.filter((verdict) => verdict.workload === workload).flatMap(({ text }) => text ?? []);
  return [...new Set(texts)];
}

/** How many pods of a workload run on each node. */
function onNodes(view: DeschedulerView, workload: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { name, pods } of view.nodes) {
    const count = pods.filter((pod) => pod.workload === workload && pod.state === 'running').length;
    if (count > 0) found[name] = count;
  }
  return found;
}

describe('labels and taints that changed after scheduling', () => {
  test('pods leave a NoSchedule taint, a node that lost its label, and a node that is no longer the best', () => {
    const view = story('labels-and-taints-changed');
    expect(evicted(view)).toEqual({ queue: 2, database: 1, web: 2 });
    expect(onNodes(view, 'database')).toEqual({ 'node-b': 1, 'node-d': 1 });
    expect(onNodes(view, 'web')).toEqual({ 'node-d': 2 });
    expect(onNodes(view, 'queue')['node-c']).toBeUndefined();
    // It tolerates the taint.
    expect(onNodes(view, 'cache')).toEqual({ 'node-c': 1 });
    expect(said(view, 'debug-shell')).toEqual(['pod does not have any ownerRefs']);
  });

  test('PreferNoSchedule taints count only when the policy says so', () => {
    const [from, to] = ['includePreferNoSchedule: false', 'includePreferNoSchedule: true'];
    const { verdicts } = story('labels-and-taints-changed', withLine('labels-and-taints-changed', from, to));
    const spot = verdicts.filter(({ basis }) => basis && 'taint' in basis && basis.taint?.startsWith('spot'));
    expect(spot.map(({ workload, node }) => [workload, node])).toEqual([
      ['database', 'node-b'],
      ['report', 'node-b'],
      ['web', 'node-b'],
    ]);
  });
});

describe('failed pods left behind', () => {
  test('each goes once it was created an hour ago; a bare one stays', () => {
    const view = story('failed-pods');
    expect(evicted(view)).toEqual({ thumbnail: 1, import: 3, web: 1 });
    expect(said(view, 'migration')).toEqual(['pod does not have any ownerRefs']);
    // Its controller made another long ago, so none stands in for it.
    expect(view.placements).toEqual([]);
    const young = view.verdicts.find(({ workload }) => workload === 'resize');
    expect(young).toMatchObject({ kind: 'inOrder', basis: { ageSeconds: 600, minPodLifetimeSeconds: 3600 } });
  });

  test('a bare one goes with evictFailedBarePods, a younger one with a shorter time', () => {
    const bare = withLine('failed-pods', 'evictFailedBarePods: false', 'evictFailedBarePods: true');
    expect(evicted(story('failed-pods', bare))).toMatchObject({ migration: 1 });
    const short = withLine('failed-pods', 'minPodLifetimeSeconds: 3600', 'minPodLifetimeSeconds: 600');
    expect(evicted(story('failed-pods', short))).toMatchObject({ resize: 1 });
  });
});

test('after a node came back, duplicates go until no node has more than its share', () => {
  const view = story('duplicates');
  expect(
    view.owners
      .slice(0, 2)
      .map(({ owner, occurrences, targets, upperAverage }) => [owner.name, occurrences, targets.length, upperAverage]),
  ).toEqual([
    ['search', 3, 3, 1],
    ['shop', 6, 3, 2],
  ]);
  expect(onNodes(view, 'shop')).toEqual({ 'node-a': 2, 'node-b': 2, 'node-c': 2 });
  expect(onNodes(view, 'search')).toEqual({ 'node-a': 1, 'node-b': 1, 'node-c': 1 });
  // Nowhere else may it run, and fewer than two targets are no choice.
  expect(view.owners.find(({ owner }) => owner.name === 'pinned')?.targets.length).toBeLessThan(2);
  expect(onNodes(view, 'pinned')).toEqual({ 'node-b': 2 });
});

test('two zones of 5 and 1 are evened out by two pods', () => {
  const view = story('topology-spread');
  const [count] = view.domains;
  expect(count).toMatchObject({ maxSkew: 1, skew: 4, average: 3, balanced: false });
  expect(count?.moves.map(({ from, to, pods, chosen }) => [from, to, pods.length, chosen.length])).toEqual([
    ['a', 'b', 2, 2],
  ]);
  expect(evicted(view)).toEqual({ web: 2 });
});

test('soft constraints count when the policy lists ScheduleAnyway', () => {
  const [from, to] = ['constraints: [DoNotSchedule]', 'constraints: [DoNotSchedule, ScheduleAnyway]'];
  const view = story('topology-spread', withLine('topology-spread', from, to));
  expect(evicted(view).mail).toBe(1);
});

test('of two pods that forbid each other one goes, and the scheduler keeps its successor away', () => {
  const view = story('inter-pod-anti-affinity');
  expect(evicted(view)).toEqual({ ledger: 1, database: 1 });
  const zones = Object.keys(onNodes(view, 'ledger')).map((node) => ({ 'node-a': 'a', 'node-b': 'a' })[node] ?? node);
  expect(new Set(zones).size).toBe(2);
  expect(Object.keys(onNodes(view, 'database'))).not.toContain('node-c');
  expect(onNodes(view, 'batch')).toEqual({ 'node-c': 1 });
});

describe('pods of several ages', () => {
  test('older than the limit means older: a pod of exactly 3,600 seconds stays', () => {
    const view = story('pod-life-time');
    const edge = view.verdicts.find(({ workload }) => workload === 'edge');
    expect(edge).toMatchObject({ kind: 'inOrder', basis: { ageSeconds: 3600, maxPodLifeTimeSeconds: 3600 } });
    const stricter = withLine('pod-life-time', 'maxPodLifeTimeSeconds: 3600', 'maxPodLifeTimeSeconds: 3599');
    expect(evicted(story('pod-life-time', stricter)).edge).toBe(1);
  });

  test('the oldest go first, and no node loses more than its limit', () => {
    const view = story('pod-life-time');
    const order = view.verdicts
      .filter(({ evicted: place }) => place !== undefined)
      .sort((a, b) => (a.evicted ?? 0) - (b.evicted ?? 0));
    expect(order.map(({ workload }) => workload)).toEqual(['session', 'session', 'session', 'upload']);
    expect(view.nodes.map((node) => node.evicted)).toEqual([2, 1, 1]);
    expect(view.verdicts.filter(({ kind }) => kind === 'left').map(({ workload, node }) => [workload, node])).toEqual([
      ['upload', 'node-a'],
    ]);
  });
});

test('containers that the kubelet has restarted too often lead to an eviction, and their successors begin at zero', () => {
  const view = story('too-many-restarts');
  expect(evicted(view)).toEqual({ parser: 1, importer: 1 });
  for (const { kind, basis } of view.verdicts) {
    if (basis?.plugin !== 'RemovePodsHavingTooManyRestarts') continue;
    expect(basis.restarts >= basis.podRestartThreshold).toBe(kind === 'victim');
  }
  const successors = view.nodes.flatMap(({ pods }) => pods).filter(({ replaces }) => replaces !== undefined);
  // They crash as the ones before them did, so that one may have been started again already.
  expect(successors.map(({ restarts }) => restarts <= 1)).toEqual([true, true]);
});

test('one cycle runs all Deschedule plugins before all Balance plugins, within limits that all share', () => {
  const view = story('framework');
  expect(view.cycle.plugins.map(({ profile, plugin, evicted: count }) => [profile, plugin, count])).toEqual([
    ['repair', 'RemoveFailedPods', 1],
    ['repair', 'RemovePodsViolatingNodeTaints', 1],
    ['refresh', 'PodLifeTime', 2],
    ['refresh', 'RemoveDuplicates', 0],
  ]);
  expect(said(view, 'pay').join()).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
  expect(said(view, 'session').join()).toContain('maximum number of evicted pods per namespace reached');
  expect(said(view, 'shop').join()).toContain('maximum number of evicted pods per node reached');
});

describe('descheduler and scheduler at odds', () => {
  test('HighNodeUtilization and LeastAllocated never come to rest, and no pod grows older than the interval', () => {
    const { pastCycles } = story('ping-pong');
    expect(pastCycles.map(({ byWorkload }) => byWorkload)).toEqual(Array(5).fill({ mail: 2, api: 1 }));
    const { intervalMs } = deschedulerPresets['ping-pong'];
    for (const { oldestSeconds } of pastCycles) expect(oldestSeconds).toBeLessThanOrEqual(intervalMs / 1000);
  });

  test('with MostAllocated the second cycle already evicts nothing', () => {
    const { pastCycles } = story('ping-pong', { scheduler: 'MostAllocated' });
    expect(pastCycles.map(({ evicted: count }) => count)).toEqual([3, 0, 0, 0, 0]);
  });

  test('a preferred node with a PreferNoSchedule taint keeps pods coming and going; the required type does not', () => {
    const { pastCycles } = story('ping-pong-preferred');
    expect(pastCycles.map(({ byWorkload }) => byWorkload)).toEqual(Array(5).fill({ index: 2 }));
    const [from, to] = ['- preferredDuring', '- requiredDuring'];
    const mended = story('ping-pong-preferred', withLine('ping-pong-preferred', from, to));
    expect(mended.pastCycles.map(({ evicted: count }) => count)).toEqual(Array(5).fill(0));
  });
});

test('every story can be told by both releases', () => {
  for (const preset of presetNames) {
    for (const version of deschedulerVersions) {
      const kinds = runDeschedulerFigure(runOf({ ...usualSettings(preset), version })).map(({ kind }) => kind);
      const ends = kinds.filter((kind) => kind === 'descheduler.cycleFinished').length;
      expect(ends, `${preset} at ${version}`).toBe(deschedulerPresets[preset].cycles);
    }
  }
});

test('the same seed tells the same story, another seed the same with other names', () => {
  const told = (seed: number) => formatLog(runDeschedulerFigure(runOf({ ...usualSettings('duplicates'), seed })));
  expect(told(1)).toBe(told(1));
  expect(told(2)).not.toBe(told(1));
  for (const seed of [2, 3, 4]) expect(evicted(story('duplicates', { seed }))).toEqual({ shop: 2, search: 1 });
});

test('a policy that the descheduler refuses is refused in its own words, and nothing is evicted', () => {
  const view = story('pod-life-time', withLine('pod-life-time', 'maxPodLifeTimeSeconds: 3600', 'states: [Running]'));
  expect(view.cycle).toMatchObject({ phase: 'refused', evicted: 0 });
  expect(view.cycle.refusal).toContain('MaxPodLifeTimeSeconds not set');
});
