import { type AffinityLookup, interPodAffinityFilter, interPodAffinityScore } from './plugins/inter-pod-affinity.ts';
import { nodeAffinityFilter, nodeAffinityScore } from './plugins/node-affinity.ts';
import { nodeNamePlugin } from './plugins/node-name.ts';
import { nodePorts } from './plugins/node-ports.ts';
import { nodeResourcesBalancedAllocation } from './plugins/node-resources-balanced-allocation.ts';
import { nodeResourcesFitFilter, nodeResourcesFitScore, type ScoringStrategy } from './plugins/node-resources-fit.ts';
import { nodeUnschedulable } from './plugins/node-unschedulable.ts';
import { podTopologySpreadFilter, podTopologySpreadScore, type SpreadLookup } from './plugins/pod-topology-spread.ts';
import { taintTolerationFilter, taintTolerationScore } from './plugins/taint-toleration.ts';
import type { Profile } from './schedule-pod.ts';

/** What kube-scheduler runs unless it is told otherwise, in its order.
 *  @models pkg/scheduler/apis/config/v1/default_plugins.go getDefaultPlugins
 *  @simplifies volumes, scheduling gates, image locality and dynamic resources are not looked at; a pod that asks for
 *  them is placed as if it did not. There is no preemption */
export function defaultProfile(lookup: SpreadLookup & AffinityLookup, strategy: ScoringStrategy): Profile {
  return {
    filters: [
      nodeUnschedulable,
      nodeNamePlugin,
      taintTolerationFilter,
      nodeAffinityFilter,
      nodePorts,
      nodeResourcesFitFilter,
      podTopologySpreadFilter(lookup),
      interPodAffinityFilter(lookup),
    ],
    scores: [
      taintTolerationScore,
      nodeAffinityScore,
      nodeResourcesFitScore(strategy),
      podTopologySpreadScore(lookup),
      interPodAffinityScore(lookup),
      nodeResourcesBalancedAllocation,
    ],
  };
}
