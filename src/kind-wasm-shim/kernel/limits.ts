/** How far a simulation may go before it is stopped. Every one of these has tripped over a real mistake: a
 *  controller that fights another, a loop without a sleep, a log that grows for ever. */
export interface Limits {
  /** Queue entries executed in all. */
  readonly events: number;
  /** Queue entries executed without the clock moving. */
  readonly eventsAtOneInstant: number;
  readonly logEntries: number;
  readonly queueEntries: number;
  readonly processes: number;
}

export const defaultLimits: Limits = {
  events: 50_000_000,
  eventsAtOneInstant: 1_000_000,
  logEntries: 2_000_000,
  queueEntries: 1_000_000,
  processes: 100_000,
};

/** Where and in what a simulation stopped: enough to run it again to the same instant. */
export interface SimulationPlace {
  readonly scenario: string;
  readonly seed: number;
  readonly atMs: number;
}

/** A failure of the simulation itself, never of what it simulates: a limit was reached or a process threw. The
 *  message names scenario, seed and time, and the command that replays it. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly place: SimulationPlace;

  constructor(what: string, place: SimulationPlace, options?: ErrorOptions) {
    const { scenario, seed, atMs } = place;
    super(
      `${what} (scenario ${scenario}, seed ${seed}, at ${atMs / 1000}s). ` +
        `Replay: npm run -s sim -- ${scenario} --seed ${seed} --until ${atMs / 1000}s`,
      options,
    );
    this.place = place;
  }
}
