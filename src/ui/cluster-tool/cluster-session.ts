import { WhatIf, type WhatIfStep } from 'kind-wasm-shim/cluster/what-if/what-if.ts';
import { loadPolicyText, PolicyError } from 'kind-wasm-shim/kubernetes/descheduler/framework/load-policy.ts';
import { NodeFit } from 'kind-wasm-shim/kubernetes/descheduler/framework/node-fit.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { ClusterSnapshot } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { ReportBuilder } from '../../projections/cluster-report/build-report.ts';
import { type ComparisonView, compareReports } from '../../projections/cluster-report/compare.ts';
import {
  detailsOfNode,
  detailsOfVictim,
  type NodeDetails,
  type PodDetails,
} from '../../projections/cluster-report/details.ts';
import { reportAsCsv } from '../../projections/cluster-report/export-csv.ts';
import { type ExportAbout, type ExportedRun, reportAsJson } from '../../projections/cluster-report/export-json.ts';
import { reportAsMarkdown } from '../../projections/cluster-report/export-markdown.ts';
import { locatePolicyFault, type PolicyFault } from '../../projections/cluster-report/policy-fault.ts';
import type { ClusterReport } from '../../projections/cluster-report/report.ts';
import {
  type Page,
  pageOfRefusals,
  pageOfVictims,
  type RefusalRow,
  type VictimQuery,
  type VictimRow,
} from '../../projections/cluster-report/report-pages.ts';
import { viewOfRun } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import type { BroughtCluster } from '../../scenarios/brought-cluster/brought-cluster.ts';
import { describeFinding, describeProblem } from '../../scenarios/brought-cluster/problem-text.ts';
import type { SnapshotProblem } from '../../scenarios/brought-cluster/snapshot-problem.ts';
import { sampleClusterText } from '../../scenarios/sample-cluster.ts';
import { toolWords } from './cluster-tool-words.ts';
import { policyFieldNames } from './policy-fields.ts';
import { breath, readFiles, type UnreadableFile } from './read-files.ts';
import type {
  BroughtFile,
  ClusterFacts,
  ExportedFile,
  ExportFormat,
  PolicyCheck,
  ProblemView,
  ReadOutcome,
  ReadProgress,
  RunKey,
  RunOptions,
  RunOutcome,
  RunProgress,
} from './worker-messages.ts';

interface Run {
  readonly whatIf: WhatIf;
  readonly report: ClusterReport;
  readonly policy: string;
  readonly warnings: readonly string[];
  readonly options: RunOptions;
}

/** The cluster and what was tried on it. It lives in the worker: the page is told only what it shows. */
export class ClusterSession {
  readonly #language: Language;
  #cluster: BroughtCluster | undefined;
  #continue: (() => BroughtCluster) | undefined;
  readonly #runs = new Map<string, Run>();
  /** For a snapshot without any time in it. */
  readonly #openedMs: number;

  constructor(language: Language, openedMs: number) {
    this.#language = language;
    this.#openedMs = openedMs;
  }

