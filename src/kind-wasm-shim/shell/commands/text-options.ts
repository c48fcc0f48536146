import { CommandFailure } from '../command.ts';

export interface ParsedOptions {
  /** Every option that was given, by its letter or long name; those without a value have ''. */
  readonly options: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** Parses arguments as getopt does. `letters` is a getopt string (`n:f` — a colon after what takes a value); long
 *  options map to their letters. The values of one that is `repeatable` are joined by newlines. */
export function parseOptions(
  name: string,
  args: readonly string[],
  letters: string,
  long: Readonly<Record<string, string>> = {},
  repeatable = '',
): ParsedOptions {
  const options = new Map<string, string>();
  const operands: string[] = [];
  const rest = [...args];
  const takesValue = (letter: string) => letters[letters.indexOf(letter) + 1] === ':';
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      operands.push(...rest);
      break;
    }
    if (arg.startsWith('--')) {
      const [word = '', ...value] = arg.slice(2).split('=');
      const letter = long[word];
      if (letter === undefined) throw usage(name, `unrecognized option '--${word}'`);
      const given = value.length > 0 ? value.join('=') : takesValue(letter) ? rest.shift() : '';
      if (given === undefined) throw usage(name, `option '--${word}' requires an argument`);
      options.set(letter, given);
    } else if (/^-./.test(arg)) {
      let cluster = arg.slice(1);
      while (cluster !== '') {
        const letter = cluster.slice(0, 1);
        cluster = cluster.slice(1);
        if (letter === ':' || !letters.includes(letter)) throw usage(name, `invalid option -- '${letter}'`);
        if (!takesValue(letter)) {
          options.set(letter, '');
          continue;
        }
        const value = cluster === '' ? rest.shift() : cluster;
        cluster = '';
        if (value === undefined) throw usage(name, `option requires an argument -- '${letter}'`);
        const earlier = repeatable.includes(letter) ? options.get(letter) : undefined;
        options.set(letter, earlier === undefined ? value : `${earlier}\n${value}`);
      }
    } else operands.push(arg);
  }
  return { options, operands };
}

function usage(name: string, problem: string): CommandFailure {
  return new CommandFailure(`${name}: ${problem}\nTry '${name} --help' for more information.`);
}
