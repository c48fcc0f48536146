import type { CycleState } from './cycle-state.ts';
import type { FigureFact } from './moments.ts';
import type { PodFacts } from './pod-facts.ts';
import type { FigureState, NodeFacts } from './state.ts';
import type { CycleRow, DeschedulerView, NodeRow, PodChip, VerdictRow } from './view.ts';

/** What the figure shows in a state. `fact` is what the cursor stands on. */
export function buildView(state: FigureState, fact: FigureFact | undefined): DeschedulerView {
  const { cycle, pastCycles, version, scheduler, workloads } = state;
  const verdicts = verdictRows(state);
  const shownVerdict = verdictsByPod(verdicts);
  const chip = (pod: PodFacts) => podChip(state, pod, shownVerdict);
  const podsByNode = new Map<string, PodChip[]>();
  const pending: PodChip[] = [];
  for (const pod of inDrawingOrder(state)) {
    if (pod.node === undefined) {
      if (!pod.ended) pending.push(chip(pod));
      continue;
    }
    const list = podsByNode.get(pod.node) ?? [];
    list.push(chip(pod));
    podsByNode.set(pod.node, list);
  }
  for (const gone of goneChips(state, shownVerdict)) {
    const list = podsByNode.get(gone.node) ?? [];
    list.push(gone.chip);
    podsByNode.set(gone.node, list);
  }
  const keys = labelKeys(state);
  return {
    ...{ seq: state.seq, atMs: state.atMs, fact, version, scheduler, workloads, verdicts, pending },
    cycle: {
      number: cycle.number,
      phase: cycle.phase,
      ...(cycle.refusal === undefined ? {} : { refusal: cycle.refusal }),
      plugins: cycle.plugins,
      evicted: cycle.evictions.length,
    },
    pastCycles: [...pastCycles, ...(cycle.number > 0 ? [cycle] : [])].map(cycleRow),
    nodes: [...state.nodes.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((node) => nodeRow(cycle, node, keys, podsByNode.get(node.name) ?? [])),
    owners: cycle.owners,
    domains: cycle.domains,
    placements: [...state.placements.values()].map((placement) => ({
      ...placement,
      replaces: state.replaces.get(placement.pod),
    })),
  };
}

/** Pods of a workload stand together, workloads in the order in which they came. */
function inDrawingOrder({ pods, workloads }: FigureState): PodFacts[] {
  const place = new Map(workloads.map((name, index) => [name, index]));
  return [...pods.values()].sort(
    (a, b) =>
      (place.get(a.workload) ?? 0) - (place.get(b.workload) ?? 0) ||
      a.createdAtMs - b.createdAtMs ||
      (a.key < b.key ? -1 : 1),
  );
}

function verdictRows({ cycle, pods }: FigureState): VerdictRow[] {
  const places = new Map(cycle.evictions.map(({ pod, plugin, workload }, index) => [pod, { index, plugin, workload }]));
  return cycle.verdicts.map((verdict) => {
    const eviction = places.get(verdict.pod);
    const byThis = eviction?.plugin === cycle.plugins[verdict.plugin]?.plugin;
    return {
      ...verdict,
      node: verdict.node || (cycle.evictions[eviction?.index ?? -1]?.node ?? pods.get(verdict.pod)?.node ?? ''),
      workload: eviction?.workload ?? pods.get(verdict.pod)?.workload ?? '',
      evicted: eviction && byThis && verdict.kind === 'victim' ? eviction.index + 1 : undefined,
    };
  });
}

const weights = { victim: 5, refused: 4, left: 3, skipped: 2, protected: 1, inOrder: 0 };

/** What several plugins say of one pod: an eviction counts most, then what came close to one, of two alike
 *  the later. */
function verdictsByPod(verdicts: readonly VerdictRow[]): Map<string, number> {
  const shown = new Map<string, number>();
  verdicts.forEach((verdict, index) => {
    const known = verdicts[shown.get(verdict.pod) ?? -1];
    if (!known || weights[verdict.kind] >= weights[known.kind]) shown.set(verdict.pod, index);
  });
  return shown;
}

function podChip(state: FigureState, pod: PodFacts, verdicts: ReadonlyMap<string, number>): PodChip {
  const fresh = state.fresh.has(pod.key);
  const replaces = fresh ? state.replaces.get(pod.key) : undefined;
  const verdict = verdicts.get(pod.key);
  return {
    ...{ key: pod.key, workload: pod.workload, state: podState(pod), restarts: pod.restarts, fresh },
    ...(pod.reason === undefined ? {} : { reason: pod.reason }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}

function podState(pod: PodFacts): PodChip['state'] {
  if (pod.terminating) return 'terminating';
  if (pod.phase === 'Failed') return 'failed';
  if (pod.ended) return 'ended';
  if (pod.node === undefined) return 'pending';
  if (pod.reason === 'CrashLoopBackOff') return 'waiting';
  return pod.phase === 'Pending' ? 'starting' : 'running';
}

/** Pods that this cycle evicted and that are gone keep an outline where they were. */
function* goneChips({ cycle, pods }: FigureState, verdicts: ReadonlyMap<string, number>) {
  for (const { pod, node, workload } of cycle.evictions) {
    if (pods.has(pod)) continue;
    const verdict = verdicts.get(pod);
    const chip: PodChip = {
      ...{ key: pod, workload, state: 'gone', restarts: 0, fresh: false },
      ...(verdict === undefined ? {} : { verdict }),
    };
    yield { node, chip };
  }
}

/** Keys of labels that some pod speaks of. A node's own name as a label says nothing new. */
function labelKeys({ pods }: FigureState): Set<string> {
  const keys = new Set<string>();
  for (const { labelKeys: spoken } of pods.values()) for (const key of spoken) keys.add(key);
  keys.delete('kubernetes.io/hostname');
  return keys;
}

function nodeRow(cycle: CycleState, node: NodeFacts, keys: ReadonlySet<string>, pods: readonly PodChip[]): NodeRow {
  const { name, unschedulable, ready, taints, labels } = node;
  const fact = cycle.classes.findLast((each) => each.node === name);
  return {
    ...{ name, unschedulable, ready, taints, pods },
    labels: [...keys].flatMap((key) => (labels[key] === undefined ? [] : [`${key}=${labels[key]}`])),
    class: fact && { is: fact.class, plugin: cycle.plugins[fact.plugin]?.plugin ?? '' },
    usage: (fact?.resources ?? []).map(({ name: resource, usagePercent }) => ({ resource, percent: usagePercent })),
    evicted: cycle.evictions.filter((eviction) => eviction.node === name).length,
  };
}

function cycleRow({ number, startedAtMs, evictions }: CycleState): CycleRow {
  const byWorkload: Record<string, number> = {};
  for (const { workload } of evictions) byWorkload[workload] = (byWorkload[workload] ?? 0) + 1;
  const ages = evictions.map(({ ageMs }) => Math.floor(ageMs / 1000));
  return {
    ...{ number, startedAtMs, byWorkload },
    evicted: evictions.length,
    oldestSeconds: ages.length > 0 ? Math.max(...ages) : undefined,
  };
}
