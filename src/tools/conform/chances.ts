import { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import { kubeletVersionOf, startUpMs as startUpRange } from 'kind-wasm-shim/kubernetes/kubelet/versions.ts';
import type { Line } from './lines.ts';
import type { RecordedScenario } from './scenario.ts';
import type { Chances } from './world.ts';

/** A program behind a shell hears its signal when the command under way has ended, up to a second later; a busy machine
 *  takes a little more. */
const longestSignalDelayMs = 1_400;
/** What containerd needs to answer once the process has ended. */
const answerMs = 40;

/** When things were seen to happen in a recording, in milliseconds: where to look for the phases that led to them. */
export interface Hints {
  readonly relistMs: number | undefined;
  readonly housekeepingMs: number | undefined;
  readonly syncMs: number | undefined;
  readonly garbageCollectionMs: number | undefined;
  readonly httpMs: number | undefined;
  readonly statusMs: readonly number[];
  readonly resyncMs: readonly number[];
  readonly signalDelays: ReadonlyMap<string, number>;
  readonly startUpMs: number | undefined;
}

/** Reads from a recording when each loop had its turns. Only moments are taken from it, never what happened then. */
export function hintsOf(scenario: RecordedScenario, lines: readonly Line[]): Hints {
  const restart = scenario.actions.find((action) => action.do === 'restartKubelet');
  const before = restart ? lines.filter(({ at }) => at * 1000 < restart.atMs) : lines;
  const first = (test: (line: Line) => boolean) => {
    const found = before.find(test);
    return found === undefined ? undefined : found.at * 1000;
  };
  const housekeeping = first(({ message }) =>
    /^(Pod has been terminated and|Pod worker has been requested|Pod is orphaned and still|Orphaned pod found|Clean up)/.test(
      message,
    ),
  );
  const sync = first(({ message }) => message === 'SyncLoop (SYNC) pods');
  const sandbox = first(({ message }) => message === 'Removing sandbox');
  const collected =
    sandbox === undefined
      ? undefined
      : (first(({ message, at }) => message.startsWith('Removing') && at * 1000 > sandbox - 1_500) ?? sandbox);
  const statusLines = before.filter(({ message }) =>
    /^(Patch status|Pod is terminated, but|Delaying pod deletion)/.test(message),
  );
  return {
    relistMs: first(({ file }) => file === 'generic.go'),
    housekeepingMs: housekeeping === undefined ? undefined : housekeeping - 3,
    syncMs: sync,
    garbageCollectionMs: collected,
    httpMs: first(({ message, text }) => message === 'SyncLoop REMOVE' && text.includes('source="http"')),
    statusMs: statusLines.map(({ at }) => at * 1000),
    resyncMs: before.filter(({ message }) => message === 'SyncLoop (SYNC) pods').map(({ at }) => at * 1000),
    signalDelays: signalDelaysOf(scenario, lines),
    startUpMs:
      restart && 'stoppedForMs' in restart ? startUpOf(scenario, lines, restart.atMs, restart.stoppedForMs) : undefined,
  };
}

function startUpOf(scenario: RecordedScenario, lines: readonly Line[], atMs: number, stoppedForMs: number) {
  const again = lines.find(({ source, at }) => source === 'kubelet' && at * 1000 > atMs + stoppedForMs);
  const [low, high] = startUpRange(kubeletVersionOf(scenario.kubelet));
  if (!again) return undefined;
  return Math.max(low - 1_000, Math.min(high + 1_000, again.at * 1000 - atMs - stoppedForMs - 40));
}

/** How much longer each container took to end than its program needs. */
function signalDelaysOf(scenario: RecordedScenario, lines: readonly Line[]): Map<string, number> {
  const delays = new Map<string, number>();
  const started = new Map<string, { key: string; at: number; needsMs: number }>();
  for (const { message, text, ids, at } of lines) {
    if (message === 'Killing container with a grace period') {
      const [, pod = '', container = ''] = /pod="[^/"]*\/([^"]*)".*containerName="([^"]*)"/.exec(text) ?? [];
      const needsMs = scenario.pods
        .find(({ name }) => name === pod)
        ?.containers.find(({ name }) => name === container)?.exitsAfterTermMs;
      const id = ids.at(-1) ?? '';
      if (needsMs !== undefined && !started.has(id)) started.set(id, { key: `${pod}/${container}`, at, needsMs });
    }
    const known = /^StopContainer for .* returns successfully/.test(message) ? started.get(ids[0] ?? '') : undefined;
    if (!known || delays.has(known.key)) continue;
    const delay = (at - known.at) * 1000 - known.needsMs - answerMs;
    delays.set(known.key, Math.round(Math.max(0, Math.min(longestSignalDelayMs, delay))));
  }
  return delays;
}

/** The chances that are tried next: at first as the hints have them, then around them. */
export function chancesFor(hints: Hints, endsAtMs: number, trial: number): Chances {
  const random = new RandomStream(trial, 'conform');
  const around = (ms: number, spread: number) =>
    trial === 0 ? Math.round(ms) : Math.round(ms) + random.integer(-spread, spread);
  const relist =
    hints.relistMs === undefined ? random.integer(0, 999) : around(hints.relistMs, 4 + Math.min(60, trial));
  const ticks = hints.housekeepingMs ?? hints.syncMs;
  const tick = ticks === undefined ? random.integer(0, 1_999) : around(ticks, Math.min(12, trial));
  const isHousekeepingKnown = hints.housekeepingMs !== undefined;
  const housekeeping = wrap(isHousekeepingKnown ? tick : tick + 1_000 * random.integer(0, 1), 2_000);
  const status = pickOr(random, hints.statusMs, () => random.integer(0, 9_999), trial);
  const resync = pickOr(random, hints.resyncMs, () => Math.max(endsAtMs, 30_000) + 5_000, trial + 1);
  const collects = hints.garbageCollectionMs;
  const delays = [...hints.signalDelays].map(([key, ms]): [string, number] => [key, Math.max(0, around(ms, 25))]);
  return {
    seed: trial + 1,
    relistMs: wrap(relist, 1_002),
    housekeepingMs: housekeeping,
    syncMs: wrap(housekeeping, 1_000),
    garbageCollectionMs: collects === undefined ? endsAtMs + 5_000 : wrap(collects, 60_000),
    statusMs: wrap(status - random.integer(4, 12), 10_000),
    ...(hints.httpMs === undefined ? {} : { httpMs: wrap(hints.httpMs, 20_000) }),
    resyncMs: Math.max(1, resync - random.integer(1, 990)),
    signalDelays: new Map(delays),
    ...(hints.startUpMs === undefined ? {} : { startUpMs: Math.max(0, around(hints.startUpMs, 40)) }),
  };
}

function pickOr(random: RandomStream, hints: readonly number[], otherwise: () => number, trial: number): number {
  return hints.length > 0 && trial % 2 === 0 ? random.pick(hints) : otherwise();
}

function wrap(ms: number, period: number): number {
  return ((Math.round(ms) % period) + period) % period;
}
