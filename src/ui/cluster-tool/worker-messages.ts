import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { ScoringStrategy } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-fit.ts';
import type { ComparisonView } from '../../projections/cluster-report/compare.ts';
import type { NodeDetails, PodDetails } from '../../projections/cluster-report/details.ts';
import type { PolicyFault } from '../../projections/cluster-report/policy-fault.ts';
import type { Page, RefusalRow, VictimQuery, VictimRow } from '../../projections/cluster-report/report-pages.ts';
import type { RunView } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import type { KeptCounts } from '../../scenarios/brought-cluster/brought-cluster.ts';

/** A file to read, under the name that problems give it. */
export interface BroughtFile {
  readonly name: string;
  readonly content: File | string;
}

export interface ReadProgress {
  readonly kind: 'reading';
  readonly bytesRead: number;
  readonly bytes: number;
  readonly files: number;
  readonly filesRead: number;
  readonly kept: KeptCounts;
  readonly problems: number;
}

/** A cluster that has been read, as far as the page needs to know it. */
export interface ClusterFacts {
  readonly counts: KeptCounts;
  readonly takenAtMs: number | undefined;
  readonly skippedKinds: readonly { readonly kind: string; readonly count: number }[];
  readonly findings: readonly {
    readonly what: string;
    readonly advice: string;
    readonly blocks: boolean;
    readonly examples: readonly string[];
  }[];
}

/** A problem in words. */
export interface ProblemView {
  readonly file: string;
  readonly place: string;
  readonly what: string;
  readonly advice: string;
  readonly lost: 'nothing' | 'object' | 'restOfFile' | 'file';
}

export type ReadOutcome =
  | { readonly ok: true; readonly facts: ClusterFacts }
  | {
      readonly ok: false;
      readonly problems: readonly ProblemView[];
      readonly problemCount: number;
      readonly wouldKeep: KeptCounts;
    };

/** How a policy is tried. */
export interface RunOptions {
  readonly cycles: number;
  readonly intervalSeconds: number;
  readonly scoringStrategy: ScoringStrategy;
  readonly seed: number;
}

/** Which of the two policies, in which release. */
export interface RunKey {
  readonly slot: 'a' | 'b';
  readonly version: DeschedulerVersion;
}

export interface RunProgress {
  readonly kind: 'running';
  readonly cycle: number;
  readonly cycles: number;
  readonly phase: 'counting' | 'descheduling' | 'scheduling';
  readonly counted: number;
  readonly toCount: number;
  readonly evicted: number;
  readonly scheduled: number;
  readonly toSchedule: number;
}

export type RunOutcome =
  | { readonly ok: true; readonly view: RunView }
  | { readonly ok: false; readonly fault: PolicyFault };

export type PolicyCheck =
  | { readonly ok: true; readonly warnings: readonly string[]; readonly plugins: readonly string[] }
  | { readonly ok: false; readonly fault: PolicyFault };

export type ExportFormat = 'markdown' | 'json' | 'csv';

export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** What the page can ask of its worker: what goes in, and what comes back. */
export interface WorkerCalls {
  start: { asked: { language: Language }; answer: undefined };
  read: { asked: { files: readonly BroughtFile[] }; answer: ReadOutcome };
  readSample: { asked: undefined; answer: ReadOutcome };
  continueWithRest: { asked: undefined; answer: ReadOutcome };
  checkPolicy: { asked: { text: string; version: DeschedulerVersion }; answer: PolicyCheck };
  run: { asked: { key: RunKey; policy: string; options: RunOptions }; answer: RunOutcome };
  victims: { asked: { key: RunKey; query: VictimQuery }; answer: Page<VictimRow> };
  refusals: {
    asked: { key: RunKey; group: number; offset: number; limit: number; text: string };
    answer: Page<RefusalRow>;
  };
  node: { asked: { key: RunKey; node: string }; answer: NodeDetails | undefined };
  pod: { asked: { key: RunKey; victim: number }; answer: PodDetails | undefined };
  compare: { asked: { one: RunKey; other: RunKey }; answer: ComparisonView | undefined };
  exportReport: { asked: { keys: readonly RunKey[]; format: ExportFormat }; answer: ExportedFile | undefined };
}

export type CallName = keyof WorkerCalls;

export type WorkerProgress = ReadProgress | RunProgress;

/** From the page to the worker. */
export type ToWorker =
  | { readonly id: number; readonly call: CallName; readonly asked: unknown }
  | { readonly cancel: number };

/** From the worker to the page. */
export type FromWorker =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly progress: WorkerProgress }
  | { readonly id: number; readonly cancelled: true }
  | { readonly id: number; readonly error: string };
