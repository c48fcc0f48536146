import { type Effect, race, type Task } from '../../kernel/effect.ts';
import type { ContainerProcess, Signal } from './program.ts';

/** Runs the few commands that examples give to busybox: `sleep N`, `true`, `false`, `echo …`, and with `sh -c` lists of
 *  them with `exit N`, `trap 'exit N' TERM`, `&`, `wait`, `for … in …; do …; done` and `while true; do …; done`.
 *  @ours a stand-in for a container's shell, for the commands that examples use
 *  @simplifies a container is not a shell: whatever is not in this list does nothing and succeeds at once */
export function* busybox(process: ContainerProcess): Task<number> {
  const words = [...process.command, ...process.args];
  const [name, flag, script] = words;
  if (name === undefined) return 0;
  if (isShell(name) && flag === '-c') return yield* runScript(process, script ?? '');
  if (isShell(name)) return 0;
  const state: ScriptState = { trapped: undefined, background: 0 };
  return (yield* runCommand(process, state, words)) ?? 0;
}

function isShell(name: string): boolean {
  return ['sh', 'bash', 'ash', '/bin/sh', '/bin/bash'].includes(name);
}

interface ScriptState {
  /** The exit code that the trap of SIGTERM gives, if one is set. */
  trapped: number | undefined;
  /** How long the longest background command still takes. */
  background: number;
}

class Exit {
  readonly code: number;
  constructor(code: number) {
    this.code = code;
  }
}

/** Writes `for` loops out, one body after the other. */
function unrolled(script: string): string {
  const counted = script.replace(/\$\(seq\s+(\d+)(?:\s+(\d+))?\)/g, (_, first: string, last?: string) => {
    const [from, to] = last === undefined ? [1, Number(first)] : [Number(first), Number(last)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).join(' ');
  });
  return counted.replace(
    /\bfor\s+(\w+)\s+in\s+([^;\n]*)[;\n]\s*do\s+(.*?);?\s*done\b/gs,
    (_, name: string, words: string, body: string) =>
      words
        .trim()
        .split(/\s+/)
        .filter((word) => word !== '')
        .map((word) => body.replaceAll(`\${${name}}`, word).replaceAll(`$${name}`, word))
        .join('; '),
  );
}

function* runScript(process: ContainerProcess, source: string): Task<number> {
  const script = unrolled(source);
  const state: ScriptState = { trapped: undefined, background: 0 };
  const loop = /^(.*?)(?:while\s+(?:true|:)|while\s+\[\s*1\s*\])\s*;?\s*do\s+(.*?);?\s*done\s*;?\s*$/s.exec(script);
  try {
    if (!loop) return yield* runList(process, state, script);
    yield* runList(process, state, loop[1] ?? '');
    for (;;) {
      yield* runList(process, state, loop[2] ?? '');
      // A loop without a sleep would hold the clock for ever.
      if (!/\bsleep\b/.test(loop[2] ?? '')) yield* interruptible(process, state, process.sleep(1000));
    }
  } catch (thrown) {
    if (thrown instanceof Exit) return thrown.code;
    throw thrown;
  }
}

function* runList(process: ContainerProcess, state: ScriptState, list: string): Task<number> {
  let code = 0;
  for (const { text, after } of commands(list)) {
    const words = split(text);
    if (words.length > 0) {
      if (after === '&') state.background = Math.max(state.background, sleepMs(words) ?? 0);
      else code = (yield* runCommand(process, state, words)) ?? 0;
    }
    if ((after === '&&' && code !== 0) || (after === '||' && code === 0)) break;
  }
  return code;
}

function* runCommand(
  process: ContainerProcess,
  state: ScriptState,
  words: readonly string[],
): Task<number | undefined> {
  const [name, ...rest] = words;
  switch (name) {
    case 'sleep':
      yield* interruptible(process, state, process.sleep(sleepMs(words) ?? 0));
      return 0;
    case 'wait':
      yield* interruptible(process, state, process.sleep(state.background));
      return 0;
    case 'echo': {
      const text = rest.filter((word) => !/^\d?>/.test(word)).join(' ');
      process.print(withVariables(process, text), rest.includes('>&2') ? 'stderr' : 'stdout');
      return 0;
    }
    case 'exit':
      throw new Exit(Number(rest[0] ?? 0));
    case 'trap': {
      const exit = /^exit(?:\s+(\d+))?/.exec(rest[0] ?? '');
      state.trapped = exit ? Number(exit[1] ?? 0) : 0;
      return 0;
    }
    case 'false':
    case '/bin/false':
      return 1;
    default:
      return 0;
  }
}

/** A text with the variables of the environment put in. */
function withVariables({ env }: ContainerProcess, text: string): string {
  return text.replace(/\$\{(\w+)\}|\$(\w+)/g, (_, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? '');
}

/** Waits; a trapped signal ends the script. A signal that is not trapped is ignored: the process is the first of its
 *  container, which the kernel of the node does not kill by default. */
function* interruptible(process: ContainerProcess, state: ScriptState, wait: Effect<void>): Task {
  if (state.trapped === undefined) {
    yield* wait;
    return;
  }
  const { first } = yield* race<{ wait: Effect<void>; signal: Effect<Signal | undefined> }>({
    wait,
    signal: process.signals.take(),
  });
  if (first === 'signal') throw new Exit(state.trapped);
}

function sleepMs([name, time = '0']: readonly string[]): number | undefined {
  if (name !== 'sleep') return undefined;
  if (time === 'infinity' || time === 'inf') return 10 * 365 * 24 * 3_600_000;
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(time);
  const unit = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 }[match?.[2] ?? ''] ?? 1;
  return Math.round(Number(match?.[1] ?? 0) * unit * 1000);
}

/** The commands of a list, each with what stands after it; quotes keep separators out of sight. */
function commands(list: string): { text: string; after: string }[] {
  const found: { text: string; after: string }[] = [];
  let text = '';
  let quote = '';
  for (let at = 0; at < list.length; at++) {
    const character = list.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
      text += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      text += character;
    } else if (';\n&|'.includes(character) && list.charAt(at - 1) !== '>') {
      const double = list.charAt(at + 1) === character && '&|'.includes(character);
      if (double) at += 1;
      found.push({ text, after: double ? character + character : character });
      text = '';
    } else {
      text += character;
    }
  }
  return [...found, { text, after: '' }];
}

function split(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
