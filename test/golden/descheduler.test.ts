import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { differences } from '../../src/tools/golden/compare.ts';
import { answerVector } from '../../src/tools/golden/run-vector.ts';
import { readVectors, type Vector } from '../../src/tools/golden/vector.ts';
import { runFile } from '../../src/tools/golden.ts';

const recording = (plugin: string) => readFileSync(new URL(`descheduler/${plugin}.json`, import.meta.url), 'utf8');

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
  return upstreamPlugins.some((plugin) => !registry.has(plugin) && text.includes(JSON.stringify(plugin)));
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

describe('npm run golden', () => {
  function golden(files: Record<string, string>, ...args: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'golden-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const tool = new URL('../../src/tools/golden.ts', import.meta.url).pathname;
    const options = { encoding: 'utf8' } as const;
    const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', tool, folder, ...args], options);
    return { status: run.status, lines: run.stdout.trimEnd().split('\n'), stderr: run.stderr.replaceAll(folder, 'DIR') };
  }
  const [small] = [...vectorsOf('HighNodeUtilization')].sort(
    (a, b) => (a.nodes?.length ?? 0) - (b.nodes?.length ?? 0),
  );

  test('prints a line per file and a total, and ends with 0', () => {
    expect(golden({ 'a.json': JSON.stringify([small]), 'b.json': JSON.stringify([small]), 'notes.txt': '' })).toEqual({
      status: 0,
      lines: ['a.json: 1 passed, 0 failed', 'b.json: 1 passed, 0 failed', '2 passed, 0 failed'],
      stderr: '',
    });
  });

  test('fails what does not exist here: a version, a plugin', () => {
    const cases = [
      { ...small, id: 'newer', version: 'v0.36.0' },
      { ...small, id: 'other', plugin: 'PodLifeTimes' },
    ];
    expect(golden({ 'a.json': JSON.stringify(cases) })).toEqual({
      status: 1,
      lines: [
        'a.json: 0 passed, 2 failed',
        '  newer: version v0.36.0 does not exist here; there is v0.28.1',
        '  other: plugin PodLifeTimes does not exist here; there are DefaultEvictor, LowNodeUtilization, HighNodeUtilization',
        '0 passed, 2 failed',
      ],
      stderr: '',
    });
  });

  test('fails a file that holds no cases, and a case that is none, and says what was expected', () => {
    const { status, lines } = golden({
      'broken.json': '[{',
      'object.json': '{}',
      'cases.json': JSON.stringify([{ ...small, expected: { evicted: [] } }, 7]),
    });
    expect(status).toBe(1);
    expect(lines).toContain('  the file: expected one array of cases, found one object');
    expect(lines.some((line) => line.startsWith('  the file: expected JSON, one array of cases; '))).toBe(true);
    expect(lines).toContain(`  ${small?.id}: malformed: expected: Unrecognized key: "evicted"`);
    expect(lines.some((line) => line.startsWith('  case 2: malformed: the case: '))).toBe(true);
    expect(lines.at(-1)).toBe('0 passed, 4 failed');
  });

  test('shows the first three differences of a case, and all when asked', () => {
    const evictions = Array.from({ length: 9 }, (_, index) => ({ pod: `a/${index}`, node: 'n', reason: 'none' }));
    const wrong = { ...small, expected: { ...small?.expected, unordered: undefined, evictions } };
    const file = { 'a.json': JSON.stringify([wrong]) };
    expect(golden(file).lines).toHaveLength(1 + 3 + 1 + 1);
    expect(golden(file, '--verbose').lines).toHaveLength(1 + 9 + 1);
  });

  test('a command line that it cannot follow ends with 2', () => {
    expect(golden({ 'a.json': '[]' }, '--plugin', 'Foo')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^golden: unknown plugin "Foo": expected one of /),
    });
    expect(golden({}).stderr).toBe('golden: no *.json file in DIR: expected files of recorded cases\n');
    expect(golden({ 'a.json': '[]' }, '--plugin', 'LowNodeUtilization').stderr).toBe(
      'golden: no case of plugin LowNodeUtilization in DIR: its 1 *.json files hold none\n',
    );
  });
});
