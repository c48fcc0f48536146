import type { Task } from '../../kernel/effect.ts';
import { type CommandContext, CommandFailure } from '../command.ts';
import { parseOptions } from './text-options.ts';

/** `env`: shows the environment, or runs a command in a changed one. */
export function* env(ctx: CommandContext): Task<number> {
  const rest = [...ctx.args];
  const environment = new Map(ctx.env);
  while (rest[0] !== undefined) {
    const arg = rest[0];
    const equals = arg.indexOf('=');
    if (arg === '-i' || arg === '-') environment.clear();
    else if (arg === '-u') {
      rest.shift();
      environment.delete(rest[0] ?? '');
    } else if (equals > 0) environment.set(arg.slice(0, equals), arg.slice(equals + 1));
    else break;
    rest.shift();
  }
  if (rest.length > 0) return yield* ctx.run(rest, {}, environment);
  for (const [name, value] of environment) yield* ctx.stdout.write(`${name}=${value}\n`);
  return 0;
}

/** `printenv [NAME…]`. */
export function* printenv(ctx: CommandContext): Task<number> {
  if (ctx.args.length === 0) return yield* env(ctx);
  let status = 0;
  for (const name of ctx.args) {
    const value = ctx.env.get(name);
    if (value === undefined) status = 1;
    else yield* ctx.stdout.write(`${value}\n`);
  }
  return status;
}

/** Builds command lines from its input. */
export function* xargs(ctx: CommandContext): Task<number> {
  const split = optionsEnd(ctx.args);
  const { options } = parseOptions('xargs', ctx.args.slice(0, split), 'n:I:0rtd:P:L:', {
    null: '0',
    'no-run-if-empty': 'r',
    'max-args': 'n',
    delimiter: 'd',
    'max-procs': 'P',
  });
  const argv = ctx.args.slice(split);
  const command = argv.length > 0 ? argv : ['echo'];
  const text = yield* ctx.stdin.readAll();
  const replace = options.get('I');
  const items = itemsOf(text, options, replace !== undefined);
  const runs: string[][] = [];
  if (replace !== undefined) {
    for (const item of items) runs.push(command.map((word) => word.replaceAll(replace, item)));
  } else if (items.length > 0 || !options.has('r')) {
    const most = Number(options.get('n') ?? Number.POSITIVE_INFINITY);
    if (!(most >= 1)) throw new CommandFailure(`xargs: value ${options.get('n')} for -n option should be >= 1`);
    const step = Number.isFinite(most) ? most : Math.max(1, items.length);
    for (let at = 0; at < Math.max(1, items.length); at += step) runs.push([...command, ...items.slice(at, at + step)]);
  }
  let status = 0;
  for (const run of runs) {
    if (options.has('t')) yield* ctx.stderr.write(`${run.join(' ')}\n`);
    const result = yield* ctx.run(run, { stdin: emptyReader });
    if (result === 255) return 124;
    if (result === 126 || result === 127) return result;
    if (result !== 0) status = 123;
  }
  return status;
}

const emptyReader = {
  isTerminal: false,
  *read(): Task<string | undefined> {
    return undefined;
  },
  *readLine(): Task<undefined> {
    return undefined;
  },
  *readAll(): Task<string> {
    return '';
  },
};

/** Where xargs's own options end and the command begins. */
function optionsEnd(args: readonly string[]): number {
  let at = 0;
  while (at < args.length) {
    const arg = args[at] as string;
    if (!arg.startsWith('-') || arg === '-') break;
    if (arg === '--') return at + 1;
    at += /^-[nIdPL]$/.test(arg) || /^--(?:max-args|delimiter|max-procs)$/.test(arg) ? 2 : 1;
  }
  return at;
}

function itemsOf(text: string, options: ReadonlyMap<string, string>, byLine: boolean): string[] {
  if (options.has('0')) return text.split('\0').filter((item) => item !== '');
  const delimiter = options.get('d');
  if (delimiter !== undefined) {
    const items = text.split(delimiter === '\\n' ? '\n' : delimiter);
    if (items[items.length - 1] === '') items.pop();
    return items;
  }
  if (byLine)
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const items: string[] = [];
  const word = /(?:'[^'\n]*'|"[^"\n]*"|\\.|[^\s'"\\])+/gs;
  for (const [match] of text.matchAll(word)) {
    items.push(
      match.replace(/'([^']*)'|"([^"]*)"|\\(.)/gs, (_, single, double, escaped) => single ?? double ?? escaped),
    );
  }
  return items;
}
