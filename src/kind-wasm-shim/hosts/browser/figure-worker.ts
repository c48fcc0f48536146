import { SimulationError } from '../../kernel/limits.ts';
import type { LogEntry } from '../../kernel/log.ts';

/** What the page asks of a figure's worker: one run, from the start to its end. */
export interface FigureRequest {
  readonly id: number;
  readonly run: unknown;
}

/** What comes back: the log, or why there is none. */
export type FigureAnswer =
  | { readonly id: number; readonly entries: readonly LogEntry[] }
  | { readonly id: number; readonly failure: FigureFailure };

/** A run that did not end: what went wrong, and where, as far as that is known. */
export interface FigureFailure {
  readonly message: string;
  readonly atMs?: number;
}

/** The side of a worker that this needs. */
export interface WorkerScope {
  postMessage(message: FigureAnswer): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Runs simulations for a page. `run` checks what it is given, and throws when it is no run. */
export function serveFigure(scope: WorkerScope, run: (run: unknown) => readonly LogEntry[]): void {
  scope.addEventListener('message', ({ data }) => {
    if (!isRequest(data)) return;
    const { id } = data;
    try {
      scope.postMessage({ id, entries: run(data.run) });
    } catch (error) {
      scope.postMessage({ id, failure: failureOf(error) });
    }
  });
}

function isRequest(data: unknown): data is FigureRequest {
  return typeof data === 'object' && data !== null && Number.isSafeInteger((data as FigureRequest).id);
}

export function failureOf(error: unknown): FigureFailure {
  if (error instanceof SimulationError) return { message: error.message, atMs: error.place.atMs };
  return { message: error instanceof Error ? error.message : String(error) };
}
