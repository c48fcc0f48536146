import type { GuestFailure } from 'kind-wasm-shim/guest/guest-result.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Finding, SeedVerdict } from '../../scenarios/own-plugin/verdict.ts';
import type { LabPlugin, LabReport, LabTask } from './lab-messages.ts';
import type { LabState } from './lab-store.ts';
import { type LabEnd, type LabRun, runLabTask } from './lab-worker-client.ts';
import type { CaseDifference } from './recorded-cases.ts';
import { recordingsOf } from './recordings.ts';

/** What a task has brought so far. */
export type LabOutcome =
  | { readonly kind: 'judge'; readonly verdicts: readonly SeedVerdict[]; readonly of: number }
  | {
      readonly kind: 'compare';
      readonly done: number;
      readonly of: number;
      readonly different: readonly CaseDifference[];
    };

/** A task with its end. */
export interface LabResult {
  readonly outcome: LabOutcome;
  readonly failure: GuestFailure | undefined;
  readonly broken: string | undefined;
  /** Undefined while it is under way. */
  readonly end: LabEnd | undefined;
  /** What it was run with, to tell whether the code has changed since. */
  readonly of: object;
}

/** A seed that was opened. */
export interface OpenSeed {
  readonly seed: number;
  readonly entries: readonly LogEntry[] | undefined;
  readonly findings: readonly Finding[];
  readonly problem: string | undefined;
}

export interface LabRuns {
  readonly result: LabResult | undefined;
  readonly open: OpenSeed | undefined;
  readonly busy: boolean;
  readonly judge: (plugin: LabPlugin, state: LabState, of: object) => void;
  readonly compare: (plugin: LabPlugin, name: string, of: object) => Promise<void>;
  readonly openSeed: (seed: number) => void;
  readonly closeSeed: () => void;
  readonly stop: () => void;
}

/** Runs the reader's plugin in a worker, one task at a time; opening a seed is beside it. */
export function useLabRuns(): LabRuns {
  const [result, setResult] = useState<LabResult>();
  const [open, setOpen] = useState<OpenSeed>();
  const run = useRef<LabRun | undefined>(undefined);
  const replay = useRef<LabRun | undefined>(undefined);
  const judged = useRef<{ readonly plugin: LabPlugin; readonly state: LabState } | undefined>(undefined);
  useEffect(
    () => () => {
      run.current?.cancel();
      replay.current?.cancel();
    },
    [],
  );

  const closeSeed = () => {
    replay.current?.cancel();
    setOpen(undefined);
  };
  const begin = (task: LabTask, outcome: LabOutcome, of: object) => {
    run.current?.cancel();
    closeSeed();
    setResult({ outcome, of, failure: undefined, broken: undefined, end: undefined });
    const started = runLabTask(task, (report) => setResult((known) => known && withReport(known, report)));
    run.current = started;
    void started.end.then((end) => {
      if (run.current === started) setResult((known) => known && { ...known, end });
    });
  };
  return {
    ...{ result, open, closeSeed },
    busy: result !== undefined && result.end === undefined,
    judge(plugin, state, of) {
      judged.current = { plugin, state };
      const { seeds, firstSeed, settings } = state;
      begin({ kind: 'judge', plugin, firstSeed, seeds, settings }, { kind: 'judge', verdicts: [], of: seeds }, of);
    },
    async compare(plugin, name, of) {
      judged.current = undefined;
      const outcome: LabOutcome = { kind: 'compare', done: 0, of: 0, different: [] };
      run.current?.cancel();
      run.current = undefined;
      closeSeed();
      setResult({ outcome, of, failure: undefined, broken: undefined, end: undefined });
      try {
        const texts = await recordingsOf(name, plugin.version);
        begin({ kind: 'compare', plugin, name, texts }, outcome, of);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        setResult({ outcome, of, failure: undefined, broken: undefined, end: { kind: 'unavailable', message } });
      }
    },
    openSeed(seed) {
      const { plugin, state } = judged.current ?? {};
      if (!plugin || !state) return;
      replay.current?.cancel();
      const wrong = (problem: string | undefined) => setOpen({ seed, entries: undefined, findings: [], problem });
      wrong(undefined);
      const started = runLabTask({ kind: 'replay', plugin, seed, settings: state.settings }, (report) => {
        if (report.kind === 'replayed') {
          const { entries, verdict } = report;
          setOpen({ seed, entries, findings: verdict.findings, problem: undefined });
        }
        if (report.kind === 'broken') wrong(report.message);
        if (report.kind === 'failed') wrong(report.failure.message);
      });
      replay.current = started;
      void started.end.then((end) => {
        if (end.kind === 'unavailable') wrong(end.message);
        if (end.kind === 'silent') wrong(`${end.afterMs / 1000} s`);
      });
    },
    stop: () => run.current?.cancel(),
  };
}

function withReport(known: LabResult, report: LabReport): LabResult {
  const { outcome } = known;
  if (report.kind === 'failed') return { ...known, failure: report.failure };
  if (report.kind === 'broken') return { ...known, broken: report.message };
  if (report.kind === 'verdict' && outcome.kind === 'judge') {
    return { ...known, outcome: { ...outcome, verdicts: [...outcome.verdicts, report.verdict] } };
  }
  if (report.kind === 'cases' && outcome.kind === 'compare') {
    const different = [...outcome.different, ...report.different];
    return { ...known, outcome: { ...outcome, done: report.done, of: report.of, different } };
  }
  return known;
}
