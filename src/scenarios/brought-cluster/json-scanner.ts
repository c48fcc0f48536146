/** What the scanner came upon. `more`: the bytes so far end here; `stray`: between documents, something that begins none;
 *  `error`: see `scanner.error`. */
export type JSONToken =
  | 'objectStart'
  | 'objectEnd'
  | 'arrayStart'
  | 'arrayEnd'
  | 'key'
  | 'string'
  | 'scalar'
  | 'more'
  | 'stray'
  | 'error';

/** What may come next. */
export type JSONExpectation = 'document' | 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

/** Where the text stops being JSON, and why. */
export interface JSONSyntaxError {
  readonly at: number;
  readonly expected: string;
}

const deepest = 512;
const longestScalar = 512;
/** White space before an object counts as its indentation up to this width. */
export const widestIndent = 256;

/** Cuts bytes into the tokens of JSON documents that follow each other, in pieces of any size, and checks the grammar on the
 *  way: what it lets through `JSON.parse` takes too. It decodes nothing. The caller says from where on bytes are still
 *  needed, so a file of any size needs the memory of its largest object. */
export class JSONScanner {
  bytes: Uint8Array = new Uint8Array(1 << 16);
  /** How many of the bytes are filled. */
  length = 0;
  /** The first byte that no token covers yet. */
  position = 0;
  /** Where the last token begins; it ends at `position`. */
  start = 0;
  /** How many objects and arrays are open. */
  depth = 0;
  line = 1;
  /** Where the line begins; negative once its beginning has been let go. */
  lineStart = 0;
  error: JSONSyntaxError | undefined;
  #expects: JSONExpectation = 'document';
  readonly #isObject = new Uint8Array(deepest + 1);
  #scannedTo = 0;

