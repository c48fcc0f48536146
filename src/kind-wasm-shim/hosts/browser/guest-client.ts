import type { EditedFiles, NodeAnswer, NodeUtilizationSnapshot } from '../../guest/edited-node-utilization.ts';
import type { GuestFailure, GuestResult } from '../../guest/guest-result.ts';
import type { GuestReply, GuestRequest } from './guest-messages.ts';

/** The sandbox itself could not be had: offline, no WebAssembly, or a worker that died. */
export interface GuestUnavailable {
  readonly ok: false;
  readonly kind: 'unavailable';
  readonly message: string;
}

export type EditedRun = GuestResult<readonly NodeAnswer[]> | GuestUnavailable;

export interface GuestClientOptions {
  /** Starts the worker of guest-worker.ts. */
  readonly startWorker: () => Worker;
  /** After this long the sandbox stops the code itself and can say where it was. */
  readonly deadlineMs: number;
  /** After this long without an answer the worker is ended. */
  readonly hardDeadlineMs: number;
  readonly loadDeadlineMs: number;
}

const defaults: Omit<GuestClientOptions, 'startWorker'> = {
  deadlineMs: 1_000,
  hardDeadlineMs: 4_000,
  loadDeadlineMs: 30_000,
};

/** Runs readers' code in a worker, one run after another. Whatever the code does, every run ends with a result: a worker
 *  that misses the hard deadline is ended and the next run gets a new one. The worker starts with the first run. */
export class GuestClient {
  readonly #options: GuestClientOptions;
  #worker: Promise<Worker> | undefined;
  #lastId = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: Pick<GuestClientOptions, 'startWorker'> & Partial<GuestClientOptions>) {
    this.#options = { ...defaults, ...options };
  }

  run(files: EditedFiles, snapshot: NodeUtilizationSnapshot): Promise<EditedRun> {
    const run = this.#queue.then(() => this.#run(files, snapshot));
    this.#queue = run;
    return run;
  }

  async #run(files: EditedFiles, snapshot: NodeUtilizationSnapshot): Promise<EditedRun> {
    let worker: Worker;
    try {
      worker = await (this.#worker ??= this.#start());
    } catch (error) {
      this.#worker = undefined;
      return unavailable(error instanceof Error ? error.message : String(error));
    }
    const request: GuestRequest = { id: ++this.#lastId, files, snapshot, deadlineMs: this.#options.deadlineMs };
    const result = await this.#ask(worker, request);
    if (result !== 'lost' && result !== 'late') return result;
    worker.terminate();
    this.#worker = undefined;
    return result === 'late' ? late(this.#options.hardDeadlineMs) : unavailable('the worker ended unexpectedly');
  }

  /** A worker that has loaded the engine. */
  #start(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const worker = this.#options.startWorker();
      const fail = (message: string) => {
        clearTimeout(timer);
        worker.terminate();
        reject(new Error(message));
      };
      const timer = setTimeout(() => fail('loading took too long'), this.#options.loadDeadlineMs);
      worker.addEventListener('error', (event) => fail(event.message || 'the worker could not be loaded'), {
        once: true,
      });
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<GuestReply>) => {
          clearTimeout(timer);
          if (data.type === 'loaded') resolve(worker);
          else fail(data.type === 'unloadable' ? data.message : 'the worker spoke before it had loaded');
        },
        { once: true },
      );
    });
  }

  #ask(worker: Worker, request: GuestRequest): Promise<GuestResult<readonly NodeAnswer[]> | 'lost' | 'late'> {
    return new Promise((resolve) => {
      const listening = new AbortController();
      const { signal } = listening;
      const settle = (result: GuestResult<readonly NodeAnswer[]> | 'lost' | 'late') => {
        clearTimeout(timer);
        listening.abort();
        resolve(result);
      };
      const timer = setTimeout(() => settle('late'), this.#options.hardDeadlineMs);
      const hear = ({ data }: MessageEvent<GuestReply>) => {
        if (data.type === 'answer' && data.id === request.id) settle(data.result);
      };
      worker.addEventListener('message', hear, { signal });
      worker.addEventListener('error', () => settle('lost'), { signal });
      worker.addEventListener('messageerror', () => settle('lost'), { signal });
      worker.postMessage(request);
    });
  }
}

function unavailable(message: string): GuestUnavailable {
  return { ok: false, kind: 'unavailable', message };
}

function late(afterMs: number): GuestFailure {
  const message = `still running after ${afterMs} ms: is there a loop that does not end?`;
  return { ok: false, kind: 'deadline', message, file: undefined, line: undefined, column: undefined, logs: [] };
}
