import type { RunView } from '../../projections/cluster-report/run-view.ts';
import type { Explanation } from '../../projections/explanation.ts';
import type { Language } from '../../projections/language.ts';
import { exactAmount, formatPercent } from '../../projections/node-utilization/amounts.ts';
import { toolWords } from './cluster-tool-words.ts';

/** How a number of the result came about, by its name: `cycle.2.evicted`, `node.17.1.0` (the node, the state and the
 *  resource by their places). Undefined when there is no such number. */
export function explainNumber(view: RunView, about: string, language: Language): Explanation | undefined {
  const [kind, ...rest] = about.split('.');
  const numbers = rest.map(Number);
  if (kind === 'node') return explainNode(view, numbers, language);
  return kind === 'cycle' ? explainCycle(view, Number(rest[0]), rest[1] ?? '', language) : undefined;
}

function explainNode(
  { board }: RunView,
  [node = 0, state = 0, column = 0]: readonly number[],
  language: Language,
): Explanation | undefined {
  const words = toolWords[language];
  const at = node * board.resources.length + column;
  const requested = board.states[state]?.[at];
  const allocatable = board.allocatable[at] ?? 0;
  const resource = board.resources[column];
  if (requested === undefined || resource === undefined) return undefined;
  const percent = allocatable > 0 ? (100 * requested) / allocatable : 0;
  const value = formatPercent(percent);
  return {
    name: `${board.nodes[node]}, ${words.resources[resource] ?? resource}, ${words.state(state)}`,
    steps: [`${exactAmount(resource, requested)} / ${exactAmount(resource, allocatable)} × 100 = ${value}`],
    note: words.explained.percent,
    source: 'pkg/scheduler/framework/types.go NodeInfo.Requested',
    value,
  };
}

function explainCycle(view: RunView, cycle: number, what: string, language: Language): Explanation | undefined {
  const words = toolWords[language];
  const found = view.cycles.find((each) => each.cycle === cycle);
  if (!found) return undefined;
  const { asked, evicted, refused, lost, placed, pendingBefore, pendingAfter } = found;
  const name = `${words.cycle} ${cycle}`;
  switch (what) {
    case 'evicted': {
      const perPlugin = found.plugins.map((plugin) => `${plugin.plugin} ${plugin.evicted}`);
      const byApi = asked - evicted;
      return {
        name: `${name}, ${words.evicted}`,
        steps: [`${asked} − ${byApi} = ${evicted}`, ...perPlugin],
        note: words.explained.evicted,
        source: 'pkg/descheduler/evictions/evictions.go PodEvictor.EvictPod',
        value: String(evicted),
      };
    }
    case 'waiting':
      return {
        name: `${name}, ${words.waiting}`,
        steps: [`${pendingBefore} + ${pendingAfter + placed - pendingBefore} − ${placed} = ${pendingAfter}`],
        note: words.explained.waiting,
        value: String(pendingAfter),
      };
    case 'refused':
      return {
        name: `${name}, ${words.refused}`,
        steps: [`${asked} − ${evicted} (API) + ${refused - asked + evicted} = ${refused}`],
        value: String(refused),
      };
    case 'lost':
      return {
        name: `${name}, ${words.lostPods}`,
        steps: [`${evicted} − ${evicted - lost} = ${lost}`],
        value: String(lost),
      };
    default:
      return undefined;
  }
}
