import type { Domain } from './domains.ts';

/** So many pods are to move from one domain to another. */
export interface Move {
  readonly from: Domain;
  readonly to: Domain;
  readonly count: number;
}

/** How many pods move from a large domain to a small one: what the large one has above the average, what the small one lacks,
 *  or half of what the skew is too much, whichever is least; each rounded up.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go balanceDomains */
export function podsToMove(large: number, small: number, average: number, maxSkew: number): number {
  const above = Math.ceil(large - average);
  const below = Math.ceil(average - small);
  const half = Math.ceil((large - small - maxSkew) / 2);
  return Math.min(above, below, half);
}

/** Pairs the smallest domain with the largest, the next with the next, until they meet. Whoever takes a move makes it before
 *  asking for the next one. The domains are not sorted again, and a domain that is found to have no more than the average is
 *  passed over once, without a look at whether the next one has.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go balanceDomains */
export function* movesToEvenOut(sorted: readonly Domain[], average: number, maxSkew: number): Generator<Move, void> {
  let smallest = 0;
  let largest = sorted.length - 1;
  while (smallest < largest) {
    if ((sorted[largest]?.pods.length ?? 0) <= average) largest -= 1;
    const from = sorted[largest];
    const to = sorted[smallest];
    if (from === undefined || to === undefined) return;
    const isEven = from.pods.length - to.pods.length <= maxSkew;
    const count = isEven ? 0 : podsToMove(from.pods.length, to.pods.length, average, maxSkew);
    if (count <= 0) smallest += 1;
    else yield { from, to, count };
  }
}
