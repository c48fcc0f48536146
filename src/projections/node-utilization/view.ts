import type { QOSClass } from 'kind-wasm-shim/kubernetes/api/pod-resources.ts';
import type { SourceEnd } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { FigureFact } from './moments.ts';

// What the node utilization figure shows at one cursor. Plain JSON, so that the first frame can travel in the page, and
// the same for picture, text twin, prose and tests. Amounts are counted as the plugins count them: millicores of cpu, bytes
// of memory, pieces of the rest.

export type NodeClass = 'under' | 'within' | 'over';

export interface NodeUtilizationView {
  readonly seq: number;
  readonly atMs: number;
  /** What the cursor stands on, undefined before anything has happened. */
  readonly fact: FigureFact | undefined;
  readonly plugin: string;
  readonly columns: readonly ResourceColumn[];
  readonly nodes: readonly NodeRow[];
  /** Pods without a node. */
  readonly pending: readonly PodMark[];
  /** What is left of the room on the target nodes; undefined before it has been computed. */
  readonly room: readonly RoomCell[] | undefined;
  readonly sources: readonly SourceNode[];
  readonly placements: readonly Placement[];
  readonly run: RunView;
}

export interface RunView {
  readonly phase: 'before' | 'running' | 'finished' | 'refused';
  /** Which run of the descheduler this is, from 1; 0 before the first. */
  readonly number: number;
  readonly evicted: number;
  /** Why nothing was evicted, in the plugin's own words. */
  readonly outcome?: string;
  /** Why the policy was refused, in the descheduler's own words. */
  readonly refusal?: string;
}

/** A resource over all nodes. Percentages are of a node's capacity. */
export interface ResourceColumn {
  readonly name: string;
  /** The thresholds as the policy has them; absent when it does not name the resource. */
  readonly low?: number;
  readonly high?: number;
  /** The mean usage of all nodes, when thresholds are distances from it. */
  readonly mean?: number;
}

export interface NodeRow {
  readonly name: string;
  readonly unschedulable: boolean;
  readonly class: NodeClass | undefined;
  readonly role: 'source' | 'target' | undefined;
  /** The source node that pods are being evicted from at the cursor. */
  readonly current: boolean;
  readonly cells: readonly ResourceCell[];
  /** In the order in which they are drawn: what is likely to stay first, what has been evicted last. */
  readonly pods: readonly PodMark[];
}

export interface ResourceCell {
  readonly resource: string;
  /** What the pods on the node request, those aside that have been evicted and still terminate. */
  readonly used: number;
  readonly terminating: number;
  readonly capacity: number;
  readonly percent: number;
  /** Threshold quantities, once the descheduler has computed them. */
  readonly low?: number;
  readonly high?: number;
  /** How the usage that was classified stands to the thresholds. */
  readonly verdict?: NodeClass;
  /** The usage that was classified. */
  readonly classified?: number;
}

export interface PodMark {
  /** `namespace/name`. */
  readonly key: string;
  readonly qos: QOSClass;
  readonly priority: number | undefined;
  readonly requests: Readonly<Record<string, number>>;
  readonly state: 'running' | 'starting' | 'terminating' | 'pending';
  /** Came after the descheduler began. */
  readonly fresh: boolean;
  /** Never evicted by default: owned by a DaemonSet, a mirror pod, critical, without owner, or with local storage. */
  readonly settled: boolean;
  /** The evicted pod that this one stands in for. */
  readonly replaces?: string;
}

export interface RoomCell {
  readonly resource: string;
  readonly before: number;
  readonly left: number;
}

/** A source node with its pods in the order in which they are evicted. */
export interface SourceNode {
  readonly name: string;
  readonly reached: boolean;
  readonly candidates: readonly Candidate[];
  readonly evicted: number;
  /** Its usage as the plugin keeps count of it. */
  readonly usage?: Readonly<Record<string, number>>;
  readonly stop?: SourceStop;
}

export interface Candidate {
  readonly pod: string;
  readonly priority: number | undefined;
  readonly qos: QOSClass;
  readonly requests: Readonly<Record<string, number>>;
  /** Place in the order of eviction, from 1; undefined when the pod must not be evicted. */
  readonly rank: number | undefined;
  /** Why it must not be evicted, in the evictor's own words. */
  readonly notEvictable: readonly string[];
  readonly outcome: CandidateOutcome | undefined;
}

export type CandidateOutcome =
  | { readonly kind: 'evicted'; readonly number: number }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'notReached' };

/** What ended the evictions from a source node. */
export interface SourceStop {
  readonly reason: SourceEnd;
  /** With `noRoom`, the resources that have none left. */
  readonly resources: readonly string[];
}

/** Where the scheduler put the pod that stands in for an evicted one. */
export interface Placement {
  readonly pod: string;
  readonly replaces: string | undefined;
  readonly node: string | undefined;
  readonly scores: readonly { readonly node: string; readonly score: number }[];
  /** Why no node was found. */
  readonly message?: string;
}
