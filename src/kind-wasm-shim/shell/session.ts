import { Channel } from '../kernel/channel.ts';
import type { Task } from '../kernel/effect.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { setShellVariables } from './bash.ts';
import { describeJob, jobState } from './builtins/jobs.ts';
import type { TerminalSize } from './command.ts';
import { type Completion, completeLine } from './completion.ts';
import { ExpansionError, FunctionReturn, LoopExit, ShellExit } from './control-flow.ts';
import { runLines, runStatements, tellExpansionError } from './execute.ts';
import type { Machine, MachineProcess } from './machine.ts';
import { type Execution, Shell } from './shell.ts';
import { statusOfSignal } from './signals.ts';
import { BufferedReader, OpenFile, sinkWriter } from './streams.ts';
import { capture, substituteProcess } from './subshell.ts';
import { runPendingTraps, toTheEnd } from './traps.ts';

declare module '../kernel/log.ts' {
  interface LogFacts {
    'shell.commandEntered': { machine: string; text: string };
    'shell.commandEnded': { machine: string; status: number };
  }
}

/** How a shell runs what its words ask for. */
export const execution: Execution = { capture, substituteProcess, runStatements };

export interface SessionOptions {
  readonly machine: Machine;
  /** Told every piece of output at once; 1 is stdout, 2 stderr. */
  readonly output: (descriptor: 1 | 2, text: string) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it starts; HOME when it is not given. */
  readonly cwd?: string;
  /** The size of the terminal now; absent when there is none. */
  readonly terminal?: () => TerminalSize | undefined;
}

/** A line that was entered. `incomplete` means that nothing was run, because the text goes on in the next line. */
export interface CommandRun {
  readonly text: string;
  outcome: 'running' | 'incomplete' | 'done';
  status: number;
}

/** An interactive bash at a terminal: what one command changes, the next one finds. Synchronous: `run` only starts a
 *  command, the kernel carries it out, and `current` tells how it stands. */
export class ShellSession {
  readonly machine: Machine;
  /** Every command that was run, oldest first. */
  readonly history: string[] = [];
  /** The command that runs, or the last one. */
  current: CommandRun | undefined;
  /** True once `exit` has ended the shell; `run` then starts a new one. */
  isClosed = false;
  /** How far the present command's process has come. One that is interrupted before it has begun ends as it begins. */
  private start: 'awaited' | 'interrupted' | 'done' = 'done';
  private readonly kernel: Kernel;
  private readonly options: SessionOptions;
  private readonly keyboard: Channel<string | null>;
  private shell: Shell;
  private readonly endListeners: ((run: CommandRun) => void)[] = [];

  constructor(kernel: Kernel, options: SessionOptions) {
    this.kernel = kernel;
    this.machine = options.machine;
    this.options = options;
    this.keyboard = new Channel(kernel);
    this.shell = this.newShell();
  }

  /** True while a command runs and the terminal is its. */
  get isRunning(): boolean {
    return this.current?.outcome === 'running';
  }

  get cwd(): string {
    return this.shell.cwd;
  }

  get lastStatus(): number {
    return this.shell.lastStatus;
  }

  /** The value of a variable, for checks and tests. */
  variable(name: string): string | undefined {
    return this.shell.parameter(name);
  }

  /** What stands before the cursor when a command is awaited. */
  get prompt(): string {
    const home = this.shell.variables.get('HOME') ?? '/root';
    const user = this.shell.variables.get('USER') ?? 'root';
    const { cwd } = this.shell;
    const place = cwd === home ? '~' : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
    return `${user}@${this.machine.name}:${place}${user === 'root' ? '#' : '$'} `;
  }

  /** Starts a command. The kernel has to run for it to get anywhere. */
  run(text: string): CommandRun {
    if (this.isRunning) throw new Error('a command is running; interrupt it first');
    if (this.isClosed) {
      this.shell = this.newShell();
      this.isClosed = false;
    }
    const run: CommandRun = { text, outcome: 'running', status: 0 };
    this.current = run;
    this.start = 'awaited';
    this.history.push(text);
    this.kernel.append('shell.commandEntered', { machine: this.machine.name, text });
    const { shell } = this;
    const job = this.machine.newJob();
    shell.job = job;
    this.machine.start('bash', job, (process) => this.carryOut(run, process), { owned: false });
    return run;
  }

