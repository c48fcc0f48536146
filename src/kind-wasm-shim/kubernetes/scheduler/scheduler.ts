import type { Namespace, Node, Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { Channel } from '../../kernel/channel.ts';
import { periodically, sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { StatusError } from '../api/errors.ts';
import { apiTime, controllerOf, namespacedName } from '../api/meta.ts';
import type { ApiClient } from '../apiserver/client.ts';
import { Informer, type InformerChange } from '../apiserver/informer.ts';
import { defaultProfile } from './default-profile.ts';
import { fitErrorMessage } from './fit-error.ts';
import type { ClusterEvent, FilterFailure, SchedulingCycle } from './framework.ts';
import type { ScoringStrategy } from './plugins/node-resources-fit.ts';
import { computePodRequest } from './pod-request.ts';
import { type NodeDecision, type Profile, runFilters, schedulePod } from './schedule-pod.ts';
import { SchedulerCache } from './scheduler-cache.ts';
import { type QueuedPod, SchedulingQueue } from './scheduling-queue.ts';

declare module '../../kernel/log.ts' {
  interface LogFacts {
    /** A pod was given a node: what became of every node that was looked at, the feasible ones with their points. */
    'scheduler.podBound': SchedulingDecision & { node: string };
    /** No node was found. */
    'scheduler.podUnschedulable': SchedulingDecision & { message: string };
  }
}

export interface SchedulingDecision {
  /** `namespace/name`. */
  pod: string;
  attempts: number;
  /** At most 32 of them, the feasible ones first. */
  nodes: readonly NodeDecision[];
  nodesLeftOut: number;
}

export interface SchedulerOptions {
  /** Only pods with this spec.schedulerName are taken. */
  readonly schedulerName?: string;
  readonly scoringStrategy?: ScoringStrategy;
}

const largestDecision = 32;
/** @models pkg/scheduler/backend/queue/scheduling_queue.go DefaultPodMaxInUnschedulablePodsDuration */
const longestUnschedulableMs = 300_000;
const flushPeriodMs = 30_000;

/** Watches pods without a node and gives them one.
 *  @models pkg/scheduler/scheduler.go Scheduler
 *  @simplifies one pod at a time from the queue to its binding, a few milliseconds each; no preemption, no extenders */
export class Scheduler {
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly schedulerName: string;
  private readonly cache = new SchedulerCache();
  private readonly queue = new SchedulingQueue();
  private readonly profile: Profile;
  private readonly podsWaiting: Channel<void>;
  private nextStartNodeIndex = 0;

  constructor(kernel: Kernel, client: ApiClient, options: SchedulerOptions = {}) {
    this.kernel = kernel;
    this.client = client;
    this.schedulerName = options.schedulerName ?? 'default-scheduler';
    this.podsWaiting = new Channel(kernel, 1);
    const { cache } = this;
    const lookup: Parameters<typeof defaultProfile>[0] = {
      node: (name) => cache.node(name),
      podsByNode: (namespace, selector, counted) => cache.podsByNode(namespace, selector, counted),
      termsForbidding: (pod, namespaceLabels) => cache.termsForbidding(pod, namespaceLabels),
      termsWeighing: (pod, namespaceLabels) => cache.termsWeighing(pod, namespaceLabels),
      namespaces: () => client.list<Namespace>('namespaces').items,
      ownerSelector: (pod) => this.ownerSelector(pod),
    };
    this.profile = defaultProfile(lookup, options.scoringStrategy ?? 'LeastAllocated');
  }

  /** The scheduler as a process; its parts end with it. */
  *run(): Task {
    this.kernel.spawn('kube-scheduler nodes', this.watchNodes(), { owned: true });
    this.kernel.spawn('kube-scheduler pods', this.watchPods(), { owned: true });
    this.kernel.spawn('kube-scheduler flush', this.flushLeftovers(), { owned: true });
    for (;;) {
      yield* this.podsWaiting.take();
      // A decision takes a moment, and what comes in meanwhile takes part in it.
      while (this.queue.hasActive) {
        yield* sleep(this.kernel.random('scheduler/latency').integer(1, 4));
        const next = this.queue.pop();
        if (!next) break;
        this.kernel.cause = next.cause;
        this.scheduleOne(next);
      }
    }
  }

  private *watchNodes(): Task {
    const informer = new Informer<Node>(this.client, 'nodes');
    const ofNodeAlone = this.profile.filters.filter(({ looksBeyondNode }) => !looksBeyondNode);
    for (;;) {
      const change = yield* informer.changes.take();
      if (!change) return;
      const { object, previous } = change;
      if (change.type === 'DELETED') {
        this.cache.removeNode(object.metadata?.name ?? '');
        this.wake('nodeDeleted');
        continue;
      }
      const info = this.cache.setNode(object);
      for (const event of nodeEvents(previous, object)) {
        this.wake(event, (queued) => !runFilters(ofNodeAlone, this.cycle(queued.pod), info));
      }
    }
  }

  private *watchPods(): Task {
    const fieldSelector = 'status.phase!=Succeeded,status.phase!=Failed';
    const informer = new Informer<Pod>(this.client, 'pods', { fieldSelector });
    for (;;) {
      const change = yield* informer.changes.take();
      if (!change) return;
      this.podChanged(change);
    }
  }

  /** @models pkg/scheduler/eventhandlers.go addAllEventHandlers */
  private podChanged({ type, object: pod, previous }: InformerChange<Pod>): void {
    const key = namespacedName(pod);
    if (type === 'DELETED') {
      this.queue.remove(key);
      if (this.cache.removePod(pod)) this.wake('assignedPodDeleted');
    } else if (pod.spec?.nodeName) {
      this.queue.remove(key);
      this.cache.setPod(pod);
      const event = assignedPodEvent(previous, pod);
      if (event) this.wake(event, (queued) => this.profile.filters.some((plugin) => plugin.mayHelp?.(queued.pod, pod)));
    } else if (pod.spec?.schedulerName === this.schedulerName) {
      if (pod.metadata?.deletionTimestamp) this.queue.remove(key);
      else if (this.queue.add(pod, this.kernel.nowMs, this.kernel.cause)) this.podsWaiting.offer();
      else this.podUpdated(pod);
    }
  }

  private podUpdated(pod: Pod): void {
    // Only a new spec or new labels can help; the scheduler's own status updates must not wake the pod.
    const queued = this.queue.get(namespacedName(pod));
    if (queued?.state !== 'unschedulable' || queued.triedAs === specAndLabels(pod)) return;
    this.wake('podUpdated', (other) => other === queued);
  }

  private *flushLeftovers(): Task {
    for (;;) {
      yield* periodically(flushPeriodMs);
      if (this.queue.flushOlderThan(longestUnschedulableMs, this.kernel.nowMs) > 0) this.podsWaiting.offer();
    }
  }

  private wake(event: ClusterEvent, helps: (queued: QueuedPod) => boolean = () => true): void {
    const moved = this.queue.wake(event, this.kernel.nowMs, this.kernel.cause, helps);
    if (moved.active > 0) this.podsWaiting.offer();
    for (const queued of moved.backoff) {
      this.kernel.spawn(`kube-scheduler back-off of ${queued.key}`, this.backOff(queued), { owned: false });
    }
  }

  private *backOff(queued: QueuedPod): Task {
    yield* sleep(queued.readyAtMs - this.kernel.nowMs);
    if (this.queue.endBackoff(queued, this.kernel.nowMs)) this.podsWaiting.offer();
  }

  /** @models pkg/scheduler/schedule_one.go Scheduler.ScheduleOne */
  private scheduleOne(queued: QueuedPod): void {
    const cycle = this.cycle(queued.pod);
    const ties = this.kernel.random('scheduler/ties');
    const result = schedulePod(this.profile, cycle, this.nextStartNodeIndex, ties);
    if (cycle.nodes.length > 0) {
      this.nextStartNodeIndex = (this.nextStartNodeIndex + result.evaluated) % cycle.nodes.length;
    }
    if (result.type === 'selected') this.bind(queued, cycle, result.node.name, result.decisions);
    else this.handleSchedulingFailure(queued, cycle, result.failures, result.decisions);
  }

  /** @models pkg/scheduler/schedule_one.go Scheduler.bindingCycle */
  private bind(queued: QueuedPod, cycle: SchedulingCycle, node: string, decisions: readonly NodeDecision[]): void {
    const { pod, key } = queued;
    const { namespace = '', name = '' } = pod.metadata ?? {};
    try {
      this.client.bind(namespace, name, node);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      // The pod went away, or somebody else was faster: the watch will tell, or has already.
      this.queue.remove(key);
      return;
    }
    this.queue.remove(key);
    this.kernel.append('scheduler.podBound', { ...decision(queued, decisions), node });
    this.cache.setPod(
      { ...pod, spec: { ...pod.spec, containers: pod.spec?.containers ?? [], nodeName: node } },
      cycle.request,
    );
    this.recordEvent(pod, 'Normal', 'Scheduled', 'Binding', `Successfully assigned ${key} to ${node}`);
  }

  /** @models pkg/scheduler/schedule_one.go Scheduler.handleSchedulingFailure */
  private handleSchedulingFailure(
    queued: QueuedPod,
    cycle: SchedulingCycle,
    failures: readonly FilterFailure[],
    decisions: readonly NodeDecision[],
  ): void {
    const message = fitErrorMessage(cycle.nodes.length, failures);
    const refusedBy = new Set(failures.map(({ plugin }) => plugin));
    const refusing = this.profile.filters.filter(({ name }) => refusedBy.has(name));
    // A node that came with a taint was no help when it came, and is from when it loses the taint.
    const always: readonly ClusterEvent[] = ['nodeAdded', 'nodeTaintsChanged'];
    const wakesOn = new Set<ClusterEvent>([...always, ...refusing.flatMap((plugin) => plugin.wakesOn)]);
    queued.triedAs = specAndLabels(queued.pod);
    this.queue.refuse(queued, wakesOn, this.kernel.nowMs);
    this.kernel.append('scheduler.podUnschedulable', { ...decision(queued, decisions), message });
    this.recordEvent(queued.pod, 'Warning', 'FailedScheduling', 'Scheduling', message);
    this.updatePodCondition(queued.pod, message);
  }

  /** @models pkg/scheduler/schedule_one.go updatePod */
  private updatePodCondition(pod: Pod, message: string): void {
    const conditions = pod.status?.conditions ?? [];
    const before = conditions.find(({ type }) => type === 'PodScheduled');
    if (before?.status === 'False' && before.message === message) return;
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      lastProbeTime: null,
      lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : apiTime(this.kernel.nowMs),
      reason: 'Unschedulable',
      message,
    };
    const others = conditions.filter(({ type }) => type !== 'PodScheduled');
    const { namespace = '', name = '' } = pod.metadata ?? {};
    try {
      const patch = { status: { conditions: [...others, condition] } };
      this.client.patch('pods', namespace, name, 'merge', patch, { subresource: 'status' });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private recordEvent(pod: Pod, type: 'Normal' | 'Warning', reason: string, action: string, message: string): void {
    this.client.recordEvent({ involvedObject: pod, type, reason, action, message, component: this.schedulerName });
  }

  private cycle(pod: Pod): SchedulingCycle {
    return { pod, request: computePodRequest(pod), nodes: this.cache.nodes };
  }

  /** @models pkg/scheduler/framework/plugins/helper/spread.go DefaultSelector */
  private ownerSelector(pod: Pod): LabelSelector | undefined {
    const owner = controllerOf(pod);
    const resource = owner && spreadOwners[owner.kind];
    if (!resource) return undefined;
    try {
      const found = this.client.get<{ spec?: { selector?: LabelSelector } }>(
        resource,
        pod.metadata?.namespace,
        owner.name,
      );
      return found.spec?.selector;
    } catch (error) {
      if (error instanceof StatusError) return undefined;
      throw error;
    }
  }
}

const spreadOwners: Readonly<Record<string, string>> = {
  ReplicaSet: 'replicasets.apps',
  StatefulSet: 'statefulsets.apps',
};

function decision(queued: QueuedPod, nodes: readonly NodeDecision[]): SchedulingDecision {
  const kept = nodes.slice(0, largestDecision);
  return { pod: queued.key, attempts: queued.attempts, nodes: kept, nodesLeftOut: nodes.length - kept.length };
}

/** @models pkg/scheduler/eventhandlers.go addPodToCache, updatePodInCache */
function assignedPodEvent(before: Pod | undefined, after: Pod): ClusterEvent | undefined {
  if (!before?.spec?.nodeName) return 'assignedPodAdded';
  const differ = JSON.stringify(before.metadata?.labels) !== JSON.stringify(after.metadata?.labels);
  return differ ? 'assignedPodLabelsChanged' : undefined;
}

function specAndLabels({ spec, metadata }: Pod): string {
  return JSON.stringify([spec, metadata?.labels]);
}

/** @models pkg/scheduler/framework/events.go NodeSchedulingPropertiesChange */
function nodeEvents(before: Node | undefined, after: Node): ClusterEvent[] {
  if (!before) return ['nodeAdded'];
  const differ = (read: (node: Node) => unknown) => JSON.stringify(read(before)) !== JSON.stringify(read(after));
  const events: ClusterEvent[] = [];
  if (differ((node) => node.status?.allocatable)) events.push('nodeAllocatableChanged');
  if (differ((node) => node.metadata?.labels)) events.push('nodeLabelsChanged');
  if (differ((node) => [node.spec?.unschedulable ?? false, node.spec?.taints ?? []])) events.push('nodeTaintsChanged');
  return events;
}
