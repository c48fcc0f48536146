import type { HostCall, Task, Waiter } from './effect.ts';
import { defaultLimits, type Limits, SimulationError } from './limits.ts';
import { Log, type LogEntry, type LogFacts, type LogKind } from './log.ts';
import { Process, type ProcessResult } from './process.ts';
import { OrderedQueue, type QueueEntry } from './queue.ts';
import { RandomStream } from './random.ts';

export interface KernelOptions {
  /** Named in every failure, together with the seed. */
  readonly scenario: string;
  readonly seed: number;
  /** Where the clock starts, 0 unless said. A host that follows the real time starts it there. */
  readonly startMs?: number;
  readonly limits?: Partial<Limits>;
}

/** Why `run` came back: the time was reached, nothing but periodic work is due, or the host has to answer a call. */
export type Stopped = 'time' | 'quiet' | 'hostCall';

/** The virtual clock, the queue of what is due, and the log of what happened. Synchronous: it runs when it is told
 *  to and stops where it is told to, and any way to cut the same time into runs gives the same log. */
export class Kernel {
  readonly scenario: string;
  readonly seed: number;
  readonly log = new Log();
  /** The log entry that led to what runs now, 0 for none. Whatever is logged or scheduled now is its consequence. */
  cause = 0;

  private readonly limits: Limits;
  private readonly queue = new OrderedQueue();
  private readonly streams = new Map<string, RandomStream>();
  private readonly live = new Set<Process>();
  private clockMs = 0;
  private nextOrder = 1;
  private executed = 0;
  private executedNow = 0;
  private current: Process | undefined;
  private hostWait: { readonly call: HostCall; readonly waiter: Waiter; readonly cause: number } | undefined;
  private failure: SimulationError | undefined;

  constructor(options: KernelOptions) {
    if (!Number.isSafeInteger(options.seed) || options.seed < 0) {
      throw new RangeError(`a seed is a whole number from 0 on, found ${options.seed}`);
    }
    this.scenario = options.scenario;
    this.clockMs = options.startMs ?? 0;
    this.seed = options.seed;
    this.limits = { ...defaultLimits, ...options.limits };
  }

  /** The virtual time, in milliseconds since the start. */
  get nowMs(): number {
    return this.clockMs;
  }

  /** How many queue entries have been executed. */
  get eventsExecuted(): number {
    return this.executed;
  }

  /** The call that the host has to answer before anything else can happen. */
  get pendingHostCall(): HostCall | undefined {
    return this.hostWait?.call;
  }

  /** When the next entry is due, periodic ones included; undefined when nothing is. */
  get nextDueMs(): number | undefined {
    return this.queue.peek()?.atMs;
  }

  /** Nothing is due but periodic work, and no host call is open. */
  get isQuiet(): boolean {
    return this.queue.awaitedSize === 0 && !this.hostWait;
  }

  /** The random stream with this name; the same name always gives the same stream. */
  random(name: string): RandomStream {
    let stream = this.streams.get(name);
    if (!stream) {
      stream = new RandomStream(this.seed, name);
      this.streams.set(name, stream);
    }
    return stream;
  }

  /** Logs a fact with the present time and cause; what follows in the same activity is its consequence. */
  append<K extends LogKind>(kind: K, data: LogFacts[K]): LogEntry<K> {
    const seq = this.log.entries.length + 1;
    if (seq > this.limits.logEntries) this.limitReached('logEntries');
    const entry = { seq, atMs: this.clockMs, cause: this.cause, kind, data } as LogEntry<K>;
    this.log.entries.push(entry as LogEntry);
    this.cause = seq;
    return entry;
  }

  /** Has `run` called after `delayMs` of virtual time, with the present cause. */
  schedule(delayMs: number, run: () => void, periodic = false): QueueEntry {
    if (!(delayMs >= 0) || delayMs === Number.POSITIVE_INFINITY) {
      throw new RangeError(`a delay is a finite number of milliseconds from 0 on, found ${delayMs}`);
    }
    if (this.queue.size >= this.limits.queueEntries) this.limitReached('queueEntries');
    const entry: QueueEntry = {
      atMs: this.clockMs + delayMs,
      order: this.nextOrder++,
      periodic,
      cause: this.cause,
      run,
      withdrawn: false,
    };
    this.queue.push(entry);
    return entry;
  }

  withdraw(entry: QueueEntry): void {
    this.queue.withdraw(entry);
  }

