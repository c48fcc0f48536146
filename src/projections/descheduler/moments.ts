import type { Log, LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { namespacedName } from 'kind-wasm-shim/kubernetes/api/meta.ts';
import type { DeschedulerStep, PodName } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { deschedulerStep } from '../descheduler-step.ts';
import type { Moment } from '../timeline.ts';
import type { Basis } from './cycle-state.ts';
import { podFacts } from './pod-facts.ts';
import { type NodeFacts, nodeFacts } from './state.ts';

/** Which part of the cluster acted. */
export type Actor = 'reader' | 'descheduler' | 'controller' | 'scheduler' | 'kubelet';

/** What happened at a moment that the figure stops at. Plain JSON. */
export type FigureFact =
  | { readonly kind: 'start' }
  | { readonly kind: 'nodeChanged'; readonly node: string; readonly changes: readonly NodeChange[] }
  | { readonly kind: 'cycleStarted'; readonly nodes: number }
  | { readonly kind: 'cycleSkipped'; readonly nodes: number }
  | { readonly kind: 'cycleFinished'; readonly evicted: number }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'pluginStarted'; readonly plugin: string; readonly profile: string }
  | { readonly kind: 'pluginFailed'; readonly plugin: string; readonly error: string }
  | { readonly kind: 'gateClosed'; readonly message: string }
  | { readonly kind: 'nodesClassified'; readonly sources: number; readonly nodes: number }
  /** Pods that the plugin looked at one after the other and that stay. */
  | { readonly kind: 'looked'; readonly inOrder: readonly string[]; readonly protected: readonly string[] }
  | { readonly kind: 'judged'; readonly pod: string; readonly basis: Basis }
  | { readonly kind: 'podSkipped'; readonly pod: string; readonly reason: string }
  | { readonly kind: 'evictionRefused'; readonly pod: string; readonly by: string; readonly error: string }
  | { readonly kind: 'podEvicted'; readonly pod: string; readonly node: string; readonly plugin: string }
  | { readonly kind: 'ranked'; readonly node: string; readonly removable: number; readonly notRemovable: number }
  | {
      readonly kind: 'duplicatesCounted';
      readonly owner: string;
      readonly occurrences: number;
      readonly targets: number;
      readonly upperAverage: number;
    }
  | {
      readonly kind: 'domainsCounted';
      readonly topologyKey: string;
      readonly sizes: readonly number[];
      readonly skew: number;
      readonly maxSkew: number;
      readonly balanced: boolean;
    }
  | {
      readonly kind: 'domainsEvened';
      readonly from: string;
      readonly to: string;
      readonly pods: number;
      readonly chosen: number;
    }
  | { readonly kind: 'podCreated'; readonly pod: string; readonly owner: string | undefined }
  | { readonly kind: 'podBound'; readonly pod: string; readonly node: string }
  | { readonly kind: 'podUnschedulable'; readonly pod: string; readonly message: string }
  | { readonly kind: 'podFailed'; readonly pod: string; readonly reason: string | undefined }
  | { readonly kind: 'podGone'; readonly pod: string; readonly node: string | undefined }
  | { readonly kind: 'atRest' };

/** How a node differs from what it was before. `label`: `key=value` before and after, undefined where there was none. */
export type NodeChange =
  | { readonly what: 'joined' }
  | { readonly what: 'cordoned' | 'uncordoned' | 'ready' | 'notReady' }
  | { readonly what: 'tainted' | 'untainted'; readonly taint: string }
  | {
      readonly what: 'label';
      readonly key: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
    };

export interface FigureMoment extends Moment {
  readonly actor: Actor;
  readonly fact: FigureFact;
}

/** The moments that the figure stops at: the state at `fromMs`, then everything that changes the picture, and last the entry
 *  after which no pod changes any more. */
export function figureMoments(log: Log, fromMs: number): FigureMoment[] {
  const start = log.seqAt(fromMs);
  const reader = new FactReader();
  const moments: FigureMoment[] = [{ seq: start, atMs: fromMs, actor: 'reader', fact: { kind: 'start' } }];
  let lastChange: LogEntry | undefined;
  for (const entry of log.entries) {
    const fact = reader.read(entry);
    if (entry.seq <= start) continue;
    if (fact) add(moments, { seq: entry.seq, atMs: entry.atMs, actor: actorOf(fact), fact });
    if (entry.kind === 'apiserver.objectWritten' && entry.data.resource === 'pods') lastChange = entry;
  }
  const last = moments.at(-1);
  if (last && lastChange && lastChange.seq > last.seq) {
    moments.push({ seq: lastChange.seq, atMs: lastChange.atMs, actor: 'kubelet', fact: { kind: 'atRest' } });
  }
  return moments;
}

