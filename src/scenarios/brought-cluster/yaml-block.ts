import { parseDocument } from 'yaml';
import type { LineFlaw } from './byte-lines.ts';
import { type DocumentError, excerpt } from './found-object.ts';

/** What a block says, or what is wrong with it. */
export type ParsedBlock =
  | { readonly value: unknown; readonly text: string }
  | { readonly error: Omit<DocumentError, 'index' | 'lost'> };

/** Lines that are parsed together: a document, an item of a list, or a list without its items. */
export class YAMLBlock {
  readonly #largest: number;
  readonly #lines: string[] = [];
  /** Their numbers in the file. */
  readonly #numbers: number[] = [];
  #size = 0;
  #flaw: { readonly kind: LineFlaw; readonly at: number } | undefined;

  constructor(largest: number) {
    this.#largest = largest;
  }

  get firstLine(): number {
    return this.#numbers[0] ?? 1;
  }

  add(text: string, number: number, flaw: LineFlaw | undefined): void {
    this.#size += text.length + 1;
    const kind = this.#size > this.#largest ? 'tooLarge' : flaw;
    if (kind) this.#flaw ??= { kind, at: this.#lines.length };
    if (this.#flaw?.kind === 'tooLarge' && this.#lines.length > 0) return;
    this.#lines.push(text);
    this.#numbers.push(number);
  }

  /** The `kind` at the beginning of a line, as far as the lines go. */
  kind(): string | undefined {
    for (const line of this.#lines) {
      const kind = /^(?:kind|"kind"|'kind'):\s*["']?([A-Za-z0-9]+)/.exec(line)?.[1];
      if (kind !== undefined) return kind;
    }
    return undefined;
  }

  parse(): ParsedBlock {
    if (this.#flaw?.kind === 'tooLarge') {
      return this.#error('tooLarge', 0, 0, `a document or an item of at most ${this.#largest >> 20} MiB`, 'more');
    }
    if (this.#flaw) return this.#error('notUTF8', this.#flaw.at, 0, 'UTF-8');
    const text = this.#lines.join('\n');
    if (isTooDeep(text)) return this.#error('syntax', 0, 0, `YAML: at most ${deepest} lists and maps in each other`);
    try {
      const uniqueKeys = text.split(':').length <= mostComparedKeys;
      const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', merge: true, uniqueKeys });
      const [error] = document.errors;
      if (!error) return { value: document.toJS({ maxAliasCount: 100 }), text };
      const before = text.slice(0, error.pos[0]).split('\n');
      return this.#error('syntax', before.length - 1, before.at(-1)?.length ?? 0, `YAML: ${error.message}`);
    } catch (error) {
      // Aliases of nothing or of too much; lists in lists without end, which the parser leaves to the stack.
      if (!(error instanceof Error)) throw error;
      return this.#error('syntax', 0, 0, `YAML: ${error.message}`);
    }
  }

  #error(kind: DocumentError['kind'], line: number, column: number, expected: string, found?: string): ParsedBlock {
    const at = { line: this.#numbers[line] ?? this.#numbers.at(-1) ?? 1, column: column + 1 };
    return { error: { kind, at, expected, found: found ?? excerpt((this.#lines[line] ?? '').slice(column)) } };
  }
}

const deepest = 512;
/** The parser compares each key with all others of its map, so the many keys of a large map are not compared. */
const mostComparedKeys = 3000;

/** Whether there are more brackets in brackets, or dashes after dashes, than anyone writes. The parser would take ever
 *  longer for them, and then run out of stack. */
function isTooDeep(text: string): boolean {
  if (/(?:[-?] ){100}/.test(text)) return true;
  let depth = 0;
  for (let at = 0; at < text.length && depth <= deepest; at++) {
    const character = text[at];
    if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
  }
  return depth > deepest;
}
