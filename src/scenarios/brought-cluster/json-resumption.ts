import { type JSONScanner, widestIndent } from './json-scanner.ts';

/** With what reading goes on after an error: the next item of the list, the list's end, or the next document. */
export type Resumption = 'item' | 'listEnd' | 'document';

/** Looks for the next place where brackets can be trusted again. Only the layout of the lines tells: an object that stands
 *  where the items of its list stand, or at the beginning of a line. In JSON on a single line there is no such place. */
export class JSONResumption {
  #isAtLineStart: boolean;

  /** Begins with the line after the one on which the broken object begins, because it may have swallowed others; without a
   *  broken object at the error. Never at or before what has been read well, so that every error brings the reading on. */
  constructor(
    scanner: JSONScanner,
    errorAt: number,
    broken: { readonly start: number; readonly line: number } | undefined,
  ) {
    this.#isAtLineStart = broken === undefined && indentBefore(scanner, errorAt) !== undefined;
    if (broken) scanner.line = broken.line;
    scanner.position = broken?.start ?? (this.#isAtLineStart ? scanner.lineStart : errorAt);
  }

  /** Moves the scanner to the place; undefined when it is not among the bytes so far, which may then be let go. */
  find(scanner: JSONScanner, itemIndent: string | undefined): Resumption | undefined {
    for (;;) {
      if (!this.#isAtLineStart && !this.#nextLine(scanner)) return undefined;
      const { bytes, length, position } = scanner;
      let at = position;
      while (at < length && (bytes[at] === 0x20 || bytes[at] === 0x09)) at += 1;
      if (at === length && at - position < widestIndent) return undefined;
      const indent = asText(bytes.subarray(position, Math.min(at, position + widestIndent)));
      const found = at < length ? resumptionAt(bytes[at], indent, itemIndent) : undefined;
      this.#isAtLineStart = false;
      scanner.position = at;
      if (found) return found;
    }
  }

  #nextLine(scanner: JSONScanner): boolean {
    const lineEnd = scanner.lineEnd(scanner.position);
    if (lineEnd < 0) {
      scanner.position = scanner.length;
      return false;
    }
    scanner.position = lineEnd + 1;
    scanner.lineStart = lineEnd + 1;
    scanner.line += 1;
    this.#isAtLineStart = true;
    return true;
  }
}

function resumptionAt(
  byte: number | undefined,
  indent: string,
  itemIndent: string | undefined,
): Resumption | undefined {
  if (byte === 0x7b && indent === itemIndent) return 'item';
  if (byte === 0x5d && itemIndent !== undefined && indent.length < itemIndent.length) return 'listEnd';
  if (byte === 0x7b && indent === '') return 'document';
  return undefined;
}

/** The white space before a byte of the line that is being read, undefined when something else stands before it. */
export function indentBefore({ bytes, lineStart }: JSONScanner, at: number): string | undefined {
  if (lineStart < 0 || at < lineStart || at - lineStart > widestIndent) return undefined;
  const before = asText(bytes.subarray(lineStart, at));
  return /^[ \t]*$/.test(before) ? before : undefined;
}

function asText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
