import { sleep, type Task } from '../../kernel/effect.ts';
import { type CommandContext, CommandFailure } from '../command.ts';

const piece = 500;

/** `seq [-s SEPARATOR] [-w] [FIRST [STEP]] LAST`, a piece at a time. */
export function* seq(ctx: CommandContext): Task<number> {
  let separator = '\n';
  let equalWidth = false;
  const rest = [...ctx.args];
  while (/^-[sw]/.test(rest[0] ?? '')) {
    const option = rest.shift() as string;
    if (option === '-w') equalWidth = true;
    else separator = option.length > 2 ? option.slice(2) : (rest.shift() ?? '\n');
  }
  for (const text of rest) {
    if (!/^-?\d*\.?\d+$/.test(text)) {
      throw new CommandFailure(
        `seq: invalid floating point argument: ‘${text}’\nTry 'seq --help' for more information.`,
      );
    }
  }
  if (rest.length === 0) throw new CommandFailure("seq: missing operand\nTry 'seq --help' for more information.");
  const [start, step, end] =
    rest.length === 1 ? ['1', '1', rest[0]] : rest.length === 2 ? [rest[0], '1', rest[1]] : rest;
  const decimals = Math.max(...[start, step].map((text) => (text as string).split('.')[1]?.length ?? 0));
  const scale = 10 ** decimals;
  const [first, increment, last] = [start, step, end].map((text) => Math.round(Number(text) * scale)) as [
    number,
    number,
    number,
  ];
  if (increment === 0) throw new CommandFailure(`seq: invalid Zero increment value: ‘${step}’`);
  const format = (value: number) => (value / scale).toFixed(decimals);
  const width = equalWidth ? Math.max(format(first).length, format(last).length) : 0;
  let line = '';
  let count = 0;
  for (let value = first; increment > 0 ? value <= last : value >= last; value += increment) {
    line += `${count > 0 ? separator : ''}${format(value).padStart(width, '0')}`;
    if (++count % piece === 0) {
      yield* ctx.stdout.write(line);
      yield* sleep(1 / 32);
      line = '';
    }
  }
  if (count > 0) yield* ctx.stdout.write(`${line}\n`);
  return 0;
}
