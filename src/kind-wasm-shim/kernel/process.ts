import { Effect, type Task, type Waiter } from './effect.ts';
import type { Kernel } from './kernel.ts';

/** How a process ended. */
export type ProcessResult<Result> =
  | { readonly status: 'done'; readonly value: Result }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'cancelled' };

/** A task under way. It runs whenever an effect that it waits for has its result, and ends by returning, by
 *  throwing or by being cancelled; `finally` blocks run in each case, and may wait. A process owns the processes
 *  that it spawned as its own: cancelling it cancels them. */
export class Process<Result = unknown> {
  readonly name: string;
  private readonly kernel: Kernel;
  private readonly task: Task<Result>;
  private readonly owned = new Set<Process>();
  // Method syntax, so that a process of any result is a Process<unknown>.
  private readonly endListeners: { ended(result: ProcessResult<Result>): void }[] = [];
  private giveUpWait: (() => void) | undefined;
  private joiners = 0;
  private cancelling = false;
  private running = false;
  private ended: ProcessResult<Result> | undefined;

  constructor(kernel: Kernel, name: string, task: Task<Result>, owner: Process | undefined) {
    this.kernel = kernel;
    this.name = name;
    this.task = task;
    if (owner) {
      owner.owned.add(this);
      this.endListeners.push({ ended: () => owner.owned.delete(this) });
    }
  }

  /** How it ended, undefined while it is under way. */
  get result(): ProcessResult<Result> | undefined {
    return this.ended;
  }

  /** Runs the task up to its first wait. Only the kernel calls this. */
  start(): void {
    if (!this.ended) this.advance(() => this.task.next());
  }

  /** Stops the process where it waits. Its `finally` blocks run now; what they wait for still happens. */
  cancel(): void {
    if (this.ended || this.cancelling) return;
    this.cancelling = true;
    for (const child of [...this.owned]) child.cancel();
    // A process that cancels itself, or is cancelled by what it is doing, ends when it next waits.
    if (this.running) return;
    this.giveUpWait?.();
    this.giveUpWait = undefined;
    this.advance(() => this.task.return(undefined as Result));
  }

  /** Waits until the process has ended and tells how. Joining takes over its failure: nobody else is told. */
  join(): Effect<ProcessResult<Result>> {
    return new Join(this);
  }

  /** Calls the listener when the process ends, at once if it already has. Returns how to stop listening. */
  onEnd(listener: (result: ProcessResult<Result>) => void): () => void {
    if (this.ended) {
      listener(this.ended);
      return () => {};
    }
    const entry = { ended: listener };
    this.endListeners.push(entry);
    return () => {
      const place = this.endListeners.indexOf(entry);
      if (place >= 0) this.endListeners.splice(place, 1);
    };
  }

  private advance(resume: () => IteratorResult<Effect<unknown>, Result>): void {
    const outer = this.kernel.enter(this);
    this.running = true;
    try {
      const wasCancelling = this.cancelling;
      let step = resume();
      // Cancelled by its own doing: it stops at the wait that it has just come to.
      if (!step.done && this.cancelling && !wasCancelling) step = this.task.return(undefined as Result);
      this.running = false;
      if (step.done) this.end(this.cancelling ? { status: 'cancelled' } : { status: 'done', value: step.value });
      else this.wait(step.value);
    } catch (error) {
      this.running = false;
      this.end({ status: 'failed', error });
    } finally {
      this.kernel.leave(outer);
    }
  }

  private wait(effect: Effect<unknown>): void {
    if (!(effect instanceof Effect)) {
      this.end({
        status: 'failed',
        error: new TypeError(`process ${this.name} yielded ${String(effect)}, not an Effect`),
      });
      return;
    }
    const waiter: Waiter = {
      deliver: (value) => this.advance(() => this.task.next(value)),
      fail: (error) => this.advance(() => this.task.throw(error)),
    };
    this.giveUpWait = effect.begin(this.kernel, waiter);
  }

  private end(result: ProcessResult<Result>): void {
    this.ended = result;
    for (const child of [...this.owned]) child.cancel();
    const listeners = this.endListeners.splice(0);
    this.kernel.processEnded(this, result, this.joiners > 0);
    for (const listener of listeners) listener.ended(result);
  }

  /** Counts those who wait for the end, so that a failure that nobody waits for stops the simulation. */
  expectJoin(change: 1 | -1): void {
    this.joiners += change;
  }
}

class Join<Result> extends Effect<ProcessResult<Result>> {
  private readonly process: Process<Result>;

  constructor(process: Process<Result>) {
    super();
    this.process = process;
  }

  override begin(kernel: Kernel, waiter: Waiter): () => void {
    const process = this.process;
    process.expectJoin(1);
    let waiting = true;
    let stopListening = () => {};
    let entry: ReturnType<Kernel['schedule']> | undefined;
    stopListening = process.onEnd((result) => {
      entry = kernel.schedule(0, () => waiter.deliver(result), false);
    });
    return () => {
      if (!waiting) return;
      waiting = false;
      process.expectJoin(-1);
      stopListening();
      if (entry) kernel.withdraw(entry);
    };
  }
}
