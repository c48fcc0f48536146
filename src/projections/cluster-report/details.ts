import type { NodeFitReason, NodeFitRefusal } from 'kind-wasm-shim/kubernetes/descheduler/framework/node-fit.ts';
import type {
  ResourceFact,
  ThresholdFact,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { Language } from '../language.ts';
import { exactAmount, formatAmount, formatPercent } from '../node-utilization/amounts.ts';
import { clusterWords } from '../node-utilization/words.ts';
import type { ClusterReport, NodeClass } from './report.ts';
import { landingText, podText, whyText } from './why-text.ts';

/** Everything the report knows about one node. */
export interface NodeDetails {
  readonly node: string;
  readonly states: readonly NodeState[];
  readonly classes: readonly NodeClassDetails[];
  /** Pods that left the node and pods that came, at most so many of each as are listed. */
  readonly left: readonly {
    readonly cycle: number;
    readonly pod: string;
    readonly plugin: string;
    readonly to: string;
  }[];
  readonly came: readonly { readonly cycle: number; readonly pod: string; readonly from: string }[];
  readonly leftCount: number;
  readonly cameCount: number;
}

/** What is requested on a node in one state: 0 is the snapshot, n is after cycle n. */
export interface NodeState {
  readonly state: number;
  readonly resources: readonly {
    readonly resource: string;
    readonly amount: string;
    readonly of: string;
    readonly percent: number;
    readonly formula: string;
  }[];
}

/** How a plugin classified the node in a cycle, and by which numbers. */
export interface NodeClassDetails {
  readonly cycle: number;
  readonly plugin: string;
  readonly class: NodeClass;
  readonly className: string;
  readonly resources: readonly string[];
}

const listed = 50;

/** The details of a node, undefined when the snapshot has no such node. */
export function detailsOfNode(report: ClusterReport, node: string, language: Language): NodeDetails | undefined {
  const index = report.nodes.indexOf(node);
  const [first] = report.cycles;
  if (index < 0 || !first) return undefined;
  const states = [first.before, ...report.cycles.map(({ after }) => after)];
  const left = report.victims.filter((victim) => victim.node === node);
  const came = report.victims.filter(({ landing }) => landing.kind === 'node' && landing.node === node);
  const { resources } = first.before;
  return {
    node,
    states: states.map(({ requested }, state) => ({
      state,
      resources: resources.map((resource, column) => {
        const at = index * resources.length + column;
        const amount = requested[at] ?? 0;
        const whole = report.allocatable[at] ?? 0;
        const percent = whole > 0 ? (100 * amount) / whole : 0;
        const formula = `${exactAmount(resource, amount)} / ${exactAmount(resource, whole)} × 100 = ${formatPercent(percent)}`;
        return {
          resource,
          amount: formatAmount(resource, amount),
          of: formatAmount(resource, whole),
          percent,
          formula,
        };
      }),
    })),
    classes: report.cycles.flatMap(({ cycle, plugins }) =>
      plugins.flatMap(({ plugin, classes }) => {
        const facts = classes.get(node);
        if (!facts) return [];
        const className = clusterWords[language].nodeClass(plugin, facts.class);
        const lines = facts.resources.map((fact) => factText(fact, language));
        return [{ cycle, plugin, class: facts.class, className, resources: lines }];
      }),
    ),
    left: left.slice(0, listed).map(({ cycle, pod, plugin, landing }) => {
      return { cycle, plugin, pod: podText(pod), to: landingText(landing, language) };
    }),
    came: came.slice(0, listed).map(({ cycle, landing, node: from, pod }) => {
      return { cycle, pod: podText(landing.kind === 'node' ? landing.as : pod), from };
    }),
    leftCount: left.length,
    cameCount: came.length,
  };
}

function factText(fact: ResourceFact, language: Language): string {
  const { name, usage, capacity, low, high, atOrBelowLow, aboveHigh } = fact;
  const word = clusterWords[language].resource(name);
  const share = capacity > 0 ? formatPercent((100 * usage) / capacity) : '–';
  const below = `${atOrBelowLow ? '≤' : '>'} ${thresholdText(name, low)}`;
  const above = `${aboveHigh ? '>' : '≤'} ${thresholdText(name, high)}`;
  return language === 'zh'
    ? `${word}：${exactAmount(name, usage)}（${share}）；${below}；${above}`
    : `${word}: ${exactAmount(name, usage)} (${share}); ${below}; ${above}`;
}

function thresholdText(resource: string, { rule, percent, capacity, value }: ThresholdFact): string {
  const amount = exactAmount(resource, value);
  if (rule === 'fullCapacity' || percent === null) return amount;
  return `${amount} = trunc(${Number(percent.toFixed(4))} × 0.01 × ${capacity})`;
}

/** Everything the report knows about one victim, and where it could have gone. */
export interface PodDetails {
  readonly pod: string;
  readonly workload: string;
  readonly cycle: number;
  readonly order: number;
  readonly node: string;
  readonly why: string;
  readonly landing: string;
  readonly as: string | undefined;
  readonly message: string | undefined;
  /** Reasons why nodes would not take it by the descheduler's own nodeFit, with how many nodes each. */
  readonly nodeFit: readonly { readonly reason: string; readonly nodes: number }[];
  readonly fitting: number;
}

/** The details of a victim. `fit` says why each other node would not take the pod; a node without reasons would. */
export function detailsOfVictim(
  report: ClusterReport,
  index: number,
  fit: readonly NodeFitRefusal[],
  language: Language,
): PodDetails | undefined {
  const victim = report.victims[index];
  if (!victim) return undefined;
  const counts = new Map<string, number>();
  for (const { reasons } of fit) {
    for (const reason of new Set(reasons.map((each) => fitText(each, language)))) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  const { pod, workload, cycle, order, node, landing } = victim;
  return {
    ...{ pod: podText(pod), workload, cycle, order, node },
    why: whyText(victim, language),
    landing: landingText(landing, language),
    as: landing.kind === 'node' || landing.kind === 'pending' ? podText(landing.as) : undefined,
    message: landing.kind === 'pending' ? landing.message : undefined,
    nodeFit: [...counts].map(([reason, nodes]) => ({ reason, nodes })).sort((a, b) => b.nodes - a.nodes),
    fitting: fit.filter(({ reasons }) => reasons.length === 0).length,
  };
}

function fitText(reason: NodeFitReason, language: Language): string {
  const zh = language === 'zh';
  switch (reason.why) {
    case 'nodeSelector':
      return zh ? '不满足 nodeSelector 或必需的节点亲和性' : 'nodeSelector or required node affinity does not match';
    case 'taint':
      return zh ? `不容忍污点 ${reason.taint}` : `taint ${reason.taint} is not tolerated`;
    case 'insufficient':
      return zh ? `${reason.resource} 不足` : `not enough ${reason.resource}`;
    case 'tooManyPods':
      return zh ? 'Pod 数已满' : 'too many pods';
    case 'unschedulable':
      return zh ? '节点不可调度' : 'the node is cordoned';
    case 'antiAffinity':
      return zh ? '反亲和性不允许与那里的 Pod 同处' : 'its anti-affinity forbids it beside a pod there';
  }
}
