import type { WhatIfEnd } from 'kind-wasm-shim/cluster/what-if.ts';
import type { CycleReport, PingPong, Victim } from './report.ts';

/** What the descheduler and the scheduler undo of each other's work, as far as the cycles show it. */
export function findPingPong(
  cycles: readonly CycleReport[],
  victims: readonly Victim[],
  end: WhatIfEnd | undefined,
): PingPong {
  const repetition = end?.why === 'repeats' ? end.repetition : undefined;
  const evicting = cycles.filter(({ evicted }) => evicted > 0).length;
  if (evicting < 2) return { repetition, workloads: [], nodes: [] };
  const byWorkload = new Map<string, number[]>();
  const gave = cycles.map(() => new Set<string>());
  const received = cycles.map(() => new Set<string>());
  for (const { cycle, workload, node, landing } of victims) {
    const perCycle = byWorkload.get(workload) ?? cycles.map(() => 0);
    perCycle[cycle - 1] = (perCycle[cycle - 1] ?? 0) + 1;
    byWorkload.set(workload, perCycle);
    gave[cycle - 1]?.add(node);
    if (landing.kind === 'node') received[cycle - 1]?.add(landing.node);
  }
  const workloads = [...byWorkload]
    .filter(([, evictions]) => evictions.every((count) => count > 0))
    .map(([workload, evictions]) => ({ workload, evictions }))
    .sort((a, b) => sum(b.evictions) - sum(a.evictions));
  const nodes = new Set<string>();
  for (let later = 1; later < cycles.length; later++) {
    for (const node of gave[later] ?? []) if (received[later - 1]?.has(node)) nodes.add(node);
  }
  return { repetition, workloads, nodes: [...nodes].sort() };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
