import { race, sleep, type Task } from '../../kernel/effect.ts';
import type { Reader } from '../command.ts';
import { assignText, targetOf } from '../declarations.ts';
import { fieldSeparators } from '../expansion.ts';
import type { Shell } from '../shell.ts';
import { BufferedReader } from '../streams.ts';

interface ReadOptions {
  raw: boolean;
  array: string | undefined;
  prompt: string;
  delimiter: string;
  timeoutMs: number | undefined;
  characters: number | undefined;
  descriptor: number;
  names: string[];
}

function readOptions(args: readonly string[]): ReadOptions | string {
  const options: ReadOptions = {
    raw: false,
    array: undefined,
    prompt: '',
    delimiter: '\n',
    timeoutMs: undefined,
    characters: undefined,
    descriptor: 0,
    names: [],
  };
  const rest = [...args];
  while (/^-./.test(rest[0] ?? '')) {
    let letters = (rest.shift() as string).slice(1);
    if (letters === '-') break;
    while (letters !== '') {
      const letter = letters.slice(0, 1);
      letters = letters.slice(1);
      if (letter === 'r') options.raw = true;
      if ('res'.includes(letter)) continue;
      if (!'apdtnNui'.includes(letter)) return `-${letter}: invalid option`;
      const value = letters === '' ? rest.shift() : letters;
      letters = '';
      if (value === undefined) return `-${letter}: option requires an argument`;
      if (letter === 'a') options.array = value;
      if (letter === 'p') options.prompt = value;
      if (letter === 'd') options.delimiter = value.slice(0, 1) || '\0';
      if (letter === 't') options.timeoutMs = Number(value) * 1000;
      if (letter === 'n' || letter === 'N') options.characters = Number(value);
      if (letter === 'u') options.descriptor = Number(value);
    }
  }
  options.names = rest;
  return options;
}

/** `read`: a line of input, split into variables. Status 1 at the end of the input, above 128 after `-t` or a signal. */
export function* read(shell: Shell, args: readonly string[]): Task<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return yield* shell.complain(`read: ${options}`, 2);
  const reader = shell.reader(options.descriptor);
  if (options.prompt !== '' && reader.isTerminal) yield* shell.writer(2).write(options.prompt);
  const answer = yield* unlessInterrupted(shell, readRecord(reader, options), options.timeoutMs);
  if (answer === 'late') return 142;
  if (answer === 'signal') return 130;
  const { text, ended } = answer;
  yield* storeFields(shell, options, text);
  return ended ? 0 : 1;
}

/** Waits for a task, a deadline, or a signal with a trap, whichever is first. */
export function* unlessInterrupted<Result>(
  shell: Shell,
  task: Task<Result>,
  timeoutMs?: number,
): Task<Result | 'late' | 'signal'> {
  const process = shell.kernel.spawn('read', task, { owned: true });
  while (shell.signalArrived.size > 0) yield* shell.signalArrived.take();
  const waits = { done: process.join(), signal: shell.signalArrived.take() };
  const result = yield* timeoutMs === undefined ? race(waits) : race({ ...waits, late: sleep(timeoutMs) });
  if (result.first === 'done') {
    if (result.value.status === 'done') return result.value.value;
    if (result.value.status === 'failed') throw result.value.error;
    return 'signal';
  }
  process.cancel();
  return result.first === 'late' ? 'late' : 'signal';
}

interface ReadRecord {
  text: string;
  ended: boolean;
}

/** Reads up to the delimiter. Characters behind a backslash are marked, so that they are not split at. */
function* readRecord(reader: Reader, options: ReadOptions): Task<ReadRecord> {
  let text = '';
  if (options.characters !== undefined) return yield* readCharacters(reader, options.characters);
  for (;;) {
    const part = yield* readDelimited(reader, options.delimiter);
    text += part.text;
    const continues = !options.raw && options.delimiter === '\n' && part.ended && /(?:^|[^\\])(?:\\\\)*\\$/.test(text);
    if (!continues) return { text, ended: part.ended };
    text = text.slice(0, -1);
  }
}

function* readDelimited(reader: Reader, delimiter: string): Task<ReadRecord> {
  if (delimiter === '\n') {
    const line = yield* reader.readLine();
    return line ? { text: line.line, ended: line.ended } : { text: '', ended: false };
  }
  let text = '';
  for (let piece = yield* reader.read(); piece !== undefined; piece = yield* reader.read()) {
    const end = piece.indexOf(delimiter);
    if (end < 0) {
      text += piece;
      continue;
    }
    if (reader instanceof BufferedReader) reader.unread(piece.slice(end + 1));
    return { text: text + piece.slice(0, end), ended: true };
  }
  return { text, ended: false };
}

function* readCharacters(reader: Reader, count: number): Task<ReadRecord> {
  let text = '';
  while (text.length < count) {
    const piece = yield* reader.read();
    if (piece === undefined) return { text, ended: false };
    const newline = piece.indexOf('\n');
    const wanted = Math.min(count - text.length, newline < 0 ? piece.length : newline);
    text += piece.slice(0, wanted);
    const atNewline = newline >= 0 && wanted === newline && text.length < count;
    if (reader instanceof BufferedReader) reader.unread(piece.slice(wanted + (atNewline ? 1 : 0)));
    if (atNewline) break;
  }
  return { text, ended: true };
}

