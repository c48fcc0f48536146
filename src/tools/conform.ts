// npm run -s conform -- DIR… [--trials N]
// Compares the simulated kubelet with recordings of real ones: builds each folder's scenario, looks for the phases that led
// to its race, and says line by line what matches.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { runTool, UsageError } from './command-line.ts';
import { distance, vocabularyWord } from './conform/compare.ts';
import { type Line, readSequence } from './conform/lines.ts';
import { readScenario, UnknownScenario } from './conform/scenario.ts';
import { search } from './conform/search.ts';

const usage = 'npm run -s conform -- DIR… [--trials N]';
const defaultTrials = 600;
const traces = fileURLToPath(new URL('../../test/traces', import.meta.url));

/** The messages that recordings keep: those of the recordings that the project carries, and of the given ones. */
export function vocabularyOf(sequences: readonly (readonly Line[])[]): Set<string> {
  return new Set(sequences.flatMap((lines) => lines.map(vocabularyWord)));
}

/** The recordings that the project carries. */
export function carriedTraces(): string[] {
  if (!existsSync(traces)) return [];
  return readdirSync(traces)
    .map((name) => join(traces, name))
    .filter((folder) => existsSync(join(folder, 'sequence.jsonl')));
}

export interface FolderResult {
  readonly passed: boolean;
  readonly report: readonly string[];
}

/** Compares one folder; a scenario that is not understood is a failure that says why. */
export function conform(folder: string, vocabulary: ReadonlySet<string>, trials = defaultTrials): FolderResult {
  let scenario: ReturnType<typeof readScenario>;
  let recorded: Line[];
  try {
    scenario = readScenario(readFileSync(join(folder, 'scenario.yaml'), 'utf8'));
    recorded = readSequence(readFileSync(join(folder, 'sequence.jsonl'), 'utf8'));
  } catch (error) {
    if (!(error instanceof UnknownScenario || error instanceof SyntaxError || hasCode(error))) throw error;
    return { passed: false, report: [error.message] };
  }
  const { comparison, chances, trials: used } = search(scenario, recorded, vocabulary, trials);
  const { matched, missing, extra, outOfOrder, late } = comparison;
  const show = (what: string, { at, text }: Line) => `  ${what} ${at.toFixed(3).padStart(8)} ${text}`;
  return {
    passed: distance(comparison) === 0,
    report: [
      `${matched} of ${recorded.length} lines match, ${missing.length} missing, ${extra.length} extra, ` +
        `${outOfOrder.length} out of order, ${late.length} late (seed ${chances.seed}, trial ${used})`,
      ...missing.map((line) => show('missing     ', line)),
      ...extra.map((line) => show('extra       ', line)),
      ...outOfOrder.flatMap(([first, second]) => [show('out of order', first), show('      before', second)]),
      ...late.map(({ line, bySeconds }) => `${show('late        ', line)} (by ${bySeconds.toFixed(3)} s)`),
    ],
  };
}

function hasCode(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error;
}

function main(args: string[]): number {
  let parsed: { values: { trials?: string | undefined }; positionals: string[] };
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { trials: { type: 'string' } } });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}. Usage: ${usage}`);
  }
  const { positionals: folders, values } = parsed;
  if (folders.length === 0) throw new UsageError(`expected at least one folder. Usage: ${usage}`);
  const trials = Number(values.trials ?? defaultTrials);
  if (!Number.isSafeInteger(trials) || trials < 1) {
    throw new UsageError(`--trials: expected a whole number from 1 on, found ${JSON.stringify(values.trials)}`);
  }
  const vocabulary = vocabularyOf([...carriedTraces(), ...folders].flatMap(readQuietly));
  let failed = 0;
  for (const folder of folders) {
    const { passed, report } = conform(folder, vocabulary, trials);
    if (!passed) failed += 1;
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${folder}: ${report.join('\n')}`);
  }
  console.log(`${folders.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The lines of a folder for the vocabulary; a folder that cannot be read fails when it is compared. */
function readQuietly(folder: string): Line[][] {
  try {
    return [readSequence(readFileSync(join(folder, 'sequence.jsonl'), 'utf8'))];
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error)) return [];
    throw error;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runTool('conform', main);
