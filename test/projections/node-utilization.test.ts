import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAmount } from '../../src/projections/node-utilization/amounts.ts';
import { FigureRun } from '../../src/projections/node-utilization/figure-run.ts';
import { openingMoment } from '../../src/projections/node-utilization/moments.ts';
import { textTwin } from '../../src/projections/node-utilization/text-twin.ts';
import { timesMs } from '../../src/scenarios/node-utilization-inputs.ts';
import { nodeUtilizationPresets, type PresetName } from '../../src/scenarios/node-utilization-presets.ts';
import { runNodeUtilization } from '../../src/scenarios/node-utilization-run.ts';
import { runOf, settingsOf, usualSettings } from '../../src/scenarios/node-utilization-settings.ts';

const presets = Object.keys(nodeUtilizationPresets) as PresetName[];
const entriesOf = Object.fromEntries(
  presets.map((preset) => [preset, runNodeUtilization(runOf(usualSettings(preset))).entries]),
);
const runs = Object.fromEntries(presets.map((preset) => [preset, figureOf(preset)]));
const hot = figureOf('hot-node');

function figureOf(preset: PresetName): FigureRun {
  return new FigureRun(entriesOf[preset] ?? [], timesMs.calm);
}

test('seeking back and forth shows what running straight shows', () => {
  const straight = Object.fromEntries(
    presets.map((preset) => [preset, runs[preset]?.moments.map((_, index) => figureOf(preset).at(index)) ?? []]),
  );
  fc.assert(
    fc.property(fc.constantFrom(...presets), fc.array(fc.nat(), { maxLength: 30 }), (preset, jumps) => {
      const run = figureOf(preset);
      for (const jump of jumps) {
        const index = jump % run.moments.length;
        expect(run.at(index)).toEqual(straight[preset]?.[index]);
      }
    }),
    { numRuns: 40 },
  );
});

test('on every frame the blocks of a bar add up to its number', () => {
  for (const run of Object.values(runs)) {
    run.moments.forEach((_, index) => {
      for (const node of run.at(index).nodes) {
        for (const { resource, used, terminating } of node.cells) {
          const sum = (states: boolean) =>
            node.pods
              .filter(({ state }) => (state === 'terminating') === states)
              .reduce((total, { requests }) => total + (requests[resource] ?? 0), 0);
          expect([sum(false), sum(true)]).toEqual([used, terminating]);
        }
      }
    });
  }
});

test('the bar of a source shrinks from its end: who is evicted next stands last', () => {
  const opening = hot.at(openingMoment(hot.moments));
  const ranked = opening.sources[0]?.candidates.flatMap(({ pod, rank }) => (rank === undefined ? [] : [pod])) ?? [];
  const drawn = opening.nodes[0]?.pods.map(({ key }) => key) ?? [];
  expect(drawn.slice(-ranked.length).reverse()).toEqual(ranked);
});

describe('every number can be asked', () => {
  const opening = openingMoment(hot.moments);

  test('a threshold shows its formula, cut off after the whole number, and its source', () => {
    expect(hot.explain(opening, 'node-a.pods.high', 'en')).toEqual({
      name: 'Target threshold of node-a, pods',
      steps: ['trunc(50 × 0.01 × 29) = 14'],
      source: 'pkg/framework/plugins/nodeutilization/nodeutilization.go resourceThreshold @v0.28.1',
      value: '14',
    });
    expect(hot.explain(opening, 'node-a.memory.low', 'zh')?.steps).toEqual([
      'trunc(20 × 0.01 × 17179869184) = 3435973836 ≈ 3.2Gi',
    ]);
  });

  test('a usage shows the requests that it is the sum of', () => {
    expect(hot.explain(opening, 'node-a.cpu.used', 'en')).toMatchObject({
      value: '3550m',
      steps: ['600m + 3 × 500m + 2 × 400m + 300m + 3 × 100m + 50m = 3550m', '88.8 % of 4000m allocatable'],
    });
  });

  test('the room is the sum of what the targets have left, less what was evicted', () => {
    const steps = hot.explain(hot.lastIndex, 'room.cpu', 'en')?.steps;
    expect(steps).toEqual([
      'node-c: 2000m − 750m = 1250m',
      'node-d: 2000m − 100m = 1900m',
      'sum 3150m',
      '3150m − 1800m = 1350m',
    ]);
  });

  test('what the figure does not have has no explanation', () => {
    for (const about of ['', 'node-z.cpu.used', 'node-a.cpu.nothing', 'room.gpu', 'mean.cpu']) {
      expect(hot.explain(opening, about, 'en')).toBeUndefined();
    }
  });

  test('an amount of memory is written with its unit, and exactly where it is a whole number of one', () => {
    expect([0, 1023, 1024, 1536, 3435973836, 2 ** 40].map((bytes) => formatAmount('memory', bytes))).toEqual([
      '0',
      '1023',
      '1Ki',
      '1.5Ki',
      '3.2Gi',
      '1Ti',
    ]);
  });
});

