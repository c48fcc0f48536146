import type { Task } from '../kernel/effect.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Process } from '../kernel/process.ts';
import { BrokenPipe, type CommandTable } from './command.ts';
import { VirtualFiles } from './files.ts';
import { statusOfSignal } from './signals.ts';

/** As many as a small machine's `ulimit -u`: a fork bomb stops here. */
const mostProcesses = 1000;

export interface MachineOptions {
  /** Its host name, as the prompt and `hostname` show it. */
  readonly name: string;
  readonly commands: CommandTable;
  /** Text files to start with, by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What a process does when a signal reaches it: `handle` returns true when it takes it, so that it lives on. */
export interface SignalHandler {
  handle(signal: string): boolean;
}

/** A process of a machine: a program or a shell. */
export class MachineProcess {
  readonly pid: number;
  readonly name: string;
  /** Which job it belongs to: signals of the terminal reach all of one job. */
  readonly job: number;
  handler: SignalHandler | undefined;
  private kernelProcess: Process<number> | undefined;
  private endedBy: string | undefined;

  constructor(pid: number, name: string, job: number) {
    this.pid = pid;
    this.name = name;
    this.job = job;
  }

  /** Only for the machine that starts it. */
  begin(kernelProcess: Process<number>): void {
    this.kernelProcess = kernelProcess;
  }

  get isOver(): boolean {
    return this.kernelProcess?.result !== undefined;
  }

  /** The signal that ended it, if one did. */
  get signalled(): string | undefined {
    return this.endedBy;
  }

  /** Sends a signal: the process handles it, or ends. */
  signal(name: string): void {
    if (this.isOver) return;
    if (name !== 'KILL' && this.handler?.handle(name)) return;
    this.endedBy ??= name;
    this.kernelProcess?.cancel();
  }

  /** Waits for its end and returns its exit status. */
  *wait(): Task<number> {
    const process = this.kernelProcess;
    if (!process) throw new Error(`process ${this.name} was never started`);
    const result = yield* process.join();
    if (result.status === 'failed') throw result.error;
    return result.status === 'done' ? result.value : statusOfSignal(this.endedBy ?? 'KILL');
  }

  /** Its exit status, undefined while it runs. */
  get status(): number | undefined {
    const result = this.kernelProcess?.result;
    if (!result) return undefined;
    return result.status === 'done' ? result.value : statusOfSignal(this.endedBy ?? 'KILL');
  }
}

/** A computer with a file system, programs and processes: the reader's workstation, or a node. */
export class Machine {
  readonly name: string;
  readonly kernel: Kernel;
  readonly files: VirtualFiles;
  readonly commands: CommandTable;
  readonly processes = new Map<number, MachineProcess>();
  private nextPid = 4001;
  private nextJob = 1;

  constructor(kernel: Kernel, options: MachineOptions) {
    this.kernel = kernel;
    this.name = options.name;
    this.commands = options.commands;
    this.files = new VirtualFiles(() => kernel.nowMs);
    for (const directory of ['/bin', '/dev', '/etc', '/home', '/tmp', '/usr/bin', '/var/log']) {
      this.files.makeDirectory(directory, { parents: true });
    }
    this.files.writeText('/dev/null', '');
    this.files.writeText('/etc/hostname', `${options.name}\n`);
    for (const [path, text] of Object.entries(options.files ?? {})) {
      this.files.makeDirectory(path.slice(0, path.lastIndexOf('/')) || '/', { parents: true });
      this.files.writeText(path, text, text.startsWith('#!') ? 0o755 : 0o644);
    }
  }

  /** True when so many processes are under way that no more can be started. */
  get isFull(): boolean {
    return this.processes.size >= mostProcesses;
  }

  newPid(): number {
    return this.nextPid++;
  }

  newJob(): number {
    return this.nextJob++;
  }

  /** Starts a process. `owned` ends it together with the process that starts it. */
  start(
    name: string,
    job: number,
    body: (process: MachineProcess) => Task<number>,
    options: { owned: boolean },
  ): MachineProcess {
    const process = new MachineProcess(this.newPid(), name, job);
    this.processes.set(process.pid, process);
    process.begin(
      this.kernel.spawn(`${this.name}/${name}[${process.pid}]`, this.life(process, body), { owned: options.owned }),
    );
    return process;
  }

  /** Sends a signal to every process of a job. */
  signalJob(job: number, signal: string): void {
    for (const process of [...this.processes.values()]) if (process.job === job) process.signal(signal);
  }

  private *life(process: MachineProcess, body: (process: MachineProcess) => Task<number>): Task<number> {
    try {
      return yield* body(process);
    } catch (error) {
      if (error instanceof BrokenPipe) return statusOfSignal('PIPE');
      throw error;
    } finally {
      this.processes.delete(process.pid);
    }
  }
}
