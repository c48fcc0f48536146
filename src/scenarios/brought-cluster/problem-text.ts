import type { SnapshotFinding } from './brought-cluster.ts';
import type { SnapshotProblem } from './snapshot-problem.ts';

/** A problem in words: what was expected and found, and what to do about it. Where it is stands in `problem.place`. */
export function describeProblem(problem: SnapshotProblem, _language: 'en' | 'zh'): { what: string; advice: string } {
  return { what: `expected ${problem.expected}, found ${problem.found}`, advice: '' };
}

/** A finding in words, and what it means for the run. */
export function describeFinding(finding: SnapshotFinding, _language: 'en' | 'zh'): { what: string; advice: string } {
  return { what: finding.kind, advice: '' };
}
