import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { FinishedRun } from '../finished-run.ts';
import { buildView } from './build-view.ts';
import { explain } from './explain.ts';
import { type FigureFact, type FigureMoment, figureMoments } from './moments.ts';
import { type ClusterState, clusterProjection } from './state.ts';
import type { NodeUtilizationView } from './view.ts';
import { factText } from './words.ts';

/** A finished run of one of the utilization plugins in a cluster. */
export class FigureRun extends FinishedRun<ClusterState, FigureFact, FigureMoment, NodeUtilizationView> {
  /** Percent at which every bar's scale ends: 100, or more when more was requested somewhere at some moment. */
  readonly scaleEnd: number;

  constructor(entries: readonly LogEntry[], fromMs: number) {
    super(entries, fromMs, { projection: clusterProjection, momentsOf: figureMoments, buildView, explain, factText });
    this.scaleEnd = this.findScaleEnd();
  }

  /** Where every bar ends after the last moment: percent by `node/resource`, what a changed future is compared with. */
  ends(): Record<string, number> {
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
