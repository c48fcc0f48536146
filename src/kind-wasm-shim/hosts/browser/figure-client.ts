import type { FigureAnswer, FigureFailure, FigureRequest } from './figure-worker.ts';

/** The side of a Worker that this needs. */
export interface FigureWorker {
  postMessage(message: FigureRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
}

export type FigureOutcome<Result> = { readonly result: Result } | { readonly failure: FigureFailure };

/** Time after which a run that gave no answer is given up and its worker ended. */
const patienceMs = 20_000;

/** Asks a figure's worker for runs. Only the latest counts: while one is under way a newer one waits, and takes the place of
 *  any that waited before it. */
export class FigureClient<Run, Result> {
  private readonly start: () => FigureWorker;
  private readonly onOutcome: (run: Run, outcome: FigureOutcome<Result>) => void;
  private worker: FigureWorker | undefined;
  private current:
    | { readonly id: number; readonly run: Run; readonly timer: ReturnType<typeof setTimeout> }
    | undefined;
  private waiting: { readonly run: Run } | undefined;
  private lastId = 0;

  constructor(start: () => FigureWorker, onOutcome: (run: Run, outcome: FigureOutcome<Result>) => void) {
    this.start = start;
    this.onOutcome = onOutcome;
  }

  /** Runs this next. */
  run(run: Run): void {
    if (this.current) {
      this.waiting = { run };
      return;
    }
    const id = ++this.lastId;
    const timer = setTimeout(() => this.broken(`no answer within ${patienceMs / 1000} s`), patienceMs);
    this.current = { id, run, timer };
    try {
      this.worker ??= this.started();
      this.worker.postMessage({ id, run });
    } catch (error) {
      this.broken(error instanceof Error ? error.message : String(error));
    }
  }

  /** Ends the worker; what is under way has no result. */
  close(): void {
    if (this.current) clearTimeout(this.current.timer);
    this.current = undefined;
    this.waiting = undefined;
    this.worker?.terminate();
    this.worker = undefined;
  }

  private started(): FigureWorker {
    const worker = this.start();
    worker.onmessage = ({ data }) => this.answered(data as FigureAnswer<Result>);
    worker.onerror = (event) => this.broken(event.message || 'the worker could not be loaded');
    worker.onmessageerror = () => this.broken('an answer could not be read');
    return worker;
  }

  private answered(answer: FigureAnswer<Result>): void {
    if (answer.id !== this.current?.id) return;
    this.finish('failure' in answer ? { failure: answer.failure } : { result: answer.result });
  }

  /** After a fault nothing is known of the worker, so it is replaced. */
  private broken(message: string): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.finish({ failure: { message } });
  }

  private finish(outcome: FigureOutcome<Result>): void {
    const { current, waiting } = this;
    if (!current) return;
    clearTimeout(current.timer);
    this.current = undefined;
    this.waiting = undefined;
    this.onOutcome(current.run, outcome);
    if (waiting) this.run(waiting.run);
  }
}
