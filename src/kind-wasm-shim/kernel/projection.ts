import type { Log, LogEntry } from './log.ts';

/** A pure fold over the log. `reduce` never changes the state that it is given: states are kept as checkpoints. */
export interface Projection<State> {
  readonly initial: State;
  reduce(state: State, entry: LogEntry): State;
}

/** Reads a projection at any entry of a log that may still grow. Every so many entries it keeps the state, so that
 *  going back costs no more than the way from the nearest checkpoint. */
export class ProjectionReader<State> {
  private readonly log: Log;
  private readonly projection: Projection<State>;
  private readonly every: number;
  /** The state after entry `i * every`. */
  private readonly checkpoints: State[];
  private lastSeq = 0;
  private lastState: State;

  constructor(log: Log, projection: Projection<State>, every = 64) {
    if (!Number.isSafeInteger(every) || every < 1) {
      throw new RangeError(`checkpoints come every whole number of entries from 1 on, found ${every}`);
    }
    this.log = log;
    this.projection = projection;
    this.every = every;
    this.checkpoints = [projection.initial];
    this.lastState = projection.initial;
  }

  /** The state after the entry with this seq; 0 gives the initial state, a seq beyond the log the latest one. */
  at(seq: number): State {
    const target = Math.max(0, Math.min(Math.floor(seq), this.log.lastSeq));
    let state: State;
    let at: number;
    const checkpoint = Math.min(Math.floor(target / this.every), this.checkpoints.length - 1);
    if (this.lastSeq <= target && this.lastSeq >= checkpoint * this.every) {
      at = this.lastSeq;
      state = this.lastState;
    } else {
      at = checkpoint * this.every;
      state = this.checkpoints[checkpoint] as State;
    }
    while (at < target) {
      state = this.projection.reduce(state, this.log.entry(++at) as LogEntry);
      if (at % this.every === 0 && at / this.every === this.checkpoints.length) this.checkpoints.push(state);
    }
    this.lastSeq = target;
    this.lastState = state;
    return state;
  }
}
