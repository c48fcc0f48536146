import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './command-line.ts';
import { installBrowserPackages } from './system-packages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs everything: the model's tests, then the browser tests, which build the site first. Ends with one line
 *  `N passed, M failed, K skipped`; a part that could not run counts as a failure, never as nothing. */
function main(args: string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-test-'));
  try {
    const counts = [runVitest(folder, args), runBrowserTests(folder)];
    const total = counts.reduce((sum, count) => ({
      passed: sum.passed + count.passed,
      failed: sum.failed + count.failed,
      skipped: sum.skipped + count.skipped,
    }));
    console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runVitest(folder: string, args: string[]): Count {
  const report = join(folder, 'vitest.json');
  const status = run('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  if (!existsSync(report)) return couldNotRun('vitest wrote no report');
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'));
  const count = { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  // A file that cannot be loaded fails without a failed test.
  if (status !== 0 && count.failed === 0) return { ...count, failed: 1 };
  return count;
}

function runBrowserTests(folder: string): Count {
  const missing = installBrowserPackages();
  if (missing) return couldNotRun(missing);
  const report = join(folder, 'playwright.json');
  const status = run('playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  if (!existsSync(report)) return couldNotRun('Playwright wrote no report');
  const { stats, errors } = JSON.parse(readFileSync(report, 'utf8'));
  const count = { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
  if (status !== 0 && count.failed === 0) return { ...count, failed: Math.max(1, errors.length) };
  return count;
}

function run(command: string, args: string[], env: Record<string, string> = {}): number {
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, PATH: path },
  });
  if (error) console.error(`podlab: ${command} could not be started: ${error.message}`);
  return status ?? 1;
}

function couldNotRun(why: string): Count {
  console.error(`podlab: ${why}`);
  return { passed: 0, failed: 1, skipped: 0 };
}

await runTool('test', main);