/** What only adds to the moment before it takes its place. */
function add(moments: FigureMoment[], moment: FigureMoment): void {
  const before = moments.at(-1);
  // A pod that had ended is gone as soon as it is evicted.
  const isGone = moment.fact.kind === 'podGone' && before?.atMs === moment.atMs;
  if (isGone && before?.fact.kind === 'podEvicted' && 'pod' in moment.fact && before.fact.pod === moment.fact.pod) {
    moments[moments.length - 1] = { ...before, seq: moment.seq };
    return;
  }
  const joined = before && joinedFact(before.fact, moment.fact);
  if (joined) moments[moments.length - 1] = { ...moment, fact: joined };
  else moments.push(moment);
}

function joinedFact(before: FigureFact, fact: FigureFact): FigureFact | undefined {
  if (before.kind === 'looked' && fact.kind === 'looked') {
    return {
      kind: 'looked',
      inOrder: [...new Set([...before.inOrder, ...fact.inOrder])],
      protected: [...new Set([...before.protected, ...fact.protected])],
    };
  }
  if (before.kind === 'nodesClassified' && fact.kind === 'nodesClassified') {
    return { kind: 'nodesClassified', sources: before.sources + fact.sources, nodes: before.nodes + fact.nodes };
  }
  return undefined;
}

/** Tells facts from entries. Some are told by comparing with what was there before. */
class FactReader {
  private readonly nodes = new Map<string, NodeFacts>();
  private readonly ended = new Set<string>();
  private asked: { pod: string; node: string; plugin: string } | undefined;
  private plugin = '';

  read(entry: LogEntry): FigureFact | undefined {
    switch (entry.kind) {
      case 'scheduler.podBound':
        return { kind: 'podBound', pod: entry.data.pod, node: entry.data.node };
      case 'scheduler.podUnschedulable':
        return { kind: 'podUnschedulable', pod: entry.data.pod, message: entry.data.message };
      case 'descheduler.policyRefused':
        return { kind: 'refused', error: entry.data.error };
      case 'descheduler.evictionRequested': {
        const { pod, node, reason } = entry.data;
        this.asked = { pod: nameOf(pod), node, plugin: reason };
        return undefined;
      }
      case 'apiserver.objectWritten': {
        const { resource, type, object } = entry.data;
        if (resource === 'nodes') return this.nodeFact(object as Node);
        return resource === 'pods' ? this.podFact(type, object as Pod) : undefined;
      }
      default: {
        const step = deschedulerStep(entry);
        return step && this.stepFact(step);
      }
    }
  }

  private nodeFact(node: Node): FigureFact | undefined {
    const facts = nodeFacts(node);
    const before = this.nodes.get(facts.name);
    this.nodes.set(facts.name, facts);
    const changes = before ? nodeChanges(before, facts) : [{ what: 'joined' } as const];
    return changes.length > 0 ? { kind: 'nodeChanged', node: facts.name, changes } : undefined;
  }

  private podFact(type: string, pod: Pod): FigureFact | undefined {
    const key = namespacedName(pod);
    const { asked } = this;
    if (asked?.pod === key && (type === 'DELETED' || pod.metadata?.deletionTimestamp)) {
      this.asked = undefined;
      return { kind: 'podEvicted', ...asked };
    }
    if (type === 'ADDED') return { kind: 'podCreated', pod: key, owner: pod.metadata?.ownerReferences?.[0]?.name };
    if (type === 'DELETED') return { kind: 'podGone', pod: key, node: pod.spec?.nodeName };
    // How the containers of a pod end that was told to go says nothing about it.
    if (pod.status?.phase !== 'Failed' || pod.metadata?.deletionTimestamp || this.ended.has(key)) return undefined;
    this.ended.add(key);
    return { kind: 'podFailed', pod: key, reason: podFacts(pod).reason };
  }

