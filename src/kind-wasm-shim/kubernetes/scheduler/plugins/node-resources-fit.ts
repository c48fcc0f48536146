import type { FilterFailure, FilterPlugin, SchedulingCycle, ScorePlugin } from '../framework.ts';
import { maxNodeScore } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** Whether a node's scores rise with what is free or with what is taken. */
export type ScoringStrategy = 'LeastAllocated' | 'MostAllocated';

/** Keeps pods off nodes whose allocatable, less what is requested there, is smaller than what the pod requests. The
 *  number of pods counts as one more resource.
 *  @models pkg/scheduler/framework/plugins/noderesources/fit.go Fit.Filter */
export const nodeResourcesFitFilter: FilterPlugin = {
  name: 'NodeResourcesFit',
  wakesOn: ['nodeAdded', 'nodeAllocatableChanged', 'assignedPodDeleted', 'podUpdated'],
  filter(cycle: SchedulingCycle, node: NodeInfo): FilterFailure | undefined {
    const reasons = insufficientResources(cycle.request.exact, node);
    return reasons.length > 0 ? { plugin: 'NodeResourcesFit', reasons, unresolvable: false } : undefined;
  },
};

/** @models pkg/scheduler/framework/plugins/noderesources/fit.go fitsRequest */
export function insufficientResources(requests: ReadonlyMap<string, number>, node: NodeInfo): string[] {
  const reasons: string[] = [];
  if (node.pods.size + 1 > (node.allocatable.get('pods') ?? 0)) reasons.push('Too many pods');
  for (const [resource, amount] of requests) {
    const free = (node.allocatable.get(resource) ?? 0) - (node.requested.get(resource) ?? 0);
    if (amount > free) reasons.push(`Insufficient ${resource}`);
  }
  return reasons;
}

/** Prefers nodes by what would be free, or taken, of cpu and memory once the pod is there.
 *  @models pkg/scheduler/framework/plugins/noderesources/fit.go Fit.Score */
export function nodeResourcesFitScore(strategy: ScoringStrategy): ScorePlugin {
  const scorer = strategy === 'LeastAllocated' ? leastRequestedScore : mostRequestedScore;
  return {
    name: 'NodeResourcesFit',
    weight: 1,
    preScore({ request }: SchedulingCycle) {
      return (node: NodeInfo) => {
        let sum = 0;
        let weights = 0;
        const cpu = node.allocatable.get('cpu') ?? 0;
        if (cpu > 0) {
          sum += scorer(node.nonZeroCPU + request.nonZero.cpu, cpu);
          weights += 1;
        }
        const memory = node.allocatable.get('memory') ?? 0;
        if (memory > 0) {
          sum += scorer(node.nonZeroMemory + request.nonZero.memory, memory);
          weights += 1;
        }
        return weights === 0 ? 0 : Math.trunc(sum / weights);
      };
    },
  };
}

/** @models pkg/scheduler/framework/plugins/noderesources/least_allocated.go leastRequestedScore */
export function leastRequestedScore(requested: number, capacity: number): number {
  if (capacity === 0 || requested > capacity) return 0;
  return Math.trunc(((capacity - requested) * maxNodeScore) / capacity);
}

/** @models pkg/scheduler/framework/plugins/noderesources/most_allocated.go mostRequestedScore */
export function mostRequestedScore(requested: number, capacity: number): number {
  if (capacity === 0) return 0;
  return Math.trunc((Math.min(requested, capacity) * maxNodeScore) / capacity);
}
