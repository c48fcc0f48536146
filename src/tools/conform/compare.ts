import { actorOf, isPeriodicLine, longestWaitSeconds } from './actors.ts';
import type { Line } from './lines.ts';

/** What a comparison found. A recording is met when all lists are empty. */
export interface Comparison {
  readonly matched: number;
  readonly missing: readonly Line[];
  readonly extra: readonly Line[];
  readonly outOfOrder: readonly (readonly [Line, Line])[];
  readonly late: readonly { readonly line: Line; readonly bySeconds: number }[];
}

interface Pair {
  readonly recorded: Line;
  readonly simulated: Line;
  /** The place of the simulated line. */
  readonly place: number;
}

/** Lines of different actors keep their order when the recording has more than this between them. */
const orderedGapSeconds = 0.05;
const toleranceSeconds = 0.5;

/** How far a comparison is from the recording. */
export function distance({ missing, extra, outOfOrder, late }: Comparison): number {
  return missing.length + extra.length + outOfOrder.length + late.length;
}

/** Compares a simulation with a recording line by line. `vocabulary` says which messages a simulation may not have more of.
 *  `recordedStart` and `simulatedStart` are when a restarted kubelet said its first word, and times count from there. */
export function compare(
  recorded: readonly Line[],
  simulated: readonly Line[],
  vocabulary: ReadonlySet<string>,
  restart?: { readonly recordedStart: number; readonly simulatedStart: number },
): Comparison {
  const { pairs, missing, used } = match(recorded, simulated);
  const watched = recorded.some(({ source }) => source === 'apiWatch');
  const own = new Set(recorded.map(vocabularyWord));
  const kept = new Set(pairs.map(({ simulated: line }) => line.text));
  const extra = simulated.filter((line, place) => {
    if (used.has(place) || (isKeptOnce(line) && kept.has(line.text))) return false;
    if (line.source === 'apiWatch') return watched;
    const word = vocabularyWord(line);
    return isSeldomKept(line) ? own.has(word) : vocabulary.has(word);
  });
  return {
    matched: pairs.length,
    ...withoutRepeats(missing, extra, new Set(pairs.map(({ recorded: { key } }) => key))),
    outOfOrder: misordered(pairs),
    late: lateLines(pairs, restart),
  };
}

/** The word of a vocabulary that a line is: its source and message, whatever its values. */
export function vocabularyWord({ source, file, message }: Line): string {
  // Containerd's messages hold the ids and the numbers.
  return `${source} ${file} ${message.replaceAll(/\d+/g, '0').replaceAll(/failed" error=.*/gs, 'failed')}`;
}

/** The recorded program prints this line twice over; the recordings keep the first of each container. */
function isKeptOnce({ message }: Line): boolean {
  return message === 'Container exited normally';
}

/** Lines of which the recordings keep some and not others. */
function isSeldomKept({ file, message }: Line): boolean {
  return message === 'Event occurred' || (file === 'kubelet.go' && message.startsWith('failed to "Kill'));
}

function match(recorded: readonly Line[], simulated: readonly Line[]) {
  const byKey = new Map<string, number[]>();
  simulated.forEach(({ key }, place) => {
    const places = byKey.get(key) ?? [];
    places.push(place);
    byKey.set(key, places);
  });
  const forth = new Map<string, string>();
  const back = new Map<string, string>();
  const pairs: Pair[] = [];
  const missing: Line[] = [];
  const used = new Set<number>();
  const fits = (left: Line, right: Line) =>
    left.ids.length === right.ids.length &&
    left.ids.every((id, index) => {
      const other = right.ids[index] ?? '';
      return (forth.get(id) ?? other) === other && (back.get(other) ?? id) === id;
    });
  for (const line of recorded) {
    const place = byKey.get(line.key)?.find((each) => !used.has(each) && fits(line, simulated[each] as Line));
    const found = place === undefined ? undefined : simulated[place];
    if (place === undefined || !found) {
      missing.push(line);
      continue;
    }
    used.add(place);
    line.ids.forEach((id, index) => {
      forth.set(id, found.ids[index] ?? '');
      back.set(found.ids[index] ?? '', id);
    });
    pairs.push({ recorded: line, simulated: found, place });
  }
  return { pairs, missing, used };
}

/** A line that comes round with a period may come once more or once less before the end, when it comes on both sides at all. */
function withoutRepeats(missing: readonly Line[], extra: readonly Line[], met: ReadonlySet<string>) {
  const spared = new Set<string>();
  const keep = (line: Line) => {
    if (!isPeriodicLine(line) || !met.has(line.key) || spared.has(line.key)) return true;
    spared.add(line.key);
    return false;
  };
  return { missing: missing.filter(keep), extra: extra.filter(keep) };
}

function misordered(pairs: readonly Pair[]): (readonly [Line, Line])[] {
  const found: (readonly [Line, Line])[] = [];
  for (let later = 1; later < pairs.length; later++) {
    const second = pairs[later] as Pair;
    for (let earlier = 0; earlier < later; earlier++) {
      const first = pairs[earlier] as Pair;
      if (first.place < second.place) continue;
      const gap = second.recorded.at - first.recorded.at;
      if (gap > orderedGapSeconds || actorOf(first.recorded) === actorOf(second.recorded)) {
        found.push([first.recorded, second.recorded]);
        break;
      }
    }
  }
  return found;
}

/** Where the simulation falls behind or runs ahead: by more than half a second, or more than a period where one governs. */
function lateLines(
  pairs: readonly Pair[],
  restart: { readonly recordedStart: number; readonly simulatedStart: number } | undefined,
) {
  const late: { line: Line; bySeconds: number }[] = [];
  let offset = 0;
  for (const { recorded, simulated } of pairs) {
    const isAfterRestart = restart !== undefined && recorded.at >= restart.recordedStart;
    const shift = isAfterRestart ? restart.simulatedStart - restart.recordedStart : 0;
    const difference = simulated.at - recorded.at - shift;
    const step = Math.abs(difference - offset);
    if (step <= toleranceSeconds) continue;
    const allowed = longestWaitSeconds(recorded);
    if (step <= allowed) offset = difference;
    else if (Math.abs(difference) > toleranceSeconds) late.push({ line: recorded, bySeconds: difference });
  }
  return late;
}
