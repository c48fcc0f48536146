import type { FilterFailure } from './framework.ts';

/** What a pod and its events say when no node was found for it.
 *  @models pkg/scheduler/framework/types.go FitError.Error
 *  @simplifies preemption is left out: a node that could be freed by removing pods counts as one without victims */
export function fitErrorMessage(allNodes: number, failures: readonly FilterFailure[]): string {
  if (allNodes === 0) return 'no nodes available to schedule pods';
  const reasons = new Map<string, number>();
  for (const failure of failures) {
    for (const reason of failure.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const filtered = nodesAvailable(allNodes, reasons);
  return `${filtered} preemption: ${nodesAvailable(allNodes, preemptionReasons(allNodes, failures))}`;
}

/** @models pkg/scheduler/framework/preemption/preemption.go Evaluator.Preempt */
function preemptionReasons(allNodes: number, failures: readonly FilterFailure[]): ReadonlyMap<string, number> {
  const helpful = failures.filter((failure) => !failure.unresolvable).length;
  const reasons = new Map<string, number>();
  if (helpful > 0) reasons.set('No preemption victims found for incoming pod', helpful);
  if (allNodes > helpful) reasons.set('Preemption is not helpful for scheduling', allNodes - helpful);
  return reasons;
}

function nodesAvailable(allNodes: number, reasons: ReadonlyMap<string, number>): string {
  const texts = [...reasons].map(([reason, count]) => `${count} ${reason}`).sort(byBytes);
  const list = texts.length > 0 ? ` ${texts.join(', ')}.` : '';
  return `0/${allNodes} nodes are available:${list}`;
}

/** Texts are sorted as Go sorts them, so `10 …` comes before `2 …`. */
function byBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
