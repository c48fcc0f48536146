import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { fetchKubectl, kubectlUnavailable } from '../../src/tools/kubectl.ts';

const script = fileURLToPath(new URL('../../labs/run', import.meta.url));
const slug = 'descheduler-low-node-utilization';
const folder = mkdtempSync(join(tmpdir(), 'labs-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs labs/run; `path` is where programs are looked for besides the system's own. */
function labsRun(args: readonly string[], path = '/usr/bin:/bin') {
  const env = { PATH: path, HOME: folder, TMPDIR: folder, KIND_WASM_SHIM_HOME: join(folder, 'clusters') };
  const { status, stdout, stderr } = spawnSync('/bin/bash', [script, ...args], {
    encoding: 'utf8',
    env,
    timeout: 170_000,
  });
  return { status, stdout, stderr };
}

describe('labs/run', () => {
  test.each([
    [[], 'expected the name of a lab'],
    [[slug], 'expected --on page, --on shim or --on kind'],
    [[slug, '--on', 'moon'], "expected --on page, shim or kind, found 'moon'"],
    [['nope', '--on', 'page'], "there is no lab 'nope'; labs/run --list names them"],
    [[slug, '--on', 'page', '--step', 'x'], "--step expects a number, found 'x'"],
    [[slug, '--on', 'page', '--step', '9'], `lab '${slug}' has no step 9; labs/run ${slug} --list shows its steps`],
    [[slug, '--fast'], "there is no option '--fast'"],
    [[slug, 'other', '--on', 'page'], `expected one lab, found '${slug}' and 'other'`],
    [[slug, '--on', 'page', '--keep'], '--check and --keep need a cluster that outlives the run; the page has none'],
  ])('%j is refused', (args, message) => {
    const { status, stdout, stderr } = labsRun(args);
    expect({ status, stdout, stderr: stderr.split('\n')[0] }).toEqual({
      status: 2,
      stdout: '',
      stderr: `labs/run: ${message}`,
    });
  });

  test('lists labs and their steps', () => {
    expect(labsRun(['--list']).stdout).toContain(`${slug}\n`);
    expect(labsRun([slug, '--list']).stdout).toBe(
      '01-look\n02-skew (checked)\n03-policy (checked)\n04-run (checked)\n05-read\n06-tighten (checked)\n',
    );
  });

  test('says what is missing for kind, and that nothing was run is no success', () => {
    const { status, stdout } = labsRun([slug, '--on', 'kind'], folder);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'skipped --on kind needs kubectl, which is not installed; see https://kubernetes.io/docs/tasks/tools/',
      'skipped --on kind needs kind, which is not installed; see https://kind.sigs.k8s.io/docs/user/quick-start/',
      'skipped --on kind needs docker or podman, and neither is installed',
      '0 passed, 0 failed, 3 skipped',
    ]);
    expect(status).toBe(3);
  });

  test('runs on the page up to a step', () => {
    const node = join(process.execPath, '..');
    const { status, stdout } = labsRun([slug, '--on', 'page', '--step', '2'], `${node}:/usr/bin:/bin`);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('4 passed, 0 failed, 0 skipped');
    expect(status).toBe(0);
  });

  test.skipIf(kubectlUnavailable() !== undefined)(
    'runs every script under real bash with the real kubectl against the cluster behind HTTP',
    { timeout: 180_000 },
    () => {
      const kubectl = join(fetchKubectl('1.32'), '..');
      const { status, stdout } = labsRun(
        [slug, '--on', 'shim'],
        `${kubectl}:${join(process.execPath, '..')}:/usr/bin:/bin`,
      );
      expect(stdout.split('\n').filter((line) => line.startsWith('FAILED') || line.startsWith('skipped'))).toEqual([]);
      expect(stdout).toContain(
        "ok      check 02-skew: worker 'podlab-spread-worker' runs all 24 web pods, and every worker is open\n",
      );
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('10 passed, 0 failed, 0 skipped');
      expect(status).toBe(0);
    },
  );
});
