import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { runScript } from 'kind-wasm-shim/hosts/run-script.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import { standardCommands } from 'kind-wasm-shim/shell/commands/standard.ts';
import { Machine } from 'kind-wasm-shim/shell/machine.ts';

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export const realBash = '/bin/bash';
export const hasRealBash = existsSync(realBash);

const args = ['script.sh', 'one', 'two words'];
const stdin = 'in1\nin2\nin3\n';

/** A workstation with the standard programs, and nothing of a cluster. */
export function workstation(files: Readonly<Record<string, string>> = {}, seed = 1) {
  const kernel = new Kernel({ scenario: 'shell', seed });
  const machine = new Machine(kernel, { name: 'workstation', commands: standardCommands(), files });
  return { kernel, machine };
}

/** Runs a script with our shell, in a directory of its own. */
export async function runOurs(text: string, directory = '/work'): Promise<Outcome> {
  const { kernel, machine } = workstation({ [`${directory}/script.sh`]: text });
  return await runScript(kernel, machine, { args, stdin, cwd: directory });
}

/** Runs a script with the machine's bash, and with ours in a directory of the same name. */
export async function runBoth(text: string): Promise<{ real: Outcome; ours: Outcome }> {
  const directory = mkdtempSync(`${tmpdir()}/podlab-shell-`);
  try {
    writeFileSync(`${directory}/script.sh`, text);
    const env = { PATH: '/usr/bin:/bin', HOME: '/root', LANG: 'C.UTF-8' };
    const result = spawnSync(realBash, args, { cwd: directory, input: stdin, encoding: 'utf8', env, timeout: 20_000 });
    // A script that leaves its input unread is no failure.
    if (result.error && (result.error as NodeJS.ErrnoException).code !== 'EPIPE') throw result.error;
    const real = { stdout: result.stdout, stderr: result.stderr, exitCode: result.status ?? -1 };
    const { stdout, stderr, exitCode } = await runOurs(text, directory);
    return { real, ours: { stdout, stderr, exitCode } };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
