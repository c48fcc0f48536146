import { comparesPercentages } from '../../framework/differences.ts';
import type { PluginHandle } from '../../framework/plugin.ts';
import { isUnschedulable } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { classifyWith, type NodeUtilizationAlgorithm, upstreamAlgorithm } from './algorithm.ts';
import type { NodeClass, NodeUsage } from './algorithm-types.ts';
import { AmountThresholds } from './amount-thresholds.ts';
import { PercentThresholds } from './percent-thresholds.ts';
import type { ClassReason, Gate, ThresholdPercentage } from './steps.ts';
import { asNodeUsage, measureNode, type NodeInfo, sortKey } from './usage.ts';

// What LowNodeUtilization and HighNodeUtilization have in common: measure, classify, pass the gates.

/** How one of the two plugins classifies. */
export interface Classification {
  readonly handle: PluginHandle;
  readonly algorithm: NodeUtilizationAlgorithm;
  readonly classify: 'classifyForLowNodeUtilization' | 'classifyForHighNodeUtilization';
  readonly thresholds: readonly ThresholdPercentage[];
  readonly useDeviationThresholds: boolean;
  readonly numberOfNodes: number;
}

/** The classified nodes, by name within each class. */
export type NodesByClass = Readonly<Record<NodeClass, readonly NodeInfo[]>>;

/** Measures and classifies all nodes.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go getNodeUsage, classifyNodes; since v0.33
 *  getNodeUsageSnapshot and pkg/framework/plugins/nodeutilization/classifier/classifier.go Classify */
export function* classifyNodes(classification: Classification): DeschedulerRun<NodesByClass> {
  const { handle, algorithm, classify, useDeviationThresholds, numberOfNodes } = classification;
  const byPercentage = comparesPercentages(handle.version);
  const thresholds = classification.thresholds.filter(({ configured }) => configured || !byPercentage);
  yield { kind: 'thresholdsResolved', deviation: useDeviationThresholds, thresholds, numberOfNodes };
  const names = classification.thresholds.map(({ resource }) => resource);
  const measured = handle.nodes.map((node) => measureNode(node, handle, names));
  const rule = new (byPercentage ? PercentThresholds : AmountThresholds)(
    thresholds,
    measured.map(({ resources }) => resources),
    useDeviationThresholds,
  );
  const byClass: Record<NodeClass, NodeInfo[]> = { under: [], over: [], within: [] };
  for (const node of measured) {
    const { compared, limits } = rule.judge(node.resources);
    const usage = asNodeUsage(node, compared);
    const nodeClass = classifyWith(algorithm, classify, usage);
    byClass[nodeClass].push({ ...node, limits, current: node.resources.map((resource) => resource.usage) });
    yield {
      kind: 'nodeClassified',
      node: node.name,
      class: nodeClass,
      reason:
        nodeClass === upstreamAlgorithm[classify](usage) ? classReason(classify, nodeClass, usage) : 'editedAlgorithm',
      unschedulable: isUnschedulable(node.node),
      resources: handle.detail === 'full' ? rule.explain(node.resources) : undefined,
    };
  }
  return byClass;
}

function classReason(classify: Classification['classify'], nodeClass: NodeClass, usage: NodeUsage): ClassReason {
  if (nodeClass === 'under') return 'everythingAtOrBelowLow';
  if (classify === 'classifyForHighNodeUtilization') return nodeClass === 'over' ? 'notUnderutilized' : 'unschedulable';
  if (nodeClass === 'over') return 'somethingAboveHigh';
  // An unschedulable node can use little of everything and is not underutilized for that.
  const isAboveLow = usage.resources.some((resource) => resource.usage > resource.lowThreshold);
  return isAboveLow ? 'betweenThresholds' : 'unschedulable';
}

/** One question that can end the plugin. */
export interface GateQuestion {
  readonly gate: Gate;
  readonly open: boolean;
  readonly found: number;
  readonly limit: number;
  /** What the log says when the gate is closed. */
  readonly message: string;
}

/** The three gates that both plugins ask first.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go LowNodeUtilization.Balance */
export function gatesOnUnderutilized(under: number, nodes: number, numberOfNodes: number): GateQuestion[] {
  return [
    {
      gate: 'someNodeIsUnder',
      open: under > 0,
      found: under,
      limit: 0,
      message: 'No node is underutilized, nothing to do here, you might tune your thresholds further',
    },
    {
      gate: 'moreUnderThanNumberOfNodes',
      open: under > numberOfNodes,
      found: under,
      limit: numberOfNodes,
      message: 'Number of nodes underutilized is less or equal than NumberOfNodes, nothing to do here',
    },
    {
      gate: 'notAllNodesAreUnder',
      open: under < nodes,
      found: under,
      limit: nodes,
      message: 'All nodes are underutilized, nothing to do here',
    },
  ];
}

/** Asks the gates in order and says whether all are open. The first closed one is the last that is asked.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go LowNodeUtilization.Balance */
export function* passGates(questions: readonly GateQuestion[]): DeschedulerRun<boolean> {
  for (const { message, ...question } of questions) {
    yield { kind: 'gateChecked', ...question, message: question.open ? undefined : message };
    if (!question.open) return false;
  }
  return true;
}

/** Nodes by their sort key, most first or least first; nodes with equal keys by name.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go sortNodesByUsage
 *  @simplifies upstream leaves the order of equal nodes to chance. */
export function sortNodesByUsage(nodes: readonly NodeInfo[], order: 'ascending' | 'descending'): NodeInfo[] {
  const sign = order === 'ascending' ? 1 : -1;
  return nodes
    .map((node) => ({ node, key: sortKey(node) }))
    .sort((a, b) => sign * (a.key - b.key))
    .map(({ node }) => node);
}
