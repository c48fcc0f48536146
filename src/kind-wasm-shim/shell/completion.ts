import { builtins } from './builtins/builtins.ts';
import { backslashQuote } from './quoting.ts';
import type { Shell } from './shell.ts';

/** What Tab offers: the texts that may replace `line.slice(start, end)`, and how they are shown in a list. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  /** Replacements, quoted as needed, with a space behind when the word is finished. */
  readonly candidates: readonly { readonly text: string; readonly label: string }[];
}

const keywords = [
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'while',
  'until',
  'do',
  'done',
  'case',
  'esac',
  'function',
];

/** Offers what can stand at the cursor: a command, a variable, what the command knows, or a file. */
export function completeLine(shell: Shell, line: string, cursor: number): Completion {
  const { words, start } = wordsBefore(line.slice(0, cursor));
  const typed = line.slice(start, cursor);
  const prefix = unquote(typed);
  const offer = (texts: readonly string[], finish: (text: string) => string = (text) => `${quoted(text)} `) => ({
    start,
    end: cursor,
    candidates: [...new Set(texts)]
      .filter((text) => text.startsWith(prefix))
      .sort()
      .map((text) => ({ text: finish(text), label: text })),
  });
  const variable = /\$\{?(\w*)$/.exec(typed);
  if (variable) {
    const [, name = ''] = variable;
    const head = typed.slice(0, typed.length - name.length);
    const names = shell.variables.names().filter((known) => known.startsWith(name));
    return {
      start,
      end: cursor,
      candidates: names.map((known) => ({
        text: `${head}${known}${head.endsWith('{') ? '} ' : ' '}`,
        label: `$${known}`,
      })),
    };
  }
  if (words.length === 0 && !prefix.includes('/')) {
    return offer([
      ...keywords,
      ...builtins.keys(),
      ...shell.functions.keys(),
      ...shell.aliases.keys(),
      ...programs(shell),
    ]);
  }
  const [name] = words;
  const complete = name === undefined ? undefined : shell.machine.commands.get(name)?.complete;
  if (complete) {
    const known = complete({ words, prefix, cwd: shell.cwd, files: shell.machine.files });
    // A candidate that ends in =, / or : goes on.
    if (known.length > 0) return offer(known, (text) => (/[=/:,]$/.test(text) ? quoted(text) : `${quoted(text)} `));
  }
  return completePath(shell, prefix, start, cursor, words[0] === 'cd');
}

function programs(shell: Shell): string[] {
  return [...shell.machine.commands.keys(), 'bash', 'sh'];
}

function completePath(shell: Shell, prefix: string, start: number, end: number, directories: boolean): Completion {
  const slash = prefix.lastIndexOf('/');
  const shown = prefix.slice(0, slash + 1);
  const home = shell.variables.get('HOME') ?? '/root';
  const directory = shell.path(shown === '' ? '.' : shown.replace(/^~(?=\/)/, home));
  const base = prefix.slice(slash + 1);
  const files = shell.machine.files;
  if (!files.isDirectory(directory)) return { start, end, candidates: [] };
  const candidates = files
    .list(directory)
    .filter((name) => name.startsWith(base) && (base.startsWith('.') || !name.startsWith('.')))
    .flatMap((name) => {
      const isDirectory = files.isDirectory(`${directory}/${name}`);
      if (directories && !isDirectory) return [];
      const text = shown.startsWith('~/') ? `~/${quoted((shown + name).slice(2))}` : quoted(shown + name);
      return [{ text: isDirectory ? `${text}/` : `${text} `, label: isDirectory ? `${name}/` : name }];
    });
  return { start, end, candidates };
}

function quoted(text: string): string {
  return /^[\w@%+=:,./~-]*$/.test(text) ? text : backslashQuote(text);
}

/** The finished words of the command at the cursor, and where the word being typed starts. */
function wordsBefore(text: string): { words: string[]; start: number } {
  let words: string[] = [];
  let start = 0;
  let at = 0;
  let inWord = false;
  const finish = () => {
    if (inWord) words.push(unquote(text.slice(start, at)));
    inWord = false;
  };
  while (at < text.length) {
    const character = text[at] as string;
    if (/[\s]/.test(character)) {
      finish();
      at++;
      start = at;
      continue;
    }
    if (';|&(){}<>'.includes(character) && !/\$\{\w*$/.test(text.slice(start, at + 1))) {
      finish();
      // Behind < and > comes a file, not a command.
      words = character === '<' || character === '>' ? ['<'] : [];
      at++;
      start = at;
      continue;
    }
    if (!inWord) start = at;
    inWord = true;
    at += quotedLength(text, at);
  }
  if (!inWord) start = text.length;
  // Assignments and keywords before a command are not the command.
  while (words[0] !== undefined && (/^\w+=/.test(words[0]) || keywords.includes(words[0]) || words[0] === '!'))
    words.shift();
  return { words, start };
}

function quotedLength(text: string, at: number): number {
  const character = text[at];
  if (character === '\\') return 2;
  if (character !== "'" && character !== '"') return 1;
  const end = text.indexOf(character, at + 1);
  return end < 0 ? text.length - at : end - at + 1;
}

function unquote(word: string): string {
  return word.replace(
    /'([^']*)'?|"((?:[^"\\]|\\.)*)"?|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) => single ?? double ?? escaped ?? '',
  );
}

/** The longest text that all candidates begin with. */
export function commonStart(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  let length = first.length;
  for (const text of rest) {
    let same = 0;
    while (same < length && text[same] === first[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}
