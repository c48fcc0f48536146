import { Channel } from '../kernel/channel.ts';
import { callHost, type Task } from '../kernel/effect.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Streams, Writer } from './command.ts';
import { ExpansionError } from './control-flow.ts';
import { resolvePath } from './files.ts';
import type { Machine, MachineProcess } from './machine.ts';
import { type Descriptors, openNothing } from './streams.ts';
import { type FunctionDefinition, type ParseAnswer, parseCall, type Script, type Statement } from './syntax.ts';
import { Variables } from './variables.ts';

/** What a shell needs of the executor: expanding a word may have to run commands. */
export interface Execution {
  /** Runs statements in a subshell and returns what they wrote; the shell's last status is theirs. */
  capture(shell: Shell, script: Script): Task<string>;
  /** Starts a process substitution and returns the path that stands for it. */
  substituteProcess(shell: Shell, script: Script, direction: 'input' | 'output'): Task<string>;
  /** Runs statements in this shell. */
  runStatements(shell: Shell, statements: readonly Statement[]): Task<number>;
}

/** A job that was started with `&`. */
export interface Job {
  readonly id: number;
  readonly text: string;
  readonly processes: readonly MachineProcess[];
  reported: boolean;
}

export interface ShellOptions {
  readonly name: string;
  readonly machine: Machine;
  readonly descriptors: Descriptors;
  readonly interactive: boolean;
  readonly execution: Execution;
}

/** Parsed texts, by text: a loop that runs `eval` or a trap parses once. */
const parsed = new WeakMap<Kernel, Map<string, ParseAnswer>>();

/** The state of one bash: its variables, functions, options, directory, descriptors and traps. A subshell has a
 *  copy. It is executed by the functions in `execute.ts`. */
export class Shell {
  readonly machine: Machine;
  readonly kernel: Kernel;
  readonly execution: Execution;
  readonly interactive: boolean;
  /** What `$0` and error messages say. */
  name: string;
  descriptors: Descriptors;
  variables = new Variables();
  functions = new Map<string, FunctionDefinition>();
  aliases = new Map<string, string>();
  /** Long names of the options that are on: errexit, nounset, pipefail, xtrace, noglob, noclobber … */
  options = new Set<string>();
  positional: readonly string[] = [];
  cwd = '/';
  lastStatus = 0;
  line = 1;
  /** What `$$` says, the same in subshells. */
  mainPid: number;
  pid: number;
  lastBackgroundPid: number | undefined;
  traps = new Map<string, string>();
  pendingSignals: string[] = [];
  /** Told when a signal with a trap arrives, so that `wait` and `read` notice. */
  readonly signalArrived: Channel<string>;
  jobs: Job[] = [];
  job = 0;
  loopDepth = 0;
  functionDepth = 0;
  /** As `functionDepth`, counted anew in each process. */
  callDepth = 0;
  sourceDepth = 0;
  functionNames: string[] = [];
  /** Above 0 where a failure is only a condition: there `set -e` does nothing. */
  conditionDepth = 0;
  substitutionDepth = 0;
  subshellDepth = 0;
  readonly startedMs: number;
  /** The command lines that were entered, for `history`. */
  history: readonly string[] = [];
  /** Set by command substitutions, for the status of an assignment without a command. */
  substitutionStatus: number | undefined;

  constructor(options: ShellOptions) {
    this.machine = options.machine;
    this.kernel = options.machine.kernel;
    this.execution = options.execution;
    this.interactive = options.interactive;
    this.name = options.name;
    this.descriptors = options.descriptors;
    this.signalArrived = new Channel(this.kernel);
    this.mainPid = this.machine.newPid();
    this.pid = this.mainPid;
    this.startedMs = this.kernel.nowMs;
  }

