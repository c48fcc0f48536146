import { Log, type LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { ProjectionReader } from 'kind-wasm-shim/kernel/projection.ts';
import { type CauseChain, causeChain } from '../causes.ts';
import type { Explanation } from '../explanation.ts';
import type { Language } from '../language.ts';
import { layOutTimeline, momentOf, type TimelineView } from '../timeline.ts';
import { buildView } from './build-view.ts';
import { explain } from './explain.ts';
import { type FigureMoment, figureMoments } from './moments.ts';
import { type FigureState, figureProjection } from './state.ts';
import type { DeschedulerView } from './view.ts';
import { factText } from './words.ts';

/** A finished run of the descheduler in a cluster, to be looked at from any of its moments, in any order. */
export class FigureRun {
  readonly moments: readonly FigureMoment[];
  readonly timeline: TimelineView;
  private readonly log = new Log();
  private readonly reader: ProjectionReader<FigureState>;

  constructor(entries: readonly LogEntry[], fromMs: number) {
    for (const entry of entries) this.log.entries.push(entry);
    this.reader = new ProjectionReader(this.log, figureProjection);
    this.moments = figureMoments(this.log, fromMs);
    this.timeline = layOutTimeline(this.moments);
  }

  get lastIndex(): number {
    return this.moments.length - 1;
  }

  /** The last moment at or before a log entry. */
  indexOf(seq: number): number {
    return momentOf(this.moments, seq);
  }

  /** What the figure shows at a moment. */
  at(index: number): DeschedulerView {
    const moment = this.moments[index];
    const view = buildView(this.reader.at(moment?.seq ?? 0), moment?.fact);
    return { ...view, atMs: moment?.atMs ?? 0 };
  }

  /** How something that is shown at a moment came about. */
  explain(index: number, about: string, language: Language): Explanation | undefined {
    return explain(this.reader.at(this.moments[index]?.seq ?? 0), about, language);
  }

  /** What led to a moment and what it led to. */
  chain(index: number, language: Language): CauseChain {
    return causeChain(this.log, this.moments, this.moments[index]?.seq ?? 0, language, (at) => {
      const fact = this.moments[at]?.fact;
      return fact && fact.kind !== 'start' ? factText(fact, language) : undefined;
    });
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
