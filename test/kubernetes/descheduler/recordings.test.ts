import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerVector } from '../../../src/scenarios/recorded-cases/answer-vector.ts';
import { differences } from '../../../src/scenarios/recorded-cases/compare.ts';
import { inputsOf, readVectors, type Vector } from '../../../src/scenarios/recorded-cases/vector.ts';
import { runFile } from '../../../src/tools/golden.ts';

const folder = new URL('../../golden/descheduler/', import.meta.url);
const recording = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
// The cases of a later release take their inputs from those of the first.
const inputs = new Map(files.flatMap((file) => [...inputsOf(recording(file))]));

function vectorsOf(file: string): Vector[] {
  return readVectors(recording(file), inputs).map((read) => {
    if ('vector' in read) return read.vector;
    throw new Error(`${read.id}: ${read.malformed.join('; ')}`);
  });
}

/** How many cases there are of each plugin, and of policies to check; each in both releases. */
const recorded: Readonly<Record<string, number>> = {
  LowNodeUtilization: 216,
  HighNodeUtilization: 118,
  PodLifeTime: 26,
  RemoveDuplicates: 26,
  RemoveFailedPods: 26,
  RemovePodsHavingTooManyRestarts: 26,
  RemovePodsViolatingInterPodAntiAffinity: 26,
  RemovePodsViolatingNodeAffinity: 26,
  RemovePodsViolatingNodeTaints: 26,
  RemovePodsViolatingTopologySpreadConstraint: 36,
  validation: 76,
};

describe('the descheduler answers as the real one did', () => {
  const cases = Object.entries(recorded).flatMap(([plugin, count]) => [
    [plugin, 'v0.28.1', count, `${plugin}.json`] as const,
    [plugin, 'v0.36.0', count, `${plugin}.v0.36.0.json`] as const,
  ]);

  test.each(cases)('%s of %s, in all %i cases', (_plugin, version, count, file) => {
    expect(new Set(vectorsOf(file).map((vector) => vector.version))).toEqual(new Set([version]));
    expect(runFile(recording(file), undefined, inputs)).toEqual({ passed: count, failures: [] });
  });

  test('and no file of recordings is left out', () => {
    expect(cases.map(([, , , file]) => file).sort()).toEqual([...files].sort());
  });
});

describe('the comparison can fail', () => {
  const vectors = ['', '.v0.36.0'].flatMap((release) => [
    ...vectorsOf(`LowNodeUtilization${release}.json`),
    ...vectorsOf(`HighNodeUtilization${release}.json`),
  ]);
  // One case of each kind of expectation, the one with the most to compare.
  const kinds = new Map<string, Vector>();
  for (const vector of vectors) {
    const { unordered, outcome, evictionErrors } = vector.expected;
    const kind = `${vector.version} ${unordered ?? 'ordered'} ${outcome ? 'stopped' : ''} ${evictionErrors ? 'refused' : ''}`;
    const known = kinds.get(kind);
    if (!known || weight(vector) > weight(known)) kinds.set(kind, vector);
  }

  test.each([...kinds.values()])('any change of what $id of $version expects is noticed', (vector) => {
    const answer = answerVector(vector);
    expect(differences(vector, answer)).toEqual([]);
    let changes = 0;
    for (const expected of changed(vector.expected)) {
      changes += 1;
      const found = differences({ ...vector, expected: expected as Vector['expected'] }, answer);
      expect(found.length, JSON.stringify(expected).slice(0, 2000)).toBeGreaterThan(0);
    }
    expect(changes).toBeGreaterThan(10);
  });

  test('in an ordered case two evictions cannot change places', () => {
    const vector = vectors.find(({ expected }) => !expected.unordered && (expected.evictions?.length ?? 0) > 1);
    if (!vector?.expected.evictions) throw new Error('there is an ordered case with two evictions');
    const [first, second, ...rest] = vector.expected.evictions;
    if (!first || !second) throw new Error('there are two evictions');
    const swapped = { ...vector, expected: { ...vector.expected, evictions: [second, first, ...rest] } };
    expect(differences(swapped, answerVector(vector))).toHaveLength(2);
  });

  test('in a case without order they can', () => {
    const vector = vectors.find(({ expected }) => expected.unordered === 'set');
    if (!vector) throw new Error('there is a case without order');
    const evictions = [...(vector.expected.evictions ?? [])].reverse();
    expect(differences({ ...vector, expected: { ...vector.expected, evictions } }, answerVector(vector))).toEqual([]);
  });
});

function weight({ expected }: Vector): number {
  return Object.keys(expected).length * 1000 + (expected.evictions?.length ?? 0);
}

/** The same expectation with one leaf changed, for each leaf; with one entry of a list or an object gone, for each entry;
 *  and with one more. What says how to compare, and not what, is left alone. */
function* changed(value: unknown, name = ''): Generator<unknown> {
  if (['unordered', 'distinctRuns', 'unstableFields'].includes(name)) return;
  if (typeof value === 'string') yield `${value}.`;
  else if (typeof value === 'number') yield value + 1;
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield value.toSpliced(index, 1);
      for (const other of changed(item)) yield value.with(index, other);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      for (const other of changed(item, key)) yield { ...value, [key]: other };
      const isNothing = item === null || (Array.isArray(item) && item.length === 0);
      const isHowToCompare = ['unordered', 'distinctRuns', 'unstableFields', 'totalEvicted'].includes(key);
      if (!isNothing && !isHowToCompare) {
        const { [key]: _, ...rest } = value as Record<string, unknown>;
        yield rest;
      }
    }
  }
}
