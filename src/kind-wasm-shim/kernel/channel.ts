import { Effect, type Waiter } from './effect.ts';
import type { Kernel } from './kernel.ts';
import type { QueueEntry } from './queue.ts';

/** Putting into a channel that its reader has closed: what SIGPIPE is to a shell. */
export class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
}

/** A first-in, first-out queue between processes. With a capacity, `put` waits while it is full. An item stays in
 *  the channel until its taker really runs, so cancelling a taker loses nothing; whoever takes an item goes on with
 *  the cause of whoever put it there. */
export class Channel<Item> {
  private readonly kernel: Kernel;
  private readonly capacity: number;
  private readonly items: { readonly item: Item; readonly cause: number }[] = [];
  private readonly takers: Waiting[] = [];
  private readonly putters: Waiting[] = [];
  private closed = false;

  constructor(kernel: Kernel, capacity = Number.POSITIVE_INFINITY) {
    this.kernel = kernel;
    this.capacity = capacity;
  }

  get size(): number {
    return this.items.length;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Adds an item without waiting. Returns false, and drops the item, when the channel is full or closed. */
  offer(item: Item): boolean {
    if (this.closed || this.items.length >= this.capacity) return false;
    this.items.push({ item, cause: this.kernel.cause });
    wakeFirst(this.kernel, this.takers);
    return true;
  }

  /** Waits for room and adds the item. Throws ChannelClosed once the channel is closed. */
  put(item: Item): Effect<void> {
    return new WaitInLine<void>(this.putters, (waiter) => {
      if (this.closed) {
        waiter.fail(new ChannelClosed('the reader has closed this channel'));
        return true;
      }
      if (!this.offer(item)) return false;
      if (this.items.length < this.capacity) wakeFirst(this.kernel, this.putters);
      waiter.deliver(undefined);
      return true;
    });
  }

  /** Waits for an item; undefined when the channel is closed and empty. */
  take(): Effect<Item | undefined> {
    return new WaitInLine<Item | undefined>(this.takers, (waiter) => {
      const oldest = this.items.shift();
      if (!oldest && !this.closed) return false;
      if (oldest) this.kernel.cause = oldest.cause;
      wakeFirst(this.kernel, this.putters);
      if (this.items.length > 0 || this.closed) wakeFirst(this.kernel, this.takers);
      waiter.deliver(oldest?.item);
      return true;
    });
  }

  /** No more items: takers get what is left and then undefined, putters get ChannelClosed. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    wakeFirst(this.kernel, this.takers);
    for (const putter of this.putters) wake(this.kernel, putter);
  }
}

/** One process's place in a line. It looks again only when it is woken, and only once it stands first. */
interface Waiting {
  wakeUp: QueueEntry | undefined;
  attempt(): void;
}

class WaitInLine<Result> extends Effect<Result> {
  private readonly line: Waiting[];
  private readonly tryOnce: (waiter: Waiter) => boolean;

  constructor(line: Waiting[], tryOnce: (waiter: Waiter) => boolean) {
    super();
    this.line = line;
    this.tryOnce = tryOnce;
  }

  override begin(kernel: Kernel, waiter: Waiter): () => void {
    const line = this.line;
    const waiting: Waiting = {
      wakeUp: undefined,
      attempt: () => {
        waiting.wakeUp = undefined;
        if (line[0] !== waiting) return;
        line.shift();
        if (!this.tryOnce(waiter)) line.unshift(waiting);
      },
    };
    line.push(waiting);
    // The first look happens in an entry of its own, so that a waiter is never resumed from inside `begin`.
    wake(kernel, waiting);
    return () => {
      const place = line.indexOf(waiting);
      if (place < 0) return;
      line.splice(place, 1);
      if (!waiting.wakeUp) return;
      kernel.withdraw(waiting.wakeUp);
      // A wake-up belongs to the line: whoever leaves hands it to the one behind.
      wakeFirst(kernel, line);
    };
  }
}

function wakeFirst(kernel: Kernel, line: readonly Waiting[]): void {
  const first = line[0];
  if (first) wake(kernel, first);
}

function wake(kernel: Kernel, waiting: Waiting): void {
  waiting.wakeUp ??= kernel.schedule(0, waiting.attempt, false);
}