  /** Starts a process at this instant, after what is already due. `owned` ties its life to the process that runs
   *  now. A process that throws, and that nobody joins, stops the simulation. */
  spawn<Result>(name: string, task: Task<Result>, options: { owned?: boolean } = {}): Process<Result> {
    if (this.live.size >= this.limits.processes) this.limitReached('processes');
    const process = new Process<Result>(this, name, task, options.owned ? this.current : undefined);
    this.live.add(process);
    this.schedule(0, () => process.start());
    return process;
  }

  /** Runs everything that is due up to and including `untilMs`, then sets the clock there. */
  run(untilMs: number): 'time' | 'hostCall' {
    while (this.executeNext(untilMs));
    if (this.hostWait) return 'hostCall';
    this.clockMs = Math.max(this.clockMs, untilMs);
    return 'time';
  }

  /** Runs until nothing but periodic work is due, or until `deadlineMs`. */
  runUntilQuiet(deadlineMs: number): Stopped {
    while (!this.isQuiet && this.executeNext(deadlineMs));
    if (this.hostWait) return 'hostCall';
    if (this.isQuiet) return 'quiet';
    this.clockMs = Math.max(this.clockMs, deadlineMs);
    return 'time';
  }

  /** Runs until the condition holds between two entries, or until `deadlineMs`; tells whether it holds. */
  runUntil(condition: () => boolean, deadlineMs: number): boolean {
    while (!condition()) {
      if (!this.executeNext(deadlineMs)) return false;
    }
    return true;
  }

  /** Answers the pending host call and so lets the kernel go on. */
  answerHostCall(answer: { readonly value: unknown } | { readonly error: Error }): void {
    const wait = this.hostWait;
    if (!wait) throw new Error('there is no host call to answer');
    this.hostWait = undefined;
    this.cause = wait.cause;
    if ('error' in answer) wait.waiter.fail(answer.error);
    else wait.waiter.deliver(answer.value);
    this.throwFailure();
  }

  /** Only for the effect that calls the host. */
  waitForHost(call: HostCall, waiter: Waiter): () => void {
    if (this.hostWait) throw new Error(`host call ${call.name} while ${this.hostWait.call.name} is open`);
    const wait = { call, waiter, cause: this.cause };
    this.hostWait = wait;
    return () => {
      if (this.hostWait === wait) this.hostWait = undefined;
    };
  }

  /** Only for processes: who runs now. */
  enter(process: Process): Process | undefined {
    const outer = this.current;
    this.current = process;
    return outer;
  }

  /** Only for processes: who runs again. */
  leave(outer: Process | undefined): void {
    this.current = outer;
  }

  /** Only for processes: one has ended. */
  processEnded(process: Process, result: ProcessResult<unknown>, joined: boolean): void {
    this.live.delete(process);
    if (result.status !== 'failed' || joined) return;
    if (result.error instanceof SimulationError) {
      this.failure ??= result.error;
      return;
    }
    const reason =
      result.error instanceof Error ? `${result.error.name}: ${result.error.message}` : String(result.error);
    this.failure ??= new SimulationError(`process ${process.name} failed: ${reason}`, this.place(), {
      cause: result.error,
    });
  }

  private executeNext(untilMs: number): boolean {
    this.throwFailure();
    if (this.hostWait) return false;
    const entry = this.queue.peek();
    if (!entry || entry.atMs > untilMs) return false;
    this.queue.pop();
    if (entry.atMs > this.clockMs) {
      this.clockMs = entry.atMs;
      this.executedNow = 0;
    }
    this.executed++;
    this.executedNow++;
    if (this.executed > this.limits.events) this.limitReached('events');
    if (this.executedNow > this.limits.eventsAtOneInstant) this.limitReached('eventsAtOneInstant');
    this.cause = entry.cause;
    entry.run();
    this.cause = 0;
    this.throwFailure();
    return true;
  }

  private throwFailure(): void {
    if (this.failure) throw this.failure;
  }

  private limitReached(limit: keyof Limits): never {
    const texts: Record<keyof Limits, string> = {
      events: 'queue entries were executed',
      eventsAtOneInstant: 'queue entries were executed without the clock moving',
      logEntries: 'log entries were written',
      queueEntries: 'queue entries are waiting',
      processes: 'processes are under way',
    };
    this.failure = new SimulationError(
      `more than ${this.limits[limit]} ${texts[limit]} (limit ${limit})`,
      this.place(),
    );
    throw this.failure;
  }

  private place() {
    return { scenario: this.scenario, seed: this.seed, atMs: this.clockMs };
  }
}
