import { Kernel } from './kernel.ts';
import type { Limits } from './limits.ts';

/** Something that reaches the simulation from outside, at a virtual time. Plain JSON, so that it fits in a link. */
export interface TimedInput<Input> {
  readonly atMs: number;
  readonly input: Input;
}

/** A starting state and how inputs change it. `build` sets the world up at time 0; `apply` carries one input out.
 *  Both may only draw on the kernel: the same seed and inputs must give the same log. */
export interface Scenario<World, Input> {
  readonly name: string;
  /** Part of every link: a link to another version does not fit. */
  readonly version: number;
  build(kernel: Kernel): World;
  apply(world: World, input: Input): void;
}

export interface SimulationOptions<Input> {
  readonly seed: number;
  readonly inputs?: readonly TimedInput<Input>[];
  readonly limits?: Partial<Limits>;
}

/** A pure function made tangible: scenario, seed and inputs give one log, however the time is cut into steps. An
 *  input takes effect at the end of its instant, after everything that was due then. */
export class Simulation<World, Input> {
  readonly scenario: Scenario<World, Input>;
  readonly kernel: Kernel;
  readonly world: World;
  private readonly options: SimulationOptions<Input>;
  private readonly applied: TimedInput<Input>[] = [];
  private readonly waiting: TimedInput<Input>[];

  constructor(scenario: Scenario<World, Input>, options: SimulationOptions<Input>) {
    this.scenario = scenario;
    this.options = options;
    this.kernel = new Kernel({ scenario: scenario.name, seed: options.seed, limits: options.limits ?? {} });
    this.waiting = [...(options.inputs ?? [])].sort((left, right) => left.atMs - right.atMs);
    for (const { atMs } of this.waiting) checkTime(atMs);
    this.world = scenario.build(this.kernel);
  }

  get log() {
    return this.kernel.log;
  }

  get nowMs(): number {
    return this.kernel.nowMs;
  }

  /** Every input that has taken effect, in order: what a link has to hold. */
  get inputs(): readonly TimedInput<Input>[] {
    return this.applied;
  }

  /** Runs up to and including `untilMs`. */
  run(untilMs: number): 'time' | 'hostCall' {
    for (;;) {
      const next = this.waiting[0];
      const target = next && next.atMs <= untilMs ? next.atMs : untilMs;
      if (this.kernel.run(target) === 'hostCall') return 'hostCall';
      if (!next || next.atMs > untilMs) return 'time';
      this.waiting.shift();
      this.carryOut(next);
    }
  }

  /** Runs until every input has taken effect and nothing but periodic work is due, or until `deadlineMs`. */
  runUntilQuiet(deadlineMs: number): 'time' | 'quiet' | 'hostCall' {
    for (;;) {
      const next = this.waiting[0];
      if (!next || next.atMs > deadlineMs) return this.kernel.runUntilQuiet(deadlineMs);
      if (this.run(next.atMs) === 'hostCall') return 'hostCall';
    }
  }

  /** Applies an input at the present instant, once everything due now has happened. */
  input(input: Input): void {
    if (this.kernel.run(this.nowMs) === 'hostCall') {
      throw new Error('an input cannot take effect while a host call is open; answer it first');
    }
    this.carryOut({ atMs: this.nowMs, input });
  }

  /** The same scenario and seed with the inputs up to and including `atMs`, run up to there: where another future
   *  begins. Later inputs are dropped. */
  fork(atMs: number): Simulation<World, Input> {
    checkTime(atMs);
    const inputs = [...this.applied, ...this.waiting].filter((timed) => timed.atMs <= atMs);
    const forked = new Simulation(this.scenario, { ...this.options, inputs });
    forked.run(atMs);
    return forked;
  }

  private carryOut(timed: TimedInput<Input>): void {
    this.kernel.cause = 0;
    this.kernel.append('input', { input: timed.input });
    this.applied.push(timed);
    this.scenario.apply(this.world, timed.input);
    this.kernel.cause = 0;
  }
}

function checkTime(atMs: number): void {
  if (!(atMs >= 0) || atMs === Number.POSITIVE_INFINITY) {
    throw new RangeError(`a time is a finite number of milliseconds from 0 on, found ${atMs}`);
  }
}
