import { sleep, type Task } from '../kernel/effect.ts';
import { evaluateCondition } from './condition.ts';
import { ExpansionError, LoopExit, ShellExit } from './control-flow.ts';
import { arithmeticValue, expandToPattern, expandToText, expandWords } from './expansion.ts';
import type { MachineProcess } from './machine.ts';
import { matchesPattern } from './pattern.ts';
import { quoteWhereNeeded } from './quoting.ts';
import { RedirectionError, withRedirections } from './redirections.ts';
import type { Job, Shell } from './shell.ts';
import { runSimpleCommand, trace } from './simple-command.ts';
import { type Descriptors, makePipe, openNothing, setDescriptor, shareDescriptors } from './streams.ts';
import { startSubshell } from './subshell.ts';
import type { CommandSyntax, Compound, CompoundCommand, Pipeline, Statement } from './syntax.ts';
import { runPendingTraps, runTrap } from './traps.ts';
import { VariableError } from './variables.ts';

/** What a builtin or a turn of a loop costs in virtual time: a power of two of a millisecond, so that sums are
 *  exact. Without it an endless loop would stop the clock. */
export const builtinMs = 1 / 32;

/** Runs statements one after the other and returns the last status. */
export function* runStatements(shell: Shell, statements: readonly Statement[]): Task<number> {
  let status = statements.length === 0 ? 0 : shell.lastStatus;
  for (const statement of statements) status = yield* runStatement(shell, statement);
  return status;
}

/** Runs a script's statements as bash reads them, line by line: a mistake in a word gives up its line only. */
export function* runLines(shell: Shell, statements: readonly Statement[]): Task<number> {
  let givenUp: number | undefined;
  for (const statement of statements) {
    const line = lineOf(statement);
    if (givenUp !== undefined && line === givenUp) continue;
    givenUp = undefined;
    try {
      yield* runStatement(shell, statement);
    } catch (error) {
      if (!(error instanceof ExpansionError)) throw error;
      yield* tellExpansionError(shell, error);
      givenUp = line ?? shell.line;
    }
  }
  return shell.lastStatus;
}

/** Tells a mistake in a word; throws ShellExit when the shell does not survive it. */
export function* tellExpansionError(shell: Shell, error: ExpansionError): Task {
  shell.lastStatus = yield* shell.complain(error.message);
  if (error.exitStatus === undefined) return;
  throw new ShellExit(error.exitStatus, shell.interactive);
}

function lineOf(statement: Statement): number | undefined {
  const command = statement.pipelines[0]?.commands[0];
  return command && 'line' in command ? command.line : undefined;
}

function* runStatement(shell: Shell, statement: Statement): Task<number> {
  if (statement.deferredError) {
    yield* shell.complain(statement.deferredError.message);
    throw new ShellExit(2, shell.interactive);
  }
  if (statement.background) return yield* runInBackground(shell, statement);
  return yield* runList(shell, statement);
}

/** Pipelines joined by `&&` and `||`. Only the last one may end the shell by `set -e`. */
function* runList(shell: Shell, statement: Statement): Task<number> {
  const last = statement.pipelines.length - 1;
  for (const [place, pipeline] of statement.pipelines.entries()) {
    const operator = statement.operators[place - 1];
    if (operator === '&&' && shell.lastStatus !== 0) continue;
    if (operator === '||' && shell.lastStatus === 0) continue;
    if (place < last) yield* asCondition(shell, () => runPipeline(shell, pipeline));
    else yield* runPipeline(shell, pipeline);
  }
  return shell.lastStatus;
}

/** Runs something whose failure is an answer, not a mistake. */
export function* asCondition<Result>(shell: Shell, body: () => Task<Result>): Task<Result> {
  shell.conditionDepth++;
  try {
    return yield* body();
  } finally {
    shell.conditionDepth--;
  }
}

function* runInBackground(shell: Shell, statement: Statement): Task<number> {
  const job = shell.machine.newJob();
  const descriptors = shareDescriptors(shell.descriptors);
  if (!shell.interactive) setDescriptor(descriptors, 0, openNothing());
  const foreground: Statement = { ...statement, background: false };
  const process = startSubshell(shell, 'bash', descriptors, (child) => runStatements(child, [foreground]), {
    owned: false,
    job,
  });
  shell.lastBackgroundPid = process.pid;
  const id = Math.max(0, ...shell.jobs.map((other) => other.id)) + 1;
  const entry: Job = {
    id,
    text: (statement.sourceText ?? '').replace(/\s*&$/, ''),
    processes: [process],
    reported: false,
  };
  shell.jobs.push(entry);
  if (shell.interactive) yield* shell.writer(2).write(`[${id}] ${process.pid}\n`);
  shell.lastStatus = 0;
  return 0;
}

