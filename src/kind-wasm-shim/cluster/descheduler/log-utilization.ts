import { formatQuantity, oneMilli, oneUnit } from '../../kubernetes/api/quantity.ts';
import { comparesPercentages, logsClassifiedNodesOnly } from '../../kubernetes/descheduler/framework/differences.ts';
import type { DeschedulerVersion } from '../../kubernetes/descheduler/framework/release.ts';
import type { DeschedulerStep } from '../../kubernetes/descheduler/framework/steps.ts';
import type { ResourceCounts } from '../../kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import { type LogMessage, message, type Values } from './log-message.ts';

/** What LowNodeUtilization and HighNodeUtilization print for a step; nothing for a step of others.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go classifyNodes, evictPodsFromSourceNodes
 *  @simplifies HighNodeUtilization's criteria are printed as LowNodeUtilization's, and the nodes of v0.36 one by one where they
 *  are classified, not all at the end */
export function utilizationMessages(step: DeschedulerStep, version: DeschedulerVersion): readonly LogMessage[] {
  switch (step.kind) {
    case 'thresholdsResolved':
      return thresholdsMessages(step);
    case 'nodeClassified':
      return classifiedMessages(step, version);
    case 'gateChecked':
      return gateMessages(step);
    case 'roomMeasured':
      return [message(1, plugin, 'Total capacity to be moved', named(step.room))];
    case 'sourceStarted':
      return sourceMessages(step);
    case 'podSkipped': {
      if (step.reason !== 'taints') return [];
      const pod = `${step.pod.namespace}/${step.pod.name}`;
      return [message(3, plugin, "Skipping eviction for pod, doesn't tolerate node taint", { pod })];
    }
    case 'podEvicted': {
      if (step.usage === undefined) return [];
      const pod = `${step.pod.namespace}/${step.pod.name}`;
      return [
        message(3, plugin, 'Evicted pods', { pod }),
        message(3, plugin, 'Updated node usage', { node: step.node, ...named(step.usage) }),
      ];
    }
    case 'sourceFinished': {
      if (step.reason === 'noRemovablePods' || comparesPercentages(version)) return [];
      const values = { node: step.node, evictedPods: step.evicted, usage: quantities(step.usage) };
      return [message(1, plugin, 'Evicted pods from node', values)];
    }
    default:
      return [];
  }
}

const plugin = 'nodeutilization.go';

function classifiedMessages(
  step: Extract<DeschedulerStep, { kind: 'nodeClassified' }>,
  version: DeschedulerVersion,
): LogMessage[] {
  const { node, resources = [] } = step;
  const usage = quantities(Object.fromEntries(resources.map((resource) => [resource.name, resource.usage])));
  const percents = resources.flatMap(({ name, usagePercent }) => (usagePercent === null ? [] : [[name, usagePercent]]));
  const values = { node, usage, usagePercentage: sorted(Object.fromEntries(percents)) };
  const category = { under: 'underutilized', over: 'overutilized', within: 'appropriately utilized' }[step.class];
  if (!comparesPercentages(version)) return [message(0, plugin, `Node is ${category}`, values)];
  if (step.class !== 'within') {
    return [message(0, plugin, 'Node has been classified', { category, ...values })];
  }
  const isLogged = step.reason !== 'unschedulable' || !logsClassifiedNodesOnly(version);
  return isLogged ? [message(0, plugin, `Node is ${category}`, values)] : [];
}

function thresholdsMessages(step: Extract<DeschedulerStep, { kind: 'thresholdsResolved' }>): LogMessage[] {
  const values = (bound: 'low' | 'high') =>
    named(Object.fromEntries(step.thresholds.map((threshold) => [threshold.resource, threshold[bound]])));
  return [
    message(1, 'lownodeutilization.go', 'Criteria for a node under utilization', values('low')),
    message(1, 'lownodeutilization.go', 'Criteria for a node above target utilization', values('high')),
  ];
}

function gateMessages(step: Extract<DeschedulerStep, { kind: 'gateChecked' }>): LogMessage[] {
  const file = 'lownodeutilization.go';
  const counted: Readonly<Record<string, string>> = {
    someNodeIsUnder: 'Number of underutilized nodes',
    someNodeIsOver: 'Number of overutilized nodes',
  };
  const text = counted[step.gate];
  const messages = text ? [message(1, file, text, { totalNumber: step.found })] : [];
  if (step.message === undefined) return messages;
  const isCount = step.gate === 'moreUnderThanNumberOfNodes';
  const values: Values = isCount ? { underutilizedNodes: step.found, numberOfNodes: step.limit } : {};
  return [...messages, message(1, file, step.message, values)];
}

function sourceMessages(step: Extract<DeschedulerStep, { kind: 'sourceStarted' }>): LogMessage[] {
  const { node, removable, notRemovable } = step;
  const counts = { node, allPods: removable + notRemovable, nonRemovablePods: notRemovable, removablePods: removable };
  const start = [
    message(3, plugin, 'Evicting pods from node', { node, usage: quantities(step.usage) }),
    message(2, plugin, 'Pods on node', counts),
  ];
  if (removable === 0) return [...start, message(1, plugin, 'No removable pods on node, try next node', { node })];
  const order = "Evicting pods based on priority, if they have same priority, they'll be evicted based on QoS tiers";
  return [...start, message(1, plugin, order)];
}

const shortNames: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'Mem', pods: 'Pods' };

/** Amounts under the short names of their resources. */
function named(counts: ResourceCounts): Values {
  return Object.fromEntries(Object.entries(counts).map(([name, amount]) => [shortNames[name] ?? name, amount]));
}

/** Amounts as quantities, by name. */
function quantities(counts: ResourceCounts): Values {
  const texts = Object.entries(counts).map(([name, amount]) => {
    const exact = BigInt(Math.trunc(amount)) * (name === 'cpu' ? oneMilli : oneUnit);
    return [name, formatQuantity(exact, name === 'memory' ? 'BinarySI' : 'DecimalSI')];
  });
  return sorted(Object.fromEntries(texts));
}

function sorted(values: Values): Values {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}
