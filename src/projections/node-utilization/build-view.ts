import type { RankedPod, ResourceFact } from 'kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/steps.ts';
import type { FigureFact } from './moments.ts';
import type { PodFacts } from './pod-facts.ts';
import type { ClusterState, NodeState, RunState, SourceState } from './state.ts';
import type {
  Candidate,
  NodeClass,
  NodeRow,
  NodeUtilizationView,
  PodMark,
  ResourceCell,
  ResourceColumn,
  SourceNode,
} from './view.ts';

const basicResources = ['cpu', 'memory', 'pods'];

/** What the figure shows in a state. `fact` is what the cursor stands on. */
export function buildView(state: ClusterState, fact: FigureFact | undefined): NodeUtilizationView {
  const { run } = state;
  const columns = resourceColumns(run);
  const podsByNode = new Map<string, PodFacts[]>();
  const pending: PodFacts[] = [];
  for (const pod of state.pods.values()) {
    if (pod.ended) continue;
    const list = pod.node === undefined ? pending : (podsByNode.get(pod.node) ?? []);
    list.push(pod);
    if (pod.node !== undefined) podsByNode.set(pod.node, list);
  }
  return {
    seq: state.seq,
    atMs: state.atMs,
    fact,
    plugin: run.plugin ?? '',
    columns,
    nodes: [...state.nodes.values()]
      .sort((a, b) => compareText(a.name, b.name))
      .map((node) => nodeRow(state, node, podsByNode.get(node.name) ?? [], columns)),
    pending: pending.map((pod) => podMark(state, pod)),
    room:
      run.roomBefore &&
      Object.entries(run.roomBefore).map(([resource, before]) => ({
        resource,
        before,
        left: run.roomLeft?.[resource] ?? before,
      })),
    sources: sourceNodes(run),
    placements: state.placements.map(({ pod, node, message, nodes }) => ({
      pod,
      node,
      replaces: state.replaces.get(pod),
      scores: nodes.flatMap(({ node: name, total }) => (total === undefined ? [] : [{ node: name, score: total }])),
      ...(message === undefined ? {} : { message }),
    })),
    run: {
      phase: run.phase,
      number: run.number,
      evicted: run.evictions.length,
      ...(run.outcome === undefined ? {} : { outcome: run.outcome }),
      ...(run.refusal === undefined ? {} : { refusal: run.refusal }),
    },
  };
}

function resourceColumns(run: RunState): ResourceColumn[] {
  const thresholds = run.thresholds?.thresholds;
  if (!thresholds) return basicResources.map((name) => ({ name }));
  const isLow = run.plugin !== 'HighNodeUtilization';
  if (run.thresholds?.deviation) {
    const [anyNode] = run.classified.values();
    return thresholds.map(({ resource }) => deviationColumn(resource, anyNode?.resources));
  }
  return thresholds.map(({ resource, low, high, configured }) => ({
    name: resource,
    ...(configured ? { low } : {}),
    ...(isLow ? { high } : {}),
  }));
}

/** Distances from the mean become percentages when the first node is classified. */
function deviationColumn(name: string, facts: readonly ResourceFact[] | undefined): ResourceColumn {
  const fact = facts?.find((each) => each.name === name);
  const low = fact?.low.percent;
  const high = fact?.high.percent;
  const mean = fact?.low.average;
  if (typeof low !== 'number' || typeof high !== 'number' || typeof mean !== 'number') return { name };
  return { name, low, high, mean };
}

function nodeRow(
  state: ClusterState,
  node: NodeState,
  pods: readonly PodFacts[],
  columns: readonly ResourceColumn[],
): NodeRow {
  const { run } = state;
  const classified = run.classified.get(node.name);
  const isLow = run.plugin !== 'HighNodeUtilization';
  const role = classified && roleOf(classified.class, isLow);
  return {
    name: node.name,
    unschedulable: node.unschedulable,
    class: classified?.class,
    role,
    current: run.currentSource === node.name,
    cells: columns.map(({ name }) => {
      const fact = classified?.resources?.find((each) => each.name === name);
      return resourceCell(name, node.capacity[name] ?? 0, pods, fact, isLow);
    }),
    pods: drawingOrder(run.sources.get(node.name), pods).map((pod) => podMark(state, pod)),
  };
}

function roleOf(nodeClass: NodeClass, isLow: boolean): 'source' | 'target' | undefined {
  if (nodeClass === 'within') return undefined;
  return (nodeClass === 'over') === isLow ? 'source' : 'target';
}

