import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTool } from './command-line.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The checks, from the quickest to the slowest. */
const checks = [
  { name: 'format and lint', command: ['biome', 'check', '.'] },
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'types of Astro files', command: ['astro', 'check', '--minimumFailingSeverity', 'error'] },
  { name: 'structure and unit tests', command: ['vitest', 'run'] },
];

/** The one command to be sure before a commit: everything but the browser tests. All checks run, whatever fails. */
function main(): number {
  const failed = checks.filter(({ name, command: [program = '', ...args] }) => {
    console.log(`\n— ${name}`);
    const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
    const env = { ...process.env, PATH: path, ASTRO_TELEMETRY_DISABLED: '1' };
    return spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env }).status !== 0;
  });
  const names = failed.map(({ name }) => name).join(', ');
  console.log(failed.length === 0 ? '\ncheck: all is well' : `\ncheck: failed in ${names}`);
  return failed.length === 0 ? 0 : 1;
}

await runTool('check', main);
