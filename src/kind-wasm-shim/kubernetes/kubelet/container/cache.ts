import { Effect, type Waiter } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { QueueEntry } from '../../../kernel/queue.ts';
import { emptyPodStatus, type RuntimePodStatus } from './pod-status.ts';

interface Entry {
  readonly status: RuntimePodStatus;
  readonly error: Error | undefined;
  readonly modifiedMs: number;
}

interface Subscriber {
  readonly uid: string;
  readonly minTimeMs: number;
  deliver(): void;
}

/** The last that PLEG has seen of each pod. Workers wait here until it is newer than what they did themselves.
 *  @models pkg/kubelet/container/cache.go cache */
export class PodCache {
  /** Told when somebody begins to wait. */
  onWait: () => void = () => {};
  private readonly entries = new Map<string, Entry>();
  private readonly subscribers = new Set<Subscriber>();
  private timestampMs = Number.NEGATIVE_INFINITY;
  private readonly wakeUpMs: () => number;

  /** `wakeUpMs` is how long a worker takes to wake up when its news have come. */
  constructor(wakeUpMs: () => number) {
    this.wakeUpMs = wakeUpMs;
  }

  get isAwaited(): boolean {
    return this.subscribers.size > 0;
  }

  get(uid: string): RuntimePodStatus {
    return this.entries.get(uid)?.status ?? emptyPodStatus(uid);
  }

  set(uid: string, status: RuntimePodStatus, error: Error | undefined, modifiedMs: number): void {
    this.entries.set(uid, { status, error, modifiedMs });
    this.notify((subscriber) => subscriber.uid === uid && modifiedMs > subscriber.minTimeMs);
  }

  delete(uid: string): void {
    this.entries.delete(uid);
  }

  /** Everything is at least as new as this. */
  updateTime(timestampMs: number): void {
    this.timestampMs = timestampMs;
    this.notify(({ minTimeMs }) => timestampMs > minTimeMs);
  }

  /** Waits for a status that is newer than `minTimeMs`; throws what PLEG met when it asked for it.
   *  @models pkg/kubelet/container/cache.go cache.GetNewerThan */
  getNewerThan(uid: string, minTimeMs: number): Effect<RuntimePodStatus> {
    return new Newer((kernel, waiter) => {
      let entry: QueueEntry | undefined;
      const answer = () => {
        this.subscribers.delete(subscriber);
        entry = kernel.schedule(this.wakeUpMs(), () => {
          const { status, error } = this.entries.get(uid) ?? { status: emptyPodStatus(uid), error: undefined };
          if (error) waiter.fail(error);
          else waiter.deliver(status);
        });
      };
      const subscriber: Subscriber = { uid, minTimeMs, deliver: answer };
      const modifiedMs = this.entries.get(uid)?.modifiedMs ?? Number.NEGATIVE_INFINITY;
      this.subscribers.add(subscriber);
      if (modifiedMs > minTimeMs || this.timestampMs > minTimeMs) answer();
      else this.onWait();
      return () => {
        this.subscribers.delete(subscriber);
        if (entry) kernel.withdraw(entry);
      };
    });
  }

  private notify(fits: (subscriber: Subscriber) => boolean): void {
    for (const subscriber of [...this.subscribers]) if (fits(subscriber)) subscriber.deliver();
  }
}

class Newer extends Effect<RuntimePodStatus> {
  private readonly start: (kernel: Kernel, waiter: Waiter) => () => void;

  constructor(start: (kernel: Kernel, waiter: Waiter) => () => void) {
    super();
    this.start = start;
  }

  override begin(kernel: Kernel, waiter: Waiter): () => void {
    return this.start(kernel, waiter);
  }
}
