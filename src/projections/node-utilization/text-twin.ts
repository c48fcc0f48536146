import type { Language } from '../language.ts';
import { formatAmount } from './amounts.ts';
import type { NodeUtilizationView, ResourceCell, SourceNode } from './view.ts';
import { clusterWords, factText } from './words.ts';

// A comparison is not broken over two lines.
const space = '\u00a0';

/** What a sighted reader sees at the cursor, in a few sentences: what just happened, how the nodes stand, and what becomes of
 *  the evicted pods. */
export function textTwin(view: NodeUtilizationView, language: Language): string {
  return [happened(view, language), standing(view, language), moved(view, language), surprised(view, language)]
    .filter((sentence) => sentence !== '')
    .join(language === 'zh' ? '' : ' ');
}

function happened(view: NodeUtilizationView, language: Language): string {
  if (!view.fact) return '';
  const text = factText(view.fact, language);
  if (language === 'zh') return `${text}。`;
  return text.endsWith('.') ? text : `${text}.`;
}

function standing(view: NodeUtilizationView, language: Language): string {
  const source = view.sources.findLast(({ reached }) => reached);
  if (source) return sourceStanding(view, source, language);
  const classified = view.nodes.filter((node) => node.class !== undefined);
  if (classified.length === 0) return fullest(view, language);
  const words = clusterWords[language];
  const groups = (['over', 'under', 'within'] as const).flatMap((nodeClass) => {
    const names = classified.filter((node) => node.class === nodeClass).map(({ name }) => name);
    if (names.length === 0) return [];
    const label = words.nodeClass(view.plugin, nodeClass);
    return [language === 'zh' ? `${label}：${words.list(names)}` : `${label}: ${words.list(names)}`];
  });
  return language === 'zh' ? `${groups.join('；')}。` : `${capital(groups.join('; '))}.`;
}

/** The node of which most is requested, before anything has been classified. */
function fullest(view: NodeUtilizationView, language: Language): string {
  const cells = view.nodes.flatMap((node) => node.cells.map((cell) => ({ node: node.name, cell })));
  const [most] = cells.sort((a, b) => b.cell.percent - a.cell.percent);
  if (!most) return language === 'zh' ? '集群里没有节点。' : 'The cluster has no nodes.';
  const { node, cell } = most;
  const words = clusterWords[language];
  const used = formatAmount(cell.resource, cell.used);
  const capacity = formatAmount(cell.resource, cell.capacity);
  const percent = Number(cell.percent.toFixed(1));
  return language === 'zh'
    ? `${node} 上的 Pod 请求了 ${used} ${words.resource(cell.resource)}，是可分配量 ${capacity} 的 ${percent}%，为全体节点之最。`
    : `The pods of ${node} request ${used} of ${capacity} ${words.resource(cell.resource)} (${percent} %), more than on any other node.`;
}

function sourceStanding(view: NodeUtilizationView, source: SourceNode, language: Language): string {
  const node = view.nodes.find(({ name }) => name === source.name);
  const over = node?.cells.filter((cell) => cell.verdict === 'over') ?? [];
  const words = clusterWords[language];
  const amounts = (cells: readonly ResourceCell[], sign: string) =>
    words.list(
      cells.map((cell) => {
        const used = formatAmount(cell.resource, cell.used);
        const high = formatAmount(cell.resource, cell.high ?? 0);
        return `${words.resource(cell.resource)} ${used}${space}${sign}${space}${high}`;
      }),
    );
  if (view.plugin === 'HighNodeUtilization') return emptying(view, source, language);
  if (over.length > 0) {
    if (source.stop?.reason === 'atOrBelowTarget') return '';
    return language === 'zh'
      ? `${source.name} 仍高于目标：${amounts(over, '>')}。`
      : `${source.name} is above its target: ${amounts(over, '>')}.`;
  }
  const decisive = node?.cells.filter(({ classified = 0, high = 0 }) => classified > high) ?? [];
  if (decisive.length === 0) return '';
  return language === 'zh'
    ? `${source.name} 已不高于目标：${amounts(decisive, '≤')}。`
    : `${source.name} is no longer above its target: ${amounts(decisive, '≤')}.`;
}

