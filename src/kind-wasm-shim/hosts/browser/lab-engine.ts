import { type Cluster, createCluster } from '../../cluster/cluster.ts';
import { parseClusterConfig } from '../../cluster/cluster-config.ts';
import { Kernel } from '../../kernel/kernel.ts';
import { SimulationError } from '../../kernel/limits.ts';
import type { StoredObject } from '../../kubernetes/api/meta.ts';
import { createWorkstation } from '../../shell/commands/kubectl/workstation.ts';
import type { Machine } from '../../shell/machine.ts';
import { type ScriptRun, startScript } from '../../shell/script.ts';
import { type CommandRun, ShellSession } from '../../shell/session.ts';
import { answerHostCall, type HostFunctions } from '../drive.ts';
import type { LabBootstrap, LabFailure, LabMessage, LabRequest } from './lab-messages.ts';

/** How long one turn may take of the worker, so that Ctrl-C is heard. */
const turnMs = 24;
/** After a pause of the page, time goes on from where it was and does not catch up. */
const longestStepMs = 250;
/** Skipping goes so far when nothing happens at all. */
const longestSkipMs = 600_000;
const bootMs = 600_000;

export interface LabEngineOptions {
  readonly bootstrap: LabBootstrap;
  readonly post: (message: LabMessage) => void;
  /** Real time in milliseconds. */
  readonly now: () => number;
  readonly functions: HostFunctions;
}

interface Check {
  readonly id: number;
  readonly run: ScriptRun;
  output: string;
}

/** A lab under way: its cluster, its workstation and the shell at it, paced by real time. It knows no worker and no DOM:
 *  whoever hosts it hands it requests and calls `turn` again and again. */
export class LabEngine {
  readonly kernel: Kernel;
  readonly cluster: Cluster;
  readonly session: ShellSession;
  private readonly options: LabEngineOptions;
  private readonly machine: Machine;
  private size = { columns: 80, rows: 24 };
  private speed = 1;
  private output = '';
  private commandId = 0;
  private lastRealMs: number;
  private lastTold = '';
  private skipUntilMs: number | undefined;
  private checks: Check[] = [];
  private observed: readonly string[] = [];
  private observedSeq = 0;
  private isTurning = false;

  /** Builds the cluster and lets it come up. Throws when its config cannot be used. */
  constructor(options: LabEngineOptions) {
    this.options = options;
    const { bootstrap } = options;
    this.kernel = new Kernel({
      scenario: `labs/${bootstrap.slug}`,
      seed: bootstrap.seed,
      // A reader may leave a loop running for long.
      limits: { events: Number.POSITIVE_INFINITY },
    });
    const config = { ...parseClusterConfig(bootstrap.clusterConfig), name: bootstrap.clusterName };
    this.cluster = createCluster(this.kernel, config);
    this.kernel.runUntilQuiet(bootMs);
    this.machine = createWorkstation(this.kernel, {
      clusterName: bootstrap.clusterName,
      server: this.cluster.server,
      files: bootstrap.files,
    });
    if (!this.machine.files.isDirectory(bootstrap.cwd))
      this.machine.files.makeDirectory(bootstrap.cwd, { parents: true });
    this.session = new ShellSession(this.kernel, {
      machine: this.machine,
      cwd: bootstrap.cwd,
      output: (_, text) => {
        this.output += text;
      },
      terminal: () => this.size,
    });
    this.session.onEnd((run) => this.ended(run));
    this.lastRealMs = options.now();
    this.options.post({ type: 'ready', prompt: this.session.prompt, atMs: this.kernel.nowMs });
  }

  /** Carries a request out; most only begin something that the next turns go on with. */
  handle(request: Exclude<LabRequest, { type: 'start' }>): void {
    switch (request.type) {
      case 'run':
        // A second command while one runs is what was typed ahead.
        if (this.session.isRunning) this.session.type(`${request.text}\n`);
        else {
          this.commandId = request.id;
          this.session.run(request.text);
        }
        break;
      case 'input':
        this.session.type(request.text);
        break;
      case 'endInput':
        this.session.endInput();
        break;
      case 'interrupt':
        this.skipUntilMs = undefined;
        this.session.interrupt();
        break;
      case 'complete': {
        const completion = this.session.complete(request.line, Math.min(request.cursor, request.line.length));
        this.options.post({ type: 'completed', id: request.id, completion });
        break;
      }
      case 'resize':
        this.size = { columns: request.columns, rows: request.rows };
        break;
      case 'speed':
        this.speed = request.speed;
        break;
      case 'skip':
        if (this.isBusy) this.skipUntilMs = this.kernel.nowMs + longestSkipMs;
        break;
      case 'check':
        this.startCheck(request.id, request.path, request.cwd);
        break;
      case 'observe':
        this.observed = request.resources;
        this.observedSeq = 0;
        break;
    }
    // What follows now has no cause in the log but itself.
    this.kernel.cause = 0;
    this.settle();
  }

