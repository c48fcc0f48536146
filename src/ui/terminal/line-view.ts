/** How many cells a character takes: none for marks that join, two for those of East Asia and emoji. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += cellsOfCharacter(character.codePointAt(0) as number, character);
  return cells;
}

function cellsOfCharacter(code: number, character: string): number {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0x303e) ||
    (code >= 0x3041 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return isWide ? 2 : 1;
}

/** Where the cursor of a terminal stands, counted from where the prompt begins. */
export interface ScreenPlace {
  readonly row: number;
  readonly column: number;
}

/** Where text ends that starts at the left edge, when it wraps at so many columns. A wide character that does not fit
 *  goes to the next row. */
export function placeAfter(text: string, columns: number): ScreenPlace {
  let row = 0;
  let column = 0;
  for (const character of text) {
    const cells = cellsOf(character);
    if (column + cells > columns) {
      row++;
      column = 0;
    }
    column += cells;
  }
  return { row, column };
}

/** What to write so that the prompt and the line are drawn anew and the cursor stands in its place. `from` is where the
 *  last drawing left the cursor; the answer's `place` is where this one does. */
export function drawLine(
  prompt: string,
  text: string,
  cursor: number,
  columns: number,
  from: ScreenPlace,
): { readonly output: string; readonly place: ScreenPlace } {
  const shown = text.replaceAll('\t', ' ');
  const end = placeAfter(prompt + shown, columns);
  let place = placeAfter(prompt + shown.slice(0, cursor), columns);
  let output = `${from.row > 0 ? `\x1b[${from.row}A` : ''}\r\x1b[J${prompt}${shown}`;
  let endRow = end.row;
  // A terminal waits at the right edge until more comes; the cursor has to be led over it.
  if (end.column === columns) {
    output += '\r\n';
    endRow++;
  }
  if (place.column === columns) place = { row: place.row + 1, column: 0 };
  const up = endRow - place.row;
  output += `${up > 0 ? `\x1b[${up}A` : ''}\r${place.column > 0 ? `\x1b[${place.column}C` : ''}`;
  return { output, place };
}

/** Candidates in columns, down first, as bash lists them. */
export function listCandidates(labels: readonly string[], columns: number): string {
  const width = Math.max(...labels.map(cellsOf)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(labels.length / perRow);
  return Array.from({ length: rows }, (_, row) => {
    const cells = labels.filter((_label, place) => place % rows === row);
    return cells
      .map((label, place) => (place === cells.length - 1 ? label : label + ' '.repeat(width - cellsOf(label))))
      .join('');
  })
    .map((line) => `${line}\r\n`)
    .join('');
}
