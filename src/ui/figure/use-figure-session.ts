import type { NodeAnswer, NodeUtilizationSnapshot } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import { FigureClient, type FigureWorker } from 'kind-wasm-shim/hosts/browser/figure-client.ts';
import type { FigureFailure } from 'kind-wasm-shim/hosts/browser/figure-worker.ts';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { FigureRun } from '../../projections/node-utilization/figure-run.ts';
import { type FigureMoment, openingMoment } from '../../projections/node-utilization/moments.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { timesMs } from '../../scenarios/node-utilization-inputs.ts';
import type { PresetName } from '../../scenarios/node-utilization-presets.ts';
import type { NodeUtilizationResult, NodeUtilizationRun } from '../../scenarios/node-utilization-run.ts';
import { type FigureSettings, runOf, usualSettings } from '../../scenarios/node-utilization-settings.ts';

/** What is known of a run when the page is built: enough for the first frame and its timeline. */
export interface FirstFrame {
  readonly view: NodeUtilizationView;
  readonly moments: readonly FigureMoment[];
  readonly cursor: number;
  readonly scaleEnd: number;
}

/** Answers of a reader's algorithm about a cluster. */
export interface EditedAnswers {
  readonly snapshot: NodeUtilizationSnapshot;
  readonly answers: readonly NodeAnswer[];
}

/** Where to look in a run that has just come. */
export type ChooseMoment = (made: FigureRun) => number;

/** A figure's settings, the run that they lead to, and the place in it that is looked at. */
export interface FigureSession {
  readonly settings: FigureSettings;
  /** Undefined until the reader first shows interest: before that the first frame is all there is. */
  readonly run: FigureRun | undefined;
  readonly snapshot: NodeUtilizationSnapshot | undefined;
  readonly moments: readonly FigureMoment[];
  readonly cursor: number;
  /** Where the bars ended before the reader changed something. */
  readonly ghost: Readonly<Record<string, number>> | undefined;
  /** Whether the reader's algorithm decides in the run that is shown. */
  readonly edited: boolean;
  readonly busy: boolean;
  readonly failure: FigureFailure | undefined;
  /** Loads the run that the first frame is taken from. */
  readonly wake: () => void;
  readonly move: (index: number) => void;
  /** Runs with other settings and stays at the same place as far as there is one. */
  readonly change: (settings: FigureSettings, choose?: ChooseMoment) => void;
  /** Starts over with settings that have nothing to do with the present ones. */
  readonly open: (settings: FigureSettings, choose: ChooseMoment) => void;
  /** Lets a reader's algorithm decide, or the plugin's own again. */
  readonly decideWith: (answers: EditedAnswers | undefined) => void;
  readonly retry: () => void;
}

/** Keeps a figure's settings and has its worker run them. Each answer replaces the run that is shown; until there is one, the
 *  first frame stands. */
export function useFigureSession(preset: PresetName, first: FirstFrame): FigureSession {
  const [settings, setSettings] = useState<FigureSettings>(() => usualSettings(preset));
  const [shown, setShown] = useState<{
    run: FigureRun;
    snapshot: NodeUtilizationSnapshot | undefined;
    edited: boolean;
  }>();
  const [cursor, setCursor] = useState(first.cursor);
  const [ghost, setGhost] = useState<Readonly<Record<string, number>>>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FigureFailure>();

  // What comes from the worker meets the latest state, not the one in which it was asked for.
  const latest = useRef({ settings, shown, cursor });
  latest.current = { settings, shown, cursor };
  const client = useRef<FigureClient<NodeUtilizationRun, NodeUtilizationResult> | undefined>(undefined);
  const lastAsked = useRef<NodeUtilizationRun | undefined>(undefined);
  const nextMoment = useRef<ChooseMoment | undefined>(undefined);
  const decider = useRef<EditedAnswers | undefined>(undefined);
  useEffect(() => () => client.current?.close(), []);

  const ask = useCallback((wanted: FigureSettings, edited?: EditedAnswers) => {
    client.current ??= new FigureClient(startWorker, (asked, outcome) => {
      const isLast = asked === lastAsked.current;
      if (isLast) setBusy(false);
      if ('failure' in outcome) return setFailure(isLast ? outcome.failure : undefined);
      // What was changed may leave the cluster as the edited algorithm knows it: then its answers still hold.
      const { snapshot } = outcome.result;
      if (isLast && !asked.edited && decider.current && sameSnapshot(snapshot, decider.current.snapshot)) {
        return ask(latest.current.settings, decider.current);
      }
      const made = new FigureRun(outcome.result.entries, timesMs.calm);
      const before = latest.current;
      const choose =
        (isLast && nextMoment.current) || samePlace(before.shown?.run.moments ?? first.moments, before.cursor);
      if (isLast) nextMoment.current = undefined;
      setFailure(undefined);
      setShown({ run: made, snapshot, edited: asked.edited !== undefined });
      setCursor(Math.max(0, Math.min(made.lastIndex, choose(made))));
    });
    // The answers are about the cluster before the first run, and no other.
    const asked = edited ? { ...runOf({ ...wanted, runs: 1 }), edited } : runOf(wanted);
    lastAsked.current = asked;
    setBusy(true);
    client.current.run(asked);
  }, []);

  const wake = useCallback(() => {
    if (!client.current) ask(latest.current.settings);
  }, [ask]);
  const keepGhost = () => {
    const { shown: now } = latest.current;
    if (now) setGhost((kept) => kept ?? now.run.barEnds());
  };
  return {
    ...{ settings, cursor, ghost, busy, failure, wake },
    run: shown?.run,
    snapshot: shown?.snapshot,
    edited: shown?.edited ?? false,
    moments: shown?.run.moments ?? first.moments,
    move(index) {
      const { shown: now } = latest.current;
      if (now) return setCursor(Math.max(0, Math.min(now.run.lastIndex, index)));
      nextMoment.current = () => index;
      wake();
    },
    change(next, choose) {
      if (next.preset !== settings.preset || next.seed !== settings.seed) setGhost(undefined);
      else keepGhost();
      nextMoment.current = choose;
      setSettings(next);
      ask(next);
    },
    open(next, choose) {
      setGhost(undefined);
      nextMoment.current = choose;
      setSettings(next);
      ask(next);
    },
    decideWith(edited) {
      decider.current = edited;
      if (edited) keepGhost();
      ask(latest.current.settings, edited);
    },
    retry: () => ask(settings),
  };
}

function sameSnapshot(one: NodeUtilizationSnapshot | undefined, other: NodeUtilizationSnapshot): boolean {
  const text = (snapshot: NodeUtilizationSnapshot | undefined) =>
    JSON.stringify(snapshot, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return text(one) === text(other);
}

function startWorker(): FigureWorker {
  return new Worker(new URL('./node-utilization.worker.ts', import.meta.url), { type: 'module' }) as FigureWorker;
}

/** Where to look in a changed run: at the end if the end was shown, else as far from the opening moment as before. */
function samePlace(before: readonly FigureMoment[], at: number): ChooseMoment {
  return (made) => {
    if (at >= before.length - 1) return made.lastIndex;
    const opening = openingMoment(made.moments);
    const openingBefore = openingMoment(before);
    return at < openingBefore ? Math.min(at, opening) : opening + at - openingBefore;
  };
}
