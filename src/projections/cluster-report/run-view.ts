import type { WhatIfEnd } from 'kind-wasm-shim/cluster/what-if/what-if.ts';
import type { ThresholdPercentage } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { Language } from '../language.ts';
import { headlineOf } from './headline.ts';
import type { ClusterReport, CycleReport, GateFact, NodeClass, PingPong, PluginReport, RefusedBy } from './report.ts';
import { reportWords } from './report-words.ts';

/** A report as the page shows it at once: its size depends on nodes and cycles, never on pods. */
export interface RunView {
  readonly version: string;
  readonly headline: readonly string[];
  readonly warnings: readonly string[];
  readonly pods: number;
  readonly victims: number;
  readonly landed: number;
  readonly waiting: number;
  readonly lost: number;
  readonly helped: number;
  readonly cycles: readonly CycleView[];
  readonly refusals: readonly RefusalGroupView[];
  readonly board: BoardData;
  readonly end: WhatIfEnd | undefined;
  readonly pingPong: PingPong;
}

export interface CycleView {
  readonly cycle: number;
  readonly nowMs: number;
  readonly nodes: number;
  readonly failed: string | undefined;
  readonly skipped: boolean;
  readonly profileErrors: readonly { readonly profile: string; readonly error: string }[];
  readonly plugins: readonly PluginView[];
  readonly asked: number;
  readonly evicted: number;
  readonly refused: number;
  readonly placed: number;
  readonly lost: number;
  readonly pendingBefore: number;
  readonly pendingAfter: number;
}

export interface PluginView {
  readonly profile: string;
  readonly plugin: string;
  readonly evicted: number;
  readonly thresholds: readonly ThresholdPercentage[];
  readonly deviation: boolean;
  /** How many nodes are in each class; undefined for a plugin that does not classify. */
  readonly classes: Readonly<Record<NodeClass, number>> | undefined;
  readonly gates: readonly (GateFact & { readonly numbers: string })[];
  readonly judged: number;
  readonly violating: number;
}

export interface RefusalGroupView {
  /** The group's place in the report. */
  readonly index: number;
  readonly by: RefusedBy;
  readonly title: string;
  readonly count: number;
}

/** What every node holds in every state: before the first cycle, and after each. Nodes by name. */
export interface BoardData {
  readonly nodes: readonly string[];
  readonly resources: readonly string[];
  readonly allocatable: Float64Array;
  /** One more than there are cycles. */
  readonly states: readonly Float64Array[];
  /** By cycle: `under`, `over`, `within` as 1, 2, 3; 0 for a node that no plugin classified. */
  readonly classes: readonly Uint8Array[];
}

const classCodes: Readonly<Record<NodeClass, number>> = { under: 1, over: 2, within: 3 };

/** The view of a report. */
export function viewOfRun(
  report: ClusterReport,
  pods: number,
  warnings: readonly string[],
  language: Language,
): RunView {
  const { cycles, victims, refusals } = report;
  const landings = (kind: string) => victims.filter(({ landing }) => landing.kind === kind).length;
  return {
    version: report.version,
    headline: headlineOf(report, pods, language),
    warnings,
    pods,
    victims: victims.length,
    landed: landings('node'),
    waiting: landings('pending'),
    lost: landings('lost'),
    helped: report.helped.length,
    cycles: cycles.map((cycle) => viewOfCycle(cycle, language)),
    refusals: refusals.map(({ by, text, count }, index) => {
      return { index, by, title: reportWords[language].refusedBy(by, text), count };
    }),
    board: boardOf(report),
    end: report.end,
    pingPong: report.pingPong,
  };
}

function viewOfCycle({ before: _, after: __, plugins, ...cycle }: CycleReport, language: Language): CycleView {
  return { ...cycle, plugins: plugins.map((plugin) => viewOfPlugin(plugin, language)) };
}

function viewOfPlugin({ classes, gates, counted: _, ...plugin }: PluginReport, language: Language): PluginView {
  return {
    ...plugin,
    classes: classes.size === 0 ? undefined : countClasses(classes.values()),
    gates: gates.map((gate) => ({ ...gate, numbers: reportWords[language].gate(gate.gate, gate.found, gate.limit) })),
  };
}

function countClasses(facts: Iterable<{ readonly class: NodeClass }>): Record<NodeClass, number> {
  const counts = { under: 0, over: 0, within: 0 };
  for (const fact of facts) counts[fact.class] += 1;
  return counts;
}

function boardOf({ nodes, allocatable, cycles }: ClusterReport): BoardData {
  const [first] = cycles;
  return {
    nodes,
    resources: first?.before.resources ?? [],
    allocatable,
    states: first ? [first.before.requested, ...cycles.map(({ after }) => after.requested)] : [],
    classes: cycles.map(({ plugins }) => {
      const codes = new Uint8Array(nodes.length);
      const classifying = plugins.find(({ classes }) => classes.size > 0);
      if (classifying) {
        nodes.forEach((node, index) => {
          const facts = classifying.classes.get(node);
          if (facts) codes[index] = classCodes[facts.class];
        });
      }
      return codes;
    }),
  };
}