  async read(
    files: readonly BroughtFile[],
    signal: AbortSignal,
    onProgress: (progress: ReadProgress) => void,
  ): Promise<ReadOutcome> {
    this.#forget();
    const { result, unreadable } = await readFiles(files, signal, onProgress);
    if (result.ok && unreadable.length === 0) return this.#use(result.cluster);
    const ofHost = unreadable.map((file) => this.#unreadable(file));
    if (result.ok) {
      const { cluster } = result;
      this.#continue = () => cluster;
      return { ok: false, problems: ofHost, problemCount: ofHost.length, wouldKeep: cluster.counts };
    }
    this.#continue = result.continueWithRest;
    const problems = [...ofHost, ...result.problems.map((problem) => this.#problem(problem))];
    return { ok: false, problems, problemCount: ofHost.length + result.problemCount, wouldKeep: result.wouldKeep };
  }

  readSample(signal: AbortSignal, onProgress: (progress: ReadProgress) => void): Promise<ReadOutcome> {
    return this.read([{ name: 'sample.json', content: sampleClusterText() }], signal, onProgress);
  }

  continueWithRest(): ReadOutcome {
    if (!this.#continue) throw new Error('there is no reading to go on with');
    return this.#use(this.#continue());
  }

  checkPolicy(text: string, version: DeschedulerVersion): PolicyCheck {
    const loaded = this.#load(text, version);
    if (!loaded.ok) return loaded;
    const { profiles } = loaded.policy;
    const plugins = profiles.flatMap(({ enabled }) => [...enabled.deschedule, ...enabled.balance]);
    return { ok: true, warnings: loaded.warnings, plugins };
  }

  /** Runs a policy in slices, between which messages come in. */
  async run(
    key: RunKey,
    text: string,
    options: RunOptions,
    signal: AbortSignal,
    onProgress: (progress: RunProgress) => void,
  ): Promise<RunOutcome> {
    const cluster = this.#clusterOrThrow();
    const loaded = this.#load(text, key.version);
    if (!loaded.ok) return loaded;
    const { policy, registry, warnings } = loaded;
    const whatIf = new WhatIf(cluster, {
      ...{ policy, registry, cycles: options.cycles, seed: options.seed, scoringStrategy: options.scoringStrategy },
      ...{ nowMs: cluster.takenAtMs ?? this.#openedMs, intervalMs: options.intervalSeconds * 1000 },
    });
    const builder = new ReportBuilder({
      version: key.version,
      nodes: cluster.nodes.map(({ metadata }) => metadata?.name ?? ''),
      allocatable: whatIf.allocatable(),
    });
    const watch = new ProgressWatch(options.cycles, onProgress);
    let sliceBegan = performance.now();
    for (const step of whatIf.run()) {
      builder.take(step);
      watch.take(step);
      if (performance.now() - sliceBegan < sliceMs) continue;
      watch.tell();
      await breath();
      signal.throwIfAborted();
      sliceBegan = performance.now();
    }
    const report = builder.report();
    this.#runs.set(keyText(key), { whatIf, report, policy: text, warnings, options });
    return { ok: true, view: viewOfRun(report, cluster.pods.length, warnings, this.#language) };
  }

  victims(key: RunKey, query: VictimQuery): Page<VictimRow> {
    return pageOfVictims(this.#run(key).report, query, this.#language);
  }

  refusals(key: RunKey, group: number, query: { offset: number; limit: number; text: string }): Page<RefusalRow> {
    return pageOfRefusals(this.#run(key).report, group, query);
  }

  node(key: RunKey, node: string): NodeDetails | undefined {
    return detailsOfNode(this.#run(key).report, node, this.#language);
  }

  pod(key: RunKey, index: number): PodDetails | undefined {
    const { report, whatIf } = this.#run(key);
    const victim = report.victims[index];
    if (!victim) return undefined;
    const { nodes } = this.#clusterOrThrow();
    const pods = whatIf.podsBefore(victim.cycle);
    const pod = pods.find(
      ({ metadata }) => metadata?.name === victim.pod.name && metadata?.namespace === victim.pod.namespace,
    );
    const fit = pod ? new NodeFit(new ClusterSnapshot(nodes, pods), key.version).explain(pod, nodes) : [];
    return detailsOfVictim(report, index, fit, this.#language);
  }

  compare(one: RunKey, other: RunKey): ComparisonView | undefined {
    const [left, right] = [this.#runs.get(keyText(one)), this.#runs.get(keyText(other))];
    return left && right && compareReports(left.report, right.report, this.#language);
  }

  exportReport(keys: readonly RunKey[], format: ExportFormat): ExportedFile | undefined {
    const runs = keys.flatMap((key): (ExportedRun & { readonly options: RunOptions })[] => {
      const run = this.#runs.get(keyText(key));
      const name = `${toolWords[this.#language].policyName(key.slot)}, ${key.version}`;
      return run ? [{ ...run, name }] : [];
    });
    const [first] = runs;
    if (!first) return undefined;
    const { takenAtMs, counts } = this.#clusterOrThrow();
    const takenAt = takenAtMs === undefined ? undefined : new Date(takenAtMs).toISOString().replace('.000Z', 'Z');
    const about: ExportAbout = { snapshotTakenAt: takenAt, counts: { ...counts }, options: first.options };
    const name = `descheduler-report-${(takenAt ?? new Date(this.#openedMs).toISOString()).slice(0, 10)}`;
    switch (format) {
      case 'markdown':
        return { name: `${name}.md`, type: 'text/markdown', text: reportAsMarkdown(about, runs, this.#language) };
      case 'json':
        return { name: `${name}.json`, type: 'application/json', text: reportAsJson(about, runs, this.#language) };
      case 'csv':
        return { name: `${name}.csv`, type: 'text/csv', text: reportAsCsv(runs, this.#language) };
    }
  }

  #load(text: string, version: DeschedulerVersion) {
    const registry = setupPlugins(version);
    try {
      const { priorityClasses } = this.#cluster ?? { priorityClasses: [] };
      return { ok: true as const, registry, ...loadPolicyText(text, { registry, priorityClasses }) };
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      const fault: PolicyFault = locatePolicyFault(text, error.message, policyFieldNames(registry));
      return { ok: false as const, fault };
    }
  }

  #use(cluster: BroughtCluster): ReadOutcome {
    this.#forget();
    this.#cluster = cluster;
    const { counts, takenAtMs, skippedKinds } = cluster;
    const findings = cluster.findings.map((finding): ClusterFacts['findings'][number] => {
      const { blocks, examples } = finding;
      return { ...describeFinding(finding, this.#language), blocks, examples };
    });
    return { ok: true, facts: { counts, takenAtMs, skippedKinds, findings } };
  }

  #forget(): void {
    this.#runs.clear();
    this.#cluster = undefined;
    this.#continue = undefined;
  }

  #problem(problem: SnapshotProblem): ProblemView {
    const { file, line, column, object, field } = problem.place;
    const words = toolWords[this.#language];
    const parts = [line === undefined ? '' : words.place(line, column), object ?? '', field ?? ''].filter(Boolean);
    return { file, place: parts.join(' · '), ...describeProblem(problem, this.#language), lost: problem.lost };
  }

  #unreadable({ file, why, message }: UnreadableFile): ProblemView {
    const words = toolWords[this.#language].unreadable[why];
    return { file, place: '', what: `${words.what} (${message})`, advice: words.advice, lost: 'restOfFile' };
  }

  #clusterOrThrow(): BroughtCluster {
    if (!this.#cluster) throw new Error('no cluster has been read yet');
    return this.#cluster;
  }

  #run(key: RunKey): Run {
    const run = this.#runs.get(keyText(key));
    if (!run) throw new Error(`${keyText(key)} has not been run`);
    return run;
  }
}

const sliceMs = 40;
const tellEveryMs = 150;

function keyText({ slot, version }: RunKey): string {
  return `${slot} ${version}`;
}

/** Reads from the steps how far a run is. */
class ProgressWatch {
  readonly #onProgress: (progress: RunProgress) => void;
  readonly #cycles: number;
  #state = { cycle: 1, evicted: 0, scheduled: 0, toSchedule: 0, counted: 0, toCount: 0 };
  #phase: RunProgress['phase'] = 'counting';
  #toldAt = 0;

  constructor(cycles: number, onProgress: (progress: RunProgress) => void) {
    this.#cycles = cycles;
    this.#onProgress = onProgress;
  }

  take(step: WhatIfStep): void {
    if (step.kind === 'podsCounted') {
      this.#state = { ...this.#state, counted: step.pods, toCount: step.of };
    } else if (step.kind === 'cycleBegan') {
      this.#phase = 'descheduling';
      this.#state = { ...this.#state, cycle: step.cycle, evicted: 0, scheduled: 0, toSchedule: 0 };
    } else if (step.kind === 'evictionAnswered') {
      this.#state.evicted += step.result.evicted ? 1 : 0;
    } else if (step.kind === 'schedulingBegan') {
      this.#phase = 'scheduling';
      this.#state.toSchedule = step.pods;
    } else if (step.kind === 'podScheduled') {
      this.#state.scheduled += 1;
    }
  }

  tell(): void {
    if (performance.now() - this.#toldAt < tellEveryMs) return;
    this.#toldAt = performance.now();
    this.#onProgress({ kind: 'running', cycles: this.#cycles, phase: this.#phase, ...this.#state });
  }
}
