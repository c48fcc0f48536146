import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import type { Projection } from 'kind-wasm-shim/kernel/projection.ts';
import { isReady } from 'kind-wasm-shim/kubernetes/descheduler/framework/snapshot.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { deschedulerStep } from '../descheduler-step.ts';
import { type CycleState, noCycle, reduceStep } from './cycle-state.ts';
import { type PodFacts, podFacts } from './pod-facts.ts';

/** Everything the figure knows after some entry of the log. */
export interface FigureState {
  readonly seq: number;
  readonly atMs: number;
  readonly nodes: ReadonlyMap<string, NodeFacts>;
  readonly pods: ReadonlyMap<string, PodFacts>;
  /** Names of workloads in the order in which their first pods came. */
  readonly workloads: readonly string[];
  readonly version: string;
  readonly scheduler: string;
  /** The latest cycle, and those before it. */
  readonly cycle: CycleState;
  readonly pastCycles: readonly CycleState[];
  /** Pods that came after the latest cycle began. */
  readonly fresh: ReadonlySet<string>;
  /** Evicted pods that no other stands in for yet, by the uid of their owner. */
  readonly unreplaced: ReadonlyMap<string, readonly string[]>;
  /** For a pod, the evicted one that it stands in for. */
  readonly replaces: ReadonlyMap<string, string>;
  /** Of those pods. */
  readonly placements: ReadonlyMap<string, PlacementFacts>;
}

export interface NodeFacts {
  readonly name: string;
  readonly unschedulable: boolean;
  readonly ready: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** As `key=value:effect`. */
  readonly taints: readonly string[];
}

/** Where the scheduler put a pod, and the points of each node that it could choose from. */
export interface PlacementFacts {
  readonly pod: string;
  readonly node: string | undefined;
  readonly message: string | undefined;
  readonly nodes: readonly {
    readonly node: string;
    readonly total?: number;
    readonly scores?: Readonly<Record<string, number>>;
    readonly why?: string;
  }[];
}

/** Folds the log into what the figure knows. */
export const figureProjection: Projection<FigureState> = {
  initial: {
    seq: 0,
    atMs: 0,
    nodes: new Map(),
    pods: new Map(),
    workloads: [],
    version: '',
    scheduler: '',
    cycle: noCycle,
    pastCycles: [],
    fresh: new Set(),
    unreplaced: new Map(),
    replaces: new Map(),
    placements: new Map(),
  },
  reduce(state, entry) {
    return { ...reduceFact(state, entry), seq: entry.seq, atMs: entry.atMs };
  },
};

function reduceFact(state: FigureState, entry: LogEntry): FigureState {
  switch (entry.kind) {
    case 'input': {
      const { type, version, scheduler } = (entry.data.input ?? {}) as Record<string, unknown>;
      return type === 'setUp' ? { ...state, version: String(version), scheduler: String(scheduler) } : state;
    }
    case 'apiserver.objectWritten': {
      const { resource, type, object } = entry.data;
      if (resource === 'nodes') return nodeWritten(state, type, object as Node);
      return resource === 'pods' ? podWritten(state, type, object as Pod) : state;
    }
    case 'scheduler.podBound': {
      const { pod, node, nodes } = entry.data;
      return withPlacement(state, { pod, node, message: undefined, nodes: nodes.map(nodeOutcome) });
    }
    case 'scheduler.podUnschedulable': {
      const { pod, message, nodes } = entry.data;
      return withPlacement(state, { pod, node: undefined, message, nodes: nodes.map(nodeOutcome) });
    }
    case 'descheduler.policyRefused':
      return beginCycle(state, { ...noCycle, startedAtMs: entry.atMs, phase: 'refused', refusal: entry.data.error });
    case 'descheduler.evictionRequested': {
      const { pod, node, reason } = entry.data;
      const asked = { pod: `${pod.namespace}/${pod.name}`, node, plugin: reason };
      return { ...state, cycle: { ...state.cycle, asked } };
    }
    default: {
      const step = deschedulerStep(entry);
      if (!step) return state;
      if (step.kind === 'cycleStarted') {
        return beginCycle(state, { ...noCycle, startedAtMs: entry.atMs, phase: 'running' });
      }
      return { ...state, cycle: reduceStep(state.cycle, step) };
    }
  }
}

