import type { Finding } from '../../scenarios/own-plugin/verdict.ts';
import type { FigureMoment } from '../descheduler/moments.ts';

/** The moment of a run at which a breach can be seen: the eviction that was asked for, or the end of the cycle. */
export function momentOfFinding(moments: readonly FigureMoment[], finding: Finding): number {
  const starts = moments.flatMap(({ fact }, index) => (fact.kind === 'cycleStarted' ? [index] : []));
  const from = starts[finding.cycle - 1] ?? 0;
  const to = starts[finding.cycle] ?? moments.length;
  if (finding.invariant === 'target') return Math.max(from, to - 1);
  const { namespace, name } =
    finding.invariant === 'pingPong' ? (finding.moves.at(-1)?.pod ?? finding.workload) : finding.pod;
  const pod = `${namespace}/${name}`;
  const asked = moments.findIndex(
    ({ fact }, index) =>
      index >= from &&
      index < to &&
      (fact.kind === 'podEvicted' || fact.kind === 'evictionRefused') &&
      fact.pod === pod,
  );
  return asked === -1 ? from : asked;
}