test('an eviction leads to the pod that stands in for it and to where the scheduler puts that', () => {
  const evicted = hot.moments.findIndex(({ fact }) => fact.kind === 'podEvicted' && fact.pod.includes('crawler'));
  const { causes, effects } = hot.chain(evicted, 'en');
  expect(causes[0]?.text).toBe('Input: runDescheduler');
  expect(causes.at(-1)?.seq).toBe(hot.moments[evicted]?.seq);
  const bound = hot.moments.findIndex(
    ({ fact }, index) => index > evicted && fact.kind === 'podBound' && fact.pod.includes('crawler'),
  );
  const back = hot.chain(bound, 'en').causes.map(({ text }) => text);
  expect(back.some((text) => text.includes('controller of crawler creates'))).toBe(true);
  expect(effects.length).toBeGreaterThan(0);
});

describe('the text twin', () => {
  test('says on the first frame what the picture shows, in both languages', () => {
    const view = hot.at(openingMoment(hot.moments));
    expect(textTwin(view, 'en').replaceAll('\u00a0', ' ')).toBe(
      'The pods of node-a are ranked: 7 may be evicted, 5 may not. node-a is above its target: CPU 3550m > 2000m.',
    );
    expect(textTwin(view, 'zh').replaceAll('\u00a0', ' ')).toBe(
      '给 node-a 的 Pod 排序：7 个可驱逐，5 个不可。node-a 仍高于目标：CPU 3550m > 2000m。',
    );
  });

  test('has words for every frame of every preset, and no loose ends in them', () => {
    for (const run of Object.values(runs)) {
      run.moments.forEach((_, index) => {
        const view = run.at(index);
        for (const language of ['en', 'zh'] as const) {
          const twin = textTwin(view, language);
          expect(twin).toMatch(language === 'en' ? /^\S.*\.$/ : /^\S.*。$/);
          expect(twin).not.toMatch(/undefined|NaN|null|\.\.|。。| {2}/);
        }
      });
    }
  });
});

test('the inputs of a run say which settings it came from, and inputs that no settings lead to are refused', () => {
  const settings = fc.record({
    preset: fc.constantFrom(...presets),
    seed: fc.nat(),
    cordoned: fc.uniqueArray(fc.constantFrom('node-a', 'node-b', 'node-c')),
    refused: fc.uniqueArray(fc.constantFrom('default/web-1', 'default/web-2')),
    runs: fc.integer({ min: 1, max: 4 }),
    low: fc.integer({ min: 0, max: 100 }),
  });
  fc.assert(
    fc.property(settings, ({ low, ...chosen }) => {
      const usual = usualSettings(chosen.preset);
      const made = { ...usual, ...chosen, policy: { ...usual.policy, thresholds: { cpu: low } } };
      const { preset, seed, inputs } = runOf(made);
      expect(settingsOf(preset, seed, JSON.parse(JSON.stringify(inputs)))).toEqual(made);
    }),
  );
  const { preset, seed, inputs } = runOf(usualSettings('packing'));
  expect(settingsOf(preset, seed, inputs.slice(1))).toBeUndefined();
  expect(settingsOf(preset, seed, [...inputs, { atMs: 1, input: { type: 'runDescheduler' } }])).toBeUndefined();
  expect(() => settingsOf(preset, seed, [{ atMs: 0, input: { type: 'explode' } }])).toThrow(TypeError);
  expect(() => settingsOf(preset, seed, [{ atMs: 0, input: { type: 'setPolicy', policy: { plugin: 'X' } } }])).toThrow(
    'policy.plugin: expected LowNodeUtilization or HighNodeUtilization, found "X"',
  );
});
