import type { CallName, FromWorker, ToWorker, WorkerCalls, WorkerProgress } from './worker-messages.ts';

/** A call that was cancelled by the reader. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** The worker ended by itself: most likely it ran out of memory. One that never answered could not be loaded. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
  readonly hadAnswered: boolean;

  constructor(message: string, hadAnswered: boolean) {
    super(message);
    this.hadAnswered = hadAnswered;
  }
}

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ((progress: WorkerProgress) => void) | undefined;
}

interface CallOptions {
  readonly onProgress?: (progress: WorkerProgress) => void;
  readonly signal?: AbortSignal;
}

/** The page's side of the worker: calls with answers. After the worker has died every call fails. */
export class WorkerClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #died: WorkerDied | undefined;
  #hasAnswered = false;

  constructor(worker: Worker, onDeath: (error: WorkerDied) => void) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#receive(data));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.#die(new WorkerDied(event.message ?? '', this.#hasAnswered), onDeath);
    });
  }

  call<Name extends CallName>(
    call: Name,
    asked: WorkerCalls[Name]['asked'],
    { onProgress, signal }: CallOptions = {},
  ): Promise<WorkerCalls[Name]['answer']> {
    if (this.#died) return Promise.reject(this.#died);
    const id = ++this.#lastId;
    const message: ToWorker = { id, call, asked };
    signal?.addEventListener('abort', () => this.#worker.postMessage({ cancel: id } satisfies ToWorker));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
      this.#worker.postMessage(message);
    });
  }

  close(): void {
    this.#worker.terminate();
    this.#died ??= new WorkerDied('closed', this.#hasAnswered);
    for (const { reject } of this.#waiting.values()) reject(new Cancelled());
    this.#waiting.clear();
  }

  #receive(message: FromWorker): void {
    this.#hasAnswered = true;
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if ('progress' in message) {
      waiting.onProgress?.(message.progress);
      return;
    }
    this.#waiting.delete(message.id);
    if ('answer' in message) waiting.resolve(message.answer as never);
    else waiting.reject('error' in message ? new Error(message.error) : new Cancelled());
  }

  #die(error: WorkerDied, onDeath: (error: WorkerDied) => void): void {
    this.#died = error;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    onDeath(error);
  }
}
