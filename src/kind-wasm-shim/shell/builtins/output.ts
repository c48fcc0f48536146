import type { Task } from '../../kernel/effect.ts';
import { formatPrintf, replaceEscapes } from '../printf.ts';
import type { Shell } from '../shell.ts';

/** `echo`, with `-n`, `-e` and `-E`. */
export function* echo(shell: Shell, args: readonly string[]): Task<number> {
  let newline = true;
  let escapes = false;
  let first = 0;
  for (; /^-[neE]+$/.test(args[first] ?? ''); first++) {
    for (const letter of (args[first] as string).slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  let text = args.slice(first).join(' ');
  if (escapes) {
    const result = replaceEscapes(text, 'echo');
    text = result.text;
    if (result.stopped) newline = false;
  }
  yield* shell.writer(1).write(newline ? `${text}\n` : text);
  return 0;
}

/** `printf`; with `-v` into a variable. */
export function* printf(shell: Shell, args: readonly string[]): Task<number> {
  const rest = [...args];
  let variable: string | undefined;
  if (rest[0] === '-v') {
    variable = rest[1];
    rest.splice(0, 2);
  }
  if (rest[0] === '--') rest.shift();
  const [format, ...values] = rest;
  if (format === undefined) {
    yield* shell.complain('printf: usage: printf [-v var] format [arguments]', 2);
    return 2;
  }
  const { text, mistakes } = formatPrintf(format, values, shell.kernel.nowMs);
  if (variable === undefined) yield* shell.writer(1).write(text);
  else shell.variables.set(variable, text);
  for (const mistake of mistakes) yield* shell.complain(`printf: ${mistake}`);
  return mistakes.length > 0 ? 1 : 0;
}
