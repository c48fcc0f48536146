import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readSequence } from '../../src/tools/conform/lines.ts';
import { readScenario } from '../../src/tools/conform/scenario.ts';
import { carriedTraces, conform, vocabularyOf } from '../../src/tools/conform.ts';

const traces = carriedTraces();
const vocabulary = vocabularyOf(
  traces.map((folder) => readSequence(readFileSync(join(folder, 'sequence.jsonl'), 'utf8'))),
);
const temporary = mkdtempSync(join(tmpdir(), 'podlab-conform-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** A copy of a recording with its sequence or its scenario changed. */
function changed(name: string, file: string, change: (text: string) => string): string {
  const from = traces.find((folder) => basename(folder) === name) ?? '';
  const folder = join(temporary, `${name}-${file}`);
  cpSync(from, folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(from, file), 'utf8')));
  return folder;
}

describe('the simulated kubelet does what the real one was seen to do', () => {
  test.each(traces.map((folder) => [basename(folder), folder]))('%s', { timeout: 60_000 }, (_, folder) => {
    const { passed, report } = conform(folder, vocabulary);
    expect(passed ? [] : report).toEqual([]);
  });

  test('and the project carries recordings of both releases', () => {
    expect(traces.map((folder) => basename(folder).split('.', 2).join('.'))).toContain('1.23');
    expect(traces.map((folder) => basename(folder).split('.', 2).join('.'))).toContain('1.32');
  });
});

describe('a comparison notices', () => {
  const name = '1.23.5-delete-pod-fast-exit';

  test('a line that the simulation has and the recording has not', () => {
    const folder = changed(name, 'sequence.jsonl', (text) =>
      text
        .split('\n')
        .filter((line) => !line.includes('DeleteContainer returned error'))
        .join('\n'),
    );
    const { passed, report } = conform(folder, vocabulary, 20);
    expect(passed).toBe(false);
    expect(report.slice(1).join('\n')).toMatch(/extra .*(DeleteContainer returned error|syncTerminatedPod|Removing)/);
  });

  test.each([
    ['a line', 'Nothing'],
    ['a line of a kind that comes round with a period,', 'Pod is terminated, but nobody has seen it'],
  ])('%s that the recording has and the simulation has not', (_, message) => {
    const line = { at: 0.5, source: 'kubelet', severity: 'E', file: 'kubelet.go', message, values: '' };
    const folder = changed(name, 'sequence.jsonl', (text) => `${text.trimEnd()}\n${JSON.stringify(line)}\n`);
    const { passed, report } = conform(folder, vocabulary, 3);
    expect(passed).toBe(false);
    expect(report.join('\n')).toContain(`E kubelet.go ${message}`);
  });
});

describe('a scenario is understood or refused', () => {
  const scenario = 'kubelet: 1.23.5\nnode: node1\npods: []\nactions: []\nendsAt: 3\n';

  test.each([
    [
      `${scenario}weather: bad\n`,
      'the scenario says "weather", which is not known; known are kubelet, node, pods, actions, faults, endsAt',
    ],
    [scenario.replace('1.23.5', '1.99.0'), 'kubelet: expected a version 1.23.x or 1.32.x, found "1.99.0"'],
    [scenario.replace('actions: []', 'actions: [{ at: 1, do: explode, pod: x }]'), 'pod: expected one of , found "x"'],
    [`${scenario}faults: [{ call: sneeze }]\n`, /^call: expected one of runPodSandbox, .*, found "sneeze"$/],
    [scenario.replace('endsAt: 3', 'endsAt: soon'), 'endsAt: expected a number, found "soon"'],
  ])('%#', (text, message) => {
    expect(() => readScenario(text)).toThrow(message);
  });

  test('a folder whose scenario has an unknown word fails and names it', () => {
    const folder = changed('1.23.5-mirror-pod-deleted', 'scenario.yaml', (text) =>
      text.replace('do: delete', 'do: paint'),
    );
    expect(conform(folder, vocabulary)).toEqual({
      passed: false,
      report: ['do: expected delete, removeManifest, serveNoManifest, editManifest or restartKubelet, found "paint"'],
    });
  });

  test('a fault says which of the calls fail', () => {
    const faults = (which: string) => readScenario(`${scenario}faults: [{ call: cniDel, which: ${which} }]\n`).faults;
    expect(faults('first of each sandbox')).toEqual([
      { call: 'cniDel', nth: 1, ofEach: true, error: 'transient failure' },
    ]);
    expect(faults('second of each sandbox within 5 s')).toMatchObject([{ nth: 2, ofEach: true, withinMs: 5_000 }]);
    expect(faults('every')).toEqual([{ call: 'cniDel', error: 'transient failure' }]);
  });
});
