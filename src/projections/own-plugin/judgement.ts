import type { GuestFailure } from 'kind-wasm-shim/guest/guest-result.ts';
import {
  type Finding,
  type Invariant,
  invariants,
  isGood,
  type SeedVerdict,
} from '../../scenarios/own-plugin/verdict.ts';

/** What the seeds that were run say about one invariant. */
export interface InvariantView {
  readonly invariant: Invariant;
  readonly broken: number;
  readonly first: { readonly seed: number; readonly finding: Finding | undefined } | undefined;
}

/** The judgement on a plugin over the seeds that were run so far. */
export interface JudgementView {
  readonly seeds: number;
  readonly evicted: number;
  readonly refused: number;
  readonly bad: readonly SeedVerdict[];
  readonly invariants: readonly InvariantView[];
  /** What the code itself failed with first. */
  readonly failure: GuestFailure | undefined;
  readonly policyError: string | undefined;
  /** What the code wrote to its console, of the first seed that it wrote anything on. */
  readonly logs: readonly string[];
}

/** Sums the verdicts up. */
export function judgementView(verdicts: readonly SeedVerdict[]): JudgementView {
  const bad = verdicts.filter((verdict) => !isGood(verdict));
  return {
    seeds: verdicts.length,
    evicted: verdicts.reduce((sum, { evicted }) => sum + evicted, 0),
    refused: verdicts.reduce((sum, { refused }) => sum + refused, 0),
    bad,
    invariants: invariants.map((invariant) => invariantView(invariant, verdicts)),
    failure: bad.find(({ failure }) => failure)?.failure,
    policyError: bad.find(({ policyError }) => policyError !== undefined)?.policyError,
    logs: verdicts.find(({ logs }) => logs.length > 0)?.logs ?? [],
  };
}

/** Running out of time, of memory or of the stack is not ending. */
const endless: readonly GuestFailure['kind'][] = ['deadline', 'memory', 'stack'];

function invariantView(invariant: Invariant, verdicts: readonly SeedVerdict[]): InvariantView {
  const broken = verdicts.filter(
    ({ findings, failure }) =>
      findings.some((finding) => finding.invariant === invariant) ||
      (invariant === 'terminates' && failure !== undefined && isEndless(failure)),
  );
  const [first] = broken;
  return {
    invariant,
    broken: broken.length,
    first: first && {
      seed: first.seed,
      finding: first.findings.find((finding) => finding.invariant === invariant),
    },
  };
}

/** Whether a plugin was stopped because it would not end by itself. */
export function isEndless({ kind, message }: GuestFailure): boolean {
  return endless.includes(kind) || (kind === 'badReturn' && message.includes('yielded more than'));
}
