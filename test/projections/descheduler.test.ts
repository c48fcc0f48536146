import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FigureRun } from '../../src/projections/descheduler/figure-run.ts';
import { openingMoment } from '../../src/projections/descheduler/moments.ts';
import { textTwin } from '../../src/projections/descheduler/text-twin.ts';
import { factText } from '../../src/projections/descheduler/words.ts';
import { deschedulerPresets, type PresetName, presetNames } from '../../src/scenarios/descheduler-plugins/presets.ts';
import { readRun, runDeschedulerFigure } from '../../src/scenarios/descheduler-plugins/run.ts';
import { runOf, settingsOf, usualSettings } from '../../src/scenarios/descheduler-plugins/settings.ts';

const entriesOf = Object.fromEntries(
  presetNames.map((preset) => [preset, runDeschedulerFigure(runOf(usualSettings(preset)))]),
);
const runs = Object.fromEntries(presetNames.map((preset) => [preset, figureOf(preset)]));

function figureOf(preset: PresetName): FigureRun {
  return new FigureRun(entriesOf[preset] ?? [], deschedulerPresets[preset].shownFromMs);
}

function each(look: (run: FigureRun, index: number, preset: string) => void): void {
  for (const [preset, run] of Object.entries(runs)) for (const index of run.moments.keys()) look(run, index, preset);
}

test('seeking back and forth shows what running straight shows', () => {
  const straight = Object.fromEntries(
    presetNames.map((preset) => [preset, runs[preset]?.moments.map((_, index) => figureOf(preset).at(index)) ?? []]),
  );
  fc.assert(
    fc.property(fc.constantFrom(...presetNames), fc.array(fc.nat(), { maxLength: 30 }), (preset, jumps) => {
      const run = figureOf(preset);
      for (const jump of jumps) {
        const index = jump % run.moments.length;
        expect(run.at(index)).toEqual(straight[preset]?.[index]);
      }
    }),
    { numRuns: 40 },
  );
});

test('no pod stands in two places, and an evicted one is gone for good', () => {
  each((run, index, preset) => {
    const view = run.at(index);
    const chips = [...view.pending, ...view.nodes.flatMap(({ pods }) => pods)];
    expect(new Set(chips.map(({ key }) => key)).size, `${preset} ${index}`).toBe(chips.length);
    const running = new Set(
      chips.filter(({ state }) => state === 'running' || state === 'starting').map(({ key }) => key),
    );
    for (const { pod, evicted } of view.verdicts) {
      if (evicted !== undefined) expect(running.has(pod), `${preset} ${index} ${pod}`).toBe(false);
    }
  });
});

test('every eviction that is counted was a verdict, on the node it is counted for', () => {
  each((run, index, preset) => {
    const { cycle, verdicts, nodes, pastCycles } = run.at(index);
    const gone = verdicts.filter(({ evicted }) => evicted !== undefined);
    expect(
      gone.map(({ evicted = 0 }) => evicted).sort((a, b) => a - b),
      `${preset} ${index}`,
    ).toEqual(Array.from({ length: cycle.evicted }, (_, place) => place + 1));
    for (const { name, evicted } of nodes) expect(gone.filter(({ node }) => node === name).length).toBe(evicted);
    expect(pastCycles.at(-1)?.evicted ?? 0).toBe(cycle.evicted);
  });
});

test('whatever is shown as a number can be asked, in both languages', () => {
  each((run, index, preset) => {
    const view = run.at(index);
    const asked = [
      ...view.verdicts.map((_, at) => `verdict/${at}`),
      ...view.nodes.flatMap(({ pods }) => pods).flatMap(({ key, state }) => (state === 'gone' ? [] : [`pod/${key}`])),
      ...view.owners.map((_, at) => `owner/${at}`),
      ...view.domains.flatMap(({ moves }, at) => [
        `domains/${at}/skew`,
        `domains/${at}/average`,
        ...moves.map((_, move) => `domains/${at}/move/${move}`),
      ]),
      ...view.pastCycles.map(({ number }) => `cycle/${number}`),
    ];
    for (const about of asked) {
      for (const language of ['en', 'zh'] as const) {
        const explanation = run.explain(index, about, language);
        expect(explanation?.name, `${preset} ${index} ${about}`).toBeTruthy();
      }
    }
    expect(run.explain(index, 'domains/99/skew', 'en')).toBeUndefined();
  });
});

test('every moment and every frame has words in both languages', () => {
  each((run, index, preset) => {
    const moment = run.moments[index];
    for (const language of ['en', 'zh'] as const) {
      const fact = moment ? factText(moment.fact, language) : '';
      const twin = textTwin(run.at(index), language);
      expect(fact, `${preset} ${index}`).toMatch(/\S/);
      expect(`${fact} ${twin}`, `${preset} ${index}`).not.toMatch(/undefined|NaN|\[object/);
      expect(twin).toContain(fact);
    }
  });
});

test('the arithmetic of a topology move is the plugin’s', () => {
  const run = figureOf('topology-spread');
  const move = run.explain(run.lastIndex, 'domains/0/move/0', 'en');
  // 6 pods in 2 domains: the average is 3.
  expect(move?.steps).toEqual(['min(ceil(5 − 3), ceil(3 − 1), ceil((4 − 1) / 2)) = 2']);
});

test('a figure opens where a cycle has ended', () => {
  for (const [preset, run] of Object.entries(runs)) {
    expect(run.moments[openingMoment(run.moments)]?.fact.kind, preset).toBe('cycleFinished');
  }
});

test('the successor of an evicted pod is caused by the eviction, and that by the descheduler’s judgement', () => {
  const run = figureOf('labels-and-taints-changed');
  const created = run.moments.findIndex(({ fact }) => fact.kind === 'podCreated' && fact.pod.includes('queue-'));
  const { causes } = run.chain(created, 'en');
  expect(causes.map(({ text }) => text).join('\n')).toMatch(/asks the API to evict queue-/);
});

test('settings and inputs stand for each other, and what is no input is told', () => {
  for (const preset of presetNames) {
    const settings = {
      ...usualSettings(preset),
      version: 'v0.36.0' as const,
      cordoned: ['node-a'],
      refused: ['default/web-x'],
      cycles: 2,
    };
    const run = runOf(settings);
    expect(settingsOf(preset, run.seed, run.inputs)).toEqual(settings);
    expect(readRun(JSON.parse(JSON.stringify(run)))).toEqual(run);
  }
  const input = { type: 'setUp', version: 'v0.1.0', policy: '', scheduler: 'LeastAllocated' };
  expect(() => readRun({ preset: 'duplicates', seed: 1, inputs: [{ atMs: 0, input }] })).toThrow(
    'version: expected one of v0.28.1, v0.36.0, found "v0.1.0"',
  );
  expect(() => readRun({ preset: 'nothing', seed: 1, inputs: [] })).toThrow('preset: expected one of');
  expect(settingsOf('duplicates', 1, [{ atMs: 0, input: { type: 'runDescheduler' } }])).toBeUndefined();
});
