import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { FinishedRun } from '../finished-run.ts';
import { buildView } from './build-view.ts';
import { explain } from './explain.ts';
import { type FigureFact, type FigureMoment, figureMoments } from './moments.ts';
import { type FigureState, figureProjection } from './state.ts';
import type { DeschedulerView } from './view.ts';
import { factText } from './words.ts';

/** A finished run of the descheduler in a cluster. */
export class FigureRun extends FinishedRun<FigureState, FigureFact, FigureMoment, DeschedulerView> {
  constructor(entries: readonly LogEntry[], fromMs: number) {
    super(entries, fromMs, { projection: figureProjection, momentsOf: figureMoments, buildView, explain, factText });
  }

  /** Where the pods of each workload are after the last moment: how many by node, what a changed future is compared with. */
  ends(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    const ends: Record<string, Record<string, number>> = {};
    for (const { name, pods } of this.at(this.lastIndex).nodes) {
      const perWorkload: Record<string, number> = {};
      for (const { workload, state } of pods) {
        if (state === 'gone' || state === 'failed' || state === 'ended') continue;
        perWorkload[workload] = (perWorkload[workload] ?? 0) + 1;
      }
      ends[name] = perWorkload;
    }
    return ends;
  }
}
