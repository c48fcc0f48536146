import { periodically, race, sleep, type Task } from '../../kernel/effect.ts';
import { type CommandContext, CommandFailure } from '../command.ts';
import { formatDate } from '../date-format.ts';
import { parseOptions } from './text-options.ts';

const units: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** A span as `sleep` and `timeout` take it: `5`, `0.5s`, `2m`; undefined when it is none. */
function spanMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  return match ? Number(match[1]) * (units[match[2] as string] ?? 1) * 1000 : undefined;
}

/** `sleep`, on virtual time. */
export function* sleepCommand(ctx: CommandContext): Task<number> {
  if (ctx.args.length === 0) {
    throw new CommandFailure("sleep: missing operand\nTry 'sleep --help' for more information.");
  }
  let total = 0;
  for (const text of ctx.args) {
    if (text === 'infinity' || text === 'inf') for (;;) yield* periodically(3_600_000);
    const ms = spanMs(text);
    if (ms === undefined) {
      throw new CommandFailure(`sleep: invalid time interval ‘${text}’\nTry 'sleep --help' for more information.`);
    }
    total += ms;
  }
  yield* sleep(total);
  return 0;
}

/** `timeout`, on virtual time: 124 when the command was ended. */
export function* timeout(ctx: CommandContext): Task<number> {
  const rest = [...ctx.args];
  let preserve = false;
  let killed = false;
  while (/^-./.test(rest[0] ?? '')) {
    const option = rest.shift() as string;
    if (option === '--preserve-status') preserve = true;
    else if (option === '-s' || option === '-k') killed = rest.shift() === 'KILL';
    else if (!/^-[svk]|^--(?:signal|kill-after|foreground|verbose)/.test(option)) {
      throw new CommandFailure(`timeout: unrecognized option '${option}'`, 125);
    }
  }
  const [span = '', ...argv] = rest;
  const ms = spanMs(span);
  if (ms === undefined) throw new CommandFailure(`timeout: invalid time interval ‘${span}’`, 125);
  if (argv.length === 0)
    throw new CommandFailure("timeout: missing operand\nTry 'timeout --help' for more information.", 125);
  const process = ctx.kernel.spawn('timeout', ctx.run(argv), { owned: true });
  const result = yield* ms === 0 ? race({ done: process.join() }) : race({ done: process.join(), late: sleep(ms) });
  if (result.first === 'done') {
    if (result.value.status === 'failed') throw result.value.error;
    return result.value.status === 'done' ? result.value.value : 143;
  }
  process.cancel();
  yield* process.join();
  return preserve ? 143 : killed ? 137 : 124;
}

/** `date`: the virtual time in UTC, or the time that `-d` gives. */
export function* date(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('date', ctx.args, 'ud:I', { utc: 'u', date: 'd', 'iso-8601': 'I' });
  const [format] = operands;
  const given = options.get('d');
  let time: number | { unixSeconds: number } = ctx.kernel.nowMs;
  if (given?.startsWith('@')) time = { unixSeconds: Number(given.slice(1)) };
  else if (given !== undefined && given !== 'now') {
    const parsed = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(given) ? given : `${given}Z`);
    if (Number.isNaN(parsed)) throw new CommandFailure(`date: invalid date ‘${given}’`);
    time = { unixSeconds: parsed / 1000 };
  }
  if (format !== undefined && !format.startsWith('+')) throw new CommandFailure(`date: invalid date ‘${format}’`);
  const shown = format?.slice(1) ?? (options.has('I') ? '%F' : '%a %b %e %H:%M:%S %Z %Y');
  yield* ctx.stdout.write(`${formatDate(shown, time)}\n`);
  return 0;
}

/** Runs a command again and again until it is stopped, as watch does; on a terminal it clears the screen first. */
export function* watch(ctx: CommandContext): Task<number> {
  const rest = [...ctx.args];
  let everyMs = 2000;
  let titled = true;
  while (/^-./.test(rest[0] ?? '')) {
    const option = rest.shift() as string;
    if (option === '-n' || option === '--interval') everyMs = Number(rest.shift() ?? '2') * 1000;
    else if (/^-n\d/.test(option)) everyMs = Number(option.slice(2)) * 1000;
    else if (option === '-t' || option === '--no-title') titled = false;
  }
  if (rest.length === 0) throw new CommandFailure('Usage:\n watch [options] command');
  if (!(everyMs >= 100))
    throw new CommandFailure(`watch: an interval is at least 0.1 seconds, found ${everyMs / 1000}`);
  for (;;) {
    if (ctx.stdout.terminal) yield* ctx.stdout.write('\x1b[H\x1b[2J');
    if (titled) {
      const left = `Every ${(everyMs / 1000).toFixed(1)}s: ${rest.join(' ')}`;
      const right = `${ctx.machine}: ${formatDate('%a %b %e %H:%M:%S %Y', ctx.kernel.nowMs)}`;
      const gap = Math.max(2, (ctx.stdout.terminal?.columns ?? 80) - left.length - right.length);
      yield* ctx.stdout.write(`${left}${' '.repeat(gap)}${right}\n\n`);
    }
    yield* ctx.run(['bash', '-c', rest.join(' ')]);
    yield* periodically(everyMs);
  }
}
