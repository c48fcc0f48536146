import type { Namespace, Node, Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { RandomStream } from '../../kernel/random.ts';
import { isTerminating } from '../../kubernetes/api/pod-properties.ts';
import { runCycle } from '../../kubernetes/descheduler/framework/cycle.ts';
import type { Registry } from '../../kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerPolicy } from '../../kubernetes/descheduler/framework/policy.ts';
import type { DeschedulerStep, EvictionResult, PodName } from '../../kubernetes/descheduler/framework/steps.ts';
import type { ScoringStrategy } from '../../kubernetes/scheduler/plugins/node-resources-fit.ts';
import { WhatIfBudgets } from './budgets.ts';
import { tellingRefusals } from './refusals.ts';
import { type Repetition, Repetitions } from './repeats.ts';
import { WhatIfScheduler } from './scheduler.ts';
import { type Successor, successorOf, workloadOf } from './successor.ts';

/** The cluster that is asked "what if". Nothing in it is changed. */
export interface WhatIfCluster {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly podDisruptionBudgets: readonly PodDisruptionBudget[];
  /** Asked about by policies that select namespaces by their labels. */
  readonly namespaces?: readonly Namespace[] | undefined;
}

export interface WhatIfOptions {
  readonly policy: DeschedulerPolicy;
  readonly registry: Registry;
  /** How many descheduling cycles to look ahead; fewer run when the cluster comes to rest. */
  readonly cycles: number;
  /** The time of the first cycle (Unix milliseconds), and how long after it each next one comes. */
  readonly nowMs: number;
  readonly intervalMs: number;
  readonly scoringStrategy: ScoringStrategy;
  readonly seed: number;
}

/** Why no further cycle is looked at. `repeats`: the cluster stands where it stood before, so all that follows is known. */
export type WhatIfEnd =
  | { readonly why: 'cycles' | 'atRest' | 'cycleFailed' }
  | { readonly why: 'repeats'; readonly repetition: Repetition };

/** What happens, in the order in which it does. */
export type WhatIfStep =
  /** So many pods of the snapshot have been counted on their nodes. */
  | { readonly kind: 'podsCounted'; readonly pods: number; readonly of: number }
  | {
      readonly kind: 'cycleBegan';
      readonly cycle: number;
      readonly nowMs: number;
      readonly utilization: Utilization;
      readonly pendingPods: number;
    }
  /** The descheduler's own step. The request to evict is followed by its answer. */
  | { readonly kind: 'descheduler'; readonly cycle: number; readonly step: DeschedulerStep }
  /** The evictor does not let a pod go that a plugin asked about. */
  | {
      readonly kind: 'refusedByEvictor';
      readonly cycle: number;
      readonly pod: PodName;
      readonly node: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'evictionAnswered';
      readonly cycle: number;
      readonly pod: PodName;
      readonly node: string;
      readonly plugin: string;
      /** What the pod belongs to, as `namespace/Kind/name`. */
      readonly workload: string;
      readonly result: EvictionResult;
      readonly budget: string | undefined;
      readonly cause: string | undefined;
    }
  | { readonly kind: 'podLost'; readonly cycle: number; readonly pod: PodName; readonly why: 'noController' | 'ended' }
  | { readonly kind: 'schedulingBegan'; readonly cycle: number; readonly pods: number }
  /** A successor, or a pod that was waiting already, was given a node or none. */
  | {
      readonly kind: 'podScheduled';
      readonly cycle: number;
      readonly pod: PodName;
      /** The pod that it replaces; undefined for one that was waiting before this cycle. */
      readonly replaces: PodName | undefined;
      readonly node: string | undefined;
      /** What the scheduler says when it is none. */
      readonly message: string | undefined;
    }
  | {
      readonly kind: 'cycleEnded';
      readonly cycle: number;
      readonly evicted: number;
      readonly placed: number;
      readonly pendingPods: number;
      readonly utilization: Utilization;
    }
  | { readonly kind: 'ended'; readonly end: WhatIfEnd };

/** What is requested on each node, in the order of the snapshot's nodes: `requested[node * resources.length + resource]`,
 *  in millicores, bytes and pods. */
export interface Utilization {
  readonly resources: readonly string[];
  readonly requested: Float64Array;
}

/** The resources that a utilization tells. */
export const utilizationResources = ['cpu', 'memory', 'pods'] as const;

interface Waiting {
  readonly pod: Pod;
  readonly replaces: PodName | undefined;
}

/** Runs the descheduler on a picture of a cluster, has the scheduler place what it evicted, and goes on for some cycles. */
export class WhatIf {
  readonly #cluster: WhatIfCluster;
  readonly #options: WhatIfOptions;
  readonly #pods = new Map<string, Pod>();
  readonly #before: Pod[][] = [];
  readonly #scheduler: WhatIfScheduler;
  readonly #budgets: WhatIfBudgets;
  readonly #names: RandomStream;
  /** The uids of the pods that replaced others. */
  readonly #replacements = new Set<string>();
  #waiting: Waiting[] = [];

  constructor(cluster: WhatIfCluster, options: WhatIfOptions) {
    this.#cluster = cluster;
    this.#options = options;
    const ties = new RandomStream(options.seed, 'what-if/ties');
    this.#names = new RandomStream(options.seed, 'what-if/names');
    this.#scheduler = new WhatIfScheduler(cluster.nodes, options.scoringStrategy, ties, cluster.namespaces);
    this.#budgets = new WhatIfBudgets(cluster.podDisruptionBudgets, cluster.pods);
  }

  /** The pods as they stood before a cycle, counted from 1; one more than the last cycle gives those at the end. */
  podsBefore(cycle: number): readonly Pod[] {
    return this.#before[cycle - 1] ?? [...this.#pods.values()];
  }

  /** What each node offers to pods, laid out as a utilization is. */
  allocatable(): Float64Array {
    return this.#perNode((node, resource) => this.#scheduler.allocatableOn(node, resource));
  }

  /** How many healthy pods each disruption budget has now, and how many it needs. */
  budgets(): { readonly name: string; readonly currentHealthy: number; readonly desiredHealthy: number }[] {
    return [...this.#budgets.levels()];
  }

  /** Everything that happens, one step at a time. Whoever asks may stop at any step.
   *  @simplifies pods that were terminating in the snapshot are gone after the first cycle, and successors run and are ready
   *  before the next */
  *run(): Generator<WhatIfStep, void> {
    const { cycles, nowMs, intervalMs } = this.#options;
    yield* this.#countPods();
    const repetitions = new Repetitions();
    this.#note(repetitions, 0);
    for (let cycle = 1; cycle <= cycles; cycle++) {
      const cycleMs = nowMs + (cycle - 1) * intervalMs;
      this.#before.push([...this.#pods.values()]);
      const began = { cycle, nowMs: cycleMs, utilization: this.#utilization(), pendingPods: this.#waiting.length };
      yield { kind: 'cycleBegan', ...began };
      const { evicted, failed } = yield* this.#deschedule(cycle, cycleMs);
      const terminated = cycle === 1 ? this.#endTerminatingPods() : 0;
      const placed = yield* this.#schedule(cycle, cycleMs);
      const ended = { cycle, evicted, placed, pendingPods: this.#waiting.length, utilization: this.#utilization() };
      yield { kind: 'cycleEnded', ...ended };
      const end = failed
        ? { why: 'cycleFailed' as const }
        : this.#endAfter(cycle, evicted, placed + terminated, repetitions);
      if (end === undefined) continue;
      yield { kind: 'ended', end };
      return;
    }
    yield { kind: 'ended', end: { why: 'cycles' } };
  }

  *#countPods(): Generator<WhatIfStep, void> {
    const { pods } = this.#cluster;
    for (const [index, pod] of pods.entries()) {
      const counted = withUid(pod);
      this.#pods.set(keyOf(counted), counted);
      this.#scheduler.add(counted);
      if (waitsForNode(counted)) this.#waiting.push({ pod: counted, replaces: undefined });
      if (index % 1000 === 999) yield { kind: 'podsCounted', pods: index + 1, of: pods.length };
    }
  }

  #endAfter(cycle: number, evicted: number, moved: number, repetitions: Repetitions): WhatIfEnd | undefined {
    if (evicted === 0 && moved === 0) return { why: 'atRest' };
    const repetition = this.#note(repetitions, cycle);
    return repetition === undefined || evicted === 0 ? undefined : { why: 'repeats', repetition };
  }

  #note(repetitions: Repetitions, cycle: number): Repetition | undefined {
    return repetitions.note(cycle, this.#pods.values(), (pod) => this.#replacements.has(pod.metadata?.uid ?? ''));
  }

  *#deschedule(cycle: number, nowMs: number): Generator<WhatIfStep, { evicted: number; failed: boolean }> {
    const { nodes, namespaces = [], podDisruptionBudgets } = this.#cluster;
    const refused: WhatIfStep[] = [];
    const told = new Set<string>();
    const registry = tellingRefusals(
      this.#options.registry,
      (pod, reason) => {
        const key = keyOf(pod);
        if (told.has(key)) return;
        told.add(key);
        refused.push({ kind: 'refusedByEvictor', cycle, pod: nameOf(pod), node: pod.spec?.nodeName ?? '', reason });
      },
      nodes.length <= largestExplained,
    );
    const others = () => ({ namespaces, podDisruptionBudgets });
    const reader = { nodes: () => nodes, pods: () => [...this.#pods.values()], others };
    const run = runCycle(this.#options.policy, reader, { registry, detail: 'full', nowMs });
    let answer: EvictionResult | undefined;
    let evicted = 0;
    let failed = false;
    for (;;) {
      const { value: step, done } = run.next(answer);
      answer = undefined;
      while (refused.length > 0) yield refused.shift() as WhatIfStep;
      if (done) return { evicted, failed };
      if (step.kind === 'pluginStarted') told.clear();
      if (step.kind === 'cycleFailed') failed = true;
      yield { kind: 'descheduler', cycle, step };
      if (step.kind !== 'evict') continue;
      answer = yield* this.#evict(cycle, nowMs, step);
      if (answer.evicted) evicted += 1;
    }
  }

  *#evict(
    cycle: number,
    nowMs: number,
    { pod: name, node, reason }: Extract<DeschedulerStep, { kind: 'evict' }>,
  ): Generator<WhatIfStep, EvictionResult> {
    const pod = this.#pods.get(`${name.namespace}/${name.name}`);
    const workload = pod === undefined ? '' : workloadOf(pod);
    const about = { kind: 'evictionAnswered' as const, cycle, pod: name, node, plugin: reason, workload };
    if (pod === undefined) {
      const result = { evicted: false as const, code: 404, message: `pods ${JSON.stringify(name.name)} not found` };
      yield { ...about, result, budget: undefined, cause: undefined };
      return result;
    }
    const { result, budget, cause } = this.#budgets.evict(pod);
    yield { ...about, result, budget, cause };
    if (!result.evicted) return result;
    const createdAt = new Date(nowMs).toISOString().replace('.000Z', 'Z');
    const successor: Successor = successorOf(pod, this.#names, createdAt);
    this.#pods.delete(keyOf(pod));
    this.#scheduler.remove(pod);
    if (successor.kind === 'gone') {
      yield { kind: 'podLost', cycle, pod: name, why: successor.why };
    } else if (successor.kind === 'sameNode') {
      this.#settle(pod);
      yield { kind: 'podScheduled', cycle, pod: name, replaces: name, node, message: undefined };
    } else {
      this.#replacements.add(successor.pod.metadata?.uid ?? '');
      this.#waiting.push({ pod: successor.pod, replaces: name });
      this.#pods.set(keyOf(successor.pod), successor.pod);
    }
    return result;
  }

  *#schedule(cycle: number, _nowMs: number): Generator<WhatIfStep, number> {
    const queue = inSchedulingOrder(this.#waiting);
    this.#waiting = [];
    if (queue.length > 0) yield { kind: 'schedulingBegan', cycle, pods: queue.length };
    let placed = 0;
    for (const waiting of queue) {
      const { pod, replaces } = waiting;
      const placement = this.#scheduler.place(pod);
      const about = { kind: 'podScheduled' as const, cycle, pod: nameOf(pod), replaces };
      if ('node' in placement) {
        const spec = { ...pod.spec, containers: pod.spec?.containers ?? [], nodeName: placement.node };
        this.#settle({ ...pod, spec });
        placed += 1;
        yield { ...about, node: placement.node, message: undefined };
      } else {
        this.#waiting.push({ pod, replaces: undefined });
        yield { ...about, node: undefined, message: placement.message };
      }
    }
    return placed;
  }

  /** Has a pod run on its node. */
  #settle(pod: Pod): void {
    const running: Pod = { ...pod, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } };
    this.#pods.set(keyOf(running), running);
    this.#scheduler.add(running);
    this.#budgets.becameReady(running);
  }

  #endTerminatingPods(): number {
    let ended = 0;
    for (const [key, pod] of this.#pods) {
      if (!isTerminating(pod)) continue;
      this.#pods.delete(key);
      this.#scheduler.remove(pod);
      ended += 1;
    }
    return ended;
  }

  #utilization(): Utilization {
    const requested = this.#perNode((node, resource) => this.#scheduler.requestedOn(node, resource));
    return { resources: utilizationResources, requested };
  }

  #perNode(read: (node: string, resource: string) => number): Float64Array {
    const { nodes } = this.#cluster;
    const table = new Float64Array(nodes.length * utilizationResources.length);
    let at = 0;
    for (const { metadata } of nodes) {
      for (const resource of utilizationResources) table[at++] = read(metadata?.name ?? '', resource);
    }
    return table;
  }
}

