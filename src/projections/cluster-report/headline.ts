import type { Language } from '../language.ts';
import type { ClusterReport, CycleReport, PluginReport, Utilization } from './report.ts';
import { reportWords } from './report-words.ts';

/** What a report says in a few sentences, the finding first. They are what a reader sees, hears and prints. */
export function headlineOf(report: ClusterReport, allPods: number, language: Language): string[] {
  const { cycles, victims } = report;
  const [first] = cycles;
  if (first === undefined) return [];
  const nothing = victims.length === 0 ? nothingToDo(first, language) : [];
  const sentences = victims.length === 0 ? nothing : evictions(report, allPods, language);
  return [
    ...sentences,
    ...utilizationSentence(report, language),
    ...pingPongSentences(report, language),
    ...ending(report, language),
  ];
}

function evictions({ version, cycles, victims }: ClusterReport, allPods: number, language: Language): string[] {
  const words = reportWords[language];
  const placed = victims.filter(({ landing }) => landing.kind === 'node').length;
  const pending = victims.filter(({ landing }) => landing.kind === 'pending').length;
  const lost = victims.filter(({ landing }) => landing.kind === 'lost' && landing.why === 'noController').length;
  const ended = victims.filter(({ landing }) => landing.kind === 'lost' && landing.why === 'ended').length;
  const count = words.count;
  const evicting = cycles.filter(({ evicted }) => evicted > 0).length;
  const refused = cycles.reduce((sum, cycle) => sum + cycle.refused, 0);
  if (language === 'zh') {
    const fates = [
      placed > 0 ? (placed === victims.length ? '替代者都找到了节点' : `${count(placed)} 个的替代者找到节点`) : '',
      pending > 0 ? `${count(pending)} 个的替代者无处可放` : '',
      lost > 0 ? `${count(lost)} 个没有控制器，从此消失` : '',
      ended > 0 ? `${count(ended)} 个本已结束` : '',
    ].filter(Boolean);
    return [
      `descheduler ${version} 在 ${evicting} 个周期里驱逐 ${count(victims.length)} 个 Pod（全部 ${count(allPods)} 个）：${fates.join('，')}。`,
      ...(refused > 0 ? [`另有 ${count(refused)} 次驱逐被 API 或上限拒绝。`] : []),
    ];
  }
  const fates = [
    placed > 0 ? placedText(placed, victims.length) : '',
    pending > 0 ? `${count(pending)} wait for one in vain` : '',
    lost > 0 ? `${count(lost)} are lost for want of a controller` : '',
    ended > 0 ? `${count(ended)} had ended already` : '',
  ].filter(Boolean);
  const inCycles = evicting === 1 ? 'one cycle' : `${evicting} cycles`;
  return [
    `Descheduler ${version} evicts ${count(victims.length)} of ${words.pods(allPods)} in ${inCycles}: ${words.list(fates)}.`,
    ...(refused > 0
      ? [`${count(refused)} more ${refused === 1 ? 'eviction is' : 'evictions are'} refused by the API or a limit.`]
      : []),
  ];
}

function placedText(placed: number, victims: number): string {
  if (placed < victims) return `the scheduler finds a node for the successors of ${reportWords.en.count(placed)}`;
  return `the scheduler finds a node for ${victims === 1 ? 'its successor' : 'every successor'}`;
}

/** Why nothing is evicted: the gate that closed, with its numbers, or what was found in order. */
function nothingToDo(cycle: CycleReport, language: Language): string[] {
  const zh = language === 'zh';
  const head = zh ? '什么都不会被驱逐。' : 'Nothing would be evicted.';
  if (cycle.failed !== undefined) return [zh ? `周期出错：${cycle.failed}。` : `The cycle fails: ${cycle.failed}.`];
  if (cycle.skipped) return [head, zh ? `参与的节点只有 ${cycle.nodes} 个。` : `Only ${cycle.nodes} nodes take part.`];
  if (cycle.plugins.length === 0 && cycle.profileErrors.length === 0) {
    return [head, zh ? '策略没有启用任何插件。' : 'The policy enables no plugin.'];
  }
  return [head, ...cycle.plugins.map((plugin) => whyNothing(plugin, cycle, language))];
}

