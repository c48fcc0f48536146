import type { getFormattedTokens, transform } from 'sucrase';
import { rewriteForOfYield } from './for-of-yield.ts';
import { type MarkedCode, markPositions, type Token } from './position-marks.ts';

/** The two functions of sucrase that are used, handed in because the library is loaded only with the sandbox. */
export interface Sucrase {
  readonly transform: typeof transform;
  readonly getFormattedTokens: typeof getFormattedTokens;
}

/** JavaScript that the engine can run, line for line the reader's TypeScript. */
export interface StrippedModule {
  readonly ok: true;
  readonly code: string;
  /** The column in the reader's line, or undefined where stripping types moved it. Both count from 1. */
  readonly columnOf: (line: number, column: number) => number | undefined;
}

/** A syntax error in the reader's TypeScript. Line and column count from 1. */
export interface SyntaxProblem {
  readonly ok: false;
  readonly message: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/** Removes types, and remembers the latest texts: most modules of a run take part in the next one too. */
export class TypeStripper {
  readonly #sucrase: Sucrase;
  readonly #kept = new Map<string, StrippedModule | SyntaxProblem>();

  constructor(sucrase: Sucrase) {
    this.#sucrase = sucrase;
  }

  strip(source: string): StrippedModule | SyntaxProblem {
    const kept = this.#kept.get(source);
    if (kept) return kept;
    if (this.#kept.size >= mostKept) this.#kept.clear();
    const stripped = stripTypes(source, this.#sucrase);
    this.#kept.set(source, stripped);
    return stripped;
  }
}

const mostKept = 250;

/** Removes the types from a module, keeping every line where it was, and adds position marks. Types are not checked:
 *  the editor does that while the reader types. */
function stripTypes(source: string, sucrase: Sucrase): StrippedModule | SyntaxProblem {
  try {
    const { code } = sucrase.transform(source, {
      transforms: ['typescript'],
      disableESTransforms: true,
      preserveDynamicImport: true,
    });
    const stripped = rewriteForOfYield(code, (text) => tokensOf(text, sucrase));
    const marked = markPositions(stripped, tokensOf(stripped, sucrase));
    return {
      ok: true,
      code: marked.code,
      columnOf: (line, column) => columnInSource(source, stripped, marked, line, column),
    };
  } catch (error) {
    return syntaxProblem(error);
  }
}

function syntaxProblem(error: unknown): SyntaxProblem {
  if (!(error instanceof Error)) throw error;
  if (error instanceof RangeError) {
    return { ok: false, message: 'nested too deep to be read', line: undefined, column: undefined };
  }
  const at = /^(?<text>.*) \((?<line>\d+):(?<column>\d+)\)$/s.exec(error.message)?.groups;
  // Sucrase reports syntax errors with a position and nothing else; anything without one is a fault of ours.
  if (!at) throw error;
  return { ok: false, message: at.text ?? error.message, line: Number(at.line), column: Number(at.column) };
}

/** Sucrase gives its tokens as a table, one per line: "3:5-3:10  while  while  …". Columns count from 1. */
function tokensOf(code: string, sucrase: Sucrase): Token[] {
  const lineStarts = startsOfLines(code);
  const offset = (line: string | undefined, column: string | undefined) =>
    (lineStarts[Number(line) - 1] ?? 0) + Number(column) - 1;
  const rows = sucrase.getFormattedTokens(code, { transforms: [] }).split('\n');
  return rows.flatMap((row) => {
    const match = /^(\d+):(\d+)-(\d+):(\d+)\s+(\S+)/.exec(row);
    if (!match) return [];
    return [{ label: match[5] ?? '', start: offset(match[1], match[2]), end: offset(match[3], match[4]) }];
  });
}

function columnInSource(
  source: string,
  stripped: string,
  marked: MarkedCode,
  line: number,
  column: number,
): number | undefined {
  const start = startsOfLines(stripped)[line - 1];
  if (start === undefined) return undefined;
  const text = stripped.split('\n')[line - 1] ?? '';
  if (text !== source.split('\n')[line - 1]) return undefined;
  let inserted = 0;
  for (const { offset, length } of marked.insertions) {
    if (offset < start || offset > start + text.length) continue;
    if (offset - start + inserted < column - 1) inserted += Math.min(length, column - 1 - (offset - start + inserted));
  }
  return column - inserted;
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
