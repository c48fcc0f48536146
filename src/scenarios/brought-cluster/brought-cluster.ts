import type { Namespace, Node, Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import type { SnapshotProblem } from './snapshot-problem.ts';

/** What is kept of a snapshot, by the plural that kubectl knows it under. */
export interface KeptObjects {
  nodes: Node[];
  pods: Pod[];
  priorityclasses: PriorityClass[];
  poddisruptionbudgets: PodDisruptionBudget[];
  namespaces: Namespace[];
}

/** A kind of object that is kept. */
export type KeptResource = keyof KeptObjects;

/** How many objects of each kind are kept. */
export type KeptCounts = Readonly<Record<KeptResource, number>>;

/** An operator's cluster, read from files: the objects that the descheduler and the scheduler look at, each with only the
 *  fields that they read. Equal parts of objects (labels, affinity, containers) are one shared and frozen object, so change
 *  none of them in place. */
export interface BroughtCluster {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly priorityClasses: readonly PriorityClass[];
  readonly podDisruptionBudgets: readonly PodDisruptionBudget[];
  readonly namespaces: readonly Namespace[];
  /** The latest time that any kept object carries (Unix milliseconds): the clock to measure ages by. Undefined when none
   *  carries one. */
  readonly takenAtMs: number | undefined;
  readonly counts: KeptCounts;
  /** Objects of kinds that are not read, by kind (`Deployment`), the most frequent first. */
  readonly skippedKinds: readonly { readonly kind: string; readonly count: number }[];
  /** What is odd about the whole, though each object by itself is well. */
  readonly findings: readonly SnapshotFinding[];
}

/** Something odd about the whole snapshot. With one that `blocks` there is nothing to run the descheduler on; `count` says
 *  how many objects it is about, and `examples` names the first few. */
export interface SnapshotFinding {
  readonly kind:
    | 'noNodes'
    | 'noPods'
    | 'podsOnMissingNodes'
    | 'nodesWithoutAllocatable'
    | 'noPriorityClasses'
    | 'pagesMissing'
    | 'kubectlWarnings';
  readonly blocks: boolean;
  readonly count: number;
  readonly examples: readonly string[];
}

/** How far the reading is. */
export interface SnapshotProgress {
  readonly bytesRead: number;
  readonly filesRead: number;
  readonly kept: KeptCounts;
  readonly skipped: number;
  readonly problems: number;
}

/** What came of the reading. With any problem the snapshot is refused until the operator has seen what is wrong and says
 *  to go on with the rest. */
export type SnapshotResult =
  | { readonly ok: true; readonly cluster: BroughtCluster }
  | {
      readonly ok: false;
      /** The first problems, in the order of the files; `problemCount` counts all. */
      readonly problems: readonly SnapshotProblem[];
      readonly problemCount: number;
      readonly wouldKeep: KeptCounts;
      readonly continueWithRest: () => BroughtCluster;
    };
