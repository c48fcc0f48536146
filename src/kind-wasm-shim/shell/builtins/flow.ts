import type { Task } from '../../kernel/effect.ts';
import { FunctionReturn, LoopExit } from '../control-flow.ts';
import type { Shell } from '../shell.ts';

/** `:` and `true`: nothing, successfully. */
export function* colon(): Task<number> {
  return 0;
}

/** `false`. */
export function* falseBuiltin(): Task<number> {
  return 1;
}

/** `break [N]`: leaves N loops. */
export function* breakLoop(shell: Shell, args: readonly string[]): Task<number> {
  return yield* leaveLoop(shell, 'break', args);
}

/** `continue [N]`: goes on with the next turn of the Nth loop. */
export function* continueLoop(shell: Shell, args: readonly string[]): Task<number> {
  return yield* leaveLoop(shell, 'continue', args);
}

function* leaveLoop(shell: Shell, kind: 'break' | 'continue', args: readonly string[]): Task<number> {
  if (shell.loopDepth === 0) {
    return yield* shell.complain(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`, 0);
  }
  const levels = Number(args[0] ?? '1');
  if (!Number.isInteger(levels)) return yield* shell.complain(`${kind}: ${args[0]}: numeric argument required`, 128);
  if (levels < 1) return yield* shell.complain(`${kind}: ${args[0]}: loop count out of range`, 1);
  throw new LoopExit(kind, levels);
}

/** `return [STATUS]`: leaves the function or the sourced file. */
export function* returnFromFunction(shell: Shell, args: readonly string[]): Task<number> {
  if (shell.functionDepth === 0 && shell.sourceDepth === 0) {
    return yield* shell.complain("return: can only `return' from a function or sourced script", 2);
  }
  const [text] = args;
  if (text === undefined) throw new FunctionReturn(shell.lastStatus);
  if (!/^-?\d+$/.test(text)) {
    yield* shell.complain(`return: ${text}: numeric argument required`);
    throw new FunctionReturn(2);
  }
  throw new FunctionReturn(Number(text) & 255);
}
