import type { RandomStream } from '../../kernel/random.ts';
import type { FilterFailure, FilterPlugin, PluginName, SchedulingCycle, ScorePlugin } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { namedNodes } from './plugins/node-affinity.ts';

/** The plugins of one scheduler, in the order in which they run.
 *  @models pkg/scheduler/framework/runtime/framework.go frameworkImpl */
export interface Profile {
  readonly filters: readonly FilterPlugin[];
  readonly scores: readonly ScorePlugin[];
}

/** What became of one node in a scheduling cycle. Plain JSON. */
export interface NodeDecision {
  readonly node: string;
  /** Why it was filtered out; absent for a node that passed. */
  readonly filteredBy?: { readonly plugin: PluginName; readonly reasons: readonly string[] };
  /** Points per plugin, from 0 to 100, already multiplied by the plugin's weight. Absent when only one node passed:
   *  then nothing is scored. */
  readonly scores?: Readonly<Partial<Record<PluginName, number>>>;
  readonly total?: number;
}

/** The outcome of one scheduling cycle. */
export type ScheduleResult =
  | { readonly type: 'selected'; readonly node: NodeInfo; readonly decisions: readonly NodeDecision[] }
  | {
      readonly type: 'unschedulable';
      readonly failures: readonly FilterFailure[];
      readonly decisions: readonly NodeDecision[];
    };

/** Finds the best node for a pod: filters, scores, and picks one of the best at random.
 *  @models pkg/scheduler/schedule_one.go Scheduler.schedulePod */
export function schedulePod(
  profile: Profile,
  cycle: SchedulingCycle,
  startIndex: number,
  ties: RandomStream,
): ScheduleResult & { evaluated: number } {
  const { feasible, failures, decisions, evaluated } = findNodesThatFitPod(profile, cycle, startIndex);
  const [only] = feasible;
  if (!only) return { type: 'unschedulable', failures, decisions, evaluated };
  if (feasible.length === 1) {
    return { type: 'selected', node: only, decisions: [{ node: only.name }, ...decisions], evaluated };
  }
  const scored = prioritizeNodes(profile, cycle, feasible);
  const node = selectHost(feasible, scored, ties);
  return { type: 'selected', node, decisions: [...scored, ...decisions], evaluated };
}

/** @models pkg/scheduler/schedule_one.go Scheduler.findNodesThatFitPod */
function findNodesThatFitPod({ filters }: Profile, cycle: SchedulingCycle, startIndex: number) {
  const { nodes } = cycle;
  const named = namedNodes(cycle);
  const wanted = numFeasibleNodesToFind(nodes.length);
  const feasible: NodeInfo[] = [];
  const failures: FilterFailure[] = [];
  const decisions: NodeDecision[] = [];
  let evaluated = 0;
  for (; evaluated < nodes.length && feasible.length < wanted; evaluated++) {
    const node = nodes[(startIndex + evaluated) % nodes.length] as NodeInfo;
    if (named && !named.has(node.name)) continue;
    const failure = runFilters(filters, cycle, node);
    if (!failure) {
      feasible.push(node);
      continue;
    }
    failures.push(failure);
    decisions.push({ node: node.name, filteredBy: { plugin: failure.plugin, reasons: failure.reasons } });
  }
  return { feasible, failures, decisions, evaluated };
}

/** The first plugin's refusal of a node, if one refuses it.
 *  @models pkg/scheduler/framework/runtime/framework.go frameworkImpl.RunFilterPlugins */
export function runFilters(
  filters: readonly FilterPlugin[],
  cycle: SchedulingCycle,
  node: NodeInfo,
): FilterFailure | undefined {
  for (const plugin of filters) {
    const failure = plugin.filter(cycle, node);
    if (failure) return failure;
  }
  return undefined;
}

/** In a large cluster the search ends when enough nodes are found.
 *  @models pkg/scheduler/schedule_one.go Scheduler.numFeasibleNodesToFind */
export function numFeasibleNodesToFind(allNodes: number): number {
  const minFeasibleNodesToFind = 100;
  if (allNodes < minFeasibleNodesToFind) return allNodes;
  const percentage = Math.max(5, 50 - Math.trunc(allNodes / 125));
  return Math.max(minFeasibleNodesToFind, Math.trunc((allNodes * percentage) / 100));
}

/** @models pkg/scheduler/schedule_one.go prioritizeNodes */
function prioritizeNodes({ scores }: Profile, cycle: SchedulingCycle, feasible: readonly NodeInfo[]): NodeDecision[] {
  const perNode = feasible.map(() => ({}) as Partial<Record<PluginName, number>>);
  const totals = feasible.map(() => 0);
  for (const plugin of scores) {
    const score = plugin.preScore(cycle, feasible);
    if (!score) continue;
    const points = feasible.map(score);
    plugin.normalize?.(points);
    points.forEach((point, index) => {
      const weighted = point * plugin.weight;
      const ofNode = perNode[index];
      if (ofNode) ofNode[plugin.name] = weighted;
      totals[index] = (totals[index] ?? 0) + weighted;
    });
  }
  return feasible.map(({ name }, index) => ({
    node: name,
    scores: perNode[index] ?? {},
    total: totals[index] ?? 0,
  }));
}

/** @models pkg/scheduler/schedule_one.go selectHost */
function selectHost(feasible: readonly NodeInfo[], scored: readonly NodeDecision[], ties: RandomStream): NodeInfo {
  const best = Math.max(...scored.map(({ total = 0 }) => total));
  const candidates = feasible.filter((_, index) => scored[index]?.total === best);
  return candidates.length === 1 ? (candidates[0] as NodeInfo) : ties.pick(candidates);
}
