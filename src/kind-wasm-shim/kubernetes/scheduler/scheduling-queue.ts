import type { Pod } from 'kubernetes-types/core/v1';
import { namespacedName } from '../api/meta.ts';
import type { ClusterEvent } from './framework.ts';

/** A pod that waits for a node.
 *  @models pkg/scheduler/framework/types.go QueuedPodInfo */
export interface QueuedPod {
  pod: Pod;
  readonly key: string;
  /** When it last came into the queue of those that are ready to be tried. */
  timestampMs: number;
  /** How often it has been tried. */
  attempts: number;
  /** Which changes may help it, as the plugins that refused it say. */
  wakesOn: ReadonlySet<ClusterEvent>;
  state: 'active' | 'backoff' | 'unschedulable' | 'inFlight';
  /** When it may be tried again, in the back-off queue. */
  readyAtMs: number;
  order: number;
  cause: number;
  /** What of the pod was looked at when it was last tried. */
  triedAs?: string;
}

/** @models pkg/scheduler/apis/config/v1/defaults.go SetDefaults_KubeSchedulerConfiguration */
export const initialBackoffMs = 1_000;
export const maxBackoffMs = 10_000;

/** Pods that wait for a node: those to be tried now, by priority and then by time; those that were refused lately and
 *  are backing off; those that wait for the cluster to change.
 *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue
 *  @simplifies a change that comes while a pod is being tried does not reach that pod; a refusal is decided at one
 *  instant here, so there is no such moment */
export class SchedulingQueue {
  private readonly pods = new Map<string, QueuedPod>();
  private readonly active: QueuedPod[] = [];
  private readonly unschedulable = new Set<QueuedPod>();
  private nextOrder = 1;

  /** A new pod, or the new version of one that waits. Tells whether there is one more to be tried now.
   *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue.Add */
  add(pod: Pod, nowMs: number, cause: number): boolean {
    const key = namespacedName(pod);
    const known = this.pods.get(key);
    if (known && known.pod.metadata?.uid === pod.metadata?.uid) {
      known.pod = pod;
      return false;
    }
    if (known) this.remove(key);
    const queued: QueuedPod = {
      pod,
      key,
      timestampMs: nowMs,
      attempts: 0,
      wakesOn: new Set(),
      state: 'active',
      readyAtMs: nowMs,
      order: this.nextOrder++,
      cause,
    };
    this.pods.set(key, queued);
    this.pushActive(queued);
    return true;
  }

  /** Whether there may be a pod to try now. */
  get hasActive(): boolean {
    return this.active.length > 0;
  }

  get(key: string): QueuedPod | undefined {
    return this.pods.get(key);
  }

  /** The next pod to try, which is in flight from then on.
   *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue.Pop */
  pop(): QueuedPod | undefined {
    for (;;) {
      const top = this.popActive();
      if (!top) return undefined;
      if (top.state !== 'active' || this.pods.get(top.key) !== top) continue;
      top.state = 'inFlight';
      top.attempts += 1;
      return top;
    }
  }

  /** The pod has a node, or is gone.
   *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue.Delete */
  remove(key: string): void {
    const known = this.pods.get(key);
    if (!known) return;
    this.pods.delete(key);
    this.unschedulable.delete(known);
  }

  /** A pod that was tried and refused waits for one of these changes.
   *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue.AddUnschedulableIfNotPresent */
  refuse(queued: QueuedPod, wakesOn: ReadonlySet<ClusterEvent>, nowMs: number): void {
    if (this.pods.get(queued.key) !== queued) return;
    queued.wakesOn = wakesOn;
    queued.state = 'unschedulable';
    queued.timestampMs = nowMs;
    this.unschedulable.add(queued);
  }

  /** Moves the pods that a change may help. Those still backing off are returned with their time; the others can be
   *  tried now.
   *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue.MoveAllToActiveOrBackoffQueue */
  wake(
    event: ClusterEvent,
    nowMs: number,
    cause: number,
    helps: (queued: QueuedPod) => boolean,
  ): { active: number; backoff: QueuedPod[] } {
    const moved = { active: 0, backoff: [] as QueuedPod[] };
    for (const queued of this.unschedulable) {
      if (!queued.wakesOn.has(event) || !helps(queued)) continue;
      this.unschedulable.delete(queued);
      queued.cause = cause;
      queued.readyAtMs = queued.timestampMs + backoffMs(queued.attempts);
      if (queued.readyAtMs > nowMs) {
        queued.state = 'backoff';
        moved.backoff.push(queued);
      } else {
        this.activate(queued, nowMs);
        moved.active += 1;
      }
    }
    return moved;
  }

  /** The back-off of this pod is over.
   *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue.flushBackoffQCompleted */
  endBackoff(queued: QueuedPod, nowMs: number): boolean {
    if (queued.state !== 'backoff' || this.pods.get(queued.key) !== queued) return false;
    this.activate(queued, nowMs);
    return true;
  }

  /** Pods that have waited for longer than this are tried again whatever happened.
   *  @models pkg/scheduler/backend/queue/scheduling_queue.go PriorityQueue.flushUnschedulablePodsLeftover */
  flushOlderThan(ms: number, nowMs: number): number {
    let moved = 0;
    for (const queued of this.unschedulable) {
      if (nowMs - queued.timestampMs <= ms) continue;
      this.unschedulable.delete(queued);
      this.activate(queued, nowMs);
      moved += 1;
    }
    return moved;
  }

  private activate(queued: QueuedPod, nowMs: number): void {
    queued.state = 'active';
    queued.timestampMs = nowMs;
    queued.order = this.nextOrder++;
    this.pushActive(queued);
  }

  private pushActive(queued: QueuedPod): void {
    const heap = this.active;
    let hole = heap.length;
    heap.push(queued);
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = heap[parent] as QueuedPod;
      if (!isBefore(queued, above)) break;
      heap[hole] = above;
      hole = parent;
    }
    heap[hole] = queued;
  }

  private popActive(): QueuedPod | undefined {
    const heap = this.active;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      const right = child + 1;
      if (right < heap.length && isBefore(heap[right] as QueuedPod, heap[child] as QueuedPod)) child = right;
      const below = heap[child] as QueuedPod;
      if (isBefore(last, below)) break;
      heap[hole] = below;
      hole = child;
    }
    heap[hole] = last;
    return top;
  }
}

/** How long a pod that was refused this often is left alone.
 *  @models pkg/scheduler/backend/queue/backoff_queue.go backoffQueue.calculateBackoffDuration */
export function backoffMs(attempts: number): number {
  return attempts === 0 ? 0 : Math.min(maxBackoffMs, initialBackoffMs * 2 ** (attempts - 1));
}

/** @models pkg/scheduler/framework/plugins/queuesort/priority_sort.go PrioritySort.Less */
function isBefore(left: QueuedPod, right: QueuedPod): boolean {
  const leftPriority = left.pod.spec?.priority ?? 0;
  const rightPriority = right.pod.spec?.priority ?? 0;
  if (leftPriority !== rightPriority) return leftPriority > rightPriority;
  if (left.timestampMs !== right.timestampMs) return left.timestampMs < right.timestampMs;
  return left.order < right.order;
}
