import { parseGoDuration } from '../../../kubernetes/api/go-duration.ts';
/** What kubectl says when it refuses a command line, without the `error: ` in front. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How a flag takes its value. `list` splits at commas and adds up, `repeated` adds up whole values, `map` reads `key=value`
 *  pairs; a number, duration or boolean is checked when it is read. */
export type FlagType = 'bool' | 'string' | 'int' | 'duration' | 'list' | 'repeated';

/** One flag, as pflag knows it. `bare` is the value that the flag has when it is given without one (`--dry-run`). */
export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  readonly default?: string;
  readonly bare?: string;
}

/** The flags and arguments of one command line after parsing. */
export class ParsedFlags {
  readonly args: readonly string[];
  /** How many arguments came before `--`, -1 when there was none. */
  readonly argsBeforeDash: number;
  private readonly values: ReadonlyMap<string, readonly string[]>;
  private readonly specs: ReadonlyMap<string, FlagSpec>;

  constructor(
    specs: ReadonlyMap<string, FlagSpec>,
    values: ReadonlyMap<string, readonly string[]>,
    args: readonly string[],
    argsBeforeDash: number,
  ) {
    this.specs = specs;
    this.values = values;
    this.args = args;
    this.argsBeforeDash = argsBeforeDash;
  }

  /** Whether the flag was given, rather than left at its default. */
  changed(name: string): boolean {
    return this.values.has(name);
  }

  /** Whether the command has this flag at all. */
  declares(name: string): boolean {
    return this.specs.has(name);
  }

  string(name: string): string {
    const spec = this.spec(name);
    return this.values.get(name)?.at(-1) ?? spec.default ?? '';
  }

  bool(name: string): boolean {
    return this.string(name) === 'true';
  }

  int(name: string): number {
    return Number(this.string(name) || '0');
  }

  /** Milliseconds. */
  duration(name: string): number {
    const parsed = parseGoDuration(this.string(name) || '0s');
    return 'ms' in parsed ? parsed.ms : 0;
  }

  list(name: string): readonly string[] {
    this.spec(name);
    return this.values.get(name) ?? [];
  }

  private spec(name: string): FlagSpec {
    const spec = this.specs.get(name);
    if (!spec) throw new Error(`kubectl reads the flag --${name}, which this command does not declare`);
    return spec;
  }
}

/** Reads a command line the way pflag does: flags and arguments may be mixed, `--` ends the flags.
 *  @models github.com/spf13/pflag flag.go FlagSet.Parse */
export function parseFlags(specs: readonly FlagSpec[], words: readonly string[]): ParsedFlags {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const byShort = new Map(specs.flatMap((spec) => (spec.short ? [[spec.short, spec] as const] : [])));
  const values = new Map<string, string[]>();
  const args: string[] = [];
  let argsBeforeDash = -1;
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      argsBeforeDash = args.length;
      args.push(...rest.splice(0));
    } else if (word.startsWith('--')) parseLong(word, rest, byName, values);
    else if (word.startsWith('-') && word.length > 1) parseShorts(word, rest, byShort, values);
    else args.push(word);
  }
  return new ParsedFlags(byName, values, args, argsBeforeDash);
}

type Values = Map<string, string[]>;

function parseLong(word: string, rest: string[], specs: ReadonlyMap<string, FlagSpec>, values: Values): void {
  const text = word.slice(2);
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  if (name === '' || name.startsWith('-')) throw new UsageError(`bad flag syntax: ${word}`);
  const spec = specs.get(name);
  if (!spec) throw new UsageError(`unknown flag: --${name}`);
  if (equals >= 0) setFlag(spec, text.slice(equals + 1), `--${name}`, values);
  else if (bareValue(spec) !== undefined) setFlag(spec, bareValue(spec) ?? '', `--${name}`, values);
  else {
    const value = rest.shift();
    if (value === undefined) throw new UsageError(`flag needs an argument: --${name}`);
    setFlag(spec, value, `--${name}`, values);
  }
}

function parseShorts(word: string, rest: string[], specs: ReadonlyMap<string, FlagSpec>, values: Values): void {
  let letters = word.slice(1);
  while (letters !== '') {
    const letter = letters[0] ?? '';
    const spec = specs.get(letter);
    if (!spec) throw new UsageError(`unknown shorthand flag: '${letter}' in -${letters}`);
    const called = `-${letter}, --${spec.name}`;
    const after = letters.slice(1);
    if (after.startsWith('=')) {
      setFlag(spec, after.slice(1), called, values);
      return;
    }
    const bare = bareValue(spec);
    if (bare !== undefined) {
      setFlag(spec, bare, called, values);
      letters = after;
      continue;
    }
    const value = after === '' ? rest.shift() : after;
    if (value === undefined) throw new UsageError(`flag needs an argument: '${letter}' in -${letters}`);
    setFlag(spec, value, called, values);
    return;
  }
}

function bareValue(spec: FlagSpec): string | undefined {
  return spec.bare ?? (spec.type === 'bool' ? 'true' : undefined);
}

const trueWords = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const falseWords = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

function setFlag(spec: FlagSpec, value: string, called: string, values: Values): void {
  const bad = (why: string) => new UsageError(`invalid argument ${JSON.stringify(value)} for "${called}" flag: ${why}`);
  const add = (...more: string[]) => values.set(spec.name, [...(values.get(spec.name) ?? []), ...more]);
  if (spec.type === 'bool') {
    if (trueWords.includes(value)) add('true');
    else if (falseWords.includes(value)) add('false');
    else throw bad(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  } else if (spec.type === 'int') {
    if (!/^[+-]?\d+$/.test(value)) throw bad(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
    add(String(Number(value)));
  } else if (spec.type === 'duration') {
    const parsed = parseGoDuration(value);
    if ('error' in parsed) throw bad(parsed.error);
    add(value);
  } else if (spec.type === 'list') add(...(value === '' ? [] : value.split(',')));
  else add(value);
}
