// npm run -s soak -- --seeds N [--first S]
// Tells random stories of a node, one for each seed, and holds its kubelet to its rules at every step.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runTool, UsageError } from './command-line.ts';
import { soak } from './soak/story.ts';

const usage = 'npm run -s soak -- --seeds N [--first S]';

/** What broke with a seed. */
export interface SoakFailure {
  readonly seed: number;
  readonly message: string;
}

/** Tells the stories of so many seeds; answers those that broke a rule. */
export function soakSeeds(
  first: number,
  seeds: number,
  onFailure: (failure: SoakFailure) => void = () => {},
): SoakFailure[] {
  const failures: SoakFailure[] = [];
  for (let seed = first; seed < first + seeds; seed++) {
    try {
      soak(seed);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const failure = { seed, message: `${error.name}: ${error.message}` };
      failures.push(failure);
      onFailure(failure);
    }
  }
  return failures;
}

function main(args: string[]): number {
  let values: { seeds?: string | undefined; first?: string | undefined };
  try {
    ({ values } = parseArgs({ args, options: { seeds: { type: 'string' }, first: { type: 'string' } } }));
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}. Usage: ${usage}`);
  }
  const seeds = wholeNumber('--seeds', values.seeds ?? '100');
  const first = wholeNumber('--first', values.first ?? '1');
  const failures = soakSeeds(first, seeds, ({ seed, message }) => console.log(`seed ${seed}: ${message}`));
  console.log(`${seeds - failures.length} of ${seeds} seeds without a violation`);
  return failures.length === 0 ? 0 : 1;
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new UsageError(`${option}: expected a whole number, found ${JSON.stringify(text)}. Usage: ${usage}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runTool('soak', main);
