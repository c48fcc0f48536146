/** Whether a file is compressed with gzip, by its first bytes. */
export function isGzip(firstBytes: Uint8Array): boolean {
  return firstBytes[0] === 0x1f && firstBytes[1] === 0x8b;
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bytes, undefined when they are not UTF-8. */
export function decodeUTF8(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Where bytes stop being UTF-8; their length when they do not. */
export function firstInvalidUTF8(bytes: Uint8Array): number {
  let valid = 0;
  let end = bytes.length;
  // Halving finds the longest beginning that decodes; a character cut in two at its end counts as valid so far.
  while (valid < end) {
    const middle = (valid + end + 1) >> 1;
    if (isUTF8SoFar(bytes.subarray(0, middle))) valid = middle;
    else end = middle - 1;
  }
  // The character that is broken begins before its broken byte.
  while (decodeUTF8(bytes.subarray(0, valid)) === undefined) valid -= 1;
  return valid;
}

function isUTF8SoFar(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** How the bytes of a file stand for text. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The encoding that the first bytes of a file tell, by their mark or by where the zeros stand. */
export function encodingOf(first: Uint8Array): TextEncodingName {
  const [a, b, c] = first;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a !== undefined && a !== 0 && b === 0 && c !== 0) return 'utf-16le';
  if (a === 0 && b !== undefined && b !== 0) return 'utf-16be';
  return 'utf-8';
}

const encoder = new TextEncoder();

/** Makes the bytes of a file UTF-8 without a mark at the beginning, piece by piece. PowerShell's `>` writes UTF-16. */
export class UTF8Bytes {
  #first: Uint8Array | undefined = new Uint8Array(0);
  #utf16: TextDecoder | undefined;
  #halfCharacter = '';

  /** The bytes of a piece, which may have come as text that was cut inside a character. */
  bytesOf(chunk: Uint8Array | string): Uint8Array {
    if (typeof chunk !== 'string') return chunk;
    const text = this.#halfCharacter + chunk;
    const isCut = /[\ud800-\udbff]$/.test(text);
    this.#halfCharacter = isCut ? text.slice(-1) : '';
    return encoder.encode(isCut ? text.slice(0, -1) : text);
  }

  /** The same text in UTF-8. The first three bytes are awaited. */
  decode(bytes: Uint8Array, isLast: boolean): Uint8Array {
    let piece = bytes;
    if (this.#first) {
      piece = new Uint8Array([...this.#first, ...bytes.subarray(0, 3)]);
      if (piece.length < 3 && !isLast) {
        this.#first = piece;
        return new Uint8Array(0);
      }
      const encoding = encodingOf(piece);
      if (encoding !== 'utf-8') this.#utf16 = new TextDecoder(encoding);
      const mark = piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf ? 3 : 0;
      const whole = new Uint8Array(piece.length + Math.max(0, bytes.length - 3));
      whole.set(piece);
      whole.set(bytes.subarray(3), piece.length);
      piece = whole.subarray(mark);
      this.#first = undefined;
    }
    return this.#utf16 ? encoder.encode(this.#utf16.decode(piece, { stream: !isLast })) : piece;
  }
}