/** With more nodes than this a pod that fits nowhere is not explained node by node. */
const largestExplained = 50;

/** The order in which the scheduler takes pods: important ones first, then those that wait longest.
 *  @models pkg/scheduler/framework/plugins/queuesort/priority_sort.go PrioritySort.Less */
function inSchedulingOrder(waiting: readonly Waiting[]): Waiting[] {
  const createdAt = ({ pod }: Waiting) => Date.parse(pod.metadata?.creationTimestamp ?? '') || 0;
  const priority = ({ pod }: Waiting) => pod.spec?.priority ?? 0;
  return [...waiting].sort((a, b) => priority(b) - priority(a) || createdAt(a) - createdAt(b));
}

/** Whether the default scheduler has the pod to place. */
function waitsForNode(pod: Pod): boolean {
  const { nodeName, schedulerName = 'default-scheduler', schedulingGates } = pod.spec ?? {};
  const isHeld = schedulerName !== 'default-scheduler' || (schedulingGates ?? []).length > 0;
  return !nodeName && !isHeld && (pod.status?.phase ?? 'Pending') === 'Pending' && !isTerminating(pod);
}

function nameOf(pod: Pod): PodName {
  return { namespace: pod.metadata?.namespace ?? '', name: pod.metadata?.name ?? '' };
}

function keyOf(pod: Pod): string {
  return `${pod.metadata?.namespace ?? ''}/${pod.metadata?.name ?? ''}`;
}

/** Everything here tells pods apart by uid, which a snapshot written by hand may lack. */
function withUid(pod: Pod): Pod {
  return pod.metadata?.uid ? pod : { ...pod, metadata: { ...pod.metadata, uid: keyOf(pod) } };
}
