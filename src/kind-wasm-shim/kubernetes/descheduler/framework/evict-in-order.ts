import type { Pod } from 'kubernetes-types/core/v1';
import { learnsLimitsFromRefusals } from './differences.ts';
import type { PluginHandle } from './plugin.ts';
import type { DeschedulerRun } from './steps.ts';

/** What became of a pod, and how the plugin goes on: `onward` to the next pod, `leaveNode` for the next node, or `end`. */
export interface EvictionOutcome {
  readonly evicted: boolean;
  readonly next: 'onward' | 'leaveNode' | 'end';
}

/** Asks for one eviction and says how to go on. Up to v0.31 a plugin looks at the node's limit after every pod, evicted or
 *  not; since then only a refused eviction tells it.
 *  @models pkg/framework/types/types.go Evictor.Evict */
export function* evictOne(pod: Pod, node: string, { evictor, version }: PluginHandle): DeschedulerRun<EvictionOutcome> {
  const evicted = yield* evictor.evict(pod, node);
  if (evicted && learnsLimitsFromRefusals(version)) return { evicted, next: 'onward' };
  if (evictor.totalLimitExceeded()) return { evicted, next: 'end' };
  return { evicted, next: evictor.nodeLimitExceeded(node) ? 'leaveNode' : 'onward' };
}

/** Evicts these pods of one node in their order, until a limit ends it. Says whether there may be evictions on other nodes.
 *  @models pkg/framework/plugins/removepodsviolatingnodetaints/node_taint.go Deschedule */
export function* evictInOrder(
  pods: readonly Pod[],
  node: string,
  handle: PluginHandle,
): DeschedulerRun<'onward' | 'end'> {
  for (const pod of pods) {
    const { next } = yield* evictOne(pod, node, handle);
    if (next === 'end') return 'end';
    if (next === 'leaveNode') return 'onward';
  }
  return 'onward';
}
