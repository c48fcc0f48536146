import type { DomainCount, OwnerCount, PluginRun, PodVerdict } from './cycle-state.ts';
import type { FigureFact } from './moments.ts';
import type { PlacementFacts } from './state.ts';

// What the descheduler's figure shows at one cursor. Plain JSON, so that the first frame can travel in the page, and the same
// for picture, text twin, prose and tests.

export interface DeschedulerView {
  readonly seq: number;
  readonly atMs: number;
  /** What the cursor stands on, undefined before anything has happened. */
  readonly fact: FigureFact | undefined;
  readonly version: string;
  readonly scheduler: string;
  readonly cycle: CycleView;
  readonly pastCycles: readonly CycleRow[];
  readonly nodes: readonly NodeRow[];
  /** Pods without a node. */
  readonly pending: readonly PodChip[];
  /** What was decided in this cycle, in the order in which it was. */
  readonly verdicts: readonly VerdictRow[];
  readonly owners: readonly OwnerCount[];
  readonly domains: readonly DomainCount[];
  readonly placements: readonly Placement[];
  readonly workloads: readonly string[];
}

export interface CycleView {
  readonly number: number;
  readonly phase: 'before' | 'running' | 'finished' | 'refused';
  readonly refusal?: string;
  readonly plugins: readonly PluginRun[];
  readonly evicted: number;
}

/** One cycle in the table of all of them. */
export interface CycleRow {
  readonly number: number;
  readonly startedAtMs: number;
  readonly evicted: number;
  /** Evictions by workload. */
  readonly byWorkload: Readonly<Record<string, number>>;
  /** How old the oldest of the evicted pods was, in seconds. */
  readonly oldestSeconds: number | undefined;
}

export interface NodeRow {
  readonly name: string;
  readonly unschedulable: boolean;
  readonly ready: boolean;
  readonly taints: readonly string[];
  /** Labels that some pod speaks of, as `key=value`. */
  readonly labels: readonly string[];
  /** What LowNodeUtilization or HighNodeUtilization made of it. */
  readonly class: { readonly is: 'under' | 'within' | 'over'; readonly plugin: string } | undefined;
  readonly usage: readonly { readonly resource: string; readonly percent: number | null }[];
  readonly pods: readonly PodChip[];
  /** Evictions from it in this cycle. */
  readonly evicted: number;
}

export interface PodChip {
  /** `namespace/name`. */
  readonly key: string;
  readonly workload: string;
  /** `gone`: evicted in this cycle and no longer there. */
  readonly state: 'running' | 'starting' | 'waiting' | 'failed' | 'ended' | 'terminating' | 'pending' | 'gone';
  readonly reason?: string;
  readonly restarts: number;
  /** Came after the latest cycle began. */
  readonly fresh: boolean;
  /** The evicted pod that this one stands in for. */
  readonly replaces?: string;
  /** The verdict that counts most, as an index into the view's. */
  readonly verdict?: number;
}

export interface VerdictRow extends PodVerdict {
  readonly workload: string;
  /** Its place among the evictions of the cycle, from 1. */
  readonly evicted: number | undefined;
}

/** Where the scheduler put the pod that stands in for an evicted one. */
export interface Placement extends PlacementFacts {
  readonly replaces: string | undefined;
}
