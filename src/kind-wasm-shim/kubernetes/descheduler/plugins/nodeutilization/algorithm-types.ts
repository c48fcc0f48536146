// What classification.ts and eviction-order.ts work with. The site gives these types to readers who edit the two files.

/** One resource of a node before any eviction. Amounts are exact: whole numbers of billionths of a core, a byte, a pod. */
export interface ResourceUsage {
  /** `cpu`, `memory`, `pods`, or the name of an extended resource. */
  readonly name: string;
  /** The sum of what the node's pods request; of `pods`, how many there are. */
  readonly usage: bigint;
  readonly capacity: bigint;
  /** `thresholds` of the policy, on this node. */
  readonly lowThreshold: bigint;
  /** `targetThresholds` of the policy, on this node. */
  readonly highThreshold: bigint;
}

/** A node as it is classified. */
export interface NodeUsage {
  readonly name: string;
  /** Cordoned: it takes no new pods. */
  readonly unschedulable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly resources: readonly ResourceUsage[];
}

/** `under` is underutilized, `over` is overutilized, `within` is neither. LowNodeUtilization moves pods from over to under,
 *  HighNodeUtilization from under to over. */
export type NodeClass = 'under' | 'over' | 'within';

/** A pod that may be evicted. */
export interface PodForEviction {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Absent when the pod has none, which is less than any number. */
  readonly priority: number | undefined;
  readonly qosClass: 'BestEffort' | 'Burstable' | 'Guaranteed';
  /** What its eviction takes from the usage of its node, by resource, as exact as there. */
  readonly requests: Readonly<Record<string, bigint>>;
}
