import { maxNodeScore, type SchedulingCycle, type ScorePlugin } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** Prefers nodes on which cpu and memory would be taken to a like degree.
 *  @models pkg/scheduler/framework/plugins/noderesources/balanced_allocation.go balancedResourceScorer */
export const nodeResourcesBalancedAllocation: ScorePlugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  preScore({ request }: SchedulingCycle) {
    const cpu = request.exact.get('cpu') ?? 0;
    const memory = request.exact.get('memory') ?? 0;
    return (node: NodeInfo) => {
      const cpuFraction = fraction(node, 'cpu', cpu);
      const memoryFraction = fraction(node, 'memory', memory);
      const deviation =
        cpuFraction === undefined || memoryFraction === undefined ? 0 : Math.abs((cpuFraction - memoryFraction) / 2);
      return Math.trunc((1 - deviation) * maxNodeScore);
    };
  },
};

function fraction(node: NodeInfo, resource: string, request: number): number | undefined {
  const allocatable = node.allocatable.get(resource) ?? 0;
  if (allocatable === 0) return undefined;
  return Math.min(1, ((node.requested.get(resource) ?? 0) + request) / allocatable);
}
