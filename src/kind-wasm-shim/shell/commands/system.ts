import type { Task } from '../../kernel/effect.ts';
import type { CommandContext } from '../command.ts';

/** `clear`: an empty terminal. */
export function* clear(ctx: CommandContext): Task<number> {
  if (ctx.stdout.terminal) yield* ctx.stdout.write('\x1b[H\x1b[2J\x1b[3J');
  return 0;
}

/** `hostname`. */
export function* hostname(ctx: CommandContext): Task<number> {
  yield* ctx.stdout.write(`${ctx.machine}\n`);
  return 0;
}

/** `whoami`. */
export function* whoami(ctx: CommandContext): Task<number> {
  yield* ctx.stdout.write(`${ctx.env.get('USER') ?? 'root'}\n`);
  return 0;
}

/** `uname`: a Linux of a fixed version. */
export function* uname(ctx: CommandContext): Task<number> {
  const all = ctx.args.includes('-a');
  const fields: [string, string][] = [
    ['-s', 'Linux'],
    ['-n', ctx.machine],
    ['-r', '6.1.0-podlab'],
    ['-m', 'x86_64'],
  ];
  const shown = fields.filter(([flag]) => all || ctx.args.includes(flag) || (ctx.args.length === 0 && flag === '-s'));
  yield* ctx.stdout.write(`${shown.map(([, text]) => text).join(' ')}\n`);
  return 0;
}

/** `tput cols` and `tput lines`. */
export function* tput(ctx: CommandContext): Task<number> {
  const size = ctx.stdout.terminal;
  if (ctx.args[0] === 'cols') yield* ctx.stdout.write(`${size?.columns ?? 80}\n`);
  if (ctx.args[0] === 'lines') yield* ctx.stdout.write(`${size?.rows ?? 24}\n`);
  return 0;
}

/** `nproc`: always two. */
export function* nproc(ctx: CommandContext): Task<number> {
  yield* ctx.stdout.write('2\n');
  return 0;
}
