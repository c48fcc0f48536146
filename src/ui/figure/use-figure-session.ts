import type { NodeAnswer, NodeUtilizationSnapshot } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import type { FigureWorker } from 'kind-wasm-shim/hosts/browser/figure-client.ts';
import { FigureRun } from '../../projections/node-utilization/figure-run.ts';
import { type FigureMoment, openingMoment } from '../../projections/node-utilization/moments.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { timesMs } from '../../scenarios/node-utilization-inputs.ts';
import type { PresetName } from '../../scenarios/node-utilization-presets.ts';
import type { NodeUtilizationResult, NodeUtilizationRun } from '../../scenarios/node-utilization-run.ts';
import { type FigureSettings, runOf, usualSettings } from '../../scenarios/node-utilization-settings.ts';
import { type ChooseMoment, type RunSession, type SessionKind, useRunSession } from './use-run-session.ts';

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

/** What a run is asked for: settings, and the answers that decide in it instead of the plugin. */
interface Wanted {
  readonly settings: FigureSettings;
  readonly edited: EditedAnswers | undefined;
  /** Answers about a cluster that this one may turn out to be. */
  readonly offered: EditedAnswers | undefined;
}

/** A run, with what an edited algorithm can be asked about in it. */
class DecidedRun extends FigureRun {
  readonly snapshot: NodeUtilizationSnapshot | undefined;
  readonly edited: boolean;

  constructor({ entries, snapshot }: NodeUtilizationResult, edited: boolean) {
    super(entries, timesMs.calm);
    this.snapshot = snapshot;
    this.edited = edited;
  }
}

type WantedSession = RunSession<Wanted, DecidedRun, FigureMoment, Readonly<Record<string, number>>>;

/** A figure's settings, the run that they lead to, and the place in it that is looked at. */
export interface FigureSession extends Omit<WantedSession, 'settings' | 'change' | 'open'> {
  readonly settings: FigureSettings;
  readonly snapshot: NodeUtilizationSnapshot | undefined;
  /** Whether the reader's algorithm decides in the run that is shown. */
  readonly edited: boolean;
  readonly change: (settings: FigureSettings, choose?: ChooseMoment<DecidedRun>) => void;
  readonly open: (settings: FigureSettings, choose: ChooseMoment<DecidedRun>) => void;
  /** Lets a reader's algorithm decide, or the plugin's own again. */
  readonly decideWith: (answers: EditedAnswers | undefined) => void;
}

const kind: SessionKind<Wanted, NodeUtilizationRun, NodeUtilizationResult, DecidedRun> = {
  startWorker: () =>
    new Worker(new URL('./node-utilization.worker.ts', import.meta.url), { type: 'module' }) as FigureWorker,
  // The answers are about the cluster before the first run, and no other.
  runOf: ({ settings, edited }) => (edited ? { ...runOf({ ...settings, runs: 1 }), edited } : runOf(settings)),
  made: ({ edited }, result) => new DecidedRun(result, edited !== undefined),
  // What was changed may leave the cluster as the edited algorithm knows it: then its answers still hold.
  instead: (wanted, { snapshot }) => {
    const { edited, offered } = wanted;
    const holds = !edited && offered && sameSnapshot(snapshot, offered.snapshot);
    return holds ? { ...wanted, edited: offered } : undefined;
  },
  opening: (moments) => openingMoment(moments as readonly FigureMoment[]),
  isOtherStory: ({ settings: next }, { settings: now }) => next.preset !== now.preset || next.seed !== now.seed,
};

/** The session of a node utilization figure. */
export function useFigureSession(preset: PresetName, first: FirstFrame): FigureSession {
  const usual = (): Wanted => ({ settings: usualSettings(preset), edited: undefined, offered: undefined });
  const session: WantedSession = useRunSession(kind, usual, first);
  const { settings, offered } = session.settings;
  const plain = (next: FigureSettings): Wanted => ({ settings: next, edited: undefined, offered });
  return {
    ...session,
    settings,
    snapshot: session.run?.snapshot,
    edited: session.run?.edited ?? false,
    change: (next, choose) => session.change(plain(next), choose),
    open: (next, choose) => session.open(plain(next), choose),
    decideWith: (answers) => session.change({ settings, edited: answers, offered: answers }),
  };
}

function sameSnapshot(one: NodeUtilizationSnapshot | undefined, other: NodeUtilizationSnapshot): boolean {
  const text = (snapshot: NodeUtilizationSnapshot | undefined) =>
    JSON.stringify(snapshot, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return text(one) === text(other);
}
