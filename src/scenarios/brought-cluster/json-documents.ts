import {
  type DocumentError,
  type DocumentReader,
  type DocumentSink,
  excerpt,
  type FoundObject,
  type TextPosition,
} from './found-object.ts';
import { indentBefore, JSONResumption } from './json-resumption.ts';
import { JSONScanner } from './json-scanner.ts';
import { decodeUTF8, firstInvalidUTF8 } from './text-encoding.ts';

/** An object whose end has not been read: a document or an item of a list. Once its `items` begin it is a list itself, and
 *  they are read one by one. */
interface Frame {
  /** Where its text begins among the bytes that are still there. */
  start: number;
  readonly line: number;
  readonly column: number;
  readonly depth: number;
  readonly index: number | undefined;
  list: List | undefined;
}

interface List {
  readonly itemsDepth: number;
  /** Its text as far as the items. */
  readonly head: string;
  readonly kind: string | undefined;
  /** The white space before its first item, undefined when that does not stand on a line of its own. */
  itemIndent: string | undefined;
  nextIndex: number;
  /** Where its text goes on after the items, once they have ended. */
  tail: number | undefined;
}

const itemsKey = '"items"';

/** Reads JSON documents that follow each other (one object, a list, one a line, or an array of them) and hands on every
 *  object by itself. After an error it goes on with the next object that begins on a line of its own, if there is one. */
export class JSONDocuments implements DocumentReader {
  readonly #scanner = new JSONScanner();
  readonly #sink: DocumentSink;
  readonly #largestObject: number;
  readonly #frames: Frame[] = [];
  /** The last object. It is handed on when what follows it is right: a bracket too much would else let half of it pass. */
  #held: (FoundObject & { readonly endLine: number }) | undefined;
  #itemsKeyAt = -1;
  #failed: { error: Omit<DocumentError, 'lost'>; readonly resumption: JSONResumption } | undefined;
  #skipsLine = false;
  #hasEnded = false;

  constructor(sink: DocumentSink, { firstLine, largestObject }: { firstLine: number; largestObject: number }) {
    this.#sink = sink;
    this.#largestObject = largestObject;
    this.#scanner.line = firstLine;
  }

  push(chunk: Uint8Array): void {
    const shift = this.#scanner.append(chunk, this.#neededFrom());
    for (const frame of this.#frames) {
      frame.start -= shift;
      if (frame.list?.tail !== undefined) frame.list.tail -= shift;
    }
    this.#itemsKeyAt -= shift;
    this.#read();
  }

