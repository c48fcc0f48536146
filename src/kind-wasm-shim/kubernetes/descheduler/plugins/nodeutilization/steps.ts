import type { QOSClass } from '../../../api/pod-resources.ts';
import type { PodName } from '../../framework/steps.ts';
import type { NodeClass } from './algorithm-types.ts';

/** Amounts by resource as whole numbers: millicores of cpu, Value() of the rest. Rounded only here; the plugin itself
 *  computes with exact amounts. */
export type ResourceCounts = Readonly<Record<string, number>>;

/** How a threshold became an amount on one node. */
export interface ThresholdFact {
  /** `percent`: `trunc(percent × 0.01 × capacity)`. `deviation`: the same, of the average over all nodes plus or minus the
   *  deviation, kept between 0 and 100. `fullCapacity`: the node's capacity, which up to v0.32 a deviation of 0 makes the
   *  threshold, and since v0.33 is the limit of a resource that the policy does not name. */
  readonly rule: 'percent' | 'deviation' | 'fullCapacity';
  /** The percentage in the formula, null when it is not a number (the average of a resource that some node lacks). */
  readonly percent: number | null;
  readonly capacity: number;
  readonly value: number;
  /** With deviation: the average over all nodes, null when it is not a number, and the signed deviation from it. */
  readonly average?: number | null;
  readonly deviation?: number;
}

/** One resource of a classified node. */
export interface ResourceFact {
  readonly name: string;
  readonly usage: number;
  readonly capacity: number;
  /** 100 × usage / capacity as the log prints it: with two decimals up to v0.32, as an integer since v0.33. Null when the
   *  log has none. */
  readonly usagePercent: number | null;
  readonly low: ThresholdFact;
  readonly high: ThresholdFact;
  readonly atOrBelowLow: boolean;
  readonly aboveHigh: boolean;
  /** Since v0.33: the percentages that were compared, null when the policy does not name the resource, so that it classifies
   *  no node. Absent before, when `usage` was compared with the thresholds' `value`, as exact amounts. */
  readonly compared?: { readonly usage: number; readonly low: number; readonly high: number } | null;
}

/** Why a node is in its class. `editedAlgorithm`: upstream would have put it into another. */
export type ClassReason =
  | 'everythingAtOrBelowLow'
  | 'somethingAboveHigh'
  | 'notUnderutilized'
  | 'betweenThresholds'
  | 'unschedulable'
  | 'editedAlgorithm';

/** A percentage of the policy after defaults. */
export interface ThresholdPercentage {
  readonly resource: string;
  readonly low: number;
  readonly high: number;
  /** Whether the policy names the resource. */
  readonly configured: boolean;
}

/** What can end a plugin before it looks at any pod, in the order in which it is asked. */
export type Gate =
  | 'someNodeIsUnder'
  | 'moreUnderThanNumberOfNodes'
  | 'notAllNodesAreUnder'
  | 'someNodeIsOver'
  | 'someNodeIsTarget';

/** A pod on a source node: its place in the order of eviction, or why it must not be evicted. */
export type RankedPod = PodName & {
  readonly priority: number | null;
  readonly qosClass: QOSClass;
  /** What its eviction takes from the usage of its node. */
  readonly requests: ResourceCounts;
} & ({ readonly evictable: true; readonly rank: number } | { readonly evictable: false; readonly reason: string });

/** Why the plugin left a source node. `noRoom` on one node is noRoom on all that follow. `pluginNodeLimit` is the plugin's own
 *  evictionLimits, and `totalLimit` that of the cycle, after which no node follows. */
export type SourceEnd =
  | 'atOrBelowTarget'
  | 'noRoom'
  | 'podsExhausted'
  | 'nodeLimit'
  | 'noRemovablePods'
  | 'pluginNodeLimit'
  | 'totalLimit';

/** What LowNodeUtilization and HighNodeUtilization decide and report. Fields that may be undefined are told in full detail
 *  only. */
export type NodeUtilizationStep =
  | {
      readonly kind: 'thresholdsResolved';
      readonly deviation: boolean;
      readonly thresholds: readonly ThresholdPercentage[];
      readonly numberOfNodes: number;
    }
  | {
      readonly kind: 'nodeClassified';
      readonly node: string;
      readonly class: NodeClass;
      readonly reason: ClassReason;
      readonly unschedulable: boolean;
      readonly resources: readonly ResourceFact[] | undefined;
    }
  /** `message` is what the log says when the gate is closed. */
  | {
      readonly kind: 'gateChecked';
      readonly gate: Gate;
      readonly open: boolean;
      readonly found: number;
      readonly limit: number;
      readonly message: string | undefined;
    }
  | {
      readonly kind: 'roomMeasured';
      readonly targets: readonly string[];
      readonly room: ResourceCounts;
      readonly perTarget: readonly { readonly node: string; readonly room: ResourceCounts }[] | undefined;
    }
  | {
      readonly kind: 'sourceStarted';
      readonly node: string;
      /** 1 for the first of `sources` nodes. */
      readonly position: number;
      readonly sources: number;
      /** What the nodes are sorted by: bytes of memory + millicores + pods + extended resources. */
      readonly sortKey: number;
      readonly usage: ResourceCounts;
      readonly removable: number;
      readonly notRemovable: number;
      readonly pods: readonly RankedPod[] | undefined;
    }
  | {
      readonly kind: 'podEvicted';
      readonly pod: PodName;
      readonly node: string;
      /** What was subtracted from the usage of the node and from the room, and what is left of both. */
      readonly requests: ResourceCounts | undefined;
      readonly usage: ResourceCounts | undefined;
      readonly room: ResourceCounts | undefined;
    }
  | {
      readonly kind: 'sourceFinished';
      readonly node: string;
      readonly reason: SourceEnd;
      /** With `noRoom`, the resources that have none left. */
      readonly resources: readonly string[];
      readonly evicted: number;
      readonly usage: ResourceCounts;
    };