  /** A copy with descriptors of its own, for a subshell. */
  fork(descriptors: Descriptors): Shell {
    const copy = new Shell({
      name: this.name,
      machine: this.machine,
      descriptors,
      interactive: false,
      execution: this.execution,
    });
    copy.variables = this.variables.clone();
    copy.functions = new Map(this.functions);
    copy.aliases = new Map(this.aliases);
    copy.options = new Set(this.options);
    copy.positional = this.positional;
    copy.cwd = this.cwd;
    copy.lastStatus = this.lastStatus;
    copy.line = this.line;
    copy.mainPid = this.mainPid;
    copy.lastBackgroundPid = this.lastBackgroundPid;
    // Only ignored signals stay ignored; handlers are not inherited.
    for (const [signal, action] of this.traps) if (action === '' && signal !== 'EXIT') copy.traps.set(signal, '');
    copy.jobs = [...this.jobs];
    copy.job = this.job;
    copy.loopDepth = this.loopDepth;
    copy.functionDepth = this.functionDepth;
    copy.sourceDepth = this.sourceDepth;
    copy.functionNames = [...this.functionNames];
    copy.conditionDepth = this.conditionDepth;
    copy.substitutionDepth = this.substitutionDepth;
    copy.subshellDepth = this.subshellDepth + 1;
    return copy;
  }

  get streams(): Streams {
    return { stdin: this.reader(0), stdout: this.writer(1), stderr: this.writer(2) };
  }

  reader(number: number) {
    return this.descriptors.get(number)?.reader ?? noReader;
  }

  writer(number: number): Writer {
    return this.descriptors.get(number)?.writer ?? noWriter;
  }

  path(path: string): string {
    return resolvePath(this.cwd, path);
  }

  /** Where a message comes from, as bash begins its own. */
  get messagePrefix(): string {
    return this.interactive ? `${this.name}: ` : `${this.name}: line ${this.line}: `;
  }

  /** Tells a mistake on stderr and returns a status. */
  *complain(message: string, status = 1): Task<number> {
    yield* this.writer(2).write(`${this.messagePrefix}${message}\n`);
    return status;
  }

  /** Parses a text, or throws the mistake that bash would tell. */
  *parse(text: string): Task<ParseAnswer> {
    const known = parsed.get(this.kernel) ?? new Map<string, ParseAnswer>();
    parsed.set(this.kernel, known);
    let answer = known.get(text);
    if (!answer) {
      answer = yield* callHost<ParseAnswer>(parseCall, { text });
      if (known.size > 1000) known.clear();
      known.set(text, answer);
    }
    return answer;
  }

  /** The value of a variable or special parameter; undefined when it is unset. */
  parameter(name: string): string | undefined {
    return this.specialParameter(name) ?? this.variables.get(name);
  }

  private specialParameter(name: string): string | undefined {
    if (/^[0-9]+$/.test(name)) return name === '0' ? this.name : this.positional[Number(name) - 1];
    switch (name) {
      case '?':
        return String(this.lastStatus);
      case '$':
        return String(this.mainPid);
      case '#':
        return String(this.positional.length);
      case '!':
        return this.lastBackgroundPid === undefined ? undefined : String(this.lastBackgroundPid);
      case '-':
        return this.optionLetters();
      case 'LINENO':
        return String(this.line);
      case 'RANDOM':
        return String(this.kernel.random(`shell/${this.machine.name}`).integer(0, 32_767));
      case 'SECONDS':
        return String(Math.floor((this.kernel.nowMs - this.startedMs) / 1000));
      case 'BASHPID':
        return String(this.pid);
      case 'BASH_SUBSHELL':
        return String(this.subshellDepth);
      case 'FUNCNAME':
        return this.functionNames[this.functionNames.length - 1];
      default:
        return undefined;
    }
  }

  private optionLetters(): string {
    const letters: Record<string, string> = { errexit: 'e', noglob: 'f', nounset: 'u', xtrace: 'x', noclobber: 'C' };
    const on = Object.entries(letters).flatMap(([option, letter]) => (this.options.has(option) ? [letter] : []));
    return `${on.join('')}hB${this.interactive ? 'i' : ''}`;
  }

  /** Called when a signal reaches this shell's process: true when a trap takes it. */
  takeSignal(signal: string): boolean {
    const action = this.traps.get(signal);
    if (action === undefined) return false;
    if (action !== '') {
      this.pendingSignals.push(signal);
      this.signalArrived.offer(signal);
    }
    return true;
  }

  requireSet(name: string, value: string | undefined): string {
    if (value !== undefined) return value;
    if (this.options.has('nounset')) throw new ExpansionError(`${name}: unbound variable`, 1);
    return '';
  }
}

const nothing = openNothing();
const noReader = nothing.reader as NonNullable<typeof nothing.reader>;
const noWriter = nothing.writer as Writer;
