import { periodically, type Task } from '../../kernel/effect.ts';
import { type CommandContext, CommandFailure, type Reader } from '../command.ts';
import { FileError } from '../files.ts';
import { parseOptions } from './text-options.ts';

/** Calls a body for each input in turn: the named files, or stdin when none is named. One that cannot be opened is
 *  told, and makes the status 1. */
export function* eachInput(
  ctx: CommandContext,
  paths: readonly string[],
  body: (reader: Reader, path: string) => Task,
  failureText = (path: string, problem: string) => `${ctx.name}: ${path}: ${problem}`,
): Task<number> {
  let status = 0;
  for (const path of paths.length > 0 ? paths : ['-']) {
    let reader: Reader;
    try {
      reader = ctx.openInput(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* ctx.stderr.write(`${failureText(path, error.message)}\n`);
      status = 1;
      continue;
    }
    yield* body(reader, path);
  }
  return status;
}

/** Copies text as it comes. */
export function* copy(reader: Reader, ctx: CommandContext): Task {
  for (let text = yield* reader.read(); text !== undefined; text = yield* reader.read()) yield* ctx.stdout.write(text);
}

/** `cat`: passes on what comes as it comes. */
export function* cat(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('cat', ctx.args, 'nbEsTAvetu', { number: 'n' });
  const numbered = options.has('n') || options.has('b');
  const ends = options.has('E') || options.has('A') || options.has('e');
  const tabs = options.has('T') || options.has('A') || options.has('t');
  let number = 1;
  return yield* eachInput(ctx, operands, function* (reader): Task {
    if (!numbered && !ends && !tabs) {
      yield* copy(reader, ctx);
      return;
    }
    for (let line = yield* reader.readLine(); line; line = yield* reader.readLine()) {
      const prefix = numbered && !(options.has('b') && line.line === '') ? `${String(number++).padStart(6)}\t` : '';
      const text = tabs ? line.line.replaceAll('\t', '^I') : line.line;
      yield* ctx.stdout.write(`${prefix}${text}${line.ended ? (ends ? '$\n' : '\n') : ''}`);
    }
  });
}

/** `head`: stops reading when it has enough, so that whoever writes is told. */
export function* head(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('head', oldStyle(ctx.args), 'n:c:qv', { lines: 'n', bytes: 'c' });
  const count = options.get('n') ?? '10';
  const bytes = options.get('c');
  const wanted = Number((bytes ?? count).replace(/^\+/, ''));
  if (!Number.isInteger(wanted)) {
    throw new CommandFailure(`head: invalid number of ${bytes ? 'bytes' : 'lines'}: ‘${bytes ?? count}’`);
  }
  const titled = (operands.length > 1 || options.has('v')) && !options.has('q');
  let first = true;
  return yield* eachInput(
    ctx,
    operands,
    function* (reader, path): Task {
      if (titled) yield* ctx.stdout.write(`${first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
      first = false;
      if (bytes !== undefined) yield* headBytes(ctx, reader, wanted);
      else if (wanted < 0) yield* allButLast(ctx, reader, -wanted);
      else yield* headLines(ctx, reader, wanted);
    },
    (path, problem) => `head: cannot open '${path}' for reading: ${problem}`,
  );
}

/** `-5` is `-n 5`. */
function oldStyle(args: readonly string[]): string[] {
  const [first = '', ...rest] = args;
  return /^-\d+$/.test(first) ? ['-n', first.slice(1), ...rest] : [...args];
}

function* headLines(ctx: CommandContext, reader: Reader, wanted: number): Task {
  for (let count = 0; count < wanted; count++) {
    const line = yield* reader.readLine();
    if (!line) return;
    yield* ctx.stdout.write(line.ended ? `${line.line}\n` : line.line);
  }
}

function* headBytes(ctx: CommandContext, reader: Reader, wanted: number): Task {
  let left = wanted;
  while (left > 0) {
    const text = yield* reader.read();
    if (text === undefined) return;
    const bytes = new TextEncoder().encode(text);
    yield* ctx.stdout.write(bytes.length <= left ? text : new TextDecoder().decode(bytes.slice(0, left)));
    left -= bytes.length;
  }
}

function* allButLast(ctx: CommandContext, reader: Reader, kept: number): Task {
  const waiting: string[] = [];
  for (let line = yield* reader.readLine(); line; line = yield* reader.readLine()) {
    waiting.push(line.ended ? `${line.line}\n` : line.line);
    if (waiting.length > kept) yield* ctx.stdout.write(waiting.shift() as string);
  }
}

/** `tail`: the last lines, those from the Nth on, and with `-f` what is added later. */
export function* tail(ctx: CommandContext): Task<number> {
  const [firstArg = '', ...others] = ctx.args;
  const args = /^[-+]\d+$/.test(firstArg) ? ['-n', firstArg.replace(/^-/, ''), ...others] : ctx.args;
  const { options, operands } = parseOptions('tail', args, 'n:c:fFqvs:', { lines: 'n', bytes: 'c', follow: 'f' });
  const count = options.get('n') ?? options.get('c') ?? '10';
  const fromStart = count.startsWith('+');
  const wanted = Math.abs(Number(count));
  if (!Number.isInteger(wanted)) throw new CommandFailure(`tail: invalid number of lines: ‘${count}’`);
  const follow = options.has('f') || options.has('F');
  const titled = (operands.length > 1 || options.has('v')) && !options.has('q');
  let first = true;
  return yield* eachInput(
    ctx,
    operands,
    function* (reader, path): Task {
      if (titled) yield* ctx.stdout.write(`${first ? '' : '\n'}==> ${path === '-' ? 'standard input' : path} <==\n`);
      first = false;
      if (options.has('c')) {
        const bytes = new TextEncoder().encode(yield* reader.readAll());
        const kept = fromStart ? bytes.slice(Math.max(0, wanted - 1)) : bytes.slice(Math.max(0, bytes.length - wanted));
        yield* ctx.stdout.write(new TextDecoder().decode(kept));
      } else yield* tailLines(ctx, reader, wanted, fromStart);
      if (follow && path !== '-') yield* followFile(ctx, reader);
    },
    (path, problem) => `tail: cannot open '${path}' for reading: ${problem}`,
  );
}

function* tailLines(ctx: CommandContext, reader: Reader, wanted: number, fromStart: boolean): Task {
  const kept: string[] = [];
  let number = 0;
  for (let line = yield* reader.readLine(); line; line = yield* reader.readLine()) {
    number++;
    const text = line.ended ? `${line.line}\n` : line.line;
    if (fromStart) {
      if (number >= wanted) yield* ctx.stdout.write(text);
      continue;
    }
    kept.push(text);
    if (kept.length > wanted) kept.shift();
  }
  yield* ctx.stdout.write(kept.join(''));
}

/** Looks for more once a second, as tail does without inotify. */
function* followFile(ctx: CommandContext, reader: Reader): Task {
  for (;;) {
    yield* periodically(1000);
    yield* copy(reader, ctx);
  }
}

/** `wc`: counts lines, words, characters and bytes. */
export function* wc(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('wc', ctx.args, 'lwcmL', {
    lines: 'l',
    words: 'w',
    bytes: 'c',
    chars: 'm',
  });
  const shown = [...'lwmc'].filter((letter) => options.has(letter));
  const columns = shown.length > 0 ? shown : ['l', 'w', 'c'];
  const rows: { counts: Record<string, number>; path: string }[] = [];
  const status = yield* eachInput(ctx, operands, function* (reader, path): Task {
    const counts: Record<string, number> = { l: 0, w: 0, c: 0, m: 0 };
    let inWord = false;
    for (let text = yield* reader.read(); text !== undefined; text = yield* reader.read()) {
      counts.c = (counts.c ?? 0) + new TextEncoder().encode(text).length;
      for (const character of text) {
        counts.m = (counts.m ?? 0) + 1;
        if (character === '\n') counts.l = (counts.l ?? 0) + 1;
        const isSpace = /\s/.test(character);
        if (!isSpace && !inWord) counts.w = (counts.w ?? 0) + 1;
        inWord = !isSpace;
      }
    }
    rows.push({ counts, path });
  });
  if (rows.length > 1) {
    const total: Record<string, number> = {};
    for (const row of rows) for (const key of 'lwcm') total[key] = (total[key] ?? 0) + (row.counts[key] ?? 0);
    rows.push({ counts: total, path: 'total' });
  }
  // One number alone is not padded; several are as wide as the greatest, and 7 when stdin has no size.
  const numbers = rows.flatMap((row) => columns.map((column) => String(row.counts[column] ?? 0).length));
  const bytes = rows.map((row) => String(row.counts.c ?? 0).length);
  const lone = rows.length === 1 && columns.length === 1;
  const width = lone ? 1 : operands.length === 0 || operands.includes('-') ? 7 : Math.max(...numbers, ...bytes);
  for (const row of rows) {
    const text = columns.map((column) => String(row.counts[column] ?? 0).padStart(width)).join(' ');
    const named = operands.length > 0 || row.path === 'total';
    yield* ctx.stdout.write(`${text}${named ? ` ${row.path}` : ''}\n`);
  }
  return status;
}

/** `tee [-a]`: passes on and writes to files at once. */
export function* tee(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('tee', ctx.args, 'aip', { append: 'a' });
  const writers = operands.map((path) => ctx.openOutput(path, options.has('a')));
  for (let text = yield* ctx.stdin.read(); text !== undefined; text = yield* ctx.stdin.read()) {
    yield* ctx.stdout.write(text);
    for (const writer of writers) yield* writer.write(text);
  }
  return 0;
}

/** `yes`: the same line for ever. */
export function* yes(ctx: CommandContext): Task<number> {
  const line = `${ctx.args.length > 0 ? ctx.args.join(' ') : 'y'}\n`;
  const piece = line.repeat(Math.max(1, Math.floor(1024 / line.length)));
  // It writes faster than anybody reads; a little time passes, so that a terminal is not flooded in one instant.
  for (;;) {
    yield* ctx.stdout.write(piece);
    yield* periodically(1 / 4);
  }
}
