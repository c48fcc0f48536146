import type { Task } from '../../kernel/effect.ts';
import { runText } from '../bash.ts';
import { FunctionReturn, ShellExit } from '../control-flow.ts';
import { arithmeticValue } from '../expansion.ts';
import { FileError } from '../files.ts';
import { findProgram, runProgram } from '../programs.ts';
import { quote } from '../quoting.ts';
import type { Shell } from '../shell.ts';
import { kindOfCommand } from '../simple-command.ts';
import { builtins } from './builtins.ts';

/** `eval`: runs its arguments, joined by blanks, as a text of this shell. */
export function* evaluate(shell: Shell, args: readonly string[]): Task<number> {
  const text = args[0] === '--' ? args.slice(1).join(' ') : args.join(' ');
  if (text.trim() === '') return 0;
  const answer = yield* shell.parse(text);
  if ('error' in answer) {
    return yield* shell.complain(`eval: line ${answer.error.line}: ${answer.error.message}`, 2);
  }
  return yield* shell.execution.runStatements(shell, answer.script.statements);
}

/** `source` and `.`: runs a file in this shell, with arguments of its own if it gets any. */
export function* source(shell: Shell, args: readonly string[]): Task<number> {
  const [path, ...positional] = args;
  if (path === undefined) return yield* shell.complain('source: filename argument required', 2);
  let text: string;
  try {
    text = shell.machine.files.readText(shell.path(path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return yield* shell.complain(`${path}: ${error.message}`);
  }
  const outer = shell.positional;
  if (positional.length > 0) shell.positional = positional;
  shell.sourceDepth++;
  try {
    return yield* runText(shell, text, path);
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status;
    throw error;
  } finally {
    shell.sourceDepth--;
    if (positional.length > 0) shell.positional = outer;
  }
}

/** `exec` with a command: the shell ends with its status. (Without one the redirections stay; that is done where
 *  redirections are.) */
export function* exec(shell: Shell, args: readonly string[]): Task<number> {
  const status = yield* runProgram(shell, args);
  shell.traps.delete('EXIT');
  throw new ShellExit(status);
}

/** `exit`: ends the shell with a status, the last one when none is given. */
export function* exit(shell: Shell, args: readonly string[]): Task<number> {
  const [text] = args;
  if (text === undefined) throw new ShellExit(shell.lastStatus);
  if (!/^-?\d+$/.test(text)) {
    yield* shell.complain(`exit: ${text}: numeric argument required`);
    throw new ShellExit(2);
  }
  throw new ShellExit(Number(text) & 255);
}

/** `builtin`: runs a builtin even where a function has its name. */
export function* builtin(shell: Shell, args: readonly string[]): Task<number> {
  const [name, ...rest] = args;
  if (name === undefined) return 0;
  const found = builtins.get(name);
  if (!found) return yield* shell.complain(`builtin: ${name}: not a shell builtin`);
  return yield* found(shell, rest, []);
}

/** `command`: runs a command past functions; `-v` and `-V` tell what a name means. */
export function* command(shell: Shell, args: readonly string[]): Task<number> {
  const [option, ...names] = args;
  if (option === '-v' || option === '-V') return yield* describeCommands(shell, names, option === '-V');
  const [name, ...rest] = option === '-p' || option === '--' ? names : args;
  if (name === undefined) return 0;
  const found = builtins.get(name);
  return found ? yield* found(shell, rest, []) : yield* runProgram(shell, [name, ...rest]);
}

function* describeCommands(shell: Shell, names: readonly string[], inWords: boolean): Task<number> {
  let status = 1;
  for (const name of names) {
    const text = inWords ? describe(shell, name) : shortName(shell, name);
    if (text === undefined) {
      if (inWords) yield* shell.complain(`command: ${name}: not found`);
      continue;
    }
    status = 0;
    yield* shell.writer(1).write(`${text}\n`);
  }
  return status;
}

function shortName(shell: Shell, name: string): string | undefined {
  const kind = kindOfCommand(shell, name);
  if (kind === 'alias') return `alias ${name}=${quote(shell.aliases.get(name) ?? '')}`;
  if (kind === 'file') return findProgram(shell, name)?.path;
  return kind === undefined && !keywords.has(name) ? undefined : name;
}

const keywords: ReadonlySet<string> = new Set(
  'if then else elif fi for while until do done case esac in function time { } ! [[ ]]'.split(' '),
);

function describe(shell: Shell, name: string): string | undefined {
  if (keywords.has(name)) return `${name} is a shell keyword`;
  switch (kindOfCommand(shell, name)) {
    case 'alias':
      return `${name} is aliased to \`${shell.aliases.get(name)}'`;
    case 'function':
      return `${name} is a function`;
    case 'builtin':
      return `${name} is a shell builtin`;
    case 'file':
      return `${name} is ${findProgram(shell, name)?.path}`;
    default:
      return undefined;
  }
}

/** `type`: tells what a name means to this shell. */
export function* type(shell: Shell, args: readonly string[]): Task<number> {
  const short = args[0] === '-t' || args[0] === '-p' || args[0] === '-P';
  let status = 0;
  for (const name of args.filter((arg) => !/^-[tpPaf]+$/.test(arg))) {
    const kind = keywords.has(name) ? 'keyword' : kindOfCommand(shell, name);
    const text = short ? (args[0] === '-t' ? kind : findProgram(shell, name)?.path) : describe(shell, name);
    if (text === undefined) {
      status = 1;
      if (!short) yield* shell.complain(`type: ${name}: not found`);
    } else yield* shell.writer(1).write(`${text}\n`);
  }
  return status;
}

/** `hash`: there is no table of programs to forget. */
export function* hash(): Task<number> {
  return 0;
}

/** `let`: evaluates expressions; status 0 when the last is not zero. */
export function* letBuiltin(shell: Shell, args: readonly string[]): Task<number> {
  if (args.length === 0) return yield* shell.complain('let: expression expected');
  let value = 0n;
  for (const text of args) value = yield* arithmeticValue(shell, text);
  return value === 0n ? 1 : 0;
}

/** `alias`: names for the beginnings of command lines; they expand in interactive shells only. */
export function* alias(shell: Shell, args: readonly string[]): Task<number> {
  let status = 0;
  const shown = args.length === 0 ? [...shell.aliases.keys()].sort() : args;
  for (const arg of shown) {
    const equals = arg.indexOf('=');
    if (equals > 0) {
      shell.aliases.set(arg.slice(0, equals), arg.slice(equals + 1));
      continue;
    }
    const text = shell.aliases.get(arg);
    if (text === undefined) status = yield* shell.complain(`alias: ${arg}: not found`);
    else yield* shell.writer(1).write(`alias ${arg}=${quote(text)}\n`);
  }
  return status;
}

/** `unalias`: takes aliases back, all of them with `-a`. */
export function* unalias(shell: Shell, args: readonly string[]): Task<number> {
  if (args[0] === '-a') shell.aliases.clear();
  let status = 0;
  for (const name of args.filter((arg) => arg !== '-a')) {
    if (!shell.aliases.delete(name)) status = yield* shell.complain(`unalias: ${name}: not found`);
  }
  return status;
}

/** `history [N]`: what was entered in this session. */
export function* history(shell: Shell, args: readonly string[]): Task<number> {
  const shown = args[0] === undefined ? shell.history.length : Number(args[0]);
  if (!Number.isInteger(shown)) return yield* shell.complain(`history: ${args[0]}: numeric argument required`);
  for (const [place, line] of shell.history.entries()) {
    if (place >= shell.history.length - shown) {
      yield* shell.writer(1).write(`${String(place + 1).padStart(5)}  ${line}\n`);
    }
  }
  return 0;
}
