import type {
  ResourceFact,
  ThresholdFact,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { Explanation } from '../explanation.ts';
import type { Language } from '../language.ts';
import { exactAmount, formatAmount, formatPercent } from './amounts.ts';
import type { ClusterState } from './state.ts';
import { clusterWords } from './words.ts';

const nodeUtilization = 'pkg/framework/plugins/nodeutilization';
const sources = {
  used: 'pkg/descheduler/node/node.go NodeUtilization @v0.28.1',
  threshold: `${nodeUtilization}/nodeutilization.go resourceThreshold @v0.28.1`,
  deviation: `${nodeUtilization}/nodeutilization.go getNodeThresholds @v0.28.1`,
  unnamed: `${nodeUtilization}/lownodeutilization.go Balance @v0.28.1`,
  room: `${nodeUtilization}/nodeutilization.go evictPodsFromSourceNodes @v0.28.1`,
  sortKey: `${nodeUtilization}/nodeutilization.go sortNodesByUsage @v0.28.1`,
} as const;

/** Explains a number of the figure by its name: `node-a.cpu.used`, `.percent`, `.capacity`, `.low`, `.high`; `node-a.sortKey`;
 *  `room.cpu` (what is left) and `room.cpu.before`; `mean.cpu`; `evictions`. Undefined when the state has no such number. */
export function explain(state: ClusterState, about: string, language: Language): Explanation | undefined {
  if (about === 'evictions')
    return plain(language === 'zh' ? '驱逐数' : 'Evictions', String(state.run.evictions.length));
  const parts = about.split('.');
  const [subject = '', resource = ''] = parts;
  if (subject === 'room') return explainRoom(state, resource, parts[2] === 'before', language);
  if (subject === 'mean') return explainMean(state, resource, language);
  if (resource === 'sortKey') return explainSortKey(state, subject, language);
  const what = parts.at(-1) ?? '';
  // The name of an extended resource may have dots of its own.
  return explainCell(state, subject, parts.slice(1, -1).join('.'), what, language);
}

function plain(name: string, value: string): Explanation {
  return { name, steps: [], value };
}

function explainCell(
  state: ClusterState,
  node: string,
  resource: string,
  what: string,
  language: Language,
): Explanation | undefined {
  const found = state.nodes.get(node);
  if (!found) return undefined;
  const capacity = found.capacity[resource] ?? 0;
  const fact = state.run.classified.get(node)?.resources?.find(({ name }) => name === resource);
  const label = clusterWords[language].resource(resource);
  switch (what) {
    case 'used':
      return explainUsed(state, node, resource, capacity, language);
    case 'percent': {
      const { used } = usageOf(state, node, resource);
      const percent = capacity > 0 ? (used / capacity) * 100 : 0;
      return { ...plain(`${node}, ${label}`, formatPercent(percent)), steps: [`${used} / ${capacity} × 100`] };
    }
    case 'capacity':
      return {
        name: language === 'zh' ? `${node} 的可分配${label}` : `Allocatable ${label} of ${node}`,
        steps: [`status.allocatable.${resource} = ${exactAmount(resource, capacity)}`],
        value: formatAmount(resource, capacity),
      };
    case 'low':
    case 'high':
      return fact && explainThreshold(state, node, fact, what, language);
    default:
      return undefined;
  }
}

function usageOf(state: ClusterState, node: string, resource: string) {
  const amounts: { pod: string; amount: number }[] = [];
  let used = 0;
  let terminating = 0;
  for (const pod of state.pods.values()) {
    if (pod.node !== node || pod.ended) continue;
    const amount = pod.requests[resource] ?? 0;
    if (pod.terminating) {
      terminating += amount;
    } else {
      used += amount;
      amounts.push({ pod: pod.key, amount });
    }
  }
  return { amounts, used, terminating };
}

function explainUsed(
  state: ClusterState,
  node: string,
  resource: string,
  capacity: number,
  language: Language,
): Explanation {
  const { amounts, used, terminating } = usageOf(state, node, resource);
  const label = clusterWords[language].resource(resource);
  const groups = new Map<number, number>();
  for (const { amount } of amounts) if (amount > 0) groups.set(amount, (groups.get(amount) ?? 0) + 1);
  const sum = [...groups]
    .sort(([a], [b]) => b - a)
    .map(([amount, count]) =>
      count === 1 ? formatAmount(resource, amount) : `${count} × ${formatAmount(resource, amount)}`,
    );
  const percent = capacity > 0 ? formatPercent((used / capacity) * 100) : '–';
  const total =
    resource === 'pods'
      ? [
          language === 'zh'
            ? `${used} 个 Pod，占 ${capacity} 个的 ${percent}`
            : `${used} pods, ${percent} of ${capacity}`,
        ]
      : [
          `${sum.join(' + ') || '0'} = ${exactAmount(resource, used)}`,
          language === 'zh'
            ? `是可分配量 ${formatAmount(resource, capacity)} 的 ${percent}`
            : `${percent} of ${formatAmount(resource, capacity)} allocatable`,
        ];
  const pending =
    terminating === 0
      ? undefined
      : language === 'zh'
        ? `正在终止的 Pod 还占 ${formatAmount(resource, terminating)}，下一轮 descheduler 若赶在它们消失之前开始，仍会计入。`
        : `Pods that still terminate hold another ${formatAmount(resource, terminating)}; a run that began before they are gone would count it.`;
  return {
    name: language === 'zh' ? `${node} 上 Pod 的${label}请求之和` : `${label} requested on ${node}`,
    steps: total,
    ...(pending === undefined ? {} : { note: pending }),
    source: sources.used,
    value: formatAmount(resource, used),
  };
}

function explainThreshold(
  state: ClusterState,
  node: string,
  fact: ResourceFact,
  which: 'low' | 'high',
  language: Language,
): Explanation {
  const threshold = fact[which];
  const configured =
    state.run.thresholds?.thresholds.find(({ resource }) => resource === fact.name)?.configured ?? true;
  const label = clusterWords[language].resource(fact.name);
  const value = formatAmount(fact.name, threshold.value);
  const names =
    language === 'zh'
      ? { low: `${node} 的${label}低阈值`, high: `${node} 的${label}目标阈值` }
      : { low: `Low threshold of ${node}, ${label}`, high: `Target threshold of ${node}, ${label}` };
  const unit = fact.name === 'cpu' ? 'm' : '';
  const note = thresholdNote(threshold, configured, language);
  return {
    name: names[which],
    steps: thresholdSteps(threshold, unit, fact.name, language),
    ...(note === undefined ? {} : { note }),
    source: threshold.rule === 'percent' ? (configured ? sources.threshold : sources.unnamed) : sources.deviation,
    value,
  };
}

function thresholdSteps(threshold: ThresholdFact, unit: string, resource: string, language: Language): string[] {
  const { rule, percent, capacity, value, average, deviation } = threshold;
  const amount = `${value}${unit}`;
  const readable = formatAmount(resource, value);
  const asRead = readable === amount ? '' : ` ≈ ${readable}`;
  const formula = `trunc(${percent === null ? 'NaN' : decimals(percent)} × 0.01 × ${capacity}) = ${amount}${asRead}`;
  if (rule === 'fullCapacity') {
    return [
      language === 'zh'
        ? `偏差为 0：整个容量 ${capacity}${unit}`
        : `deviation 0: the whole capacity, ${capacity}${unit}`,
    ];
  }
  if (rule === 'percent') return [formula];
  const sign = (deviation ?? 0) < 0 ? '−' : '+';
  const mean = average === null || average === undefined ? 'NaN' : decimals(average);
  return [
    `${language === 'zh' ? '均值' : 'mean'} ${mean} % ${sign} ${Math.abs(deviation ?? 0)} % = ${percent === null ? 'NaN' : decimals(percent)} %`,
    formula,
  ];
}

function decimals(percent: number): string {
  return String(Number(percent.toFixed(4)));
}

function thresholdNote(threshold: ThresholdFact, configured: boolean, language: Language): string | undefined {
  if (!configured) {
    return language === 'zh'
      ? '策略没有写这项资源：按 100 计（偏差模式下按 0 计）。'
      : 'The policy does not name this resource: it counts as 100, in deviation mode as 0.';
  }
  if (threshold.rule === 'deviation' && (threshold.percent === 0 || threshold.percent === 100)) {
    return language === 'zh' ? '结果限制在 0 到 100 之间。' : 'The result is kept between 0 and 100.';
  }
  return undefined;
}

function explainRoom(
  state: ClusterState,
  resource: string,
  before: boolean,
  language: Language,
): Explanation | undefined {
  const { roomBefore, roomLeft, roomSteps } = state.run;
  const total = roomBefore?.[resource];
  const left = roomLeft?.[resource];
  if (total === undefined || left === undefined) return undefined;
  const label = clusterWords[language].resource(resource);
  const parts = (roomSteps?.perTarget ?? []).map(({ node, room }) => {
    const fact = state.run.classified.get(node)?.resources?.find(({ name }) => name === resource);
    const amount = formatAmount(resource, room[resource] ?? 0);
    if (!fact) return `${node}: ${amount}`;
    return `${node}: ${formatAmount(resource, fact.high.value)} − ${formatAmount(resource, fact.usage)} = ${amount}`;
  });
  const spent = total - left;
  const steps = [
    ...parts,
    `${language === 'zh' ? '合计' : 'sum'} ${formatAmount(resource, total)}`,
    ...(before || spent === 0
      ? []
      : [`${formatAmount(resource, total)} − ${formatAmount(resource, spent)} = ${formatAmount(resource, left)}`]),
  ];
  return {
    name: language === 'zh' ? `目标节点上的${label}余量` : `Room for ${label} on the target nodes`,
    steps,
    note:
      language === 'zh'
        ? '只算一次的一个总数：驱逐的 Pod 最后落在哪里，插件并不跟踪。'
        : 'One sum, taken once: where an evicted pod ends up is not tracked.',
    source: sources.room,
    value: formatAmount(resource, before ? total : left),
  };
}

function explainMean(state: ClusterState, resource: string, language: Language): Explanation | undefined {
  const percents: string[] = [];
  let average: number | null | undefined;
  for (const { resources } of state.run.classified.values()) {
    const fact = resources?.find(({ name }) => name === resource);
    if (!fact || fact.low.average === undefined) return undefined;
    average = fact.low.average;
    percents.push(fact.usagePercent === null ? 'NaN' : decimals(fact.usagePercent));
  }
  if (average === undefined) return undefined;
  const label = clusterWords[language].resource(resource);
  const value = average === null ? 'NaN' : formatPercent(average);
  return {
    name: language === 'zh' ? `全体节点的${label}均值` : `Mean of all nodes, ${label}`,
    steps: [`(${percents.join(' + ')}) / ${percents.length} = ${average === null ? 'NaN' : decimals(average)} %`],
    source: `${nodeUtilization}/nodeutilization.go averageNodeBasicresources @v0.28.1`,
    value,
  };
}

function explainSortKey(state: ClusterState, node: string, language: Language): Explanation | undefined {
  const started = state.run.sources.get(node)?.started;
  if (!started) return undefined;
  const terms = Object.entries(started.usage).map(([, amount]) => String(amount));
  return {
    name: language === 'zh' ? `${node} 的排序值` : `Sort key of ${node}`,
    steps: [`${terms.join(' + ')} = ${started.sortKey}`],
    note:
      language === 'zh'
        ? '毫核、字节和个数相加：实际由内存决定。'
        : 'Millicores, bytes and pieces added up: in practice memory decides.',
    source: sources.sortKey,
    value: String(started.sortKey),
  };
}
