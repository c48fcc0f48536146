import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import type { Projection } from 'kind-wasm-shim/kernel/projection.ts';
import { countable, parseQuantity } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import type { DeschedulerStep } from 'kind-wasm-shim/kubernetes/descheduler/framework/steps.ts';
import type {
  NodeUtilizationStep,
  ResourceCounts,
} from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { deschedulerStep } from '../descheduler-step.ts';
import { type PodFacts, podFacts } from './pod-facts.ts';

/** Everything the figure knows after some entry of the log. */
export interface ClusterState {
  readonly seq: number;
  readonly atMs: number;
  readonly nodes: ReadonlyMap<string, NodeState>;
  readonly pods: ReadonlyMap<string, PodFacts>;
  readonly run: RunState;
  /** Pods that came after the first run of the descheduler began. */
  readonly fresh: ReadonlySet<string>;
  /** Evicted pods that no other stands in for yet, by the uid of their owner. */
  readonly unreplaced: ReadonlyMap<string, readonly string[]>;
  /** For a pod, the evicted one that it stands in for. */
  readonly replaces: ReadonlyMap<string, string>;
  readonly placements: readonly PlacementState[];
}

export interface NodeState {
  readonly name: string;
  readonly unschedulable: boolean;
  /** Allocatable as the plugins count it; capacity when there is no allocatable. */
  readonly capacity: ResourceCounts;
}

type StepOf<Kind extends NodeUtilizationStep['kind']> = Extract<NodeUtilizationStep, { kind: Kind }>;

/** The latest run of the descheduler. */
export interface RunState {
  readonly phase: 'before' | 'running' | 'finished' | 'refused';
  readonly number: number;
  readonly plugin: string | undefined;
  readonly thresholds: StepOf<'thresholdsResolved'> | undefined;
  readonly classified: ReadonlyMap<string, StepOf<'nodeClassified'>>;
  readonly outcome: string | undefined;
  readonly refusal: string | undefined;
  readonly roomBefore: ResourceCounts | undefined;
  readonly roomLeft: ResourceCounts | undefined;
  readonly roomSteps: StepOf<'roomMeasured'> | undefined;
  readonly sources: ReadonlyMap<string, SourceState>;
  readonly currentSource: string | undefined;
  readonly evictions: readonly { readonly pod: string; readonly node: string }[];
}

export interface SourceState {
  readonly started: StepOf<'sourceStarted'>;
  /** The usage as the plugin keeps count of it. */
  readonly usage: ResourceCounts;
  readonly outcomes: ReadonlyMap<string, PodOutcome>;
  readonly finished: StepOf<'sourceFinished'> | undefined;
}

export type PodOutcome =
  | { readonly kind: 'evicted'; readonly number: number }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'refused'; readonly error: string };

export interface PlacementState {
  readonly pod: string;
  readonly node: string | undefined;
  readonly message: string | undefined;
  readonly nodes: readonly { readonly node: string; readonly total?: number; readonly why?: string }[];
}

const noRun: RunState = {
  phase: 'before',
  number: 0,
  plugin: undefined,
  thresholds: undefined,
  classified: new Map(),
  outcome: undefined,
  refusal: undefined,
  roomBefore: undefined,
  roomLeft: undefined,
  roomSteps: undefined,
  sources: new Map(),
  currentSource: undefined,
  evictions: [],
};

/** Folds the log into what the figure knows. */
export const clusterProjection: Projection<ClusterState> = {
  initial: {
    seq: 0,
    atMs: 0,
    nodes: new Map(),
    pods: new Map(),
    run: noRun,
    fresh: new Set(),
    unreplaced: new Map(),
    replaces: new Map(),
    placements: [],
  },
  reduce(state, entry) {
    return { ...reduceFact(state, entry), seq: entry.seq, atMs: entry.atMs };
  },
};

function reduceFact(state: ClusterState, entry: LogEntry): ClusterState {
  if (entry.kind === 'apiserver.objectWritten') {
    const { resource, type, object } = entry.data;
    if (resource === 'nodes') return nodeWritten(state, type, object as Node);
    if (resource === 'pods') return podWritten(state, type, object as Pod);
    return state;
  }
  if (entry.kind === 'scheduler.podBound') {
    const { pod, node, nodes } = entry.data;
    return withPlacement(state, { pod, node, message: undefined, nodes: nodes.map(nodeOutcome) });
  }
  if (entry.kind === 'scheduler.podUnschedulable') {
    const { pod, message, nodes } = entry.data;
    return withPlacement(state, { pod, node: undefined, message, nodes: nodes.map(nodeOutcome) });
  }
  if (entry.kind === 'descheduler.policyRefused') {
    return { ...state, run: { ...noRun, number: state.run.number + 1, phase: 'refused', refusal: entry.data.error } };
  }
  const step = deschedulerStep(entry);
  return step ? reduceStep(state, step) : state;
}

function nodeOutcome(decision: {
  readonly node: string;
  readonly total?: number;
  readonly filteredBy?: { readonly reasons: readonly string[] };
}) {
  const { node, total, filteredBy } = decision;
  return {
    node,
    ...(total === undefined ? {} : { total }),
    ...(filteredBy ? { why: filteredBy.reasons.join(', ') } : {}),
  };
}

