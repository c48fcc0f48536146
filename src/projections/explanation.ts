/** How a number came about: what it is, the arithmetic line by line, a remark, and where upstream computes it. */
export interface Explanation {
  readonly name: string;
  readonly steps: readonly string[];
  readonly note?: string;
  readonly source?: string;
  /** The number itself, as it is shown. */
  readonly value: string;
}
