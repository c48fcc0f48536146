import type { Task } from '../kernel/effect.ts';
import { runBash } from './bash.ts';
import type { Machine, MachineProcess } from './machine.ts';
import { execution, startEnvironment } from './session.ts';
import { Shell } from './shell.ts';
import { OpenFile, releaseDescriptors, sinkWriter, textReader } from './streams.ts';
import { toTheEnd } from './traps.ts';

export interface ScriptOptions {
  /** Arguments of bash: a script's path on the machine and its arguments, or `-c` and a text. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  /** Told every piece of output at once. */
  readonly output?: (descriptor: 1 | 2, text: string) => void;
}

/** A script under way; `status` is undefined until it has ended. */
export interface ScriptRun {
  readonly process: MachineProcess;
  readonly status: number | undefined;
  /** Ctrl-C. */
  interrupt(): void;
}

/** Starts `bash` on a machine without a terminal, as a lab's script runs. The kernel has to run for it to go on. */
export function startScript(machine: Machine, options: ScriptOptions): ScriptRun {
  const output = options.output ?? (() => {});
  const shell = new Shell({
    name: 'bash',
    machine,
    descriptors: new Map([
      [0, new OpenFile({ reader: textReader(options.stdin ?? '') })],
      [1, new OpenFile({ writer: sinkWriter((text) => output(1, text)) })],
      [2, new OpenFile({ writer: sinkWriter((text) => output(2, text)) })],
    ]),
    interactive: false,
    execution,
  });
  startEnvironment(shell, options.env ?? {});
  shell.cwd = options.cwd ?? '/';
  shell.variables.set('PWD', shell.cwd);
  shell.variables.declare('PWD', false).exported = true;
  const job = machine.newJob();
  shell.job = job;
  const process = machine.start(
    'bash',
    job,
    function* (self): Task<number> {
      shell.pid = self.pid;
      self.handler = { handle: (signal) => shell.takeSignal(signal) };
      try {
        return yield* toTheEnd(shell, () => runBash(shell, options.args, shell.variables.exported()));
      } finally {
        releaseDescriptors(shell.descriptors);
      }
    },
    { owned: false },
  );
  return {
    process,
    get status() {
      return process.status;
    },
    interrupt: () => machine.signalJob(job, 'INT'),
  };
}
