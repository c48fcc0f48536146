import { sleep, type Task } from '../kernel/effect.ts';
import { runBash } from './bash.ts';
import { builtins } from './builtins/builtins.ts';
import { type Command, type CommandContext, CommandFailure, type Streams } from './command.ts';
import { FileError } from './files.ts';
import type { MachineProcess } from './machine.ts';
import type { Shell } from './shell.ts';
import {
  type Descriptors,
  OpenFile,
  openForReading,
  openForWriting,
  releaseDescriptors,
  shareDescriptors,
} from './streams.ts';
import { forkMs, startSubshell } from './subshell.ts';

/** Where programs live: a path into one of these means the program of that name. */
const programDirectories = ['/bin', '/usr/bin', '/usr/local/bin', '/sbin', '/usr/sbin'];

type Program =
  | { readonly kind: 'command'; readonly path: string; readonly run: Command }
  | { readonly kind: 'bash'; readonly path: string }
  | { readonly kind: 'script'; readonly path: string };

/** The program that a name or path means. */
export function findProgram(shell: Shell, name: string): Program | undefined {
  const files = shell.machine.files;
  if (name.includes('/')) {
    const path = shell.path(name);
    if (files.isFile(path)) return { kind: 'script', path };
    const directory = programDirectories.find((known) => path.startsWith(`${known}/`));
    const base = path.slice(path.lastIndexOf('/') + 1);
    return directory === undefined || base === '' ? undefined : findByName(shell, base);
  }
  return findByName(shell, name);
}

function findByName(shell: Shell, name: string): Program | undefined {
  if (name === 'bash' || name === 'sh') return { kind: 'bash', path: `/bin/${name}` };
  const entry = shell.machine.commands.get(name);
  if (entry) return { kind: 'command', path: `/usr/bin/${name}`, run: entry.run };
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    const path = `${directory}/${name}`;
    const node = directory === '' ? undefined : shell.machine.files.stat(path);
    if (node?.type === 'file' && (node.mode & 0o111) !== 0) return { kind: 'script', path };
  }
  return undefined;
}

/** Runs a program as a process of its own and waits for it. */
export function* runProgram(shell: Shell, argv: readonly string[]): Task<number> {
  const process = yield* startProgram(shell, argv, shareDescriptors(shell.descriptors), shell.variables.exported());
  if (typeof process === 'number') return process;
  return yield* process.wait();
}

/** Starts a program; a number is the status of one that cannot be started. Owns the descriptors. */
function* startProgram(
  shell: Shell,
  argv: readonly string[],
  descriptors: Descriptors,
  env: Map<string, string>,
): Task<MachineProcess | number> {
  const [name = '', ...args] = argv;
  const program = findProgram(shell, name);
  const problem = program ? scriptProblem(shell, program, name) : notFound(shell, name);
  if (!program || problem) {
    releaseDescriptors(descriptors);
    if (!problem) return 127;
    return yield* shell.complain(problem.message, problem.status);
  }
  yield* sleep(forkMs);
  if (program.kind !== 'command') {
    const bashArgs = program.kind === 'bash' ? args : [name, ...args];
    return startSubshell(shell, name, descriptors, (child) => runBash(child, bashArgs, env), {
      owned: true,
      job: shell.job,
    });
  }
  return shell.machine.start(
    name,
    shell.job,
    function* () {
      try {
        return yield* told(shell, name, descriptors, () => program.run(contextOf(shell, name, args, descriptors, env)));
      } finally {
        releaseDescriptors(descriptors);
      }
    },
    { owned: true },
  );
}

function notFound(shell: Shell, name: string): { message: string; status: number } {
  if (!name.includes('/')) return { message: `${name}: command not found`, status: 127 };
  if (shell.machine.files.isDirectory(shell.path(name))) return { message: `${name}: Is a directory`, status: 126 };
  return { message: `${name}: No such file or directory`, status: 127 };
}

