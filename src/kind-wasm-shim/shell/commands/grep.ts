import type { Task } from '../../kernel/effect.ts';
import { type CommandContext, CommandFailure, type Reader } from '../command.ts';
import { regularExpression } from '../regular-expression.ts';
import { eachInput } from './streaming-text.ts';
import { parseOptions } from './text-options.ts';

const long = {
  quiet: 'q',
  silent: 'q',
  'invert-match': 'v',
  'ignore-case': 'i',
  count: 'c',
  'extended-regexp': 'E',
  'only-matching': 'o',
  'word-regexp': 'w',
  'line-regexp': 'x',
  'line-number': 'n',
  'fixed-strings': 'F',
  'perl-regexp': 'P',
  'files-with-matches': 'l',
  'no-filename': 'h',
  'with-filename': 'H',
  'max-count': 'm',
  regexp: 'e',
  recursive: 'r',
  'no-messages': 's',
  'after-context': 'A',
  'before-context': 'B',
  context: 'C',
  color: 'Z',
  colour: 'Z',
  'line-buffered': 'u',
};

interface GrepOptions {
  readonly regExp: RegExp;
  readonly has: (letter: string) => boolean;
  readonly most: number;
  readonly before: number;
  readonly after: number;
  readonly named: boolean;
}

/** Finds lines as they come, so that it works behind `kubectl get -w`. */
export function* grep(ctx: CommandContext): Task<number> {
  const { options, operands } = parseOptions('grep', ctx.args, 'qvicEGFPowxnlLhHm:e:rRsA:B:C:uZa', long, 'e');
  const given = options.get('e');
  const pattern = given ?? operands[0];
  const paths = given === undefined ? operands.slice(1) : operands;
  if (pattern === undefined) {
    throw new CommandFailure("Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.", 2);
  }
  const recursive = options.has('r') || options.has('R');
  const files = recursive
    ? paths.concat(paths.length === 0 ? ['.'] : []).flatMap((path) => filesUnder(ctx, path))
    : paths;
  const context = options.get('C') ?? '0';
  const grepOptions: GrepOptions = {
    regExp: compile(pattern, options),
    has: (letter) => options.has(letter),
    most: options.has('m') ? Number(options.get('m')) : Number.POSITIVE_INFINITY,
    before: Number(options.get('B') ?? context),
    after: Number(options.get('A') ?? context),
    named: (files.length > 1 || recursive || options.has('H')) && !options.has('h'),
  };
  let found = false;
  const failed = yield* eachInput(ctx, files, function* (reader, path): Task {
    if (found && options.has('q')) return;
    if (yield* search(ctx, reader, path === '-' ? '(standard input)' : path, grepOptions)) found = true;
  });
  if (failed && !(found && options.has('q'))) return 2;
  return found ? 0 : 1;
}

function filesUnder(ctx: CommandContext, path: string): string[] {
  if (!ctx.files.isDirectory(ctx.path(path))) return [path];
  return ctx.files.list(ctx.path(path)).flatMap((name) => filesUnder(ctx, path === '.' ? name : `${path}/${name}`));
}

function compile(patterns: string, options: ReadonlyMap<string, string>): RegExp {
  const syntax = options.has('F') ? 'fixed' : options.has('E') ? 'extended' : options.has('P') ? 'perl' : 'basic';
  const sources = patterns.split('\n').map((pattern) => {
    const one = regularExpression(pattern, syntax, '');
    if (!one) throw new CommandFailure(`grep: invalid regular expression: ${pattern}`, 2);
    return one.source === '(?:)' ? '' : one.source;
  });
  let source = sources.length === 1 ? (sources[0] as string) : sources.map((one) => `(?:${one})`).join('|');
  if (options.has('x')) source = `^(?:${source})$`;
  else if (options.has('w')) source = `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`;
  return new RegExp(source, `gu${options.has('i') ? 'i' : ''}`);
}

/** Searches one input; true when a line was selected. */
function* search(ctx: CommandContext, reader: Reader, path: string, options: GrepOptions): Task<boolean> {
  let count = 0;
  let number = 0;
  let pending = 0;
  let lastShown = 0;
  const earlier: { number: number; text: string }[] = [];
  const show = function* (at: number, text: string, mark: string): Task {
    const name = options.named ? `${path}${mark}` : '';
    yield* ctx.stdout.write(`${name}${options.has('n') ? `${at}${mark}` : ''}${text}\n`);
    lastShown = at;
  };
  const quietly = ['q', 'c', 'l', 'L'].some((letter) => options.has(letter));
  const hasContext = options.before > 0 || options.after > 0;
  for (let line = yield* reader.readLine(); line; line = yield* reader.readLine()) {
    number++;
    options.regExp.lastIndex = 0;
    const selected = options.regExp.test(line.line) !== options.has('v');
    if (selected) {
      count++;
      if (options.has('q') || options.has('l')) break;
      if (!quietly) {
        const first = earlier[0]?.number ?? number;
        if (hasContext && lastShown > 0 && first > lastShown + 1) yield* ctx.stdout.write('--\n');
        for (const old of earlier.splice(0)) yield* show(old.number, old.text, '-');
        if (options.has('o')) yield* showMatches(line.line, options, (text) => show(number, text, ':'));
        else yield* show(number, line.line, ':');
      }
      pending = options.after;
      if (count >= options.most && pending === 0) break;
    } else if (pending > 0 && !quietly) {
      pending--;
      yield* show(number, line.line, '-');
      if (count >= options.most && pending === 0) break;
    } else if (options.before > 0) {
      earlier.push({ number, text: line.line });
      if (earlier.length > options.before) earlier.shift();
    }
  }
  if (options.has('l') && count > 0) yield* ctx.stdout.write(`${path}\n`);
  else if (options.has('L') && count === 0) yield* ctx.stdout.write(`${path}\n`);
  else if (options.has('c') && !options.has('q'))
    yield* ctx.stdout.write(`${options.named ? `${path}:` : ''}${count}\n`);
  return count > 0;
}

function* showMatches(line: string, options: GrepOptions, show: (text: string) => Task): Task {
  if (options.has('v')) return;
  options.regExp.lastIndex = 0;
  for (const [match] of line.matchAll(options.regExp)) if (match !== '') yield* show(match);
}
