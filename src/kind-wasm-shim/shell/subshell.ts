import { sleep, type Task } from '../kernel/effect.ts';
import { ExpansionError, FunctionReturn, LoopExit } from './control-flow.ts';
import { tellExpansionError } from './execute.ts';
import type { MachineProcess } from './machine.ts';
import { RedirectionError, withRedirections } from './redirections.ts';
import type { Shell } from './shell.ts';
import { type Descriptors, makePipe, releaseDescriptors, setDescriptor, shareDescriptors } from './streams.ts';
import type { Script } from './syntax.ts';
import { toTheEnd } from './traps.ts';

/** What starting a process costs in virtual time. */
export const forkMs = 1;

/** Starts a copy of a shell as a process. It owns the descriptors that it is given. */
export function startSubshell(
  shell: Shell,
  name: string,
  descriptors: Descriptors,
  body: (child: Shell) => Task<number>,
  options: { owned: boolean; job: number },
): MachineProcess {
  if (shell.machine.isFull) {
    releaseDescriptors(descriptors);
    throw new ExpansionError('fork: Resource temporarily unavailable', 254);
  }
  const child = shell.fork(descriptors);
  child.job = options.job;
  return shell.machine.start(
    name,
    options.job,
    function* (process) {
      child.pid = process.pid;
      process.handler = { handle: (signal) => child.takeSignal(signal) };
      try {
        return yield* toTheEnd(child, () => guarded(child, body));
      } finally {
        releaseDescriptors(child.descriptors);
      }
    },
    { owned: options.owned },
  );
}

/** What leaves a loop or a function ends the subshell in which it is said. */
function* guarded(child: Shell, body: (child: Shell) => Task<number>): Task<number> {
  try {
    return yield* body(child);
  } catch (error) {
    if (error instanceof LoopExit) return 0;
    if (error instanceof FunctionReturn) return error.status;
    if (error instanceof RedirectionError) return yield* child.complain(error.message);
    if (error instanceof ExpansionError) {
      yield* tellExpansionError(child, error);
      return 1;
    }
    throw error;
  }
}

/** Runs a script in a subshell and returns what it wrote to stdout. */
export function* capture(shell: Shell, script: Script): Task<string> {
  const file = readsOneFile(script);
  const pipe = makePipe(shell.kernel);
  const descriptors = shareDescriptors(shell.descriptors);
  setDescriptor(descriptors, 1, pipe.write);
  const process = startSubshell(
    shell,
    'bash',
    descriptors,
    function* (child) {
      child.options.delete('errexit');
      child.substitutionDepth++;
      child.conditionDepth = 0;
      const { statements } = script;
      if (!file) return yield* shell.execution.runStatements(child, statements);
      return yield* copyFile(child, statements);
    },
    { owned: true, job: shell.job },
  );
  try {
    const text = yield* (pipe.read.reader as NonNullable<typeof pipe.read.reader>).readAll();
    shell.lastStatus = yield* process.wait();
    shell.substitutionStatus = shell.lastStatus;
    return text.replaceAll('\0', '');
  } finally {
    pipe.read.release();
  }
}

/** `$(<file)` is the file's text. */
function readsOneFile(script: Script): boolean {
  const command = script.statements[0]?.pipelines[0]?.commands[0];
  if (script.statements.length !== 1 || command?.type !== 'SimpleCommand') return false;
  const { name, assignments, redirections } = command;
  return name === null && assignments.length === 0 && redirections.length === 1 && redirections[0]?.operator === '<';
}

function* copyFile(child: Shell, statements: Script['statements']): Task<number> {
  const command = statements[0]?.pipelines[0]?.commands[0];
  if (command?.type !== 'SimpleCommand') return 1;
  yield* withRedirections(child, command.redirections, function* (): Task {
    yield* child.writer(1).write(yield* child.reader(0).readAll());
  });
  return 0;
}

/** `<(…)` and `>(…)`: starts the commands and returns the path of the descriptor that leads to them. */
export function* substituteProcess(shell: Shell, script: Script, direction: 'input' | 'output'): Task<string> {
  let number = 63;
  while (shell.descriptors.has(number)) number--;
  const path = `/dev/fd/${number}`;
  const pipe = makePipe(shell.kernel);
  const descriptors = shareDescriptors(shell.descriptors);
  setDescriptor(descriptors, direction === 'input' ? 1 : 0, direction === 'input' ? pipe.write : pipe.read);
  // Not owned: it ends by itself once nobody holds the other end, as after `exec > >(tee log)`.
  startSubshell(shell, 'bash', descriptors, (child) => shell.execution.runStatements(child, script.statements), {
    owned: false,
    job: shell.job,
  });
  shell.descriptors.set(number, direction === 'input' ? pipe.read : pipe.write);
  yield* sleep(0);
  return path;
}
