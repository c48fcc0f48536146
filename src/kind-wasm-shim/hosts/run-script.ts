import type { Kernel } from '../kernel/kernel.ts';
import type { Machine } from '../shell/machine.ts';
import { type ScriptOptions, startScript } from '../shell/script.ts';
import { bashLibrary } from './bash-library.ts';
import { driveUntil, type HostFunctions } from './drive.ts';

export interface ScriptResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** When it began and ended, in virtual time. */
  readonly startedMs: number;
  readonly endedMs: number;
}

export interface RunScriptOptions extends ScriptOptions {
  /** How long it may take in virtual time before it is interrupted; an hour when not given. */
  readonly timeoutMs?: number;
  readonly functions?: HostFunctions;
}

/** Runs a script on a machine to its end and returns what it wrote. A script that takes too long is interrupted, as
 *  Ctrl-C would, and its exit code is then 124. */
export async function runScript(kernel: Kernel, machine: Machine, options: RunScriptOptions): Promise<ScriptResult> {
  const startedMs = kernel.nowMs;
  const written = { 1: '', 2: '' };
  const run = startScript(machine, {
    ...options,
    output(descriptor, text) {
      written[descriptor] += text;
      options.output?.(descriptor, text);
    },
  });
  const functions = options.functions ?? bashLibrary;
  const isOver = () => run.status !== undefined;
  const timeoutMs = options.timeoutMs ?? 3_600_000;
  const inTime = await driveUntil(kernel, isOver, startedMs + timeoutMs, functions);
  if (!inTime) {
    run.interrupt();
    await driveUntil(kernel, isOver, kernel.nowMs + 60_000, functions);
    written[2] += `interrupted: it took longer than ${timeoutMs / 1000} virtual seconds\n`;
  }
  return {
    exitCode: inTime ? (run.status ?? 1) : 124,
    stdout: written[1],
    stderr: written[2],
    startedMs,
    endedMs: kernel.nowMs,
  };
}
