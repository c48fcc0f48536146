import { chancesFor, hintsOf } from './chances.ts';
import { type Comparison, compare, distance } from './compare.ts';
import { type Line, simulatedLines } from './lines.ts';
import type { RecordedScenario } from './scenario.ts';
import { type Chances, simulateScenario } from './world.ts';

export interface SearchResult {
  readonly chances: Chances;
  readonly comparison: Comparison;
  readonly trials: number;
}

/** Looks for phases and a seed with which the recording's race is met; answers the nearest that it found. */
export function search(
  scenario: RecordedScenario,
  recorded: readonly Line[],
  vocabulary: ReadonlySet<string>,
  maxTrials: number,
): SearchResult {
  const hints = hintsOf(scenario, recorded);
  let best: SearchResult | undefined;
  for (let trial = 0; trial < maxTrials; trial++) {
    const chances = chancesFor(hints, scenario.endsAtMs, trial);
    const comparison = compareOnce(scenario, recorded, vocabulary, chances);
    if (!best || distance(comparison) < distance(best.comparison)) best = { chances, comparison, trials: trial + 1 };
    if (distance(comparison) === 0) break;
  }
  if (!best) throw new RangeError(`expected at least one trial, found ${maxTrials}`);
  return best;
}

function compareOnce(
  scenario: RecordedScenario,
  recorded: readonly Line[],
  vocabulary: ReadonlySet<string>,
  chances: Chances,
): Comparison {
  const { entries, startMs } = simulateScenario(scenario, chances);
  const pods = new Set(scenario.pods.map(({ name }) => name));
  const simulated = simulatedLines(entries, startMs, startMs + scenario.endsAtMs, pods, chances.seed);
  const restart = scenario.actions.find((action) => action.do === 'restartKubelet');
  if (restart?.do !== 'restartKubelet') return compare(recorded, simulated, vocabulary);
  const againAt = (restart.atMs + restart.stoppedForMs) / 1000;
  const firstWord = (lines: readonly Line[]) =>
    lines.find(({ source, at, message }) => source === 'kubelet' && at > againAt && !message.startsWith('SyncLoop ADD'))
      ?.at;
  const recordedStart = firstWord(recorded);
  const simulatedStart = firstWord(simulated.filter((line) => vocabulary.has(`kubelet ${line.file} ${line.message}`)));
  if (recordedStart === undefined || simulatedStart === undefined) return compare(recorded, simulated, vocabulary);
  return compare(recorded, simulated, vocabulary, { recordedStart, simulatedStart });
}
