import { Log, type LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { type Projection, ProjectionReader } from 'kind-wasm-shim/kernel/projection.ts';
import { type CauseChain, causeChain } from './causes.ts';
import type { Explanation } from './explanation.ts';
import type { Language } from './language.ts';
import { layOutTimeline, type Moment, momentOf, type TimelineView } from './timeline.ts';

/** A moment that says what happened at it. */
export interface ToldMoment<Fact extends { readonly kind: string }> extends Moment {
  readonly fact: Fact;
}

/** How a kind of figure shows a run: which moments it stops at, what it shows at one, how a number came about, in words. */
export interface Telling<State, Fact extends { readonly kind: string }, AMoment extends ToldMoment<Fact>, View> {
  readonly projection: Projection<State>;
  readonly momentsOf: (log: Log, fromMs: number) => readonly AMoment[];
  readonly buildView: (state: State, fact: Fact | undefined) => View;
  readonly explain: (state: State, about: string, language: Language) => Explanation | undefined;
  readonly factText: (fact: Fact, language: Language) => string;
}

/** A finished run, to be looked at from any of its moments, in any order. */
export class FinishedRun<State, Fact extends { readonly kind: string }, AMoment extends ToldMoment<Fact>, View> {
  readonly moments: readonly AMoment[];
  readonly timeline: TimelineView;
  protected readonly reader: ProjectionReader<State>;
  private readonly log = new Log();
  private readonly telling: Telling<State, Fact, AMoment, View>;

  constructor(entries: readonly LogEntry[], fromMs: number, telling: Telling<State, Fact, AMoment, View>) {
    for (const entry of entries) this.log.entries.push(entry);
    this.telling = telling;
    this.reader = new ProjectionReader(this.log, telling.projection);
    this.moments = telling.momentsOf(this.log, fromMs);
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
  at(index: number): View & { readonly atMs: number } {
    const moment = this.moments[index];
    const view = this.telling.buildView(this.reader.at(moment?.seq ?? 0), moment?.fact);
    return { ...view, atMs: moment?.atMs ?? 0 };
  }

  /** How something that is shown at a moment came about. */
  explain(index: number, about: string, language: Language): Explanation | undefined {
    return this.telling.explain(this.reader.at(this.moments[index]?.seq ?? 0), about, language);
  }

  /** What led to a moment and what it led to. */
  chain(index: number, language: Language): CauseChain {
    return causeChain(this.log, this.moments, this.moments[index]?.seq ?? 0, language, (at) => {
      const fact = this.moments[at]?.fact;
      return fact && fact.kind !== 'start' ? this.telling.factText(fact, language) : undefined;
    });
  }
}