function* runPipeline(shell: Shell, pipeline: Pipeline): Task<number> {
  const startedMs = shell.kernel.nowMs;
  const body = function* (): Task<number[]> {
    const [only, ...more] = pipeline.commands;
    if (only === undefined) return [0];
    return more.length === 0 ? [yield* runCommand(shell, only)] : yield* runPiped(shell, pipeline);
  };
  const statuses = pipeline.negated ? yield* asCondition(shell, body) : yield* body();
  const failed = shell.options.has('pipefail') ? statuses.findLast((status) => status !== 0) : undefined;
  let status = failed ?? statuses[statuses.length - 1] ?? 0;
  const isSimple = pipeline.commands.length === 1 && isCompound(pipeline.commands[0]);
  if (!isSimple) shell.variables.setList('PIPESTATUS', statuses.map(String));
  if (pipeline.timed) yield* tellTime(shell, shell.kernel.nowMs - startedMs, pipeline.timePosix === true);
  if (pipeline.negated) status = status === 0 ? 1 : 0;
  shell.lastStatus = status;
  yield* runPendingTraps(shell);
  if (status !== 0 && !pipeline.negated && shell.conditionDepth === 0 && !isSimple) yield* failure(shell, status);
  return shell.lastStatus;
}

/** A command that failed where nothing asked whether it would: the ERR trap, then `set -e`. */
function* failure(shell: Shell, status: number): Task {
  if (shell.functionDepth === 0 || shell.options.has('errtrace')) yield* runTrap(shell, 'ERR');
  shell.lastStatus = status;
  if (shell.options.has('errexit')) throw new ShellExit(status);
}

/** Compound commands do not fail by themselves: what is in them has failed already. */
function isCompound(command: CommandSyntax | undefined): boolean {
  return command !== undefined && ['If', 'For', 'CStyleFor', 'While', 'Until', 'Case', 'Group'].includes(command.type);
}

function* tellTime(shell: Shell, ms: number, posix: boolean): Task {
  const seconds = (ms / 1000).toFixed(posix ? 2 : 3);
  const minutes = Math.floor(ms / 60_000);
  const rest = ((ms % 60_000) / 1000).toFixed(3);
  yield* shell
    .writer(2)
    .write(
      posix ? `real ${seconds}\nuser 0.00\nsys 0.00\n` : `\nreal\t${minutes}m${rest}s\nuser\t0m0.000s\nsys\t0m0.000s\n`,
    );
}

/** Starts every command of a pipeline at once, joined by pipes, and waits for all of them. */
function* runPiped(shell: Shell, pipeline: Pipeline): Task<number[]> {
  const processes: MachineProcess[] = [];
  const { commands } = pipeline;
  let input = undefined as ReturnType<typeof makePipe>['read'] | undefined;
  for (const [place, command] of commands.entries()) {
    const descriptors: Descriptors = shareDescriptors(shell.descriptors);
    if (input) setDescriptor(descriptors, 0, input);
    input = undefined;
    if (place < commands.length - 1) {
      const pipe = makePipe(shell.kernel);
      setDescriptor(descriptors, 1, pipe.write);
      if (pipeline.pipeStderr?.[place]) setDescriptor(descriptors, 2, pipe.write.retain());
      input = pipe.read;
    }
    processes.push(
      startSubshell(shell, 'bash', descriptors, (child) => runCommand(child, command), { owned: true, job: shell.job }),
    );
  }
  const statuses: number[] = [];
  for (const process of processes) statuses.push(yield* process.wait());
  return statuses;
}

/** Runs one command, in this shell, and sets the last status. */
export function* runCommand(shell: Shell, command: CommandSyntax): Task<number> {
  if ('line' in command && command.line) shell.line = command.line;
  if (command.type === 'SimpleCommand') {
    shell.lastStatus = yield* survivable(shell, () => runSimpleCommand(shell, command));
    return shell.lastStatus;
  }
  if (command.type === 'FunctionDef') {
    shell.functions.set(command.name, command);
    shell.lastStatus = 0;
    return 0;
  }
  shell.lastStatus = yield* survivable(shell, () =>
    withRedirections(shell, command.redirections, () => runCompound(shell, command)),
  );
  return shell.lastStatus;
}

/** A redirection or an assignment that fails makes the command fail, not the shell. */
function* survivable(shell: Shell, body: () => Task<number>): Task<number> {
  try {
    return yield* body();
  } catch (error) {
    if (error instanceof RedirectionError) return yield* shell.complain(error.message);
    if (error instanceof VariableError) throw new ExpansionError(error.message);
    throw error;
  }
}