  /** Called once for each command when it has ended, or turned out to be incomplete. */
  onEnd(listener: (run: CommandRun) => void): void {
    this.endListeners.push(listener);
  }

  /** Ctrl-C: ends what runs in the foreground, whatever it waits for. */
  interrupt(): void {
    if (!this.isRunning) return;
    if (this.start === 'done') this.machine.signalJob(this.shell.job, 'INT');
    else this.start = 'interrupted';
  }

  /** What is typed while a command runs: it goes to the command's stdin, a line at a time. */
  type(text: string): void {
    this.keyboard.offer(text);
  }

  /** Ctrl-D at the start of a line: the command that reads sees the end of its input. */
  endInput(): void {
    this.keyboard.offer(null);
  }

  /** What could stand where the cursor is. */
  complete(line: string, cursor: number): Completion {
    return completeLine(this.shell, line, cursor);
  }

  private newShell(): Shell {
    const { machine, options } = this;
    const reader = new BufferedReader(
      function* (this: ShellSession): Task<string | undefined> {
        return (yield* this.keyboard.take()) ?? undefined;
      }.bind(this),
      true,
    );
    const shell = new Shell({
      name: 'bash',
      machine,
      descriptors: new Map([
        [0, new OpenFile({ reader })],
        [1, new OpenFile({ writer: sinkWriter((text) => options.output(1, text), options.terminal) })],
        [2, new OpenFile({ writer: sinkWriter((text) => options.output(2, text), options.terminal) })],
      ]),
      interactive: true,
      execution,
    });
    startEnvironment(shell, options.env ?? {});
    const home = shell.variables.get('HOME') ?? '/root';
    machine.files.makeDirectory(home, { parents: true });
    shell.cwd = options.cwd ?? home;
    shell.variables.set('PWD', shell.cwd);
    shell.history = this.history;
    return shell;
  }

  private *carryOut(run: CommandRun, process: MachineProcess): Task<number> {
    const { shell } = this;
    process.handler = { handle: (signal) => shell.takeSignal(signal) };
    const isInterrupted = this.start === 'interrupted';
    this.start = 'done';
    let status = statusOfSignal('INT');
    try {
      if (!isInterrupted) status = yield* this.execute(run);
    } finally {
      shell.lastStatus = status;
      shell.conditionDepth = 0;
      shell.loopDepth = 0;
      run.status = status;
      if (run.outcome === 'running') {
        run.outcome = 'done';
        for (const job of shell.jobs) {
          if (jobState(job) !== 'Running') this.options.output(2, describeJob(shell, job));
        }
        shell.jobs = shell.jobs.filter((job) => jobState(job) === 'Running');
        this.kernel.append('shell.commandEnded', { machine: this.machine.name, status });
      }
      for (const listener of this.endListeners) listener(run);
    }
    return status;
  }

  private *execute(run: CommandRun): Task<number> {
    const { shell } = this;
    const answer = yield* shell.parse(run.text);
    if ('error' in answer) {
      if (answer.error.incomplete) {
        run.outcome = 'incomplete';
        return shell.lastStatus;
      }
      yield* shell.complain(answer.error.message);
      return 2;
    }
    try {
      const status = yield* runLines(shell, answer.script.statements);
      yield* runPendingTraps(shell);
      return status;
    } catch (error) {
      if (error instanceof LoopExit) return 0;
      if (error instanceof FunctionReturn) return error.status;
      if (error instanceof ExpansionError) {
        yield* tellExpansionError(shell, error);
        return 1;
      }
      if (!(error instanceof ShellExit)) throw error;
      if (error.onlyLine) return error.status;
      return yield* this.close(error);
    }
  }

  private *close(exit: ShellExit): Task<number> {
    const status = yield* toTheEnd(this.shell, function* (): Task<number> {
      throw exit;
    });
    this.isClosed = true;
    return status;
  }
}

/** The variables that every shell starts with. */
export function startEnvironment(shell: Shell, env: Readonly<Record<string, string>>): void {
  const defaults = {
    HOME: '/root',
    USER: 'root',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    HOSTNAME: shell.machine.name,
  };
  for (const [name, value] of Object.entries({ ...defaults, ...env })) {
    shell.variables.set(name, value);
    shell.variables.declare(name, false).exported = true;
  }
  setShellVariables(shell);
}
