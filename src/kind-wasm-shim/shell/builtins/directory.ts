import type { Task } from '../../kernel/effect.ts';
import { normalizePath } from '../files.ts';
import type { Shell } from '../shell.ts';

/** `cd`: to HOME without an operand, back with `-`. */
export function* changeDirectory(shell: Shell, args: readonly string[]): Task<number> {
  const operands = args.filter((arg) => !/^-[LPe]+$/.test(arg) && arg !== '--');
  if (operands.length > 1) return yield* shell.complain('cd: too many arguments');
  const target = operands[0] ?? shell.variables.get('HOME');
  if (target === undefined) return yield* shell.complain('cd: HOME not set');
  if (target === '-') {
    const old = shell.variables.get('OLDPWD');
    if (old === undefined) return yield* shell.complain('cd: OLDPWD not set');
    const status = yield* enter(shell, 'cd', old);
    if (status === 0) yield* shell.writer(1).write(`${shell.cwd}\n`);
    return status;
  }
  return yield* enter(shell, 'cd', target);
}

function* enter(shell: Shell, name: string, target: string): Task<number> {
  const path = normalizePath(shell.path(target));
  const node = shell.machine.files.stat(path);
  if (!node) return yield* shell.complain(`${name}: ${target}: No such file or directory`);
  if (node.type !== 'directory') return yield* shell.complain(`${name}: ${target}: Not a directory`);
  shell.variables.set('OLDPWD', shell.cwd);
  shell.cwd = path;
  shell.variables.set('PWD', path);
  return 0;
}

/** `pwd`. */
export function* printDirectory(shell: Shell): Task<number> {
  yield* shell.writer(1).write(`${shell.cwd}\n`);
  return 0;
}

/** `pushd DIRECTORY`; swapping without an operand is left out. */
export function* pushDirectory(shell: Shell, args: readonly string[]): Task<number> {
  const stack = shell.variables.values('DIRSTACK');
  const old = shell.cwd;
  const [target] = args;
  if (target === undefined) return yield* shell.complain('pushd: no other directory');
  const status = yield* enter(shell, 'pushd', target);
  if (status !== 0) return status;
  shell.variables.setList('DIRSTACK', [old, ...stack]);
  yield* shell.writer(1).write(`${[shell.cwd, old, ...stack].join(' ')}\n`);
  return 0;
}

/** `popd`, back to where `pushd` was said. */
export function* popDirectory(shell: Shell): Task<number> {
  const [target, ...rest] = shell.variables.values('DIRSTACK');
  if (target === undefined) return yield* shell.complain('popd: directory stack empty');
  const status = yield* enter(shell, 'popd', target);
  if (status !== 0) return status;
  shell.variables.setList('DIRSTACK', rest);
  yield* shell.writer(1).write(`${[shell.cwd, ...rest].join(' ')}\n`);
  return 0;
}