/** Only pods that came after the first run matter here. */
function withPlacement(state: ClusterState, placement: PlacementState): ClusterState {
  if (!state.fresh.has(placement.pod)) return state;
  return { ...state, placements: [...state.placements.filter(({ pod }) => pod !== placement.pod), placement] };
}

function nodeWritten(state: ClusterState, type: string, node: Node): ClusterState {
  const name = node.metadata?.name ?? '';
  const nodes = new Map(state.nodes);
  if (type === 'DELETED') {
    nodes.delete(name);
  } else {
    const known = state.nodes.get(name);
    const list = node.status?.allocatable ?? node.status?.capacity ?? {};
    const capacity: Record<string, number> = {};
    for (const [resource, text] of Object.entries(list)) capacity[resource] = countable(resource, parseQuantity(text));
    const unschedulable = node.spec?.unschedulable === true;
    // Heartbeats write nodes again and again; a state that did not change stays the same object.
    if (known && known.unschedulable === unschedulable && sameCounts(known.capacity, capacity)) return state;
    nodes.set(name, { name, unschedulable, capacity });
  }
  return { ...state, nodes };
}

function sameCounts(one: ResourceCounts, other: ResourceCounts): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function podWritten(state: ClusterState, type: string, pod: Pod): ClusterState {
  const facts = podFacts(pod);
  const pods = new Map(state.pods);
  if (type === 'DELETED') {
    pods.delete(facts.key);
    return { ...state, pods };
  }
  pods.set(facts.key, facts);
  if (type !== 'ADDED' || state.run.number === 0) return { ...state, pods };
  const fresh = new Set(state.fresh).add(facts.key);
  const waiting = state.unreplaced.get(facts.owner?.uid ?? '') ?? [];
  const [replaced, ...others] = waiting;
  if (replaced === undefined || !facts.owner) return { ...state, pods, fresh };
  return {
    ...state,
    pods,
    fresh,
    unreplaced: new Map(state.unreplaced).set(facts.owner.uid, others),
    replaces: new Map(state.replaces).set(facts.key, replaced),
  };
}

function reduceStep(state: ClusterState, step: DeschedulerStep): ClusterState {
  const { run } = state;
  switch (step.kind) {
    case 'cycleStarted':
      return { ...state, run: { ...noRun, number: run.number + 1, phase: 'running' } };
    case 'cycleFailed':
    case 'profileRefused':
      return withRun(state, { phase: 'refused', refusal: step.error });
    case 'cycleFinished':
      return withRun(state, { phase: run.phase === 'refused' ? 'refused' : 'finished', currentSource: undefined });
    case 'pluginStarted':
      return withRun(state, { plugin: step.plugin });
    case 'thresholdsResolved':
      return withRun(state, { thresholds: step });
    case 'nodeClassified':
      return withRun(state, { classified: new Map(run.classified).set(step.node, step) });
    case 'gateChecked':
      return step.open ? state : withRun(state, { outcome: step.message });
    case 'roomMeasured':
      return withRun(state, { roomBefore: step.room, roomLeft: step.room, roomSteps: step });
    case 'sourceStarted': {
      const source = { started: step, usage: step.usage, outcomes: new Map<string, PodOutcome>(), finished: undefined };
      return withRun(state, { currentSource: step.node, sources: new Map(run.sources).set(step.node, source) });
    }
    case 'podEvicted':
      return podEvicted(state, step);
    case 'podSkipped':
      return withOutcome(state, step.node, `${step.pod.namespace}/${step.pod.name}`, {
        kind: 'skipped',
        reason: step.reason,
      });
    case 'evictionRefused':
      return withOutcome(state, step.node, `${step.pod.namespace}/${step.pod.name}`, {
        kind: 'refused',
        error: step.error,
      });
    case 'sourceFinished': {
      const source = run.sources.get(step.node);
      if (!source) return state;
      const sources = new Map(run.sources).set(step.node, { ...source, usage: step.usage, finished: step });
      return withRun(state, { sources, currentSource: undefined });
    }
    default:
      return state;
  }
}

function withRun(state: ClusterState, change: Partial<RunState>): ClusterState {
  return { ...state, run: { ...state.run, ...change } };
}

function withOutcome(state: ClusterState, node: string, pod: string, outcome: PodOutcome): ClusterState {
  const source = state.run.sources.get(node);
  if (!source) return state;
  const outcomes = new Map(source.outcomes).set(pod, outcome);
  return withRun(state, { sources: new Map(state.run.sources).set(node, { ...source, outcomes }) });
}

function podEvicted(state: ClusterState, step: StepOf<'podEvicted'>): ClusterState {
  const pod = `${step.pod.namespace}/${step.pod.name}`;
  const evictions = [...state.run.evictions, { pod, node: step.node }];
  const owner = state.pods.get(pod)?.owner;
  const marked = withOutcome(state, step.node, pod, { kind: 'evicted', number: evictions.length });
  const source = marked.run.sources.get(step.node);
  return {
    ...withRun(marked, {
      evictions,
      roomLeft: step.room ?? state.run.roomLeft,
      sources: source
        ? new Map(marked.run.sources).set(step.node, { ...source, usage: step.usage ?? source.usage })
        : marked.run.sources,
    }),
    unreplaced: owner
      ? new Map(state.unreplaced).set(owner.uid, [...(state.unreplaced.get(owner.uid) ?? []), pod])
      : state.unreplaced,
  };
}
