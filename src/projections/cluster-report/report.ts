import type { Repetition } from 'kind-wasm-shim/cluster/what-if/repeats.ts';
import type { WhatIfEnd } from 'kind-wasm-shim/cluster/what-if/what-if.ts';
import type { DuplicateOwner, Judgement } from 'kind-wasm-shim/kubernetes/descheduler/framework/judgement.ts';
import type { PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type {
  ClassReason,
  Gate,
  ResourceFact,
  ThresholdPercentage,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';

export type NodeClass = 'under' | 'over' | 'within';

/** What one policy of one release would do to a cluster. */
export interface ClusterReport {
  readonly version: string;
  /** The nodes of the snapshot, in its order, and what each offers: laid out as a utilization is. */
  readonly nodes: readonly string[];
  readonly allocatable: Float64Array;
  readonly cycles: readonly CycleReport[];
  readonly victims: readonly Victim[];
  readonly refusals: readonly RefusalGroup[];
  /** Pods that were waiting for a node in the snapshot and got one. */
  readonly helped: readonly { readonly cycle: number; readonly pod: PodName; readonly node: string }[];
  readonly end: WhatIfEnd | undefined;
  readonly pingPong: PingPong;
}

/** One cycle of the descheduler and what the scheduler did after it. */
export interface CycleReport {
  readonly cycle: number;
  readonly nowMs: number;
  /** How many nodes take part. */
  nodes: number;
  /** The error that ended the cycle, and upstream's loop. */
  failed: string | undefined;
  /** With fewer than two nodes there is nothing to do. */
  skipped: boolean;
  readonly profileErrors: { readonly profile: string; readonly error: string }[];
  readonly plugins: PluginReport[];
  asked: number;
  evicted: number;
  /** Evictions that the API or a limit refused. */
  refused: number;
  placed: number;
  lost: number;
  pendingBefore: number;
  pendingAfter: number;
  readonly before: Utilization;
  after: Utilization;
}

/** What is requested on each node, in the order of the snapshot. */
export interface Utilization {
  readonly resources: readonly string[];
  readonly requested: Float64Array;
}

/** What one plugin of one profile did in a cycle. */
export interface PluginReport {
  readonly profile: string;
  readonly plugin: string;
  evicted: number;
  readonly thresholds: ThresholdPercentage[];
  deviation: boolean;
  /** By node; empty for plugins that do not classify nodes. */
  readonly classes: Map<string, NodeFacts>;
  readonly gates: GateFact[];
  /** Pods that the plugin looked at one by one, and those that it found in violation. */
  judged: number;
  violating: number;
  /** Owners with duplicates, and constraints whose domains were counted. */
  readonly counted: CountedFact[];
}

export interface GateFact {
  readonly gate: Gate;
  readonly open: boolean;
  readonly found: number;
  readonly limit: number;
  readonly message: string | undefined;
}

/** How a plugin saw a node. */
export interface NodeFacts {
  readonly class: NodeClass;
  readonly reason: ClassReason;
  readonly unschedulable: boolean;
  readonly resources: readonly ResourceFact[];
}

/** What a plugin counted before it chose, in one line each. */
export type CountedFact =
  | {
      readonly kind: 'duplicates';
      readonly owner: DuplicateOwner;
      readonly occurrences: number;
      readonly targets: number;
      readonly upperAverage: number;
    }
  | {
      readonly kind: 'domains';
      readonly namespace: string;
      readonly topologyKey: string;
      readonly maxSkew: number;
      readonly skew: number;
      readonly domains: number;
      readonly balanced: boolean;
    };

/** A pod that was evicted. */
export interface Victim {
  readonly cycle: number;
  /** The how-manieth eviction of its cycle it was. */
  readonly order: number;
  readonly pod: PodName;
  readonly workload: string;
  readonly node: string;
  readonly profile: string;
  readonly plugin: string;
  readonly why: Why;
  landing: Landing;
}

/** Why a pod was chosen, with what was compared. */
export type Why =
  | {
      readonly kind: 'nodeUtilization';
      /** `over`: the node had to give pods away; `under`: it was to be emptied. */
      readonly node: 'over' | 'under';
      readonly resources: readonly UsageAtEviction[];
      /** The pod's place in the order of eviction on its node. */
      readonly rank: number | undefined;
      readonly of: number;
      readonly priority: number | null;
      readonly qosClass: string | undefined;
    }
  | { readonly kind: 'judged'; readonly judgement: Judgement }
  | {
      readonly kind: 'duplicate';
      readonly owner: DuplicateOwner;
      readonly onNode: number;
      readonly occurrences: number;
      readonly targets: number;
      readonly upperAverage: number;
    }
  | {
      readonly kind: 'skew';
      readonly topologyKey: string;
      readonly from: string;
      readonly to: string;
      readonly sizes: { readonly from: number; readonly to: number };
      readonly maxSkew: number | undefined;
    }
  | { readonly kind: 'untold' };

/** A resource of the node at the moment before the eviction, and the threshold that it was held against. */
export interface UsageAtEviction {
  readonly resource: string;
  readonly usage: number;
  readonly capacity: number;
  readonly threshold: number;
  readonly thresholdPercent: number | null;
}

/** Where the successor of an evicted pod goes. */
export type Landing =
  | { readonly kind: 'node'; readonly node: string; readonly as: PodName }
  | { readonly kind: 'pending'; readonly as: PodName; readonly message: string }
  | { readonly kind: 'lost'; readonly why: 'noController' | 'ended' }
  | { readonly kind: 'unknown' };

/** Who or what kept a pod. */
export type RefusedBy = 'evictor' | 'taints' | 'nodeFit' | 'namespaceExcluded' | 'namespaceLabels' | 'limit' | 'api';

/** Pods that were kept for one reason. */
export interface RefusalGroup {
  readonly by: RefusedBy;
  /** The evictor's or the API's own text; for the others empty. */
  readonly text: string;
  /** By plugin and cycle. */
  count: number;
  readonly pods: Refusal[];
}

export interface Refusal {
  readonly cycle: number;
  readonly plugin: string;
  readonly pod: PodName;
  readonly node: string;
  /** What the group's text does not say: the budget and its numbers. */
  readonly detail: string | undefined;
}

/** Work that is undone and done again. */
export interface PingPong {
  /** The cluster stands exactly as it stood before. */
  readonly repetition: Repetition | undefined;
  /** Workloads that in every cycle but the first lost pods which had only just replaced others: how many evictions each
   *  cycle had, all together. */
  readonly workloads: readonly { readonly workload: string; readonly evictions: readonly number[] }[];
  /** The nodes on which such pods had landed. */
  readonly nodes: readonly string[];
}

/** At most so many pods of one reason are listed; the count has all. */
export const listedRefusals = 20_000;
