import { sleep, type Task } from '../kernel/effect.ts';
import { builtins } from './builtins/builtins.ts';
import { ExpansionError, FunctionReturn } from './control-flow.ts';
import { assign, declarationBuiltins, declarationOf } from './declarations.ts';
import { builtinMs, runCompound } from './execute.ts';
import { expandToText, expandWords } from './expansion.ts';
import { findProgram, runProgram } from './programs.ts';
import { quoteWhereNeeded } from './quoting.ts';
import { redirect, withRedirections } from './redirections.ts';
import type { Shell } from './shell.ts';
import { shareDescriptors } from './streams.ts';
import type { Assignment, FunctionDefinition, SimpleCommand, Word } from './syntax.ts';

/** Functions may call each other so deep in one process: each call takes some of the engine's own stack. */
const deepestCall = 100;

/** Runs a simple command: a function, a builtin, a program, or assignments alone. */
export function* runSimpleCommand(shell: Shell, command: SimpleCommand): Task<number> {
  if (!hasProcessSubstitution(command)) return yield* expandAndRun(shell, command);
  // The descriptors that `<(…)` opens last as long as the command.
  const outer = shell.descriptors;
  const inner = shareDescriptors(outer);
  shell.descriptors = inner;
  try {
    return yield* expandAndRun(shell, command);
  } finally {
    shell.descriptors = outer;
    for (const file of inner.values()) file.release();
  }
}

function hasProcessSubstitution(command: SimpleCommand): boolean {
  const words: (Word | null)[] = [...command.args, ...command.assignments.map((assignment) => assignment.value)];
  for (const { target } of command.redirections) if (target.type === 'Word') words.push(target);
  return words.some((word) => word?.parts.some((part) => part.type === 'ProcessSubstitution'));
}

function* expandAndRun(shell: Shell, command: SimpleCommand): Task<number> {
  shell.substitutionStatus = undefined;
  const { argv, declared } = yield* expandCommandWords(shell, command);
  const [name, ...args] = argv;
  if (name === undefined) return yield* runAssignments(shell, command);
  const prefixed = yield* evaluatePrefix(shell, command.assignments);
  if (shell.options.has('xtrace')) {
    for (const { name: variable, text } of prefixed) yield* traceAssignment(shell, variable, text);
    yield* trace(shell, argv.map(quoteWhereNeeded).join(' '));
  }
  if (name === 'exec' && args.length === 0) {
    for (const redirection of command.redirections) yield* redirect(shell, redirection);
    return 0;
  }
  return yield* withRedirections(shell, command.redirections, () => dispatch(shell, name, args, prefixed, declared));
}

/** The command's words, and for `declare` and its kin the assignments among its arguments. */
function* expandCommandWords(
  shell: Shell,
  command: SimpleCommand,
): Task<{ argv: string[]; declared: readonly Assignment[] }> {
  if (!command.name) return { argv: [], declared: [] };
  const aliased = yield* aliasWords(shell, command.name);
  const argv = yield* expandWords(shell, [...aliased]);
  const declared: Assignment[] = [];
  if (!declarationBuiltins.has(argv[0] ?? '') || shell.functions.has(argv[0] ?? '')) {
    argv.push(...(yield* expandWords(shell, command.args)));
    return { argv, declared };
  }
  for (const word of command.args) {
    const assignment = declarationOf(word);
    if (assignment) declared.push(assignment);
    else argv.push(...(yield* expandWords(shell, [word])));
  }
  return { argv, declared };
}

function* aliasWords(shell: Shell, name: Word): Task<readonly Word[]> {
  const [only, ...more] = name.parts;
  if (!shell.interactive || only?.type !== 'Literal' || more.length > 0) return [name];
  const text = shell.aliases.get(only.value);
  if (text === undefined) return [name];
  const answer = yield* shell.parse(text);
  const command = 'script' in answer ? answer.script.statements[0]?.pipelines[0]?.commands[0] : undefined;
  if (command?.type !== 'SimpleCommand' || !command.name) return [name];
  return [command.name, ...command.args];
}

