import type { WhatIfEnd } from 'kind-wasm-shim/cluster/what-if/what-if.ts';
import type { CycleReport, PingPong, Victim } from './report.ts';
import { podText } from './why-text.ts';

/** What the descheduler and the scheduler undo of each other's work, as far as the cycles show it. */
export function findPingPong(
  cycles: readonly CycleReport[],
  victims: readonly Victim[],
  end: WhatIfEnd | undefined,
): PingPong {
  const repetition = end?.why === 'repeats' ? end.repetition : undefined;
  if (cycles.length < 2) return { repetition, workloads: [], nodes: [] };
  const byWorkload = new Map<string, { readonly evictions: number[]; readonly again: Set<number> }>();
  const replacements = new Set<string>();
  const nodes = new Set<string>();
  for (const { cycle, pod, workload, node, landing } of victims) {
    const known = byWorkload.get(workload);
    const { evictions, again } = known ?? { evictions: cycles.map(() => 0), again: new Set<number>() };
    if (!known) byWorkload.set(workload, { evictions, again });
    evictions[cycle - 1] = (evictions[cycle - 1] ?? 0) + 1;
    if (replacements.has(podText(pod))) {
      again.add(cycle);
      nodes.add(node);
    }
    if (landing.kind === 'node') replacements.add(podText(landing.as));
  }
  const workloads = [...byWorkload]
    .filter(([, { again }]) => again.size === cycles.length - 1)
    .map(([workload, { evictions }]) => ({ workload, evictions }))
    .sort((a, b) => sum(b.evictions) - sum(a.evictions));
  return { repetition, workloads, nodes: workloads.length > 0 || repetition ? [...nodes].sort() : [] };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
