/** A stream of pseudo-random numbers that depends on the seed and the stream's name alone, so that drawing from
 *  one stream never changes what another gives. The generator is sfc32: integer operations only, hence the same
 *  numbers in every JavaScript engine. */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, name: string) {
    this.a = fnv1a(`${seed}/${name}/a`);
    this.b = fnv1a(`${seed}/${name}/b`);
    this.c = fnv1a(`${seed}/${name}/c`);
    // The first outputs of sfc32 still show the seed's pattern; they are thrown away.
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** An integer from 0 to 2³² − 1. */
  uint32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 32 random bits. */
  fraction(): number {
    return this.uint32() / 0x1_0000_0000;
  }

  /** An integer in [low, high], both included. */
  integer(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high < low) {
      throw new RangeError(`integer(low, high) expects whole numbers with low ≤ high, found ${low} and ${high}`);
    }
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  /** One element of a list that is not empty. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('pick expects a list that is not empty');
    return item;
  }

  /** A text of `length` characters, each drawn from `alphabet`. */
  text(length: number, alphabet: string): string {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.integer(0, alphabet.length - 1)];
    return text;
  }
}

/** The 32-bit FNV-1a hash of a text's UTF-16 code units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