function emptying(view: NodeUtilizationView, source: SourceNode, language: Language): string {
  const left = source.candidates.filter(
    ({ rank, outcome }) => rank !== undefined && outcome?.kind !== 'evicted',
  ).length;
  const staying = source.candidates.filter(({ rank }) => rank === undefined).length;
  const sources = view.sources.length;
  if (language === 'zh') {
    const leaving = left === 0 ? '没有可驱逐的 Pod 了' : `还有 ${left} 个可驱逐的 Pod`;
    return `要腾空的节点有 ${sources} 个；${source.name} 上${leaving}，${staying} 个会留下。`;
  }
  const leaving =
    left === 0 ? 'no pod is left to evict' : `${left} ${left === 1 ? 'pod' : 'pods'} may still be evicted`;
  return `${sources} ${sources === 1 ? 'node is' : 'nodes are'} to be emptied; on ${source.name} ${leaving} and ${staying} will stay.`;
}

function moved(view: NodeUtilizationView, language: Language): string {
  const { evicted, outcome } = view.run;
  const words = clusterWords[language];
  if (outcome !== undefined && view.fact?.kind !== 'gateClosed') {
    return language === 'zh' ? `没有驱逐任何 Pod：${outcome}。` : `Nothing is evicted: ${outcome}.`;
  }
  if (evicted === 0) return '';
  const counts = new Map<string, number>();
  let placed = 0;
  for (const { node, replaces } of view.placements) {
    if (node === undefined || replaces === undefined) continue;
    placed += 1;
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  const where = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const waiting = view.pending.length;
  if (language === 'zh') {
    const on = words.list(where.map(([node, count]) => `${node} ${count} 个`));
    const placement = placed === 0 ? '替补还没有放置' : `调度器放置了 ${placed} 个替补：${on}`;
    return `已驱逐 ${evicted} 个 Pod；${placement}${waiting ? `；${waiting} 个在等节点` : ''}。`;
  }
  const on = words.list(where.map(([node, count]) => `${count} on ${node}`));
  const gone = evicted === 1 ? '1 pod has been evicted' : `${evicted} pods have been evicted`;
  const placement =
    placed === 0
      ? 'no replacement has been placed yet'
      : `the scheduler has placed ${placed === 1 ? '1 replacement' : `${placed} replacements`}: ${on}`;
  return `${gone}; ${placement}${waiting ? `; ${waiting === 1 ? '1 pod waits' : `${waiting} pods wait`} for a node` : ''}.`;
}

/** Nodes that the descheduler did not class as overutilized, or that it had brought below their target, and that are above it
 *  now: the room that it counts is a sum, and the scheduler goes by rules of its own. */
function surprised(view: NodeUtilizationView, language: Language): string {
  if (view.plugin === 'HighNodeUtilization') return '';
  const words = clusterWords[language];
  const found = view.nodes.flatMap((node) => {
    const source = view.sources.find(({ name }) => name === node.name);
    const stillWorkedOn = node.class === 'over' && source?.stop?.reason !== 'atOrBelowTarget';
    if (node.class === undefined || stillWorkedOn) return [];
    const over = node.cells
      .filter((cell) => cell.verdict === 'over')
      .map(({ resource, used, high = 0 }) => {
        const amounts = `${formatAmount(resource, used)}${space}>${space}${formatAmount(resource, high)}`;
        return `${words.resource(resource)} ${amounts}`;
      });
    if (over.length === 0) return [];
    return [language === 'zh' ? `${node.name}（${words.list(over)}）` : `${node.name} (${words.list(over)})`];
  });
  if (found.length === 0) return '';
  return language === 'zh'
    ? `替补使 ${words.list(found)} 高于目标。`
    : `The replacements have put ${words.list(found)} above ${found.length === 1 ? 'its' : 'their'} target.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
