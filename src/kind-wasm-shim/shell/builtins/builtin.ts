import type { Task } from '../../kernel/effect.ts';
import type { Shell } from '../shell.ts';
import type { Assignment } from '../syntax.ts';

/** A command that is part of the shell, because it changes the shell's state or because bash has it so. `declared`
 *  are the assignments among the arguments of `declare` and its kin. */
export type Builtin = (shell: Shell, args: readonly string[], declared: readonly Assignment[]) => Task<number>;
