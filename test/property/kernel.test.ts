import fc from 'fast-check';
import { formatLog, type LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { type Projection, ProjectionReader } from 'kind-wasm-shim/kernel/projection.ts';
import { Simulation, type TimedInput } from 'kind-wasm-shim/kernel/simulation.ts';
import { expect, test } from 'vitest';
import { type CrowdInput, crowd } from '../support/random-programs.ts';
import { seed as runSeed } from '../support/seed.ts';

const endMs = 1_500;
const options = { seed: runSeed, numRuns: 60 };

const inputs = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 1_200 }),
    input: fc.oneof(
      fc.record({ type: fc.constant('shout' as const), text: fc.string({ maxLength: 5 }) }),
      fc.record({ type: fc.constant('dismiss' as const), who: fc.integer({ min: 0, max: 5 }) }),
    ),
  }),
  { maxLength: 6 },
);
const world = fc.record({ seed: fc.nat(), inputs });
const cuts = fc.array(fc.double({ min: 0, max: endMs, noNaN: true }), { maxLength: 40 });

const straight = (seed: number, given: readonly TimedInput<CrowdInput>[]) => {
  const simulation = new Simulation(crowd, { seed, inputs: given });
  simulation.run(endMs);
  return simulation;
};

test('any way to cut the same time into steps gives the same log', () => {
  fc.assert(
    fc.property(world, cuts, ({ seed, inputs }, cuts) => {
      const stepped = new Simulation(crowd, { seed, inputs });
      for (const cut of [...cuts].sort((left, right) => left - right)) stepped.run(cut);
      stepped.run(endMs);
      expect(formatLog(stepped.log.entries)).toBe(formatLog(straight(seed, inputs).log.entries));
    }),
    options,
  );
});

test('inputs given while it runs and inputs known from the start give the same log', () => {
  fc.assert(
    fc.property(world, ({ seed, inputs }) => {
      const live = new Simulation(crowd, { seed });
      for (const { atMs, input } of [...inputs].sort((left, right) => left.atMs - right.atMs)) {
        live.run(atMs);
        live.input(input);
      }
      live.run(endMs);
      expect(formatLog(live.log.entries)).toBe(formatLog(straight(seed, inputs).log.entries));
      expect(live.inputs).toEqual(straight(seed, inputs).inputs);
    }),
    options,
  );
});

test('a fork has the past of its origin, and only the inputs up to where it begins', () => {
  fc.assert(
    fc.property(world, fc.integer({ min: 0, max: endMs }), ({ seed, inputs }, atMs) => {
      const origin = straight(seed, inputs);
      const fork = origin.fork(atMs);
      const past = origin.log.entries.slice(0, origin.log.seqAt(atMs));
      expect(fork.nowMs).toBe(atMs);
      expect(formatLog(fork.log.entries)).toBe(formatLog(past));
      fork.run(endMs);
      const early = inputs.filter((timed) => timed.atMs <= atMs);
      expect(formatLog(fork.log.entries)).toBe(formatLog(straight(seed, early).log.entries));
    }),
    options,
  );
});

test('seeking back and forth through a log equals reading it straight through', () => {
  fc.assert(
    fc.property(world, fc.array(fc.nat({ max: 600 }), { maxLength: 60 }), fc.integer({ min: 1, max: 90 }), readBoth),
    options,
  );

  function readBoth(world: { seed: number; inputs: TimedInput<CrowdInput>[] }, seeks: number[], every: number) {
    const { log } = straight(world.seed, world.inputs);
    const reader = new ProjectionReader(log, lastWords, every);
    for (const seq of seeks) {
      const expected = log.entries.slice(0, seq).reduce(lastWords.reduce, lastWords.initial);
      expect(reader.at(seq)).toEqual(expected);
    }
  }
});

test('times never go back, seqs have no gaps, and every cause comes before its consequence', () => {
  fc.assert(
    fc.property(world, ({ seed, inputs }) => {
      const { entries } = straight(seed, inputs).log;
      let previous: LogEntry | undefined;
      for (const entry of entries) {
        expect(entry.seq).toBe((previous?.seq ?? 0) + 1);
        expect(entry.atMs).toBeGreaterThanOrEqual(previous?.atMs ?? 0);
        expect(entry.cause).toBeLessThan(entry.seq);
        previous = entry;
      }
      expect(entries.length).toBeGreaterThan(0);
    }),
    options,
  );
});

/** How often each text was noted, and the last one: a state that depends on every entry. */
const lastWords: Projection<{ counts: Readonly<Record<string, number>>; last: string }> = {
  initial: { counts: {}, last: '' },
  reduce: (state, entry) => {
    if (entry.kind !== 'note') return state;
    const { text } = entry.data as { text: string };
    return { counts: { ...state.counts, [text]: (state.counts[text] ?? 0) + 1 }, last: text };
  },
};
