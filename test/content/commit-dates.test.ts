import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { commitDates } from '../../src/site/commit-dates.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'podlab-dates-'));
  folders.push(path);
  return path;
}

function git(cwd: string, args: string[], date = '2026-01-01T00:00:00Z'): void {
  const identity = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@a',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@a',
  };
  execFileSync('git', args, {
    cwd,
    stdio: 'ignore',
    env: {
      ...process.env,
      ...identity,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_CONFIG_GLOBAL: '/dev/null',
    },
  });
}

function commit(cwd: string, date: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  git(cwd, ['add', '.']);
  git(cwd, ['commit', '-m', 'x'], date);
}

function repository(): string {
  const path = folder();
  git(path, ['init', '-b', 'main']);
  commit(path, '2026-01-01T10:00:00Z', { 'content/zh/第一篇.mdx': '1', 'content/en/a.mdx': '1', 'src/x.ts': '1' });
  commit(path, '2026-02-02T10:00:00Z', { 'content/en/a.mdx': '2' });
  return path;
}

test('a file dates from the last commit that changed it', () => {
  expect(commitDates(repository(), 'content')).toEqual(
    new Map([
      ['content/en/a.mdx', new Date('2026-02-02T10:00:00Z')],
      ['content/zh/第一篇.mdx', new Date('2026-01-01T10:00:00Z')],
    ]),
  );
});

test('a shallow clone has no dates, rather than wrong ones', () => {
  const clone = folder();
  execFileSync('git', ['clone', '--depth', '1', `file://${repository()}`, clone], { stdio: 'ignore' });
  expect(commitDates(clone, 'content')).toEqual(new Map());
});

test('without a repository there are no dates', () => {
  expect(commitDates(folder(), 'content')).toEqual(new Map());
});
