import type { GuestFailure } from 'kind-wasm-shim/guest/guest-result.ts';
import type { PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { ScoringStrategy } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-fit.ts';

/** What a plugin must keep to, whatever the cluster. */
export const invariants = ['evictor', 'target', 'terminates', 'pingPong'] as const;
export type Invariant = (typeof invariants)[number];

/** One breach of an invariant. `cycle` counts from 1. */
export type Finding =
  /** The plugin asked to evict a pod that the evictor refuses. */
  | {
      readonly invariant: 'evictor';
      readonly kind: 'refused';
      readonly cycle: number;
      readonly pod: PodName;
      readonly node: string;
      readonly refusal: string;
    }
  | {
      readonly invariant: 'evictor';
      readonly kind: 'noSuchPod';
      readonly cycle: number;
      readonly pod: PodName;
      readonly node: string;
    }
  /** The plugin named another node than the pod's. */
  | {
      readonly invariant: 'evictor';
      readonly kind: 'otherNode';
      readonly cycle: number;
      readonly pod: PodName;
      readonly node: string;
      readonly actualNode: string;
    }
  /** Evictions and what the scheduler then did filled a node beyond the target. In percent of what is allocatable. */
  | {
      readonly invariant: 'target';
      readonly cycle: number;
      readonly node: string;
      readonly resource: string;
      readonly before: number;
      readonly after: number;
    }
  /** The same pod was asked for twice in one cycle. */
  | {
      readonly invariant: 'terminates';
      readonly cycle: number;
      readonly pod: PodName;
      readonly node: string;
    }
  /** One replica was evicted again and again. */
  | {
      readonly invariant: 'pingPong';
      readonly cycle: number;
      /** What the replica is one of: namespace and name of the workload, or of the pod itself. */
      readonly workload: PodName;
      readonly moves: readonly Move[];
    };

/** An eviction of a replica, and where its successor went; undefined when there is none, or it waits. */
export interface Move {
  readonly cycle: number;
  readonly pod: PodName;
  readonly from: string;
  readonly to: string | undefined;
}

/** What a plugin is held to. Plain JSON, so that it fits in a link. */
export interface JudgeSettings {
  /** Descheduling cycles of each seed. */
  readonly cycles: number;
  /** No node may be driven above this much of what is allocatable, in percent. */
  readonly targetPercent: number;
  readonly scoringStrategy: ScoringStrategy;
  readonly nodeFit: boolean;
}

export const usualJudgeSettings: JudgeSettings = {
  cycles: 6,
  targetPercent: 80,
  scoringStrategy: 'LeastAllocated',
  nodeFit: false,
};

/** What became of one seed. */
export interface SeedVerdict {
  readonly seed: number;
  readonly nodes: number;
  readonly pods: number;
  /** Evictions that the API carried out, and that it refused. */
  readonly evicted: number;
  readonly refused: number;
  readonly findings: readonly Finding[];
  /** What ended the plugin, when something did. */
  readonly failure: GuestFailure | undefined;
  /** What the policy was refused for, when it was. */
  readonly policyError: string | undefined;
  readonly logs: readonly string[];
}

/** Whether nothing is to be said against the plugin. */
export function isGood({ findings, failure, policyError }: SeedVerdict): boolean {
  return findings.length === 0 && failure === undefined && policyError === undefined;
}
