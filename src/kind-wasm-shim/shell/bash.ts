import type { Task } from '../kernel/effect.ts';
import { FunctionReturn, LoopExit } from './control-flow.ts';
import { runLines } from './execute.ts';
import { FileError } from './files.ts';
import { optionNames } from './option-names.ts';
import type { Shell } from './shell.ts';
import { Variables } from './variables.ts';

/** The `bash` program, in a copy of the shell that it was started from: `bash FILE ARGS`, `bash -c TEXT NAME ARGS`,
 *  or a script on its stdin. */
export function* runBash(shell: Shell, args: readonly string[], env: ReadonlyMap<string, string>): Task<number> {
  resetForNewProgram(shell, env);
  const rest = [...args];
  let fromText = false;
  while (rest[0] !== undefined && /^[-+]./.test(rest[0])) {
    const option = rest.shift() as string;
    if (option === '--') break;
    if (option === '--login' || option === '--norc' || option === '--noprofile') continue;
    if (/^[-+]o$/.test(option)) {
      const name = rest.shift() ?? '';
      if (option === '-o') shell.options.add(name);
      else shell.options.delete(name);
      continue;
    }
    for (const letter of option.slice(1)) {
      const name = optionNames[letter];
      if (letter === 'c') fromText = true;
      else if (name !== undefined) shell.options.add(name);
      else if (!'lis'.includes(letter)) {
        yield* shell.writer(2).write(`bash: -${letter}: invalid option\n`);
        return 2;
      }
    }
  }
  const [first, ...positional] = rest;
  if (fromText) {
    if (first === undefined) {
      yield* shell.writer(2).write('bash: -c: option requires an argument\n');
      return 2;
    }
    shell.name = positional[0] ?? 'bash';
    shell.positional = positional.slice(1);
    return yield* runText(shell, first, 'bash: -c');
  }
  if (first === undefined) {
    shell.name = 'bash';
    return yield* runText(shell, yield* shell.reader(0).readAll(), 'bash');
  }
  shell.positional = positional;
  const read = readScript(shell, first);
  if ('problem' in read) {
    yield* shell.writer(2).write(`bash: ${first}: ${read.problem}\n`);
    return 127;
  }
  shell.name = first;
  return yield* runText(shell, read.text, first);
}

function readScript(shell: Shell, path: string): { text: string } | { problem: string } {
  try {
    return { text: shell.machine.files.readText(shell.path(path)) };
  } catch (error) {
    if (error instanceof FileError) return { problem: error.message };
    throw error;
  }
}

/** A new program knows only the environment: not the functions, aliases, options and traps of who started it. */
function resetForNewProgram(shell: Shell, env: ReadonlyMap<string, string>): void {
  const ignored = [...shell.traps].filter(([, action]) => action === '');
  shell.variables = new Variables();
  for (const [name, value] of env) {
    shell.variables.set(name, value);
    shell.variables.declare(name, false).exported = true;
  }
  setShellVariables(shell);
  shell.functions.clear();
  shell.aliases.clear();
  shell.options.clear();
  shell.positional = [];
  shell.traps = new Map(ignored);
  shell.jobs = [];
  shell.lastStatus = 0;
  shell.loopDepth = 0;
  shell.functionDepth = 0;
  shell.functionNames = [];
  shell.conditionDepth = 0;
  shell.substitutionDepth = 0;
  shell.subshellDepth = 0;
  shell.mainPid = shell.pid;
  shell.lastBackgroundPid = undefined;
}

/** The variables that every bash sets for itself. */
export function setShellVariables(shell: Shell): void {
  const own = {
    IFS: ' \t\n',
    OPTIND: '1',
    PS4: '+ ',
    BASH_VERSION: '5.2.15(1)-release',
    PPID: '1',
    UID: '0',
    EUID: '0',
  };
  for (const [name, value] of Object.entries(own)) shell.variables.set(name, value);
  shell.variables.set('PWD', shell.cwd);
}

/** Parses and runs a text in a shell. A mistake in the syntax is told with the line it is on, status 2. */
export function* runText(shell: Shell, text: string, source: string): Task<number> {
  const answer = yield* shell.parse(text);
  if ('error' in answer) {
    yield* shell.writer(2).write(`${source}: line ${answer.error.line}: ${answer.error.message}\n`);
    shell.lastStatus = 2;
    return 2;
  }
  try {
    return yield* runLines(shell, answer.script.statements);
  } catch (error) {
    if (error instanceof LoopExit) return 0;
    if (error instanceof FunctionReturn && shell.sourceDepth === 0) return error.status;
    throw error;
  }
}
