/** What a person edits at the prompt. Plain data: every key gives a new one. */
export interface EditedLine {
  readonly text: string;
  /** In UTF-16 units, always between two characters as a reader sees them. */
  readonly cursor: number;
  /** Earlier lines, oldest first. */
  readonly history: readonly string[];
  /** Which of the history is shown; its length while a line of one's own is. */
  readonly place: number;
  /** The line of one's own while an earlier one is shown. */
  readonly draft: string;
  /** What Ctrl-K, Ctrl-U and Ctrl-W took away last, for Ctrl-Y. */
  readonly killed: string;
  /** The words searched for, while Ctrl-R is under way. */
  readonly search: string | undefined;
}

export type EditorKey =
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'wordLeft'
  | 'wordRight'
  | 'backspace'
  | 'delete'
  | 'killToEnd'
  | 'killToStart'
  | 'killWord'
  | 'killWordRight'
  | 'yank'
  | 'transpose'
  | 'enter'
  | 'tab'
  | 'interrupt'
  | 'endOfInput'
  | 'clear'
  | 'search'
  | 'skip'
  | 'escape';

const longestHistory = 500;

/** A line with nothing in it, after all of the history. */
export function emptyLine(history: readonly string[] = []): EditedLine {
  return { text: '', cursor: 0, history, place: history.length, draft: '', killed: '', search: undefined };
}

/** Puts text in at the cursor. Control characters are left out, except tabs. */
export function insert(line: EditedLine, text: string): EditedLine {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is left out
  const clean = text.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, '');
  if (line.search !== undefined) return searchFor(line, line.search + clean);
  return edited(
    line,
    line.text.slice(0, line.cursor) + clean + line.text.slice(line.cursor),
    line.cursor + clean.length,
  );
}

/** What one editing key makes of the line. Keys that are not for editing leave it as it is. */
export function press(line: EditedLine, key: EditorKey): EditedLine {
  if (line.search !== undefined && key !== 'search' && key !== 'backspace') return press(leaveSearch(line), key);
  const { text, cursor } = line;
  switch (key) {
    case 'left':
      return { ...line, cursor: before(text, cursor) };
    case 'right':
      return { ...line, cursor: after(text, cursor) };
    case 'home':
      return { ...line, cursor: 0 };
    case 'end':
      return { ...line, cursor: text.length };
    case 'wordLeft':
      return { ...line, cursor: wordStart(text, cursor) };
    case 'wordRight':
      return { ...line, cursor: wordEnd(text, cursor) };
    case 'backspace':
      if (line.search !== undefined)
        return searchFor(line, line.search.slice(0, before(line.search, line.search.length)));
      return cut(line, before(text, cursor), cursor, false);
    case 'delete':
      return cut(line, cursor, after(text, cursor), false);
    case 'killToEnd':
      return cut(line, cursor, text.length, true);
    case 'killToStart':
      return cut(line, 0, cursor, true);
    case 'killWord':
      return cut(line, blankWordStart(text, cursor), cursor, true);
    case 'killWordRight':
      return cut(line, cursor, wordEnd(text, cursor), true);
    case 'yank':
      return insert(line, line.killed);
    case 'transpose':
      return transpose(line);
    case 'up':
      return recall(line, line.place - 1);
    case 'down':
      return recall(line, line.place + 1);
    case 'search':
      return line.search === undefined ? { ...line, search: '' } : searchFor(line, line.search, line.place - 1);
    default:
      return line;
  }
}

/** An empty line whose history has the one that was entered, unless it repeats the last or is blank. */
export function entered(line: EditedLine): EditedLine {
  const { text, history } = line;
  const known = text.trim() === '' || history[history.length - 1] === text;
  return { ...emptyLine(known ? history : [...history, text].slice(-longestHistory)), killed: line.killed };
}

/** Replaces a part of the line, as a completion does. */
export function replace(line: EditedLine, start: number, end: number, text: string): EditedLine {
  return edited(line, line.text.slice(0, start) + text + line.text.slice(end), start + text.length);
}

function edited(line: EditedLine, text: string, cursor: number): EditedLine {
  return { ...line, text, cursor };
}

function cut(line: EditedLine, start: number, end: number, keep: boolean): EditedLine {
  if (start === end) return line;
  const killed = keep ? line.text.slice(start, end) : line.killed;
  return { ...edited(line, line.text.slice(0, start) + line.text.slice(end), start), killed };
}

function transpose(line: EditedLine): EditedLine {
  const { text } = line;
  const middle = line.cursor === text.length ? before(text, line.cursor) : line.cursor;
  const start = before(text, middle);
  const end = after(text, middle);
  if (start === middle || middle === end) return line;
  return edited(
    line,
    text.slice(0, start) + text.slice(middle, end) + text.slice(start, middle) + text.slice(end),
    end,
  );
}

function recall(line: EditedLine, place: number): EditedLine {
  if (place < 0 || place > line.history.length) return line;
  const draft = line.place === line.history.length ? line.text : line.draft;
  const text = place === line.history.length ? draft : (line.history[place] ?? '');
  return { ...line, draft, place, text, cursor: text.length };
}

/** Finds the latest earlier line with the words; keeps the line shown when there is none. */
function searchFor(line: EditedLine, search: string, from = line.history.length - 1): EditedLine {
  for (let place = Math.min(from, line.history.length - 1); place >= 0; place--) {
    const text = line.history[place] as string;
    const at = text.indexOf(search);
    if (search !== '' && at >= 0) return { ...line, search, place, text, cursor: at };
  }
  return { ...line, search };
}

function leaveSearch(line: EditedLine): EditedLine {
  return { ...line, search: undefined };
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The place one character, as a reader sees it, to the left. */
function before(text: string, cursor: number): number {
  let last = 0;
  for (const { index } of characters.segment(text.slice(0, cursor))) last = index;
  return cursor === 0 ? 0 : last;
}

function after(text: string, cursor: number): number {
  for (const { segment } of characters.segment(text.slice(cursor))) return cursor + segment.length;
  return cursor;
}

function wordStart(text: string, cursor: number): number {
  return /[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(text.slice(0, cursor))?.index ?? 0;
}

function wordEnd(text: string, cursor: number): number {
  return cursor + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}

/** Ctrl-W goes back to a blank, as bash does. */
function blankWordStart(text: string, cursor: number): number {
  return /\S*\s*$/.exec(text.slice(0, cursor))?.index ?? 0;
}