function beginCycle(state: FigureState, cycle: CycleState): FigureState {
  const pastCycles = state.cycle.number > 0 ? [...state.pastCycles, state.cycle] : state.pastCycles;
  const began = { ...cycle, number: state.cycle.number + 1 };
  return { ...state, pastCycles, cycle: began, fresh: new Set(), placements: new Map() };
}

function nodeOutcome(decision: {
  readonly node: string;
  readonly total?: number;
  readonly scores?: Readonly<Record<string, number>>;
  readonly filteredBy?: { readonly reasons: readonly string[] };
}) {
  const { node, total, scores, filteredBy } = decision;
  return {
    node,
    ...(total === undefined ? {} : { total }),
    ...(scores === undefined ? {} : { scores }),
    ...(filteredBy ? { why: filteredBy.reasons.join(', ') } : {}),
  };
}

/** Only pods that came after the cycle began matter here. */
function withPlacement(state: FigureState, placement: PlacementFacts): FigureState {
  if (!state.fresh.has(placement.pod)) return state;
  return { ...state, placements: new Map(state.placements).set(placement.pod, placement) };
}

function nodeWritten(state: FigureState, type: string, node: Node): FigureState {
  const name = node.metadata?.name ?? '';
  const nodes = new Map(state.nodes);
  if (type === 'DELETED') {
    nodes.delete(name);
    return { ...state, nodes };
  }
  const facts = nodeFacts(node);
  const before = state.nodes.get(name);
  // Heartbeats write nodes again and again; a state that did not change stays the same object.
  if (before && JSON.stringify(before) === JSON.stringify(facts)) return state;
  nodes.set(name, facts);
  return { ...state, nodes };
}

/** The facts of a node object. */
export function nodeFacts(node: Node): NodeFacts {
  return {
    name: node.metadata?.name ?? '',
    unschedulable: node.spec?.unschedulable === true,
    ready: isReady(node),
    labels: node.metadata?.labels ?? {},
    taints: (node.spec?.taints ?? []).map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`),
  };
}

function podWritten(before: FigureState, type: string, pod: Pod): FigureState {
  const facts = podFacts(pod);
  const { key, owner, workload } = facts;
  const leaves = type === 'DELETED' || facts.terminating;
  const state = leaves && before.cycle.asked?.pod === key ? evicted(before, key) : before;
  const pods = new Map(state.pods);
  if (type === 'DELETED') {
    pods.delete(key);
    return { ...state, pods };
  }
  pods.set(key, facts);
  if (type !== 'ADDED') return { ...state, pods };
  const workloads = state.workloads.includes(workload) ? state.workloads : [...state.workloads, workload];
  if (state.cycle.number === 0) return { ...state, pods, workloads };
  const fresh = new Set(state.fresh).add(key);
  const [replaced, ...others] = state.unreplaced.get(owner?.uid ?? '') ?? [];
  if (replaced === undefined || !owner) return { ...state, pods, workloads, fresh };
  return {
    ...{ ...state, pods, workloads, fresh },
    unreplaced: new Map(state.unreplaced).set(owner.uid, others),
    replaces: new Map(state.replaces).set(key, replaced),
  };
}

/** The API carried out what the descheduler had asked for. */
function evicted(state: FigureState, key: string): FigureState {
  const { asked, evictions } = state.cycle;
  const pod = state.pods.get(key);
  if (!asked || !pod) return state;
  const eviction = {
    ...{ pod: key, node: asked.node, plugin: asked.plugin, workload: pod.workload },
    ...{ ageMs: state.atMs - pod.createdAtMs, facts: pod },
  };
  const { owner } = pod;
  return {
    ...state,
    cycle: { ...state.cycle, asked: undefined, evictions: [...evictions, eviction] },
    // For one that had ended its controller has long made another.
    unreplaced:
      owner && !pod.ended
        ? new Map(state.unreplaced).set(owner.uid, [...(state.unreplaced.get(owner.uid) ?? []), key])
        : state.unreplaced,
  };
}