  end(): void {
    this.#hasEnded = true;
    this.#read();
    // An object that ends too early may have swallowed others.
    while (this.#frames.length > 0 && !this.#failed) {
      const { length } = this.#scanner;
      if (this.#frames.at(-1)?.list) this.#flush();
      this.#failAt('truncated', length, this.#scanner.expected());
      this.#read();
    }
    if (this.#failed) this.#report(this.#frames.at(-1)?.list?.tail === undefined ? 'restOfFile' : 'nothing');
    this.#flush();
  }

  /** From which byte on the text is still needed. */
  #neededFrom(): number {
    const frame = this.#frames.at(-1);
    if (this.#failed || frame === undefined) return this.#scanner.lineBeginning();
    return frame.list === undefined ? frame.start : (frame.list.tail ?? this.#scanner.lineBeginning());
  }

  #read(): void {
    const scanner = this.#scanner;
    for (;;) {
      if (this.#failed && !this.#resume(this.#failed.resumption)) return;
      switch (scanner.next()) {
        case 'objectStart':
          if (this.#isDocument(scanner.depth - 1)) this.#objectStart();
          break;
        case 'objectEnd':
          if (this.#frames.at(-1)?.depth === scanner.depth + 1) this.#objectEnd();
          break;
        case 'arrayStart':
          this.#arrayStart();
          break;
        case 'arrayEnd':
          this.#arrayEnd();
          break;
        case 'key':
          if (this.#frames.at(-1)?.depth === scanner.depth) this.#key();
          break;
        case 'string':
          if (this.#isDocument(scanner.depth)) scanner.fail(scanner.start, '`{`');
          break;
        case 'scalar':
          if (this.#isDocument(scanner.depth)) this.#notAnObject();
          break;
        case 'stray':
          if (!this.#strayLine()) return;
          break;
        case 'error':
          if (!this.#fail()) return;
          break;
        case 'more':
          if (scanner.length - this.#neededFrom() <= this.#largestObject) return;
          this.#failAt('tooLarge', this.#neededFrom(), `an object of at most ${this.#largestObject >> 20} MiB`);
      }
    }
  }

  /** Whether a value at this depth is a document, or an item of the innermost list. */
  #isDocument(depth: number): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return depth === 0;
    return frame.list !== undefined && frame.list.tail === undefined && frame.list.itemsDepth === depth;
  }

  #objectStart(): void {
    this.#flush();
    const { start, line, depth } = this.#scanner;
    const list = this.#frames.at(-1)?.list;
    if (list?.nextIndex === 0) list.itemIndent = indentBefore(this.#scanner, start);
    const index = list && list.nextIndex++;
    this.#frames.push({ start, line, column: this.#position(start).column, depth, index, list: undefined });
  }

  #key(): void {
    const { bytes, start, position } = this.#scanner;
    if (position - start !== itemsKey.length) return;
    for (let i = 0; i < itemsKey.length; i++) if (bytes[start + i] !== itemsKey.charCodeAt(i)) return;
    // Only the value that follows at once is meant.
    this.#itemsKeyAt = position;
  }

  #arrayStart(): void {
    const { bytes, start, depth, line } = this.#scanner;
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      if (depth !== 1) return;
      this.#flush();
      const list = { itemsDepth: 1, head: '', kind: undefined, itemIndent: undefined, nextIndex: 0, tail: undefined };
      this.#frames.push({ start, line, column: 1, depth: 0, index: undefined, list });
      return;
    }
    if (this.#isDocument(depth - 1)) {
      this.#notAnObject();
      return;
    }
    if (frame.list || depth !== frame.depth + 1 || !isOnlyColon(bytes, this.#itemsKeyAt, start)) return;
    const head = decodeUTF8(bytes.subarray(frame.start, start));
    const kind = head === undefined ? undefined : kindOf(`${head}[]}`);
    // `items` of something that calls itself a Pod are a field like any other.
    if (head === undefined || (kind !== undefined && !kind.endsWith('List'))) return;
    frame.list = { itemsDepth: depth, head, kind, itemIndent: undefined, nextIndex: 0, tail: undefined };
  }

  #arrayEnd(): void {
    const list = this.#frames.at(-1)?.list;
    if (list === undefined || list.tail !== undefined || list.itemsDepth !== this.#scanner.depth + 1) return;
    this.#flush();
    if (this.#scanner.depth === 0) this.#frames.pop();
    else list.tail = this.#scanner.position;
  }

  #objectEnd(): void {
    const { bytes, position, line } = this.#scanner;
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    const text = decodeUTF8(bytes.subarray(frame.list?.tail ?? frame.start, position));
    if (frame.list) {
      // The tail of a list is short; when it is not UTF-8 the list has no kind, which is told.
      this.#sink.listEnd(text === undefined ? {} : JSON.parse(`${frame.list.head}[]${text}`));
      return;
    }
    if (text === undefined) {
      const at = frame.start + firstInvalidUTF8(bytes.subarray(frame.start, position));
      const place = placeIn(bytes, frame, at);
      this.#sink.error({ ...this.#describe('notUTF8', at, 'UTF-8', frame.index), at: place, lost: 'object' });
      return;
    }
    const start = { line: frame.line, column: frame.column };
    const listKind = this.#frames.at(-1)?.list?.kind;
    this.#held = { value: JSON.parse(text), start, index: frame.index, listKind, text, endLine: line };
  }

  #flush(): void {
    if (this.#held) this.#sink.object(this.#held);
    this.#held = undefined;
  }

  #notAnObject(): void {
    this.#flush();
    const list = this.#frames.at(-1)?.list;
    const { bytes, start, position } = this.#scanner;
    const found = excerpt(decodeLoosely(bytes.subarray(start, position)));
    const error = this.#describe('notAnObject', start, 'an object', list && list.nextIndex++);
    this.#sink.error({ ...error, found, lost: 'object' });
  }

  /** Text where a document should begin. False when its line is not there to the end. */
  #strayLine(): boolean {
    const scanner = this.#scanner;
    const lineEnd = scanner.lineEnd(scanner.position);
    const isWhole = lineEnd >= 0 || this.#hasEnded;
    if (!isWhole && scanner.length - scanner.position < longestStrayLine) return false;
    const end = lineEnd < 0 ? scanner.length : lineEnd;
    if (!this.#skipsLine) {
      // On the line of the last object's end it may be the rest of that object, after a bracket too much.
      if (this.#held?.endLine === scanner.line) {
        const error = this.#describe('syntax', scanner.position, 'the end of the line', this.#held.index);
        this.#held = undefined;
        this.#sink.error({ ...error, lost: 'object' });
      } else {
        this.#flush();
        const text = decodeLoosely(scanner.bytes.subarray(scanner.position, Math.min(end, scanner.position + 2000)));
        this.#sink.strayLine(text, this.#position(scanner.position));
      }
    }
    this.#skipsLine = !isWhole;
    scanner.position = end;
    return true;
  }

  /** False when what is wrong cannot be quoted yet. */
  #fail(): boolean {
    const { error, length } = this.#scanner;
    if (error === undefined) return true;
    const isQuotable = this.#hasEnded || length - error.at >= longestExcerpt || this.#scanner.lineEnd(error.at) >= 0;
    if (!isQuotable) return false;
    this.#failAt('syntax', error.at, error.expected);
    return true;
  }

  #failAt(kind: DocumentError['kind'], at: number, expected: string): void {
    const frame = this.#frames.at(-1);
    const isBetweenItems = frame?.list !== undefined && frame.list.tail === undefined;
    const index = isBetweenItems ? this.#held?.index : frame?.list ? undefined : frame?.index;
    this.#held = undefined;
    const described = this.#describe(kind, at, expected, index);
    const { line, column } = frame ?? described.at;
    const error = kind === 'tooLarge' ? { ...described, at: { line, column } } : described;
    this.#failed = { error, resumption: new JSONResumption(this.#scanner, at, frame?.list ? undefined : frame) };
  }

  #describe(
    kind: DocumentError['kind'],
    at: number,
    expected: string,
    index: number | undefined,
  ): Omit<DocumentError, 'lost'> {
    const { bytes, length } = this.#scanner;
    const found = kind === 'tooLarge' ? 'more' : excerpt(decodeLoosely(bytes.subarray(at, Math.min(length, at + 200))));
    return { kind, at: this.#position(at), index, expected, found };
  }

  /** Looks for the next object to go on with. False when it is not among the bytes so far. */
  #resume(resumption: JSONResumption): boolean {
    const frames = this.#frames;
    const listAt = frames.findLastIndex(({ list }) => list !== undefined);
    const list = frames[listAt]?.list;
    const isOpen = list !== undefined && list.tail === undefined;
    const found = resumption.find(this.#scanner, isOpen ? list.itemIndent : undefined);
    if (found === undefined) return false;
    frames.length = found === 'document' || !isOpen ? 0 : listAt + 1;
    const depth = isOpen && found !== 'document' ? list.itemsDepth : 0;
    const expects = found === 'document' ? 'document' : found === 'item' ? 'value' : 'commaOrEnd';
    const { position } = this.#scanner;
    this.#scanner.resume(position, depth, expects);
    if (this.#failed?.error.kind === 'truncated') {
      // It is not the file that ends too early, but the object before this one.
      this.#failed.error = this.#describe('syntax', position, 'the rest of the object', this.#failed.error.index);
    }
    this.#report('object');
    return true;
  }

  #report(lost: DocumentError['lost']): void {
    const failed = this.#failed;
    this.#failed = undefined;
    if (failed) this.#sink.error({ ...failed.error, lost });
  }

  #position(at: number): TextPosition {
    const { bytes, line, lineStart } = this.#scanner;
    const isShort = lineStart >= 0 && at - lineStart < longestCountedLine && at >= lineStart;
    const column = isShort ? [...decodeLoosely(bytes.subarray(lineStart, at))].length : Math.max(0, at - lineStart);
    return { line, column: column + 1 };
  }
}

const longestStrayLine = 1 << 16;
/** So many bytes after an error are enough to quote it. */
const longestExcerpt = 200;
/** Columns of longer lines are counted in bytes. */
const longestCountedLine = 1000;
const looseDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

function decodeLoosely(bytes: Uint8Array): string {
  return looseDecoder.decode(bytes);
}

function isOnlyColon(bytes: Uint8Array, from: number, to: number): boolean {
  if (from < 0 || to - from > 100) return false;
  return /^\s*:\s*$/.test(String.fromCharCode(...bytes.subarray(from, to)));
}

function kindOf(text: string): string | undefined {
  const { kind } = JSON.parse(text) as { kind?: unknown };
  return typeof kind === 'string' ? kind : undefined;
}

/** Where a byte of an object stands. */
function placeIn(bytes: Uint8Array, { start, line, column }: Frame, at: number): TextPosition {
  const before = decodeLoosely(bytes.subarray(start, at)).split('\n');
  const last = [...(before.at(-1) ?? '')].length;
  return { line: line + before.length - 1, column: before.length === 1 ? column + last : last + 1 };
}
