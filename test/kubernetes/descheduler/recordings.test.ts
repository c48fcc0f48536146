import { readFileSync } from 'node:fs';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { describe, expect, test } from 'vitest';
import { differences } from '../../../src/tools/golden/compare.ts';
import { answerVector } from '../../../src/tools/golden/run-vector.ts';
import { readVectors, type Vector } from '../../../src/tools/golden/vector.ts';
import { runFile } from '../../../src/tools/golden.ts';

const recording = (plugin: string) =>
  readFileSync(new URL(`../../golden/descheduler/${plugin}.json`, import.meta.url), 'utf8');

function vectorsOf(plugin: string): Vector[] {
  return readVectors(recording(plugin)).map((read) => {
    if ('vector' in read) return read.vector;
    throw new Error(`${read.id}: ${read.malformed.join('; ')}`);
  });
}

describe('the descheduler answers as the real one did', () => {
  test.each([
    ['LowNodeUtilization', 216],
    ['HighNodeUtilization', 118],
  ])('%s, in all %i cases', (plugin, cases) => {
    expect(runFile(recording(plugin))).toEqual({ passed: cases, failures: [] });
  });

  test('and refuses the policies that the real one refuses, in its words, for all plugins that exist', () => {
    const vectors = vectorsOf('validation');
    const { failures } = runFile(recording('validation'));
    const strangers = vectors.filter(({ policy }) => mentionsMissingPlugin(policy)).map(({ id }) => id);
    expect(failures.map(({ id }) => id).filter((id) => !strangers.includes(id))).toEqual([]);
    expect(vectors.length - strangers.length).toBeGreaterThanOrEqual(40);
  });
});

/** Every plugin of v0.28.1. */
const upstreamPlugins = [
  'PodLifeTime',
  'RemoveDuplicates',
  'RemoveFailedPods',
  'RemovePodsHavingTooManyRestarts',
  'RemovePodsViolatingInterPodAntiAffinity',
  'RemovePodsViolatingNodeAffinity',
  'RemovePodsViolatingNodeTaints',
  'RemovePodsViolatingTopologySpreadConstraint',
];

function mentionsMissingPlugin(policy: unknown): boolean {
  const registry = setupPlugins();
  const text = JSON.stringify(policy);
  return upstreamPlugins.some((plugin) => !registry.plugins.has(plugin) && text.includes(JSON.stringify(plugin)));
}

describe('the comparison can fail', () => {
  const vectors = [...vectorsOf('LowNodeUtilization'), ...vectorsOf('HighNodeUtilization')];
  // One case of each kind of expectation, the one with the most to compare.
  const kinds = new Map<string, Vector>();
  for (const vector of vectors) {
    const { unordered, outcome, evictionErrors } = vector.expected;
    const kind = `${unordered ?? 'ordered'} ${outcome ? 'stopped' : ''} ${evictionErrors ? 'refused' : ''}`;
    const known = kinds.get(kind);
    if (!known || weight(vector) > weight(known)) kinds.set(kind, vector);
  }

  test.each([...kinds.values()])('any change of what $id expects is noticed', (vector) => {
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
