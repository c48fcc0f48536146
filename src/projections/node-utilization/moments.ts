import type { Log, LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { namespacedName } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { DeschedulerStep } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { SourceEnd } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { deschedulerStep } from '../descheduler-step.ts';
import type { Moment } from '../timeline.ts';
import type { NodeClass } from './view.ts';

/** Which part of the cluster acted. */
export type Actor = 'reader' | 'descheduler' | 'controller' | 'scheduler' | 'kubelet';

/** What happened at a moment that the figure stops at. Plain JSON. */
export type FigureFact =
  | { readonly kind: 'start' }
  | { readonly kind: 'nodeCordoned'; readonly node: string; readonly cordoned: boolean }
  | { readonly kind: 'cycleStarted'; readonly nodes: number }
  | { readonly kind: 'thresholdsResolved'; readonly deviation: boolean }
  | { readonly kind: 'nodeClassified'; readonly node: string; readonly class: NodeClass; readonly edited: boolean }
  | { readonly kind: 'gateClosed'; readonly message: string }
  | { readonly kind: 'roomMeasured'; readonly targets: readonly string[] }
  | { readonly kind: 'sourceStarted'; readonly node: string; readonly removable: number; readonly notRemovable: number }
  | { readonly kind: 'podEvicted'; readonly pod: string; readonly node: string }
  | { readonly kind: 'podSkipped'; readonly pod: string; readonly node: string; readonly reason: string }
  | { readonly kind: 'evictionRefused'; readonly pod: string; readonly node: string; readonly error: string }
  | {
      readonly kind: 'sourceFinished';
      readonly node: string;
      readonly reason: SourceEnd;
      readonly resources: readonly string[];
      readonly evicted: number;
    }
  | { readonly kind: 'cycleFinished'; readonly evicted: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'podCreated'; readonly pod: string; readonly owner: string | undefined }
  | { readonly kind: 'podBound'; readonly pod: string; readonly node: string }
  | { readonly kind: 'podUnschedulable'; readonly pod: string; readonly message: string }
  | { readonly kind: 'atRest' }
  | { readonly kind: 'podGone'; readonly pod: string; readonly node: string | undefined };

export interface FigureMoment extends Moment {
  readonly actor: Actor;
  readonly fact: FigureFact;
}

/** The moments that the figure stops at: the state at `fromMs`, then everything that changes the picture, and last the
 *  cluster at rest. */
export function figureMoments(log: Log, fromMs: number): FigureMoment[] {
  const start = log.seqAt(fromMs);
  const moments: FigureMoment[] = [{ seq: start, atMs: fromMs, actor: 'reader', fact: { kind: 'start' } }];
  const cordoned = new Map<string, boolean>();
  let lastChange: LogEntry | undefined;
  for (const entry of log.entries) {
    const fact = readFact(entry, cordoned);
    if (entry.seq <= start) continue;
    if (fact) moments.push({ seq: entry.seq, atMs: entry.atMs, actor: actorOf(fact), fact });
    if (entry.kind === 'apiserver.objectWritten' && entry.data.resource === 'pods') lastChange = entry;
  }
  const last = moments.at(-1);
  const rest = last && lastChange && restAfter(log, last, lastChange);
  if (rest) moments.push({ seq: rest.seq, atMs: rest.atMs, actor: 'kubelet', fact: { kind: 'atRest' } });
  return moments;
}

/** The entry that shows the cluster at rest: the last change of a pod, or what follows when that is a moment of its own. */
function restAfter(log: Log, last: FigureMoment, lastChange: LogEntry): LogEntry | undefined {
  if (lastChange.seq > last.seq) return lastChange;
  return lastChange.seq === last.seq ? log.entries.find(({ seq }) => seq > last.seq) : undefined;
}

function readFact(entry: LogEntry, cordoned: Map<string, boolean>): FigureFact | undefined {
  if (entry.kind === 'scheduler.podBound') return { kind: 'podBound', pod: entry.data.pod, node: entry.data.node };
  if (entry.kind === 'scheduler.podUnschedulable') {
    return { kind: 'podUnschedulable', pod: entry.data.pod, message: entry.data.message };
  }
  if (entry.kind === 'apiserver.objectWritten') {
    const { resource, type, object } = entry.data;
    if (resource === 'nodes') return nodeFact(object as Node, cordoned);
    if (resource !== 'pods') return undefined;
    const pod = namespacedName(object);
    const { spec } = object as Pod;
    if (type === 'ADDED') return { kind: 'podCreated', pod, owner: object.metadata.ownerReferences?.[0]?.name };
    return type === 'DELETED' ? { kind: 'podGone', pod, node: spec?.nodeName } : undefined;
  }
  if (entry.kind === 'descheduler.policyRefused') return { kind: 'refused', error: entry.data.error };
  const step = deschedulerStep(entry);
  return step && stepFact(step);
}

function nodeFact(node: Node, cordoned: Map<string, boolean>): FigureFact | undefined {
  const name = node.metadata?.name ?? '';
  const isCordoned = node.spec?.unschedulable === true;
  const wasCordoned = cordoned.get(name) ?? false;
  cordoned.set(name, isCordoned);
  return isCordoned === wasCordoned ? undefined : { kind: 'nodeCordoned', node: name, cordoned: isCordoned };
}

function stepFact(step: DeschedulerStep): FigureFact | undefined {
  switch (step.kind) {
    case 'cycleStarted':
      return { kind: 'cycleStarted', nodes: step.nodes.length };
    case 'cycleFailed':
    case 'profileRefused':
      return { kind: 'refused', error: step.error };
    case 'cycleFinished':
      return { kind: 'cycleFinished', evicted: step.evicted };
    case 'thresholdsResolved':
      return { kind: 'thresholdsResolved', deviation: step.deviation };
    case 'nodeClassified':
      return {
        kind: 'nodeClassified',
        node: step.node,
        class: step.class,
        edited: step.reason === 'editedAlgorithm',
      };
    case 'gateChecked':
      return step.open ? undefined : { kind: 'gateClosed', message: step.message ?? step.gate };
    case 'roomMeasured':
      return { kind: 'roomMeasured', targets: step.targets };
    case 'sourceStarted':
      return { kind: 'sourceStarted', node: step.node, removable: step.removable, notRemovable: step.notRemovable };
    case 'podSkipped':
      return { kind: 'podSkipped', pod: namespacedPod(step.pod), node: step.node, reason: step.reason };
    case 'podEvicted':
      return { kind: 'podEvicted', pod: namespacedPod(step.pod), node: step.node };
    case 'evictionRefused':
      return { kind: 'evictionRefused', pod: namespacedPod(step.pod), node: step.node, error: step.error };
    case 'sourceFinished': {
      const { node, reason, resources, evicted } = step;
      return { kind: 'sourceFinished', node, reason, resources, evicted };
    }
    default:
      return undefined;
  }
}

function namespacedPod(pod: { readonly namespace: string; readonly name: string }): string {
  return `${pod.namespace}/${pod.name}`;
}

function actorOf({ kind }: FigureFact): Actor {
  switch (kind) {
    case 'start':
    case 'nodeCordoned':
      return 'reader';
    case 'podCreated':
      return 'controller';
    case 'podBound':
    case 'podUnschedulable':
      return 'scheduler';
    case 'podGone':
      return 'kubelet';
    default:
      return 'descheduler';
  }
}

/** The moment that a figure opens at: the first source node's pods are ranked and nothing has been evicted yet. When it never
 *  comes to that, the last one. */
export function openingMoment(moments: readonly FigureMoment[]): number {
  const ranked = moments.findIndex(({ fact }) => fact.kind === 'sourceStarted');
  return ranked >= 0 ? ranked : Math.max(0, moments.length - 1);
}
