import type { StoredObject } from '../../kubernetes/api/meta.ts';
import type { Completion } from '../../shell/completion.ts';
import type { LabBootstrap, LabFailure, LabMessage, LabRequest } from './lab-messages.ts';

/** The side of a Worker that a connection needs. */
export interface LabWorkerHandle {
  postMessage(message: LabRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export type LabState = 'closed' | 'starting' | 'ready' | 'running' | 'failed';

export type CommandEnd = Omit<Extract<LabMessage, { type: 'ended' }>, 'type' | 'id'>;

export interface CheckResult {
  readonly status: number;
  readonly output: string;
}

/** The page's end of a lab's worker. The terminal, the checks and the figures of one page share it. */
export class LabConnection {
  readonly bootstrap: LabBootstrap;
  state: LabState = 'closed';
  failure: LabFailure | undefined;
  atMs = 0;
  prompt = '';
  private readonly startWorker: () => LabWorkerHandle;
  private worker: LabWorkerHandle | undefined;
  private readonly listeners = new Set<(message: LabMessage) => void>();
  private readonly waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  private nextId = 1;
  private observed: readonly string[] = [];

  constructor(startWorker: () => LabWorkerHandle, bootstrap: LabBootstrap) {
    this.startWorker = startWorker;
    this.bootstrap = bootstrap;
  }

  /** Starts the lab, unless it is under way. */
  open(): void {
    if (this.worker) return;
    this.state = 'starting';
    this.failure = undefined;
    const worker = this.startWorker();
    this.worker = worker;
    worker.onmessage = ({ data }) => this.receive(data as LabMessage);
    worker.onerror = (event) => this.broken(event.message || 'the worker could not be loaded');
    this.send({ type: 'start', bootstrap: this.bootstrap });
    if (this.observed.length > 0) this.send({ type: 'observe', resources: this.observed });
  }

  /** Begins again from the start: a new cluster, a new shell. */
  restart(): void {
    this.close();
    this.open();
  }

  close(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.state = 'closed';
    this.giveUp('the lab was closed');
  }

  /** Has every message told. Returns how to stop. */
  listen(listener: (message: LabMessage) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Enters a command line and waits for its end. */
  run(text: string): Promise<CommandEnd> {
    this.state = 'running';
    return this.ask((id) => ({ type: 'run', id, text }));
  }

  complete(line: string, cursor: number): Promise<Completion> {
    return this.ask((id) => ({ type: 'complete', id, line, cursor }));
  }

  /** Runs a script of the workstation beside the terminal; status 0 means that the check passes. */
  check(path: string, cwd = this.bootstrap.cwd): Promise<CheckResult> {
    return this.ask((id) => ({ type: 'check', id, path, cwd }));
  }

  input(text: string): void {
    this.send({ type: 'input', text });
  }

  endInput(): void {
    this.send({ type: 'endInput' });
  }

  interrupt(): void {
    this.send({ type: 'interrupt' });
  }

  skip(): void {
    this.send({ type: 'skip' });
  }

  resize(columns: number, rows: number): void {
    this.send({ type: 'resize', columns, rows });
  }

  setSpeed(speed: number): void {
    this.send({ type: 'speed', speed });
  }

  /** Has the objects of some resources told, now and whenever they change, for a figure. Returns how to stop. */
  observe(
    resources: readonly string[],
    listener: (resource: string, items: readonly StoredObject[], atMs: number) => void,
  ): () => void {
    this.observed = [...new Set([...this.observed, ...resources])];
    this.send({ type: 'observe', resources: this.observed });
    return this.listen((message) => {
      if (message.type === 'objects' && resources.includes(message.resource)) {
        listener(message.resource, message.items, message.atMs);
      }
    });
  }

  private ask<Answer>(request: (id: number) => LabRequest): Promise<Answer> {
    const id = this.nextId++;
    return new Promise<Answer>((resolve, reject) => {
      if (!this.worker) {
        reject(new Error('the lab is not open'));
        return;
      }
      this.waiting.set(id, { resolve: resolve as (value: never) => void, reject });
      this.send(request(id));
    });
  }

  private send(request: LabRequest): void {
    this.worker?.postMessage(request);
  }

  private receive(message: LabMessage): void {
    if (message.type === 'ready' || message.type === 'ended') {
      this.prompt = message.prompt;
      this.state = 'ready';
    }
    if ('atMs' in message) this.atMs = message.atMs;
    if (message.type === 'failed') {
      this.state = 'failed';
      this.failure = message.failure;
      this.worker?.terminate();
      this.worker = undefined;
    }
    for (const listener of [...this.listeners]) listener(message);
    if (message.type === 'ended' || message.type === 'completed' || message.type === 'checked') this.answer(message);
    if (message.type === 'failed') this.giveUp(message.failure.message);
  }

  private answer(message: Extract<LabMessage, { id: number }>): void {
    const { id } = message;
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    const value = message.type === 'completed' ? message.completion : message;
    waiting?.resolve(value as never);
  }

  private broken(message: string): void {
    const { slug, seed } = this.bootstrap;
    this.receive({ type: 'failed', failure: { message, scenario: `labs/${slug}`, seed, atMs: this.atMs } });
  }

  private giveUp(message: string): void {
    for (const { reject } of this.waiting.values()) reject(new Error(message));
    this.waiting.clear();
  }
}
