import { Log, type LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { ProjectionReader } from 'kind-wasm-shim/kernel/projection.ts';
import { type CauseChain, causeChain } from '../causes.ts';
import type { Explanation } from '../explanation.ts';
import type { Language } from '../language.ts';
import { layOutTimeline, type TimelineView } from '../timeline.ts';
import { buildView } from './build-view.ts';
import { explain } from './explain.ts';
import { type FigureMoment, figureMoments } from './moments.ts';
import { type ClusterState, clusterProjection } from './state.ts';
import type { NodeUtilizationView } from './view.ts';
import { factText } from './words.ts';

/** A finished run, to be looked at from any of its moments, in any order. */
export class FigureRun {
  readonly moments: readonly FigureMoment[];
  readonly timeline: TimelineView;
  /** Percent at which every bar's scale ends: 100, or more when more was requested somewhere at some moment. */
  readonly scaleEnd: number;
  private readonly log = new Log();
  private readonly reader: ProjectionReader<ClusterState>;

  constructor(entries: readonly LogEntry[], fromMs: number) {
    for (const entry of entries) this.log.entries.push(entry);
    this.reader = new ProjectionReader(this.log, clusterProjection);
    this.moments = figureMoments(this.log, fromMs);
    this.timeline = layOutTimeline(this.moments);
    this.scaleEnd = this.findScaleEnd();
  }

  get lastIndex(): number {
    return this.moments.length - 1;
  }

  /** What the figure shows at a moment. */
  at(index: number): NodeUtilizationView {
    const moment = this.moments[index];
    const view = buildView(this.reader.at(moment?.seq ?? 0), moment?.fact);
    return { ...view, atMs: moment?.atMs ?? 0 };
  }

  /** How a number that is shown at a moment came about. */
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

  /** Where every bar ends after the last moment: percent by `node/resource`. */
  barEnds(): Record<string, number> {
    const { nodes } = this.at(this.lastIndex);
    return Object.fromEntries(
      nodes.flatMap((node) => node.cells.map((cell) => [`${node.name}/${cell.resource}`, cell.percent])),
    );
  }

  private findScaleEnd(): number {
    let most = 100;
    for (const { seq } of this.moments) {
      const { nodes, pods } = this.reader.at(seq);
      const sums = new Map<string, number>();
      for (const { node, ended, requests } of pods.values()) {
        if (node === undefined || ended) continue;
        for (const [resource, amount] of Object.entries(requests)) {
          const capacity = nodes.get(node)?.capacity[resource] ?? 0;
          if (capacity <= 0) continue;
          const key = `${node}/${resource}`;
          const sum = (sums.get(key) ?? 0) + (amount / capacity) * 100;
          sums.set(key, sum);
          most = Math.max(most, sum);
        }
      }
    }
    return most > 100.001 ? Math.ceil(most / 10) * 10 : 100;
  }
}
