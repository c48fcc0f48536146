import { decodeUTF8 } from './text-encoding.ts';

/** Why a line is not what stood in the file. */
export type LineFlaw = 'notUTF8' | 'tooLarge';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Cuts bytes into lines, in pieces of any size. */
export class ByteLines {
  /** The number of the line that comes next. */
  line: number;
  readonly #largestLine: number;
  readonly #take: (text: string, line: number, flaw: LineFlaw | undefined) => void;
  #begun: Uint8Array[] = [];
  #begunLength = 0;

  constructor(
    firstLine: number,
    largestLine: number,
    take: (text: string, line: number, flaw: LineFlaw | undefined) => void,
  ) {
    this.line = firstLine;
    this.#largestLine = largestLine;
    this.#take = take;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      this.#lineEnd(chunk.subarray(start, end));
      start = end + 1;
    }
    if (start === chunk.length) return;
    // Beyond the limit the line is only counted.
    if (this.#begunLength <= this.#largestLine) this.#begun.push(chunk.slice(start));
    this.#begunLength += chunk.length - start;
  }

  end(): void {
    if (this.#begunLength > 0) this.#lineEnd(new Uint8Array(0));
  }

  #lineEnd(end: Uint8Array): void {
    let bytes = end;
    let isTooLarge = false;
    if (this.#begunLength > 0) {
      isTooLarge = this.#begunLength + end.length > this.#largestLine;
      bytes = isTooLarge ? new Uint8Array(0) : joined([...this.#begun, end]);
      this.#begun = [];
      this.#begunLength = 0;
    }
    if (bytes.at(-1) === carriageReturn) bytes = bytes.subarray(0, -1);
    const text = decodeUTF8(bytes);
    const flaw = isTooLarge ? 'tooLarge' : text === undefined ? 'notUTF8' : undefined;
    this.#take(text ?? new TextDecoder().decode(bytes), this.line++, flaw);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
