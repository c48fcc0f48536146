import type { Task } from '../../kernel/effect.ts';
import type { CommandContext } from '../command.ts';
import { parseOptions } from './text-options.ts';

/** Leaves out lines that repeat the one before, as they come. */
export function* uniq(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('uniq', ctx.args, 'cdui', { count: 'c', repeated: 'd', unique: 'u' });
  const reader = ctx.openInput(operands[0] ?? '-');
  const writer = operands[1] === undefined ? ctx.stdout : ctx.openOutput(operands[1], false);
  const shape = (line: string) => (options.has('i') ? line.toLowerCase() : line);
  let current: string | undefined;
  let count = 0;
  const finish = function* (): Task {
    if (current === undefined || (options.has('d') && count < 2) || (options.has('u') && count > 1)) return;
    yield* writer.write(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${current}\n`);
  };
  for (let line = yield* reader.readLine(); line; line = yield* reader.readLine()) {
    if (current !== undefined && shape(line.line) === shape(current)) {
      count++;
      continue;
    }
    yield* finish();
    current = line.line;
    count = 1;
  }
  yield* finish();
  return 0;
}
