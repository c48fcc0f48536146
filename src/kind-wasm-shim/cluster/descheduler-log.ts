import { epochMs } from '../kubernetes/api/meta.ts';
import { formatQuantity, oneMilli, oneUnit } from '../kubernetes/api/quantity.ts';
import type { DeschedulerStep } from '../kubernetes/descheduler/framework/steps.ts';
import type { ResourceCounts, ResourceFact } from '../kubernetes/descheduler/plugins/nodeutilization/steps.ts';

/** A line of the descheduler's log: from which verbosity on it is printed, from which file, and its text. */
export interface LogMessage {
  readonly verbosity: number;
  readonly severity: 'I' | 'E';
  readonly file: string;
  readonly text: string;
}

/** What v0.28.1 prints for a step of its run.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go classifyNodes, evictPodsFromSourceNodes
 *  @simplifies messages that are only printed at verbosity 4 and above are left out */
export function deschedulerMessages(step: DeschedulerStep): readonly LogMessage[] {
  switch (step.kind) {
    case 'cycleFailed':
      return [message(0, 'descheduler.go', quote(step.error), {}, 'E')];
    case 'cycleFinished':
      return [message(1, 'descheduler.go', 'Number of evicted pods', { totalEvicted: step.evicted })];
    case 'profileRefused':
      return [
        message(0, 'descheduler.go', 'unable to create a profile', { err: step.error, profile: step.profile }, 'E'),
      ];
    case 'thresholdsResolved':
      return thresholdsMessage(step);
    case 'nodeClassified':
      return [classified(step.node, classText[step.class], step.resources ?? [])];
    case 'gateChecked':
      return gateMessages(step);
    case 'roomMeasured':
      return [message(1, plugin, 'Total capacity to be moved', room(step.room))];
    case 'sourceStarted':
      return sourceMessages(step);
    case 'podSkipped':
      return [];
    case 'podEvicted':
      return [];
    case 'evictionRefused': {
      if (step.by !== 'api') return [];
      const pod = `${step.pod.namespace}/${step.pod.name}`;
      return [message(0, 'evictions.go', 'Error evicting pod', { err: step.error, pod, reason: '' }, 'E')];
    }
    case 'sourceFinished': {
      if (step.reason === 'noRemovablePods') return [];
      const values = { node: step.node, evictedPods: step.evicted, usage: quantities(step.usage) };
      return [message(1, plugin, 'Evicted pods from node', values)];
    }
    default:
      return [];
  }
}

/** The line for an eviction that the API carried out.
 *  @models pkg/descheduler/evictions/evictions.go PodEvictor.EvictPod */
export function evictedMessage(pod: string, node: string, strategy: string, dryRun: boolean): LogMessage {
  return message(1, 'evictions.go', dryRun ? 'Evicted pod in dry run mode' : 'Evicted pod', {
    pod,
    reason: '',
    strategy,
    node,
  });
}

/** A line as klog prints it.
 *  @models staging/src/k8s.io/klog klog.go formatHeader
 *  @simplifies the line number after the file is 1: where a call stands in a file of Go says nothing here */
export function klogLine({ severity, file, text }: LogMessage, nowMs: number): string {
  const iso = new Date(epochMs + nowMs).toISOString();
  return `${severity}${iso.slice(5, 7)}${iso.slice(8, 10)} ${iso.slice(11, 23)}000       1 ${file}:1] ${text}`;
}

const plugin = 'nodeutilization.go';

const classText: Readonly<Record<string, string>> = {
  under: 'Node is underutilized',
  over: 'Node is overutilized',
  appropriate: 'Node is appropriately utilized',
  source: 'Node is underutilized',
  target: 'Node is overutilized',
};

type Values = Readonly<Record<string, unknown>>;

function message(
  verbosity: number,
  file: string,
  text: string,
  values: Values = {},
  severity: 'I' | 'E' = 'I',
): LogMessage {
  const pairs = Object.entries(values).map(([key, value]) => ` ${key}=${formatted(value)}`);
  return { verbosity, severity, file, text: `${text.startsWith('"') ? text : quote(text)}${pairs.join('')}` };
}

/** Texts in quotes, numbers bare, maps as JSON.
 *  @models klog/v2 internal/serialize/keyvalues.go KVListFormat */
function formatted(value: unknown): string {
  return JSON.stringify(value);
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function classified(node: string, text: string | undefined, resources: readonly ResourceFact[]): LogMessage {
  const usage = quantities(Object.fromEntries(resources.map((resource) => [resource.name, resource.usage])));
  const percentages = resources
    .filter(({ usagePercent }) => usagePercent !== null)
    .map(({ name, usagePercent }) => [name, usagePercent]);
  const usagePercentage = sorted(Object.fromEntries(percentages));
  return message(0, plugin, text ?? 'Node is appropriately utilized', { node, usage, usagePercentage });
}

function thresholdsMessage(step: Extract<DeschedulerStep, { kind: 'thresholdsResolved' }>): LogMessage[] {
  const values = (bound: 'low' | 'high') => {
    const entries = step.thresholds.map((threshold) => [
      shortNames[threshold.resource] ?? threshold.resource,
      threshold[bound],
    ]);
    return Object.fromEntries(entries) as Values;
  };
  return [
    message(1, 'lownodeutilization.go', 'Criteria for a node under utilization', values('low')),
    message(1, 'lownodeutilization.go', 'Criteria for a node above target utilization', values('high')),
  ];
}

const shortNames: Readonly<Record<string, string>> = { cpu: 'CPU', memory: 'Mem', pods: 'Pods' };

function gateMessages(step: Extract<DeschedulerStep, { kind: 'gateChecked' }>): LogMessage[] {
  const file = 'lownodeutilization.go';
  const counted: Readonly<Record<string, string>> = {
    someNodeIsUnder: 'Number of underutilized nodes',
    someNodeIsOver: 'Number of overutilized nodes',
  };
  const text = counted[step.gate];
  const messages = text ? [message(1, file, text, { totalNumber: step.found })] : [];
  return step.message === undefined ? messages : [...messages, message(1, file, step.message)];
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

function room(counts: ResourceCounts): Values {
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