function resourceCell(
  resource: string,
  capacity: number,
  pods: readonly PodFacts[],
  fact: ResourceFact | undefined,
  isLow: boolean,
): ResourceCell {
  let used = 0;
  let terminating = 0;
  for (const pod of pods) {
    const amount = pod.requests[resource] ?? 0;
    if (pod.terminating) terminating += amount;
    else used += amount;
  }
  const cell = { resource, used, terminating, capacity, percent: capacity > 0 ? (used / capacity) * 100 : 0 };
  if (!fact) return cell;
  const low = fact.low.value;
  const high = fact.high.value;
  const verdict: NodeClass = used <= low ? 'under' : isLow && used > high ? 'over' : 'within';
  return { ...cell, low, high, verdict, classified: fact.usage };
}

/** What stays is drawn first, then what is evicted last, so that the bar shrinks from its end; pods that have been evicted
 *  and still terminate come after everything that counts. */
function drawingOrder(source: SourceState | undefined, pods: readonly PodFacts[]): PodFacts[] {
  const ranks = new Map<string, number>();
  for (const pod of source?.started.pods ?? []) {
    ranks.set(`${pod.namespace}/${pod.name}`, pod.evictable ? pod.rank : Number.POSITIVE_INFINITY);
  }
  const rankOf = (pod: PodFacts) => ranks.get(pod.key);
  return [...pods].sort((a, b) => {
    if (a.terminating !== b.terminating) return a.terminating ? 1 : -1;
    const [one, other] = [rankOf(a), rankOf(b)];
    if (one !== undefined && other !== undefined && one !== other) return one > other ? -1 : 1;
    return compareByImportance(b, a);
  });
}

const qosRank = { BestEffort: 0, Burstable: 1, Guaranteed: 2 };

function compareByImportance(a: PodFacts, b: PodFacts): number {
  if (a.settled !== b.settled) return a.settled ? 1 : -1;
  const priority = (a.priority ?? Number.NEGATIVE_INFINITY) - (b.priority ?? Number.NEGATIVE_INFINITY);
  if (priority !== 0 && !Number.isNaN(priority)) return priority;
  return qosRank[a.qos] - qosRank[b.qos] || compareText(b.key, a.key);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function podMark(state: ClusterState, pod: PodFacts): PodMark {
  const replaces = state.replaces.get(pod.key);
  return {
    key: pod.key,
    qos: pod.qos,
    priority: pod.priority,
    requests: pod.requests,
    state: podState(pod),
    fresh: state.fresh.has(pod.key),
    settled: pod.settled,
    ...(replaces === undefined ? {} : { replaces }),
  };
}

function podState(pod: PodFacts): PodMark['state'] {
  if (pod.terminating) return 'terminating';
  if (pod.node === undefined) return 'pending';
  return pod.phase === 'Pending' ? 'starting' : 'running';
}

/** The source nodes in the order in which they are emptied; those that are still to come after those that were reached. */
function sourceNodes(run: RunState): SourceNode[] {
  const isLow = run.plugin !== 'HighNodeUtilization';
  const reached = [...run.sources.values()].map((source) => sourceNode(source));
  const waiting = [...run.classified.values()]
    .filter((step) => roleOf(step.class, isLow) === 'source' && !run.sources.has(step.node))
    .map(({ node }) => ({ name: node, reached: false, candidates: [], evicted: 0 }));
  return [...reached, ...waiting];
}

function sourceNode({ started, outcomes, finished, usage }: SourceState): SourceNode {
  const candidates = (started.pods ?? []).map((pod): Candidate => {
    const key = `${pod.namespace}/${pod.name}`;
    return {
      pod: key,
      priority: pod.priority ?? undefined,
      qos: pod.qosClass,
      requests: pod.requests,
      rank: pod.evictable ? pod.rank : undefined,
      notEvictable: pod.evictable ? [] : reasonTexts(pod),
      outcome: outcomes.get(key) ?? (finished && pod.evictable ? { kind: 'notReached' } : undefined),
    };
  });
  const evicted = [...outcomes.values()].filter(({ kind }) => kind === 'evicted').length;
  return {
    name: started.node,
    reached: true,
    candidates,
    evicted,
    usage,
    ...(finished ? { stop: { reason: finished.reason, resources: finished.resources } } : {}),
  };
}

/** The evictor joins several reasons in brackets. */
function reasonTexts(pod: RankedPod & { readonly evictable: false }): string[] {
  const { reason } = pod;
  return reason.startsWith('[') && reason.endsWith(']') ? reason.slice(1, -1).split(', ') : [reason];
}
