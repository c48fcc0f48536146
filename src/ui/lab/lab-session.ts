import type { LabConnection } from 'kind-wasm-shim/hosts/browser/lab-connection.ts';
import type { LabTerminalHandle } from '../terminal/lab-terminal.tsx';
import { readProgress, writeProgress } from './lab-progress.ts';

/** How one step stands. */
export interface StepState {
  readonly phase: 'idle' | 'running' | 'checking';
  /** What the last check said, and whether the cluster was as it should be. */
  readonly result?: { readonly passed: boolean; readonly text: string };
  /** How often the step was run and checked to the end. */
  readonly runs: number;
  readonly checks: number;
}

const idle: StepState = { phase: 'idle', runs: 0, checks: 0 };

/** What the parts of one lab page share: the connection, the terminal, how the steps stand, and what was done. */
export class LabSession {
  readonly slug: string;
  readonly stepIds: readonly string[];
  connection: LabConnection | undefined;
  terminal: LabTerminalHandle | undefined;
  done: readonly string[];
  /** False once progress could not be kept. */
  isKept = true;
  /** The step whose commands were entered last. */
  lastRun: string | undefined;
  /** Steps that the cluster of this visit has been through. */
  onCluster: readonly string[] = [];
  private readonly steps = new Map<string, StepState>();
  private readonly listeners = new Set<() => void>();

  constructor(slug: string, stepIds: readonly string[]) {
    this.slug = slug;
    this.stepIds = stepIds;
    this.done = readProgress(slug, stepIds).done;
  }

  /** Has every change told. Returns how to stop. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Called by the bench, once it is there. */
  attach(connection: LabConnection, terminal: LabTerminalHandle): void {
    this.connection = connection;
    this.terminal = terminal;
    connection.listen((message) => {
      // A new cluster has seen nothing yet.
      if (message.type === 'ready') {
        this.onCluster = [];
        for (const [id, { phase }] of this.steps) if (phase === 'idle') this.steps.delete(id);
        this.tell();
      }
    });
    this.tell();
  }

  step(id: string): StepState {
    return this.steps.get(id) ?? idle;
  }

  get isBusy(): boolean {
    return [...this.steps.values()].some(({ phase }) => phase !== 'idle');
  }

  /** Enters a step's commands into the terminal. A step without a check is done by it. */
  async run(id: string, commands: string, hasCheck: boolean): Promise<void> {
    const { terminal } = this;
    if (!terminal || this.isBusy) return;
    this.lastRun = id;
    this.set(id, { phase: 'running' });
    try {
      const status = await terminal.run(withoutComments(commands));
      if (status !== 0) return;
      this.onCluster = [...new Set([...this.onCluster, id])];
      if (!hasCheck) this.markDone(id, true);
    } finally {
      this.set(id, { phase: 'idle', runs: this.step(id).runs + 1 });
    }
  }

  /** Compares the cluster with what the step should have made of it. */
  async check(id: string, path: string): Promise<void> {
    const { connection } = this;
    if (!connection || this.isBusy) return;
    connection.open();
    this.set(id, { phase: 'checking' });
    try {
      const { status, output } = await connection.check(path);
      const passed = status === 0;
      this.checked(id, { passed, text: output });
      this.markDone(id, passed);
    } catch (error) {
      this.checked(id, { passed: false, text: error instanceof Error ? error.message : String(error) });
    }
  }

  private checked(id: string, result: NonNullable<StepState['result']>): void {
    this.set(id, { phase: 'idle', result, checks: this.step(id).checks + 1 });
  }

  /** Forgets what was done, and begins with a new cluster if there is one. */
  reset(): void {
    this.keep([]);
    this.steps.clear();
    this.onCluster = [];
    if (this.connection && this.connection.state !== 'closed') this.terminal?.startOver();
    this.tell();
  }

  private markDone(id: string, isDone: boolean): void {
    // A check that fails later does not take back that the step was once done.
    if (isDone && !this.done.includes(id))
      this.keep(this.stepIds.filter((known) => known === id || this.done.includes(known)));
    this.tell();
  }

  private keep(done: readonly string[]): void {
    this.done = done;
    this.isKept = writeProgress(this.slug, { done });
  }

  private set(id: string, change: Partial<StepState>): void {
    this.steps.set(id, { ...this.step(id), ...change });
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/** The lines that do something. */
function withoutComments(commands: string): string {
  return commands.replace(/^(#.*)?\n/gm, '');
}

const sessions = new Map<string, LabSession>();

/** The one session of a lab on this page. */
export function labSession(slug: string, stepIds: readonly string[]): LabSession {
  let session = sessions.get(slug);
  if (!session) {
    session = new LabSession(slug, stepIds);
    sessions.set(slug, session);
  }
  return session;
}
