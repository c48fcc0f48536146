import type { Task } from '../kernel/effect.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { VirtualFiles } from './files.ts';

/** A program of a machine: `cat`, `kubectl`, `crictl`. It is a task, so whatever it waits for takes virtual time,
 *  and cancelling it (Ctrl-C, `kill`, `timeout`) runs its `finally` blocks. It returns its exit status, 0 to 255. A
 *  FileError or CommandFailure that it throws is told on its stderr; BrokenPipe ends it silently with 141, as SIGPIPE
 *  does; any other error is a mistake of ours and stops the simulation. */
export type Command = (ctx: CommandContext) => Task<number>;

export interface CommandContext {
  /** The name it was called by, such as `kubectl`. */
  readonly name: string;
  /** What follows the name, already expanded. */
  readonly args: readonly string[];
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  /** The file system of the machine. Paths are absolute: see `path`. */
  readonly files: VirtualFiles;
  /** The exported variables. Writing changes the command's own copy, as in a real process. */
  readonly env: Map<string, string>;
  readonly cwd: string;
  /** Which machine the command runs on: `workstation`, or a node's name. */
  readonly machine: string;
  readonly kernel: Kernel;
  /** Makes a path absolute: relative ones start at the working directory. */
  path(path: string): string;
  /** Opens what an argument names for reading: a file, `-` or `/dev/stdin`, or `/dev/fd/63` of `<(…)`. Throws
   *  FileError. */
  openInput(path: string): Reader;
  /** Opens what an argument names for writing, emptied first unless it is appended to. Throws FileError. */
  openOutput(path: string, append: boolean): Writer;
  /** Runs another command, as `timeout`, `xargs` and `env` do, with this command's files unless told otherwise.
   *  127 when there is none of that name. */
  run(argv: readonly string[], streams?: Partial<Streams>, env?: ReadonlyMap<string, string>): Task<number>;
}

export interface Streams {
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
}

/** Text that arrives bit by bit. Readers of one pipe or file share their place in it, as file descriptors do. */
export interface Reader {
  /** Waits for the next bit of text, however long it is; undefined at the end. */
  read(): Task<string | undefined>;
  /** Waits for a line and returns it without its newline; undefined at the end. `ended` is false for a last line
   *  that has none. */
  readLine(): Task<{ readonly line: string; readonly ended: boolean } | undefined>;
  /** Waits for the end and returns all that came. */
  readAll(): Task<string>;
  /** True when somebody types here. */
  readonly isTerminal: boolean;
}

/** Where text goes. */
export interface Writer {
  /** Writes the text, waiting while a pipe is full. Throws BrokenPipe once nobody reads any more. */
  write(text: string): Task<void>;
  /** The size of the terminal that this leads to, undefined for a pipe or a file. */
  readonly terminal: TerminalSize | undefined;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Writing to a pipe that nobody reads any more: SIGPIPE. */
export class BrokenPipe extends Error {
  override readonly name = 'BrokenPipe';

  constructor() {
    super('Broken pipe');
  }
}

/** The end of a command with a message on stderr, printed as it is. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** How a command offers completions of the word at the cursor. `words` are the finished words from the command's
 *  name on, `prefix` the one being typed. Synchronous, so that the Tab key answers at once. */
export type Completer = (request: {
  readonly words: readonly string[];
  readonly prefix: string;
  readonly cwd: string;
  readonly files: VirtualFiles;
}) => readonly string[];

/** A command and what belongs to it. */
export interface CommandEntry {
  readonly run: Command;
  readonly complete?: Completer;
}

/** The programs that a machine has, by name. */
export type CommandTable = ReadonlyMap<string, CommandEntry>;
