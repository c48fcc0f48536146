import { Channel } from '../../kernel/channel.ts';
import { type Effect, periodically, sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { StatusError } from '../api/errors.ts';

const firstRetryMs = 5;
const longestRetryMs = 1_000_000;

/** Keys of objects that a controller has to look at. A key that is added while it waits is there once.
 *  @models staging/src/k8s.io/client-go/util/workqueue/rate_limiting_queue.go */
export class WorkQueue {
  private readonly kernel: Kernel;
  private readonly name: string;
  private readonly keys: Channel<string>;
  private readonly waiting = new Set<string>();
  private readonly failures = new Map<string, number>();
  /** When keys will be added that are to come later. */
  private readonly delayed = new Map<string, number>();

  constructor(kernel: Kernel, name: string) {
    this.kernel = kernel;
    this.name = name;
    this.keys = new Channel(kernel);
  }

  add(key: string): void {
    if (this.waiting.has(key)) return;
    this.waiting.add(key);
    this.keys.offer(key);
  }

  /** Adds a key later; of several times for one key the earliest counts. With `recurring` the wait is no reason to call
   *  the simulation busy.
   *  @models staging/src/k8s.io/client-go/util/workqueue/delaying_queue.go delayingType.AddAfter */
  addAfter(key: string, ms: number, recurring = false): void {
    if (ms <= 0) {
      this.add(key);
      return;
    }
    const atMs = this.kernel.nowMs + ms;
    if ((this.delayed.get(key) ?? Number.POSITIVE_INFINITY) <= atMs) return;
    this.delayed.set(key, atMs);
    this.kernel.spawn(`${this.name}: ${key} later`, this.later(key, ms, recurring));
  }

  /** Adds a key that could not be dealt with, later each time.
   *  @models staging/src/k8s.io/client-go/util/workqueue/default_rate_limiters.go ItemExponentialFailureRateLimiter */
  addRateLimited(key: string): void {
    const failures = this.failures.get(key) ?? 0;
    this.failures.set(key, failures + 1);
    this.addAfter(key, Math.min(longestRetryMs, firstRetryMs * 2 ** failures), failures > 8);
  }

  forget(key: string): void {
    this.failures.delete(key);
  }

  take(): Effect<string | undefined> {
    return this.keys.take();
  }

  /** From now on the key counts as taken, and may be added again. */
  begin(key: string): void {
    this.waiting.delete(key);
  }

  private *later(key: string, ms: number, recurring: boolean): Task {
    yield* recurring ? periodically(ms) : sleep(ms);
    if (this.delayed.get(key) === this.kernel.nowMs) this.delayed.delete(key);
    this.add(key);
  }
}

/** Takes keys from a queue and brings each object one step closer to what it should be. A moment passes before each
 *  step, for the requests that a controller makes; by then every earlier write has come in through the watches, so that
 *  no step works on a stale picture.
 *  @models pkg/controller/replicaset/replica_set.go ReplicaSetController.processNextWorkItem
 *  @simplifies one worker a controller, and no expectations: watches never lag behind a controller's own writes */
export function* runWorker(kernel: Kernel, name: string, queue: WorkQueue, sync: (key: string) => void): Task {
  const latency = kernel.random(`controllers/${name}/latency`);
  for (;;) {
    const key = yield* queue.take();
    if (key === undefined) return;
    yield* sleep(latency.integer(2, 8));
    queue.begin(key);
    try {
      sync(key);
      queue.forget(key);
    } catch (error) {
      // Refused by the API: a conflict, a quota, a namespace that is going. Tried again, as every controller does.
      if (!(error instanceof StatusError)) throw error;
      queue.addRateLimited(key);
    }
  }
}