/** Runs a group, subshell, conditional, loop, `case`, `((…))` or `[[…]]`. */
export function* runCompound(shell: Shell, command: CompoundCommand): Task<number> {
  switch (command.type) {
    case 'Group':
      return yield* runStatements(shell, command.body);
    case 'Subshell': {
      const descriptors = shareDescriptors(shell.descriptors);
      const process = startSubshell(shell, 'bash', descriptors, (child) => runStatements(child, command.body), {
        owned: true,
        job: shell.job,
      });
      return yield* process.wait();
    }
    case 'If':
      return yield* runIf(shell, command);
    case 'For':
      return yield* runFor(shell, command);
    case 'CStyleFor':
      return yield* runCStyleFor(shell, command);
    case 'While':
    case 'Until':
      return yield* runWhile(shell, command);
    case 'Case':
      return yield* runCase(shell, command);
    case 'ArithmeticCommand':
      yield* sleep(builtinMs);
      return yield* asTest(shell, '((', function* () {
        return (yield* arithmeticValue(shell, command.expression.originalText ?? '')) !== 0n;
      });
    case 'ConditionalCommand':
      yield* sleep(builtinMs);
      return yield* asTest(shell, '', () => evaluateCondition(shell, command.expression));
  }
}

/** A test that is true, false, or wrong in itself; the last fails with 1 and is told. */
function* asTest(shell: Shell, name: string, body: () => Task<boolean>): Task<number> {
  try {
    return (yield* body()) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ExpansionError) || error.exitStatus !== undefined) throw error;
    yield* shell.complain(name === '' ? error.message : `${name}: ${error.message}`);
    return name === '' ? 2 : 1;
  }
}

function* runIf(shell: Shell, command: Compound<'If'>): Task<number> {
  for (const clause of command.clauses) {
    const status = yield* asCondition(shell, () => runStatements(shell, clause.condition));
    if (status === 0) return yield* runStatements(shell, clause.body);
  }
  shell.lastStatus = 0;
  return command.elseBody ? yield* runStatements(shell, command.elseBody) : 0;
}

function* runFor(shell: Shell, command: Compound<'For'>): Task<number> {
  const words = command.words ? yield* expandWords(shell, command.words) : shell.positional;
  let status = 0;
  for (const word of words) {
    if (shell.options.has('xtrace'))
      yield* trace(shell, `for ${command.variable} in ${words.map(quoteWhereNeeded).join(' ')}`);
    shell.variables.set(command.variable, word);
    const turn = yield* runTurn(shell, command.body);
    status = turn.status;
    if (turn.leave) break;
  }
  return status;
}

function* runCStyleFor(shell: Shell, command: Compound<'CStyleFor'>): Task<number> {
  const value = function* (expression: typeof command.init, absent: bigint): Task<bigint> {
    const text = expression?.originalText?.trim();
    return text ? yield* arithmeticValue(shell, text) : absent;
  };
  let status = 0;
  yield* value(command.init, 0n);
  while ((yield* value(command.condition, 1n)) !== 0n) {
    const turn = yield* runTurn(shell, command.body);
    status = turn.status;
    if (turn.leave) break;
    yield* value(command.update, 0n);
  }
  return status;
}

function* runWhile(shell: Shell, command: Compound<'While'> | Compound<'Until'>): Task<number> {
  let status = 0;
  for (;;) {
    const condition = yield* inLoop(shell, () => asCondition(shell, () => runStatements(shell, command.condition)));
    if (condition.leave) break;
    if ((condition.status === 0) !== (command.type === 'While')) break;
    const turn = yield* runTurn(shell, command.body);
    status = turn.status;
    if (turn.leave) break;
  }
  return status;
}

interface Turn {
  readonly status: number;
  readonly leave: boolean;
}

function* runTurn(shell: Shell, body: readonly Statement[]): Task<Turn> {
  yield* sleep(builtinMs);
  return yield* inLoop(shell, () => runStatements(shell, body));
}

/** Runs one turn of a loop and takes the `break` and `continue` that are meant for it. */
function* inLoop(shell: Shell, body: () => Task<number>): Task<Turn> {
  shell.loopDepth++;
  try {
    return { status: yield* body(), leave: false };
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error;
    error.levels--;
    if (error.levels > 0 && shell.loopDepth > 1) throw error;
    return { status: 0, leave: error.kind === 'break' };
  } finally {
    shell.loopDepth--;
  }
}

function* runCase(shell: Shell, command: Compound<'Case'>): Task<number> {
  const text = yield* expandToText(shell, command.word);
  let status = 0;
  let fallsThrough = false;
  for (const item of command.items) {
    if (!fallsThrough && !(yield* caseMatches(shell, text, item.patterns))) continue;
    status = item.body.length === 0 ? 0 : yield* runStatements(shell, item.body);
    if (item.terminator === ';;') return status;
    fallsThrough = item.terminator === ';&';
  }
  return status;
}

function* caseMatches(
  shell: Shell,
  text: string,
  patterns: Compound<'Case'>['items'][number]['patterns'],
): Task<boolean> {
  for (const pattern of patterns) if (matchesPattern(text, yield* expandToPattern(shell, pattern))) return true;
  return false;
}