function scriptProblem(shell: Shell, program: Program, name: string): { message: string; status: number } | undefined {
  if (program.kind !== 'script') return undefined;
  const node = shell.machine.files.stat(program.path);
  if (node && (node.mode & 0o111) !== 0) return undefined;
  return { message: `${name}: Permission denied`, status: 126 };
}

/** Runs a command's body and tells what it throws. */
function* told(shell: Shell, name: string, descriptors: Descriptors, body: () => Task<number>): Task<number> {
  try {
    return (yield* body()) & 255;
  } catch (error) {
    const stderr = descriptors.get(2)?.writer ?? shell.writer(2);
    if (error instanceof FileError) {
      yield* stderr.write(`${name}: ${error.path}: ${error.message}\n`);
      return 1;
    }
    if (error instanceof CommandFailure) {
      if (error.message !== '') yield* stderr.write(`${error.message}\n`);
      return error.status;
    }
    throw error;
  }
}

function contextOf(
  shell: Shell,
  name: string,
  args: readonly string[],
  descriptors: Descriptors,
  env: Map<string, string>,
): CommandContext {
  const { cwd, machine } = shell;
  const streams: Streams = {
    stdin: descriptors.get(0)?.reader ?? shell.reader(-1),
    stdout: descriptors.get(1)?.writer ?? shell.writer(-1),
    stderr: descriptors.get(2)?.writer ?? shell.writer(-1),
  };
  const numbered = (path: string): OpenFile | undefined => {
    const match = /^\/dev\/(?:fd\/(\d+)|std(in|out|err))$/.exec(path);
    if (!match) return undefined;
    return descriptors.get(match[1] ? Number(match[1]) : ['in', 'out', 'err'].indexOf(match[2] as string));
  };
  const path = (relative: string) => shell.path(relative);
  return {
    name,
    args,
    ...streams,
    files: machine.files,
    env,
    cwd,
    machine: machine.name,
    kernel: machine.kernel,
    path,
    openInput(file) {
      if (file === '-') return streams.stdin;
      const reader = numbered(file)?.reader ?? openForReading(machine.files, path(file)).reader;
      return reader ?? streams.stdin;
    },
    openOutput(file, append) {
      const writer = numbered(file)?.writer ?? openForWriting(machine.files, path(file), append).writer;
      return writer ?? streams.stdout;
    },
    *run(argv, others = {}, environment = env) {
      return yield* runInside(shell, name, argv, { ...streams, ...others }, descriptors, new Map(environment));
    },
  };
}

/** Runs a command for another one, such as `timeout` or `xargs`. */
function* runInside(
  shell: Shell,
  caller: string,
  argv: readonly string[],
  streams: Streams,
  descriptors: Descriptors,
  env: Map<string, string>,
): Task<number> {
  const inner = shareDescriptors(descriptors);
  const replace = (number: number, file: OpenFile) => {
    inner.get(number)?.release();
    inner.set(number, file);
  };
  replace(0, new OpenFile({ reader: streams.stdin }));
  replace(1, new OpenFile({ writer: streams.stdout }));
  replace(2, new OpenFile({ writer: streams.stderr }));
  const [name = '', ...args] = argv;
  const builtin = findProgram(shell, name) ? undefined : builtins.get(name);
  if (builtin) {
    const process = startSubshell(shell, name, inner, (child) => builtin(child, args, []), {
      owned: true,
      job: shell.job,
    });
    return yield* process.wait();
  }
  if (!findProgram(shell, name)) {
    releaseDescriptors(inner);
    const said = caller === 'timeout' ? `failed to run command ‘${name}’` : caller === 'env' ? `‘${name}’` : name;
    yield* streams.stderr.write(`${caller}: ${said}: No such file or directory\n`);
    return 127;
  }
  const process = yield* startProgram(shell, argv, inner, env);
  return typeof process === 'number' ? process : yield* process.wait();
}
