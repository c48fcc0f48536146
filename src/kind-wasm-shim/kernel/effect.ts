import type { Kernel } from './kernel.ts';

/** Code that waits: a generator that yields effects and is resumed by the kernel with their results. Written
 *  `yield* sleep(100)`, `const item = yield* channel.take()`. */
export type Task<Result = void> = Generator<Effect<unknown>, Result, unknown>;

/** Who is told when an effect has its result. `deliver` and `fail` may only be called from a queue entry of the
 *  kernel, never from within another process, and at most one of them once. */
export interface Waiter {
  deliver(value: unknown): void;
  fail(error: unknown): void;
}

/** Something that a process can wait for. */
export abstract class Effect<Result> {
  /** Starts waiting. The returned function gives the wait up; calling it after delivery does nothing. */
  abstract begin(kernel: Kernel, waiter: Waiter): () => void;

  *[Symbol.iterator](): Generator<Effect<unknown>, Result, unknown> {
    return (yield this) as Result;
  }
}

/** Waits for a span of virtual time, 0 meaning: after everything that is due now. */
export function sleep(ms: number): Effect<void> {
  return new Sleep(ms, false);
}

/** Waits as `sleep` does, for work that recurs for ever and is no reason to call the simulation busy. */
export function periodically(ms: number): Effect<void> {
  return new Sleep(ms, true);
}

class Sleep extends Effect<void> {
  private readonly ms: number;
  private readonly periodic: boolean;

  constructor(ms: number, periodic: boolean) {
    super();
    this.ms = ms;
    this.periodic = periodic;
  }

  override begin(kernel: Kernel, waiter: Waiter): () => void {
    const entry = kernel.schedule(this.ms, () => waiter.deliver(undefined), this.periodic);
    return () => kernel.withdraw(entry);
  }
}

/** Which of the named effects was first, and what it gave. */
export type RaceResult<Effects extends Record<string, Effect<unknown>>> = {
  [Name in keyof Effects]: { readonly first: Name; readonly value: Effects[Name] extends Effect<infer R> ? R : never };
}[keyof Effects];

/** Waits for several effects at once; the first to have a result wins and the others are given up, so that an
 *  item of a channel is never lost. At one instant the order of the queue decides. */
export function race<Effects extends Record<string, Effect<unknown>>>(effects: Effects): Effect<RaceResult<Effects>> {
  return new Race(effects);
}

class Race<Effects extends Record<string, Effect<unknown>>> extends Effect<RaceResult<Effects>> {
  private readonly effects: Effects;

  constructor(effects: Effects) {
    super();
    this.effects = effects;
  }

  override begin(kernel: Kernel, waiter: Waiter): () => void {
    const withdrawals: (() => void)[] = [];
    const withdrawAll = () => {
      for (const withdraw of withdrawals) withdraw();
    };
    for (const [first, effect] of Object.entries(this.effects)) {
      const contender: Waiter = {
        deliver: (value) => {
          withdrawAll();
          waiter.deliver({ first, value });
        },
        fail: (error) => {
          withdrawAll();
          waiter.fail(error);
        },
      };
      withdrawals.push(effect.begin(kernel, contender));
    }
    return withdrawAll;
  }
}

/** A call of a function that only the host has, such as a library that answers with a promise. It is plain data;
 *  the same input must always give the same answer. */
export interface HostCall {
  readonly name: string;
  readonly input: unknown;
}

/** Stops the kernel at this instant until the host has answered. Virtual time does not move meanwhile and no
 *  other process runs, so the answer is a pure function's result as far as the simulation can tell. */
export function callHost<Answer>(name: string, input: unknown): Effect<Answer> {
  return new CallHost({ name, input });
}

class CallHost<Answer> extends Effect<Answer> {
  private readonly call: HostCall;

  constructor(call: HostCall) {
    super();
    this.call = call;
  }

  override begin(kernel: Kernel, waiter: Waiter): () => void {
    return kernel.waitForHost(this.call, waiter);
  }
}