  /** Whether somebody waits for time to pass. */
  get isBusy(): boolean {
    return this.session.isRunning || this.checks.length > 0 || !this.kernel.isQuiet;
  }

  /** Goes on for a moment of real time and tells what happened. Time stands still while nothing waits for it. */
  async turn(): Promise<void> {
    if (this.isTurning) return;
    this.isTurning = true;
    try {
      const realMs = this.options.now();
      const passedMs = Math.min(longestStepMs, Math.max(0, realMs - this.lastRealMs));
      this.lastRealMs = realMs;
      if (this.isBusy) {
        if (this.skipUntilMs !== undefined) await this.skip(realMs);
        else await this.runTo(this.kernel.nowMs + passedMs * this.speed, realMs);
      }
      this.settle();
    } finally {
      this.isTurning = false;
    }
  }

  /** What is known when the engine fails. */
  failureOf(error: unknown): LabFailure {
    const { scenario, seed, nowMs } = this.kernel;
    const message = error instanceof Error ? error.message : String(error);
    const atMs = error instanceof SimulationError ? error.place.atMs : nowMs;
    return { message, scenario, seed, atMs };
  }

  private async runTo(targetMs: number, startedMs: number): Promise<void> {
    const { kernel, options } = this;
    for (;;) {
      const next = Math.min(targetMs, kernel.nextDueMs ?? targetMs);
      while (kernel.run(next) === 'hostCall') await answerHostCall(kernel, options.functions);
      if (next >= targetMs || options.now() - startedMs > turnMs) return;
    }
  }

  private async skip(startedMs: number): Promise<void> {
    const { kernel } = this;
    const deadlineMs = this.skipUntilMs ?? kernel.nowMs;
    for (;;) {
      const next = kernel.nextDueMs;
      if (next === undefined || next > deadlineMs || !this.isBusy || this.output !== '') break;
      await this.runTo(next, startedMs);
      // Ctrl-C has ended it meanwhile, or the next turn goes on.
      if (this.skipUntilMs === undefined) return;
      if (this.options.now() - startedMs > turnMs) return;
    }
    this.skipUntilMs = undefined;
  }

  private ended(run: CommandRun): void {
    this.tellOutput();
    this.skipUntilMs = undefined;
    this.options.post({
      type: 'ended',
      id: this.commandId,
      outcome: run.outcome === 'incomplete' ? 'incomplete' : 'done',
      status: run.status,
      prompt: this.session.prompt,
      atMs: this.kernel.nowMs,
      closed: this.session.isClosed,
    });
  }

  private startCheck(id: number, path: string, cwd: string): void {
    const check: Check = {
      id,
      output: '',
      run: startScript(this.machine, {
        args: [path],
        cwd,
        output: (_, text) => {
          check.output += text;
        },
      }),
    };
    this.checks.push(check);
  }

  /** Tells everything that is new. */
  private settle(): void {
    this.tellOutput();
    for (const { id, run, output } of this.checks) {
      if (run.status !== undefined)
        this.options.post({ type: 'checked', id, status: run.status, output: output.trimEnd() });
    }
    this.checks = this.checks.filter(({ run }) => run.status === undefined);
    this.tellObjects();
    const running = this.session.isRunning;
    const told = `${Math.floor(this.kernel.nowMs / 100)} ${running}`;
    if (told === this.lastTold) return;
    this.lastTold = told;
    this.options.post({ type: 'time', atMs: this.kernel.nowMs, running });
  }

  private tellOutput(): void {
    if (this.output === '') return;
    const text = this.output;
    this.output = '';
    this.options.post({ type: 'output', text });
  }

  private tellObjects(): void {
    const { log } = this.kernel;
    const first = this.observedSeq === 0;
    const changed = new Set<string>();
    for (let seq = this.observedSeq + 1; seq <= log.lastSeq; seq++) {
      const entry = log.entry(seq);
      if (entry?.kind === 'apiserver.objectWritten') changed.add(entry.data.resource);
    }
    this.observedSeq = log.lastSeq;
    for (const resource of this.observed) {
      if (!first && !changed.has(resource)) continue;
      const { items } = this.cluster.client('podlab').list<StoredObject>(resource, {});
      this.options.post({ type: 'objects', resource, items: [...items], atMs: this.kernel.nowMs });
    }
  }
}
