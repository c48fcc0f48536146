import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { NodeInfo } from './node-info.ts';

/** Why a node was filtered out. `unresolvable`: removing other pods from the node would not help.
 *  @models staging/src/k8s.io/kube-scheduler/framework/interface.go Status */
export interface FilterFailure {
  readonly plugin: PluginName;
  readonly reasons: readonly string[];
  readonly unresolvable: boolean;
}

/** The plugins of the default profile that exist here. */
export type PluginName =
  | 'NodeUnschedulable'
  | 'NodeName'
  | 'TaintToleration'
  | 'NodeAffinity'
  | 'NodePorts'
  | 'NodeResourcesFit'
  | 'PodTopologySpread'
  | 'InterPodAffinity'
  | 'NodeResourcesBalancedAllocation';

/** What is known about the pod that is being scheduled, worked out once per cycle. */
export interface SchedulingCycle {
  readonly pod: Pod;
  readonly request: PodRequest;
  /** Every node of the snapshot, whether or not it passes. */
  readonly nodes: readonly NodeInfo[];
}

/** A pod's requests in the whole numbers the scheduler counts in: millicores, bytes, units.
 *  @models pkg/scheduler/framework/types.go Resource */
export interface PodRequest {
  readonly exact: ReadonlyMap<string, number>;
  /** With 100m of cpu and 200 MiB for each container that does not say: what the scores reckon with, so that pods
   *  without requests spread too. */
  readonly nonZero: { readonly cpu: number; readonly memory: number };
  /** The ports of the node that its containers take. */
  readonly hostPorts: readonly HostPort[];
}

/** A port of a node, on one of its addresses or, as 0.0.0.0, on all.
 *  @models staging/src/k8s.io/kube-scheduler/framework/types.go HostPortInfo */
export interface HostPort {
  readonly ip: string;
  readonly protocol: string;
  readonly port: number;
}

/** A plugin that rules nodes out.
 *  @models staging/src/k8s.io/kube-scheduler/framework/interface.go FilterPlugin */
export interface FilterPlugin {
  readonly name: PluginName;
  /** Which changes in the cluster may make a pod schedulable that this plugin refused. */
  readonly wakesOn: readonly ClusterEvent[];
  /** Whether what it says of one node hangs on what is on others. Then a change of a node may help although the plugin
   *  refuses that node. */
  readonly looksBeyondNode?: true;
  /** Whether a pod that came, or got other labels, may help a pod that this plugin refused; left out if it does not care.
   *  @models staging/src/k8s.io/kube-scheduler/framework/interface.go EnqueueExtensions.EventsToRegister */
  mayHelp?(pod: Pod, assigned: Pod): boolean;
  filter(cycle: SchedulingCycle, node: NodeInfo): FilterFailure | undefined;
}

/** A plugin that ranks the nodes that passed. `score` gives raw points, `normalize` turns them into 0 to 100.
 *  @models staging/src/k8s.io/kube-scheduler/framework/interface.go ScorePlugin */
export interface ScorePlugin {
  readonly name: PluginName;
  readonly weight: number;
  /** Looks at the pod and the feasible nodes once; returns how to score one node, or undefined to be left out. */
  preScore(cycle: SchedulingCycle, feasible: readonly NodeInfo[]): ((node: NodeInfo) => number) | undefined;
  /** Changes the raw scores of all feasible nodes in place. */
  normalize?(scores: number[]): void;
}

/** A change that may let a refused pod in.
 *  @models pkg/scheduler/framework/events.go */
export type ClusterEvent =
  | 'nodeAdded'
  | 'nodeDeleted'
  | 'nodeAllocatableChanged'
  | 'nodeLabelsChanged'
  | 'nodeTaintsChanged'
  | 'assignedPodAdded'
  | 'assignedPodLabelsChanged'
  | 'assignedPodDeleted'
  | 'podUpdated';

export const maxNodeScore = 100;

/** Scales raw scores so that the largest becomes 100; `reverse` turns good into bad.
 *  @models pkg/scheduler/framework/plugins/helper/normalize_score.go DefaultNormalizeScore */
export function defaultNormalizeScore(scores: number[], reverse: boolean): void {
  let largest = 0;
  for (const score of scores) if (score > largest) largest = score;
  for (let i = 0; i < scores.length; i++) {
    const scaled = largest === 0 ? 0 : Math.trunc((maxNodeScore * (scores[i] ?? 0)) / largest);
    scores[i] = reverse ? maxNodeScore - scaled : scaled;
  }
}

/** The name of a node that has one.
 *  @ours types of the API leave names optional */
export function nodeName(node: Node): string {
  return node.metadata?.name ?? '';
}