function whyNothing(plugin: PluginReport, cycle: CycleReport, language: Language): string {
  const zh = language === 'zh';
  const closed = plugin.gates.find(({ open }) => !open);
  if (closed) {
    const numbers = reportWords[language].gate(closed.gate, closed.found, closed.limit);
    return zh
      ? `${plugin.plugin} 到此为止：“${closed.message}”（${numbers}）。`
      : `${plugin.plugin} stops: “${closed.message}” (${numbers}).`;
  }
  if (cycle.asked > 0 && cycle.evicted === 0) {
    return zh ? `${plugin.plugin} 要求的驱逐都被拒绝。` : `Every eviction that ${plugin.plugin} asked for was refused.`;
  }
  if (plugin.judged > 0) {
    return zh
      ? `${plugin.plugin} 看了 ${plugin.judged} 个 Pod，其中 ${plugin.violating} 个违反规则。`
      : `${plugin.plugin} looked at ${reportWords.en.pods(plugin.judged)} and found ${plugin.violating} in violation.`;
  }
  return zh ? `${plugin.plugin} 没有找到可以驱逐的 Pod。` : `${plugin.plugin} found no pod that it may evict.`;
}

function utilizationSentence(report: ClusterReport, language: Language): string[] {
  const [first] = report.cycles;
  const last = report.cycles.at(-1);
  if (report.victims.length === 0 || !first || !last) return [];
  const before = spreadOf(first.before, report.allocatable, 'cpu');
  const after = spreadOf(last.after, report.allocatable, 'cpu');
  if (!before || !after) return [];
  if (language === 'zh') {
    return [
      `CPU 请求量最满的节点从 ${before.most.toFixed(0)} % 变为 ${after.most.toFixed(0)} %，最空的从 ${before.least.toFixed(0)} % 变为 ${after.least.toFixed(0)} %。`,
    ];
  }
  return [
    `The fullest node goes from ${before.most.toFixed(0)} % of its CPU requested to ${after.most.toFixed(0)} %, the emptiest from ${before.least.toFixed(0)} % to ${after.least.toFixed(0)} %.`,
  ];
}

function pingPongSentences({ pingPong }: ClusterReport, language: Language): string[] {
  const { repetition, workloads, nodes } = pingPong;
  const zh = language === 'zh';
  const sentences: string[] = [];
  if (repetition) {
    const since =
      repetition.sameAs === 0
        ? zh
          ? '快照'
          : 'in the snapshot'
        : zh
          ? `第 ${repetition.sameAs} 个周期之后`
          : `after cycle ${repetition.sameAs}`;
    sentences.push(
      zh
        ? `这份策略不会停下：第 ${repetition.cycle} 个周期之后，各工作负载在各节点上的 Pod 数与${since}完全一样。`
        : `This policy never comes to rest: after cycle ${repetition.cycle} every node holds as many pods of every workload as ${since}.`,
    );
  }
  const [most] = workloads;
  if (most) {
    const more = workloads.length - 1;
    const others = more > 0 ? (zh ? `等 ${workloads.length} 个工作负载` : ` and ${more} more`) : '';
    sentences.push(
      zh
        ? `${most.workload}${others}刚补上的 Pod 又被驱逐，每个周期都是（${most.evictions.join('、')} 次）。`
        : `Pods of ${most.workload}${others} that had just replaced evicted ones are evicted again in every cycle (${most.evictions.join(', ')}).`,
    );
  }
  if (nodes.length > 0 && (repetition || workloads.length > 0)) {
    const some = nodes.slice(0, 3);
    const rest = nodes.length - some.length;
    const list = reportWords[language].list(rest > 0 ? [...some, zh ? `另外 ${rest} 个` : `${rest} more`] : some);
    sentences.push(zh ? `它们每次都落到会再被驱逐的节点上：${list}。` : `The scheduler had put them on ${list}.`);
  }
  return sentences;
}

function ending({ end, cycles, victims }: ClusterReport, language: Language): string[] {
  const zh = language === 'zh';
  if (end?.why === 'atRest' && victims.length > 0) {
    const cycle = cycles.length;
    return [
      zh
        ? `第 ${cycle} 个周期没有再驱逐，集群停在这里。`
        : `Cycle ${cycle} evicts nothing more: the cluster is at rest.`,
    ];
  }
  const last = cycles.at(-1);
  if (end?.why === 'cycles' && last && last.evicted > 0) {
    return [
      zh
        ? `看到第 ${last.cycle} 个周期为止，它还在驱逐（${last.evicted} 个）。`
        : `In cycle ${last.cycle}, the last looked at, it still evicts ${last.evicted}.`,
    ];
  }
  return [];
}

/** The fullest and the emptiest node by one resource, in percent of what is allocatable. Nodes without any are left out. */
export function spreadOf(
  { resources, requested }: Utilization,
  allocatable: Float64Array,
  resource: string,
): { readonly most: number; readonly least: number } | undefined {
  const column = resources.indexOf(resource);
  let most = Number.NEGATIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  for (let at = column; at < requested.length; at += resources.length) {
    const whole = allocatable[at] ?? 0;
    if (whole <= 0) continue;
    const percent = (100 * (requested[at] ?? 0)) / whole;
    most = Math.max(most, percent);
    least = Math.min(least, percent);
  }
  return most < least ? undefined : { most, least };
}
