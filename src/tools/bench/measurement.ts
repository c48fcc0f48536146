/** One measured figure and, where the project has set itself one, its budget. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly budget?: { readonly atLeast: number } | { readonly atMost: number };
}

/** Whether a figure keeps its budget; one without a budget always does. */
export function keepsBudget({ value, budget }: Measurement): boolean {
  if (!budget) return true;
  return 'atLeast' in budget ? value >= budget.atLeast : value <= budget.atMost;
}

/** Runs something so often and returns what the counted rounds gave. The rounds before them do not count: the first is
 *  slow because of compilation, and what is large needs some more before the compiler is done. */
export function rounds<Result>(count: number, run: () => Result, uncounted = 1): Result[] {
  for (let i = 0; i < uncounted; i++) run();
  return Array.from({ length: count }, run);
}

/** How long something takes, in seconds of real time. */
export function secondsOf(run: () => void): number {
  const start = performance.now();
  run();
  return (performance.now() - start) / 1_000;
}

/** The middle of the sorted values. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest value that at least so many percent of the values do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  const value = sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
  if (value === undefined) throw new RangeError('a percentile needs at least one value');
  return value;
}
