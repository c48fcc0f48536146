// What classification.ts and eviction-order.ts work with. The site gives these types to readers who edit the two files.

/** Up to v0.32 an exact amount: a whole number of billionths of a core, a byte, a pod. Since v0.33 a percentage of the node's
 *  capacity, as a floating point number. */
export type Amount = bigint | number;

/** One resource of a node before any eviction. */
export interface ResourceUsage {
  /** `cpu`, `memory`, `pods`, or the name of an extended resource. */
  readonly name: string;
  /** The sum of what the node's pods request; of `pods`, how many there are. */
  readonly usage: Amount;
  readonly capacity: Amount;
  /** `thresholds` of the policy, on this node. */
  readonly lowThreshold: Amount;
  /** `targetThresholds` of the policy, on this node. */
  readonly highThreshold: Amount;
}

/** A node as it is classified. */
export interface NodeUsage {
  readonly name: string;
  /** Cordoned: it takes no new pods. */
  readonly unschedulable: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Up to v0.32 always cpu, memory and pods, and those that the policy names. Since v0.33 only those. */
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
  /** What its eviction takes from the usage of its node, by resource: exact, in billionths. */
  readonly requests: Readonly<Record<string, bigint>>;
  /** Since v0.34: whether the pod is annotated to be evicted last among its equals. */
  readonly prefersToStay?: boolean;
}