  private stepFact(step: DeschedulerStep): FigureFact | undefined {
    switch (step.kind) {
      case 'cycleStarted':
        return { kind: 'cycleStarted', nodes: step.nodes.length };
      case 'cycleSkipped':
        return { kind: 'cycleSkipped', nodes: step.nodes };
      case 'cycleFinished':
        return { kind: 'cycleFinished', evicted: step.evicted };
      case 'cycleFailed':
      case 'profileRefused':
        return { kind: 'refused', error: step.error };
      case 'pluginStarted':
        this.plugin = step.plugin;
        return { kind: 'pluginStarted', plugin: step.plugin, profile: step.profile };
      case 'pluginFailed':
        return { kind: 'pluginFailed', plugin: step.plugin, error: step.error };
      case 'gateChecked':
        return step.open ? undefined : { kind: 'gateClosed', message: step.message ?? step.gate };
      case 'nodeClassified': {
        const isSource = step.class === (this.plugin === 'HighNodeUtilization' ? 'under' : 'over');
        return { kind: 'nodesClassified', sources: isSource ? 1 : 0, nodes: 1 };
      }
      case 'sourceStarted':
        return { kind: 'ranked', node: step.node, removable: step.removable, notRemovable: step.notRemovable };
      case 'podJudged':
        return step.victim
          ? { kind: 'judged', pod: nameOf(step.pod), basis: step.judgement }
          : { kind: 'looked', inOrder: [nameOf(step.pod)], protected: [] };
      case 'podNotEvictable':
        return { kind: 'looked', inOrder: [], protected: [nameOf(step.pod)] };
      case 'podSkipped':
        return { kind: 'podSkipped', pod: nameOf(step.pod), reason: step.reason };
      case 'evictionRefused':
        this.asked = undefined;
        return { kind: 'evictionRefused', pod: nameOf(step.pod), by: step.by, error: step.error };
      case 'duplicatesCounted': {
        const { owner, occurrences, targets, upperAverage } = step;
        return { kind: 'duplicatesCounted', owner: owner.name, occurrences, targets: targets.length, upperAverage };
      }
      case 'domainsCounted': {
        const { topologyKey, skew, maxSkew, balanced, domains } = step;
        const sizes = domains.map(({ size }) => size);
        return { kind: 'domainsCounted', topologyKey, sizes, skew, maxSkew, balanced };
      }
      case 'domainsEvened': {
        const { from, to, pods, chosen } = step;
        return { kind: 'domainsEvened', from, to, pods: pods.length, chosen: chosen.length };
      }
      default:
        return undefined;
    }
  }
}

function nodeChanges(before: NodeFacts, after: NodeFacts): NodeChange[] {
  const changes: NodeChange[] = [];
  if (before.unschedulable !== after.unschedulable) {
    changes.push({ what: after.unschedulable ? 'cordoned' : 'uncordoned' });
  }
  if (before.ready !== after.ready) changes.push({ what: after.ready ? 'ready' : 'notReady' });
  // The taints that follow from these two would say it a second time.
  const shown = (taint: string) => !taint.startsWith('node.kubernetes.io/');
  for (const taint of after.taints.filter(shown)) {
    if (!before.taints.includes(taint)) changes.push({ what: 'tainted', taint });
  }
  for (const taint of before.taints.filter(shown)) {
    if (!after.taints.includes(taint)) changes.push({ what: 'untainted', taint });
  }
  for (const key of new Set([...Object.keys(before.labels), ...Object.keys(after.labels)])) {
    const [was, is] = [before.labels[key], after.labels[key]];
    if (was !== is) changes.push({ what: 'label', key, before: was, after: is });
  }
  return changes;
}

function nameOf(pod: PodName): string {
  return `${pod.namespace}/${pod.name}`;
}

function actorOf({ kind }: FigureFact): Actor {
  switch (kind) {
    case 'start':
    case 'nodeChanged':
      return 'reader';
    case 'podCreated':
      return 'controller';
    case 'podBound':
    case 'podUnschedulable':
      return 'scheduler';
    case 'podGone':
    case 'podFailed':
    case 'atRest':
      return 'kubelet';
    default:
      return 'descheduler';
  }
}

/** The moment that a figure opens at: a cycle is done, so that every verdict can be seen. With three cycles and more it is the
 *  last, since what they have in common is the story then, else the first. When it never comes to that, the last moment. */
export function openingMoment(moments: readonly FigureMoment[]): number {
  const ends = moments.flatMap(({ fact: { kind } }, index) =>
    kind === 'cycleFinished' || kind === 'refused' ? [index] : [],
  );
  return (ends.length < 3 ? ends[0] : ends.at(-1)) ?? Math.max(0, moments.length - 1);
}
