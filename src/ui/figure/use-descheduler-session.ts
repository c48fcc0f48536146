import type { FigureWorker } from 'kind-wasm-shim/hosts/browser/figure-client.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { FigureRun } from '../../projections/descheduler/figure-run.ts';
import { type FigureMoment, openingMoment } from '../../projections/descheduler/moments.ts';
import { deschedulerPresets, type PresetName } from '../../scenarios/descheduler-plugins/presets.ts';
import type { DeschedulerFigureRun } from '../../scenarios/descheduler-plugins/run.ts';
import { type DeschedulerSettings, runOf, usualSettings } from '../../scenarios/descheduler-plugins/settings.ts';
import type { DeschedulerFirstFrame } from './descheduler-first-frame.ts';
import { type RunSession, type SessionKind, useRunSession } from './use-run-session.ts';

export type DeschedulerSession = RunSession<
  DeschedulerSettings,
  FigureRun,
  FigureMoment,
  ReturnType<FigureRun['ends']>
>;

const kind: SessionKind<DeschedulerSettings, DeschedulerFigureRun, readonly LogEntry[], FigureRun> = {
  startWorker: () =>
    new Worker(new URL('./descheduler.worker.ts', import.meta.url), { type: 'module' }) as FigureWorker,
  runOf,
  made: ({ preset }, entries) => new FigureRun(entries, deschedulerPresets[preset].shownFromMs),
  opening: (moments) => openingMoment(moments as readonly FigureMoment[]),
  isOtherStory: (next, now) => next.preset !== now.preset || next.seed !== now.seed || next.cycles !== now.cycles,
};

/** The session of a descheduler figure. */
export function useDeschedulerSession(preset: PresetName, first: DeschedulerFirstFrame): DeschedulerSession {
  return useRunSession(kind, () => usualSettings(preset), first);
}
