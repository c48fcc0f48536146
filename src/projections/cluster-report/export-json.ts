import type { Language } from '../language.ts';
import type { ClusterReport } from './report.ts';
import { reportWords } from './report-words.ts';
import { landingText, podText, whyText } from './why-text.ts';

/** What an export says beside the reports themselves. */
export interface ExportAbout {
  /** When the snapshot was taken (RFC 3339), undefined when nothing in it tells. */
  readonly snapshotTakenAt: string | undefined;
  readonly counts: Readonly<Record<string, number>>;
  readonly options: {
    readonly cycles: number;
    readonly intervalSeconds: number;
    readonly scoringStrategy: string;
    readonly seed: number;
  };
}

/** A run with the policy that it tried. */
export interface ExportedRun {
  /** How the page calls it: `A, v0.28.1`. */
  readonly name: string;
  readonly policy: string;
  readonly warnings: readonly string[];
  readonly report: ClusterReport;
}

/** The name and version of the document. A change that could break a reader of it raises the number. */
export const reportSchema = 'podlab.descheduler-report/1';

/** Some runs as one JSON document. Its schema is on the page of the tool. */
export function reportAsJson(about: ExportAbout, runs: readonly ExportedRun[], language: Language): string {
  const document = {
    schema: reportSchema,
    snapshotTakenAt: about.snapshotTakenAt ?? null,
    counts: about.counts,
    options: about.options,
    runs: runs.map((run) => runAsJson(run, language)),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function runAsJson({ name, policy, warnings, report }: ExportedRun, language: Language) {
  return {
    name,
    version: report.version,
    policy,
    warnings,
    end: report.end ?? null,
    pingPong: report.pingPong,
    cycles: report.cycles.map(({ before: _, after: __, plugins, nowMs, ...cycle }) => ({
      ...cycle,
      at: new Date(nowMs).toISOString(),
      plugins: plugins.map(({ classes, counted: ___, ...plugin }) => ({
        ...plugin,
        nodes: [...classes].map(([node, { class: nodeClass, reason, unschedulable }]) => {
          return { node, class: nodeClass, reason, unschedulable };
        }),
      })),
    })),
    victims: report.victims.map((victim) => ({
      cycle: victim.cycle,
      order: victim.order,
      pod: podText(victim.pod),
      workload: victim.workload,
      node: victim.node,
      profile: victim.profile,
      plugin: victim.plugin,
      why: whyText(victim, language),
      facts: victim.why,
      outcome: victim.landing.kind,
      target: victim.landing.kind === 'node' ? victim.landing.node : null,
      outcomeText: landingText(victim.landing, language),
    })),
    refusals: report.refusals.map(({ by, text, count, pods }) => ({
      by,
      reason: reportWords[language].refusedBy(by, text),
      count,
      listed: pods.length,
      pods: pods.map(({ cycle, plugin, pod, node, detail }) => {
        return { cycle, plugin, pod: podText(pod), node, ...(detail === undefined ? {} : { detail }) };
      }),
    })),
    utilization: {
      resources: report.cycles[0]?.before.resources ?? [],
      nodes: report.nodes.map((node, index) => nodeAsJson(report, node, index)),
    },
  };
}

function nodeAsJson({ cycles, allocatable }: ClusterReport, node: string, index: number) {
  const [first] = cycles;
  const width = first?.before.resources.length ?? 0;
  const part = (table: Float64Array) => [...table.slice(index * width, (index + 1) * width)];
  return {
    node,
    allocatable: part(allocatable),
    requested: first ? [first.before, ...cycles.map(({ after }) => after)].map(({ requested }) => part(requested)) : [],
  };
}
