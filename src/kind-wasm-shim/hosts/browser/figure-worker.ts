import { SimulationError } from '../../kernel/limits.ts';

/** What the page asks of a figure's worker: one run, from the start to its end. */
export interface FigureRequest {
  readonly id: number;
  readonly run: unknown;
}

/** What comes back: the result, or why there is none. */
export type FigureAnswer<Result> =
  | { readonly id: number; readonly result: Result }
  | { readonly id: number; readonly failure: FigureFailure };

/** A run that did not end: what went wrong, and where, as far as that is known. */
export interface FigureFailure {
  readonly message: string;
  readonly atMs?: number;
}

/** The side of a worker that this needs. */
export interface WorkerScope {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Runs simulations for a page. `run` checks what it is given, and throws when it is no run. */
export function serveFigure<Result>(scope: WorkerScope, run: (run: unknown) => Result): void {
  scope.addEventListener('message', ({ data }) => {
    if (isRequest(data)) scope.postMessage(answer(data, run));
  });
}

function answer<Result>({ id, run: asked }: FigureRequest, run: (run: unknown) => Result): FigureAnswer<Result> {
  try {
    return { id, result: run(asked) };
  } catch (error) {
    if (error instanceof SimulationError) return { id, failure: { message: error.message, atMs: error.place.atMs } };
    return { id, failure: { message: error instanceof Error ? error.message : String(error) } };
  }
}

function isRequest(data: unknown): data is FigureRequest {
  return typeof data === 'object' && data !== null && Number.isSafeInteger((data as FigureRequest).id);
}
