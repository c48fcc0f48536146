import type { Task } from '../kernel/effect.ts';
import { ShellExit } from './control-flow.ts';
import type { Shell } from './shell.ts';

/** Runs the traps of the signals that have arrived. */
export function* runPendingTraps(shell: Shell): Task {
  for (;;) {
    const signal = shell.pendingSignals.shift();
    if (signal === undefined) return;
    yield* runTrap(shell, signal);
  }
}

/** Runs the action of one trap; the last status is the same after it as before. */
export function* runTrap(shell: Shell, signal: string): Task {
  const action = shell.traps.get(signal);
  if (!action) return;
  const status = shell.lastStatus;
  const answer = yield* shell.parse(action);
  if ('error' in answer) {
    yield* shell.complain(answer.error.message);
    return;
  }
  // An ERR trap whose own commands fail is not run again for them.
  if (signal === 'ERR') shell.traps.delete('ERR');
  try {
    yield* shell.execution.runStatements(shell, answer.script.statements);
  } finally {
    if (signal === 'ERR' && !shell.traps.has('ERR')) shell.traps.set('ERR', action);
  }
  shell.lastStatus = status;
}

/** Runs a shell to its end: what it throws to exit, and its EXIT trap, decide the status. Being cancelled runs the
 *  EXIT trap too. */
export function* toTheEnd(shell: Shell, body: () => Task<number>): Task<number> {
  let status = 0;
  let trapped = false;
  const exitTrap = function* (): Task {
    trapped = true;
    if (!shell.traps.get('EXIT')) return;
    shell.lastStatus = status;
    try {
      yield* runTrap(shell, 'EXIT');
    } catch (error) {
      if (!(error instanceof ShellExit)) throw error;
      status = error.status;
    }
  };
  try {
    try {
      status = yield* body();
    } catch (error) {
      if (!(error instanceof ShellExit)) throw error;
      status = error.status;
    }
    yield* exitTrap();
    return status;
  } finally {
    if (!trapped) yield* exitTrap();
  }
}