function* runAssignments(shell: Shell, command: SimpleCommand): Task<number> {
  return yield* withRedirections(shell, command.redirections, function* () {
    yield* sleep(builtinMs);
    for (const assignment of command.assignments) {
      yield* assign(shell, assignment);
      if (!shell.options.has('xtrace') || assignment.array) continue;
      yield* traceAssignment(shell, assignment.name, shell.variables.get(assignment.name) ?? '');
    }
    return shell.substitutionStatus ?? 0;
  });
}

interface PrefixAssignment {
  readonly name: string;
  readonly text: string;
}

/** The values of the assignments before a command, each seeing those before it only in the shell. */
function* evaluatePrefix(shell: Shell, assignments: readonly Assignment[]): Task<PrefixAssignment[]> {
  const prefixed: PrefixAssignment[] = [];
  for (const { name, value, append } of assignments) {
    const old = append ? (shell.variables.get(name) ?? '') : '';
    prefixed.push({ name, text: old + (value ? yield* expandToText(shell, value) : '') });
  }
  return prefixed;
}

function* traceAssignment(shell: Shell, name: string, text: string): Task {
  yield* trace(shell, `${name}=${text === '' ? '' : quoteWhereNeeded(text)}`);
}

/** Writes a line of `set -x`. */
export function* trace(shell: Shell, text: string): Task {
  const prefix = shell.variables.get('PS4') ?? '+ ';
  yield* shell.writer(2).write(`${prefix.slice(0, 1).repeat(shell.substitutionDepth)}${prefix}${text}\n`);
}

function* dispatch(
  shell: Shell,
  name: string,
  args: readonly string[],
  assignments: readonly PrefixAssignment[],
  declared: readonly Assignment[],
): Task<number> {
  const definition = shell.functions.get(name);
  if (definition) return yield* withAssignments(shell, assignments, () => callFunction(shell, definition, args));
  const builtin = builtins.get(name);
  if (builtin) {
    yield* sleep(builtinMs);
    if (assignments.length === 0 || declarationBuiltins.has(name)) return yield* builtin(shell, args, declared);
    return yield* withAssignments(shell, assignments, () => builtin(shell, args, declared));
  }
  return yield* withAssignments(shell, assignments, () => runProgram(shell, [name, ...args]));
}

/** Runs a body with assignments in force for it alone, exported. */
function* withAssignments(
  shell: Shell,
  assignments: readonly PrefixAssignment[],
  body: () => Task<number>,
): Task<number> {
  if (assignments.length === 0) return yield* body();
  shell.variables.enterScope();
  try {
    for (const { name, text } of assignments) {
      const variable = shell.variables.declare(name, true);
      variable.exported = true;
      variable.text = text;
    }
    return yield* body();
  } finally {
    shell.variables.leaveScope();
  }
}

/** Calls a function with arguments of its own. */
export function* callFunction(shell: Shell, definition: FunctionDefinition, args: readonly string[]): Task<number> {
  if (shell.callDepth >= deepestCall) {
    throw new ExpansionError(`${definition.name}: maximum function nesting level exceeded (${deepestCall})`, 1);
  }
  yield* sleep(builtinMs);
  const { positional, loopDepth } = shell;
  shell.positional = args;
  shell.loopDepth = 0;
  shell.functionDepth++;
  shell.callDepth++;
  shell.functionNames.push(definition.name);
  shell.variables.enterScope();
  try {
    const redirections = [...definition.redirections, ...definition.body.redirections];
    return yield* withRedirections(shell, redirections, () => runCompound(shell, definition.body));
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status;
    throw error;
  } finally {
    shell.variables.leaveScope();
    shell.functionNames.pop();
    shell.functionDepth--;
    shell.callDepth--;
    shell.loopDepth = loopDepth;
    shell.positional = positional;
  }
}

/** What a command name means here, as `type` and `command -v` tell it. */
export function kindOfCommand(shell: Shell, name: string): 'function' | 'builtin' | 'file' | 'alias' | undefined {
  if (shell.aliases.has(name) && shell.interactive) return 'alias';
  if (shell.functions.has(name)) return 'function';
  if (builtins.has(name)) return 'builtin';
  return findProgram(shell, name) ? 'file' : undefined;
}
