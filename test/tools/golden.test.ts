import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readVectors, type Vector } from '../../src/scenarios/recorded-cases/vector.ts';

function vectorsOf(plugin: string): Vector[] {
  const text = readFileSync(new URL(`../golden/descheduler/${plugin}.json`, import.meta.url), 'utf8');
  return readVectors(text).flatMap((read) => ('vector' in read ? [read.vector] : []));
}

describe('npm run golden', () => {
  function golden(files: Record<string, string>, ...args: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'golden-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const tool = new URL('../../src/tools/golden.ts', import.meta.url).pathname;
    const options = { encoding: 'utf8' } as const;
    const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', tool, folder, ...args], options);
    return {
      status: run.status,
      lines: run.stdout.trimEnd().split('\n'),
      stderr: run.stderr.replaceAll(folder, 'DIR'),
    };
  }
  const [small] = [...vectorsOf('HighNodeUtilization')].sort((a, b) => (a.nodes?.length ?? 0) - (b.nodes?.length ?? 0));

  test('prints a line per file and a total, and ends with 0', () => {
    expect(golden({ 'a.json': JSON.stringify([small]), 'b.json': JSON.stringify([small]), 'notes.txt': '' })).toEqual({
      status: 0,
      lines: ['a.json: 1 passed, 0 failed', 'b.json: 1 passed, 0 failed', '2 passed, 0 failed'],
      stderr: '',
    });
  });

  test('fails what does not exist here: a version, a plugin', () => {
    const cases = [
      { ...small, id: 'newer', version: 'v0.99.0' },
      { ...small, id: 'other', plugin: 'PodLifeTimes' },
    ];
    expect(golden({ 'a.json': JSON.stringify(cases) })).toEqual({
      status: 1,
      lines: [
        'a.json: 0 passed, 2 failed',
        '  newer: version v0.99.0 does not exist here; there is v0.28.1, v0.36.0',
        expect.stringMatching(
          /^ {2}other: plugin PodLifeTimes does not exist here; there are DefaultEvictor, LowNodeUtilization, /,
        ),
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