  /** Takes more bytes and lets go of those before `keepFrom`. All positions become smaller by the result. */
  append(chunk: Uint8Array, keepFrom: number): number {
    const kept = this.length - keepFrom;
    if (keepFrom > 0) {
      this.bytes.copyWithin(0, keepFrom, this.length);
      this.position -= keepFrom;
      this.start -= keepFrom;
      this.lineStart -= keepFrom;
      this.#scannedTo -= keepFrom;
      if (this.error) this.error = { ...this.error, at: this.error.at - keepFrom };
    }
    if (kept + chunk.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(this.bytes.length * 2, kept + chunk.length));
      larger.set(this.bytes.subarray(0, kept));
      this.bytes = larger;
    }
    this.bytes.set(chunk, kept);
    this.length = kept + chunk.length;
    return keepFrom;
  }

  /** Goes on elsewhere, after an error. What is open beyond `depth` counts as closed. */
  resume(position: number, depth: number, expects: JSONExpectation): void {
    this.position = position;
    this.depth = depth;
    this.#expects = expects;
    this.#scannedTo = 0;
    this.error = undefined;
  }

  /** The next token. After `error` nothing else comes until `resume`. */
  next(): JSONToken {
    if (this.error) return 'error';
    while (this.#skipWhitespace()) {
      const at = this.position;
      this.start = at;
      const expects = this.#expects;
      switch (this.bytes[at]) {
        case 0x22: // "
          if (expects === 'document') return 'stray';
          if (expects === 'colon' || expects === 'commaOrEnd') return this.fail(at, this.expected());
          return this.#string(expects === 'key' || expects === 'keyOrEnd');
        case 0x7b: // {
        case 0x5b: // [
          return this.#open(this.bytes[at] === 0x7b);
        case 0x7d: // }
        case 0x5d: // ]
          return expects === 'document' ? 'stray' : this.#close(this.bytes[at] === 0x7d);
        case 0x3a: // :
          if (expects === 'document') return 'stray';
          if (expects !== 'colon') return this.fail(at, this.expected());
          this.#expects = 'value';
          this.position = at + 1;
          continue;
        case 0x2c: // ,
          if (expects === 'document') return 'stray';
          if (expects !== 'commaOrEnd') return this.fail(at, this.expected());
          this.#expects = this.#isObject[this.depth] ? 'key' : 'value';
          this.position = at + 1;
          continue;
        default:
          if (expects === 'document') return 'stray';
          if (expects !== 'value' && expects !== 'valueOrEnd') return this.fail(at, this.expected());
          return this.#scalar();
      }
    }
    return 'more';
  }

  #skipWhitespace(): boolean {
    const { bytes, length } = this;
    let at = this.position;
    for (; at < length; at++) {
      const byte = bytes[at];
      if (byte === 0x0a) {
        this.line += 1;
        this.lineStart = at + 1;
      } else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) break;
    }
    this.position = at;
    return at < length;
  }

  #open(isObject: boolean): JSONToken {
    const expects = this.#expects;
    if (expects !== 'value' && expects !== 'valueOrEnd' && expects !== 'document') {
      return this.fail(this.position, this.expected());
    }
    if (this.depth === deepest) return this.fail(this.position, `at most ${deepest} objects and lists in each other`);
    this.depth += 1;
    this.#isObject[this.depth] = isObject ? 1 : 0;
    this.#expects = isObject ? 'keyOrEnd' : 'valueOrEnd';
    this.position += 1;
    return isObject ? 'objectStart' : 'arrayStart';
  }

  #close(isObject: boolean): JSONToken {
    const expects = this.#expects;
    const mayEnd = expects === 'commaOrEnd' || expects === (isObject ? 'keyOrEnd' : 'valueOrEnd');
    if (!mayEnd || (this.#isObject[this.depth] === 1) !== isObject) return this.fail(this.position, this.expected());
    this.#ended(this.position + 1, this.depth - 1);
    return isObject ? 'objectEnd' : 'arrayEnd';
  }

  #ended(end: number, depth: number): void {
    this.position = end;
    this.depth = depth;
    this.#expects = depth === 0 ? 'document' : 'commaOrEnd';
  }

  #string(isKey: boolean): JSONToken {
    const { bytes, length, start } = this;
    let at = Math.max(this.#scannedTo, start + 1);
    while (at < length) {
      const byte = bytes[at] as number;
      if (byte === 0x22) {
        this.#scannedTo = 0;
        if (!isKey) this.#ended(at + 1, this.depth);
        else {
          this.position = at + 1;
          this.#expects = 'colon';
        }
        return isKey ? 'key' : 'string';
      }
      if (byte < 0x20)
        return this.fail(at, byte === 0x0a ? '`"` before the line ends' : 'no control character in a string');
      if (byte !== 0x5c) at += 1;
      else {
        const escaped = escapeLength(bytes, at, length);
        if (escaped === 'more') break;
        if (escaped === 0) return this.fail(at, 'an escape that JSON knows (`\\n`, `\\"`, `\\u00e9`, …)');
        at += escaped;
      }
    }
    this.#scannedTo = at;
    return 'more';
  }

  #scalar(): JSONToken {
    const { bytes, length, start } = this;
    let at = start;
    while (at < length && isScalarByte(bytes[at] as number)) at += 1;
    if (at - start > longestScalar) return this.fail(start, this.expected());
    if (at === length) return 'more';
    if (!isScalar(bytes, start, at)) return this.fail(start, this.expected());
    this.#ended(at, this.depth);
    return 'scalar';
  }

  /** Says that the text is wrong at this byte. */
  fail(at: number, expected: string): JSONToken {
    this.error = { at, expected };
    return 'error';
  }

  /** Where the line of `position` begins, or `position` itself when that is far from it. */
  lineBeginning(): number {
    return this.lineStart >= 0 && this.position - this.lineStart <= widestIndent ? this.lineStart : this.position;
  }

  /** Where the line ends that this byte is on, -1 when that is not among the bytes so far. */
  lineEnd(at: number): number {
    return this.bytes.subarray(0, this.length).indexOf(0x0a, at);
  }

  /** What may come next, in words. */
  expected(): string {
    switch (this.#expects) {
      case 'colon':
        return '`:`';
      case 'commaOrEnd':
        return this.#isObject[this.depth] ? '`,` or `}`' : '`,` or `]`';
      case 'key':
        return 'a field name in quotes';
      case 'keyOrEnd':
        return 'a field name in quotes or `}`';
      case 'valueOrEnd':
        return 'a JSON value or `]`';
      case 'value':
        return 'a JSON value';
      case 'document':
        return '`{`';
    }
  }
}

function escapeLength(bytes: Uint8Array, at: number, length: number): number | 'more' {
  if (at + 1 >= length) return 'more';
  const byte = bytes[at + 1] as number;
  if (byte !== 0x75) return '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 2 : 0;
  for (let digit = at + 2; digit < at + 6; digit++) {
    if (digit >= length) return 'more';
    if (!/[0-9a-fA-F]/.test(String.fromCharCode(bytes[digit] as number))) return 0;
  }
  return 6;
}

function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e
  );
}

function isScalar(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return false;
  if (bytes[start] !== 0x30 && hasOnlyDigits(bytes, start, end)) return true;
  const text = String.fromCharCode(...bytes.subarray(start, end));
  return /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)$/.test(text);
}

function hasOnlyDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) < 0x30 || (bytes[at] as number) > 0x39) return false;
  return true;
}
