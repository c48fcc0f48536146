import type { Task } from '../../kernel/effect.ts';
import { optionNames } from '../option-names.ts';
import { quoteWhereNeeded } from '../quoting.ts';
import type { Shell } from '../shell.ts';

const longNames: ReadonlySet<string> = new Set([...Object.values(optionNames), 'pipefail', 'posix', 'ignoreeof']);

/** `set`: options on and off, and the positional parameters. */
export function* set(shell: Shell, args: readonly string[]): Task<number> {
  if (args.length === 0) return yield* listVariables(shell);
  let place = 0;
  for (; place < args.length; place++) {
    const arg = args[place] as string;
    if (arg === '--') {
      shell.positional = args.slice(place + 1);
      return 0;
    }
    if (!/^[-+]./.test(arg)) break;
    const on = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      const name = letter === 'o' ? args[++place] : optionNames[letter];
      if (letter === 'o' && name === undefined) return yield* listOptions(shell);
      if (name === undefined || !longNames.has(name)) {
        const found = letter === 'o' ? `${name}: invalid option name` : `${arg.slice(0, 1)}${letter}: invalid option`;
        return yield* shell.complain(`set: ${found}`, letter === 'o' ? 1 : 2);
      }
      if (on) shell.options.add(name);
      else shell.options.delete(name);
    }
  }
  if (place < args.length) shell.positional = args.slice(place);
  return 0;
}

function* listVariables(shell: Shell): Task<number> {
  for (const name of shell.variables.names()) {
    const variable = shell.variables.find(name);
    if (variable?.kind !== 'scalar') continue;
    yield* shell.writer(1).write(`${name}=${quoteWhereNeeded(variable.text ?? '')}\n`);
  }
  return 0;
}

function* listOptions(shell: Shell): Task<number> {
  for (const name of [...longNames].sort()) {
    yield* shell.writer(1).write(`${name.padEnd(15)}\t${shell.options.has(name) ? 'on' : 'off'}\n`);
  }
  return 0;
}

/** `shift [N]`: drops the first positional parameters. */
export function* shift(shell: Shell, args: readonly string[]): Task<number> {
  const count = Number(args[0] ?? '1');
  if (!Number.isInteger(count)) return yield* shell.complain(`shift: ${args[0]}: numeric argument required`);
  if (count < 0) return yield* shell.complain(`shift: ${count}: shift count out of range`);
  if (count > shell.positional.length) return 1;
  shell.positional = shell.positional.slice(count);
  return 0;
}

const shellOptions: ReadonlySet<string> = new Set(
  'extglob nullglob dotglob globstar nocasematch failglob expand_aliases lastpipe inherit_errexit checkwinsize'.split(
    ' ',
  ),
);

/** `shopt`: bash’s own options; those that change nothing here are kept and told all the same. */
export function* shopt(shell: Shell, args: readonly string[]): Task<number> {
  const flags = args.filter((arg) => arg.startsWith('-')).join('');
  let status = 0;
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    if (!shellOptions.has(name)) {
      status = yield* shell.complain(`shopt: ${name}: invalid shell option name`);
    } else if (flags.includes('s')) shell.options.add(name);
    else if (flags.includes('u')) shell.options.delete(name);
    else {
      const on = shell.options.has(name);
      if (!on) status = 1;
      if (!flags.includes('q')) yield* shell.writer(1).write(`${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`);
    }
  }
  return status;
}
