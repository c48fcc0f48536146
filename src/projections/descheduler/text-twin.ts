import type { Language } from '../language.ts';
import { short, shortKey } from './pod-names.ts';
import type { DeschedulerView } from './view.ts';
import { factText, factWords } from './words.ts';

/** What a sighted reader sees at the cursor, in a few sentences: what just happened, what the cycle has decided so far, and
 *  where the pods went that stand in for evicted ones. */
export function textTwin(view: DeschedulerView, language: Language): string {
  return [
    happened(view, language),
    standing(view, language),
    decided(view, language),
    tables(view, language),
    moved(view, language),
    forEver(view, language),
  ]
    .filter((sentence) => sentence !== '')
    .join(language === 'zh' ? '' : ' ');
}

function happened(view: DeschedulerView, language: Language): string {
  if (!view.fact) return '';
  const text = factText(view.fact, language);
  if (language === 'zh') return `${text}。`;
  return text.endsWith('.') ? text : `${text}.`;
}

/** Before the first cycle: how many pods there are, and the nodes that take none. */
function standing({ cycle, nodes, pending }: DeschedulerView, language: Language): string {
  if (cycle.number > 0) return '';
  const pods = nodes.reduce((sum, node) => sum + node.pods.length, pending.length);
  const away = nodes.filter(({ ready, unschedulable }) => !ready || unschedulable).map(({ name }) => name);
  const { list } = factWords[language];
  if (language === 'zh')
    return `${nodes.length} 个节点，${pods} 个 Pod${away.length > 0 ? `；${list(away)} 不接收新的 Pod` : ''}。`;
  const takeNone = away.length > 0 ? `; ${list(away)} ${away.length === 1 ? 'takes' : 'take'} no new pods` : '';
  return `${nodes.length} nodes with ${pods} pods${takeNone}.`;
}

function decided({ cycle, verdicts }: DeschedulerView, language: Language): string {
  if (cycle.number === 0 || verdicts.length === 0) return '';
  const of = (kinds: readonly string[]) =>
    new Set(verdicts.filter(({ kind }) => kinds.includes(kind)).map(({ pod }) => pod));
  const gone = new Set(verdicts.filter(({ evicted }) => evicted !== undefined).map(({ pod }) => pod));
  const kept = [...of(['protected', 'skipped'])].filter((pod) => !gone.has(pod)).length;
  const left = [...of(['left'])].filter((pod) => !gone.has(pod)).length;
  const refused = [...of(['refused'])].filter((pod) => !gone.has(pod)).length;
  if (language === 'zh') {
    const parts = [`驱逐了 ${gone.size} 个 Pod`];
    if (refused > 0) parts.push(`${refused} 个应当离开却被拒绝`);
    if (left > 0) parts.push(`${left} 个因到了上限而留下`);
    if (kept > 0) parts.push(`${kept} 个不可驱逐`);
    return `到此为止第 ${cycle.number} 轮${parts.join('，')}。`;
  }
  const pods = (count: number) => `${count} ${count === 1 ? 'pod' : 'pods'}`;
  const parts = [`${pods(gone.size)} evicted`];
  if (refused > 0) parts.push(`${refused} refused`);
  if (left > 0) parts.push(`${left} left because a limit was reached`);
  if (kept > 0) parts.push(`${kept} that may not be evicted`);
  return `Cycle ${cycle.number} so far: ${factWords.en.list(parts)}.`;
}

function tables({ owners, domains }: DeschedulerView, language: Language): string {
  const uneven = domains.filter(({ balanced }) => !balanced).at(-1);
  if (uneven) {
    const sizes = [...uneven.domains]
      .sort((a, b) => (a.value < b.value ? -1 : 1))
      .map(({ value, size }) => `${value} ${size}`);
    const skew = `${uneven.skew} > ${uneven.maxSkew}`;
    return language === 'zh'
      ? `按 ${shortKey(uneven.topologyKey)} 计：${sizes.join('、')}，偏差 ${skew}。`
      : `By ${shortKey(uneven.topologyKey)}: ${sizes.join(', ')}; skew ${skew}.`;
  }
  const crowded = owners.filter(({ victims }) => victims.length > 0);
  if (crowded.length === 0) return '';
  const parts = crowded.map(({ owner, upperAverage }) =>
    language === 'zh'
      ? `${owner.name} 每个节点最多 ${upperAverage} 个`
      : `${owner.name} at most ${upperAverage} on a node`,
  );
  return language === 'zh' ? `${factWords.zh.list(parts)}。` : `${factWords.en.list(parts)}.`;
}

function moved(view: DeschedulerView, language: Language): string {
  const stand = view.placements.filter(({ replaces }) => replaces !== undefined);
  if (stand.length === 0) return '';
  const perNode = new Map<string, number>();
  for (const { node } of stand) if (node !== undefined) perNode.set(node, (perNode.get(node) ?? 0) + 1);
  const where = [...perNode].sort(([a], [b]) => (a < b ? -1 : 1));
  const lost = stand.filter(({ node }) => node === undefined).map(({ pod }) => short(pod));
  const words = factWords[language];
  if (language === 'zh') {
    const placed = where.length > 0 ? `替补落在：${words.list(where.map(([node, pods]) => `${node} ${pods} 个`))}` : '';
    const waits = lost.length > 0 ? `没有节点可放：${words.list(lost)}` : '';
    return `${[placed, waits].filter(Boolean).join('；')}。`;
  }
  const placed =
    where.length > 0 ? `Replacements landed on ${words.list(where.map(([node, pods]) => `${node} (${pods})`))}` : '';
  const waits = lost.length > 0 ? `${placed ? 'n' : 'N'}o node was found for ${words.list(lost)}` : '';
  return `${[placed, waits].filter(Boolean).join('; ')}.`;
}

/** The same workloads evicted in every cycle: what an operator would notice. */
function forEver({ pastCycles }: DeschedulerView, language: Language): string {
  const acted = pastCycles.filter(({ evicted }) => evicted > 0);
  const last = acted.at(-1);
  if (acted.length < 3 || !last || last.number !== pastCycles.at(-1)?.number) return '';
  const always = Object.keys(last.byWorkload).filter((name) =>
    acted.every(({ byWorkload }) => (byWorkload[name] ?? 0) > 0),
  );
  if (always.length === 0) return '';
  const names = factWords[language].list(always);
  // Pods of the first cycle are as old as the story makes them.
  const oldest = Math.max(...acted.slice(1).map(({ oldestSeconds = 0 }) => oldestSeconds));
  return language === 'zh'
    ? `${names} 在全部 ${acted.length} 轮里都被驱逐，第一轮以后没有一个活过 ${oldest} 秒：descheduler 与调度器意见不合。`
    : `${names} ${always.length === 1 ? 'was' : 'were'} evicted in each of ${acted.length} cycles, and after the first none of the evicted pods was older than ${oldest} s: descheduler and scheduler disagree.`;
}
