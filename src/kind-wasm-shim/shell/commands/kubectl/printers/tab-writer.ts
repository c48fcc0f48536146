/** How a TabWriter pads. `rememberWidths` keeps every column at least as wide as it ever was, so that the rows of a
 *  watch stay below their header. */
export interface TabWriterOptions {
  readonly minWidth: number;
  readonly padding: number;
  readonly rememberWidths?: boolean;
}

/** The widths of `kubectl get`. */
export const getTable: TabWriterOptions = { minWidth: 6, padding: 3, rememberWidths: true };

/** The widths of `kubectl describe`. */
export const describeTable: TabWriterOptions = { minWidth: 0, padding: 2 };

/** Aligns text at tabs: a cell is what a tab ends, a column is a run of neighbouring lines that have the cell, and the text
 *  after a line's last tab belongs to no column.
 *  @models text/tabwriter Writer
 *  @simplifies only padding with spaces on the right; kubectl uses nothing else. */
export class TabWriter {
  private readonly options: TabWriterOptions;
  private readonly widest: number[] = [];
  private text = '';

  constructor(options: TabWriterOptions) {
    this.options = options;
  }

  write(text: string): void {
    this.text += text;
  }

  /** Gives what has been written since the last flush, aligned. */
  flush(): string {
    const lines = this.text.split('\n').map((line) => line.split('\t'));
    this.text = '';
    const out: string[] = [];
    this.format(lines, 0, lines.length, [], out);
    return out.join('\n');
  }

  private format(lines: string[][], from: number, to: number, widths: number[], out: string[]): void {
    const column = widths.length;
    const has = (line: number) => column < (lines[line]?.length ?? 0) - 1;
    let start = from;
    for (let line = from; line < to; line++) {
      if (!has(line)) continue;
      writeLines(lines, start, line, widths, out);
      start = line;
      let width = this.options.minWidth;
      for (; line < to && has(line); line++) {
        width = Math.max(width, textWidth(lines[line]?.[column] ?? '') + this.options.padding);
      }
      if (this.options.rememberWidths) {
        width = Math.max(width, this.widest[column] ?? 0);
        this.widest[column] = width;
      }
      this.format(lines, start, line, [...widths, width], out);
      start = line;
    }
    writeLines(lines, start, to, widths, out);
  }
}

function writeLines(lines: string[][], from: number, to: number, widths: readonly number[], out: string[]): void {
  for (const cells of lines.slice(from, to)) {
    out.push(
      cells
        .map((cell, column) => {
          const width = widths[column];
          return width === undefined || column === cells.length - 1
            ? cell
            : cell + ' '.repeat(Math.max(0, width - textWidth(cell)));
        })
        .join(''),
    );
  }
}

/** Go counts code points, not columns on a screen. */
function textWidth(text: string): number {
  return [...text].length;
}