function* storeFields(shell: Shell, options: ReadOptions, text: string): Task {
  const names = options.names.length > 0 ? options.names : ['REPLY'];
  const separators = options.characters === undefined || options.names.length > 1 ? fieldSeparators(shell) : '';
  if (options.array !== undefined) {
    shell.variables.setList(options.array, splitRecord(text, separators, Number.POSITIVE_INFINITY, options.raw));
    return;
  }
  if (options.names.length === 0) {
    yield* assignText(shell, 'REPLY', undefined, options.raw ? text : text.replace(/\\(.)/gs, '$1'), false);
    return;
  }
  const fields = splitRecord(text, separators, names.length, options.raw);
  for (const [place, name] of names.entries()) {
    const target = targetOf(name);
    yield* assignText(shell, target.name, target.subscript, fields[place] ?? '', false);
  }
}

/** Splits a line as `read` does: at most `most` fields, the last one keeping what is left. */
function splitRecord(text: string, separators: string, most: number, raw: boolean): string[] {
  const blanks = [...separators].filter((character) => ' \t\n'.includes(character)).join('');
  const fields: string[] = [];
  let at = 0;
  const isBlank = (place: number) => place < text.length && blanks.includes(text[place] as string);
  while (isBlank(at)) at++;
  while (at < text.length && fields.length < most - 1) {
    let field = '';
    for (; at < text.length; at++) {
      const character = text[at] as string;
      if (!raw && character === '\\') {
        at++;
        field += text[at] ?? '';
      } else if (separators.includes(character)) break;
      else field += character;
    }
    fields.push(field);
    while (isBlank(at)) at++;
    if (at < text.length && separators.includes(text[at] as string) && !blanks.includes(text[at] as string)) {
      // Blanks before this separator were part of it only if the field ended there.
      at++;
      while (isBlank(at)) at++;
    }
  }
  if (at < text.length) fields.push(lastField(text.slice(at), separators, blanks, raw));
  return fields;
}

function lastField(rest: string, separators: string, blanks: string, raw: boolean): string {
  let end = rest.length;
  while (end > 0 && blanks.includes(rest[end - 1] as string) && (raw || rest[end - 2] !== '\\')) end--;
  let text = rest.slice(0, end);
  // One separator at the very end goes, if it is the only one.
  const others = [...text].filter((character) => separators.includes(character) && !blanks.includes(character));
  if (others.length === 1 && text.endsWith(others[0] as string)) text = text.slice(0, -1);
  return raw ? text : text.replace(/\\(.)/gs, '$1');
}

/** `mapfile` and `readarray`: the lines of the input as an array. */
export function* mapfile(shell: Shell, args: readonly string[]): Task<number> {
  let strip = false;
  let most = Number.POSITIVE_INFINITY;
  let delimiter = '\n';
  let name = 'MAPFILE';
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '-t') strip = true;
    else if (arg === '-n') most = Number(rest.shift() ?? '0') || Number.POSITIVE_INFINITY;
    else if (arg === '-d') delimiter = (rest.shift() ?? '').slice(0, 1) || '\0';
    else if (arg.startsWith('-')) return yield* shell.complain(`mapfile: ${arg}: invalid option`, 2);
    else name = arg;
  }
  const lines: string[] = [];
  const reader = shell.reader(0);
  while (lines.length < most) {
    const record = yield* readDelimited(reader, delimiter);
    if (!record.ended && record.text === '') break;
    lines.push(strip || !record.ended ? record.text : record.text + delimiter);
    if (!record.ended) break;
  }
  shell.variables.setList(name, lines);
  return 0;
}

/** `getopts`: the next option of the arguments. OPTIND, and the place in a word of several, are kept in variables. */
export function* getopts(shell: Shell, args: readonly string[]): Task<number> {
  const [spec, name, ...given] = args;
  if (spec === undefined || name === undefined) {
    return yield* shell.complain('getopts: usage: getopts optstring name [arg ...]', 2);
  }
  const words = given.length > 0 ? given : shell.positional;
  const silent = spec.startsWith(':');
  let index = Number(shell.variables.get('OPTIND') ?? '1');
  let place = Number(shell.variables.get('_OPTPLACE') ?? '1');
  const word = words[index - 1];
  const finish = (letter: string) => {
    shell.variables.set(name, letter);
    shell.variables.set('OPTIND', String(index));
    shell.variables.set('_OPTPLACE', String(place));
  };
  if (word === undefined || !word.startsWith('-') || word === '-' || word === '--') {
    if (word === '--') index++;
    place = 1;
    finish('?');
    return 1;
  }
  const letter = word.slice(place, place + 1);
  const at = letter === ':' ? -1 : spec.indexOf(letter);
  const inWord = place + 1 < word.length;
  const next = () => {
    index++;
    place = 1;
  };
  if (at < 0) {
    if (inWord) place++;
    else next();
    if (silent) shell.variables.set('OPTARG', letter);
    else {
      shell.variables.unset('OPTARG');
      yield* shell.writer(2).write(`${shell.name}: illegal option -- ${letter}\n`);
    }
    finish('?');
    return 0;
  }
  if (spec[at + 1] !== ':') {
    shell.variables.unset('OPTARG');
    if (inWord) place++;
    else next();
    finish(letter);
    return 0;
  }
  const value = inWord ? word.slice(place + 1) : words[index];
  if (!inWord) index++;
  next();
  if (value === undefined) {
    index = words.length + 1;
    if (silent) shell.variables.set('OPTARG', letter);
    else yield* shell.writer(2).write(`${shell.name}: option requires an argument -- ${letter}\n`);
    finish(silent ? ':' : '?');
    return 0;
  }
  shell.variables.set('OPTARG', value);
  finish(letter);
  return 0;
}
