import type { Channel } from '../../kernel/channel.ts';
import type { Effect, Task } from '../../kernel/effect.ts';

/** A signal that a container's process can see; SIGKILL it cannot. */
export type Signal = 'SIGTERM' | 'SIGINT' | 'SIGHUP';

/** The world as the first process of a container sees it. */
export interface ContainerProcess {
  readonly image: string;
  /** The entry point and its arguments: `command` and `args` of the container, each empty when not given. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Mounted files by absolute path. */
  readonly files: ReadonlyMap<string, string>;
  /** The signals that were sent. A program that does not take them ignores them, as process 1 does. */
  readonly signals: Channel<Signal>;
  /** Writes a line to the container's log. */
  print(line: string, stream?: 'stdout' | 'stderr'): void;
  /** Waits as `sleep` of the kernel does. In a container that is restarted whenever it ends, waiting is no reason to
   *  call the simulation busy: a server may wait for ever. */
  sleep(ms: number): Effect<void>;
}

/** What an image runs: a task whose result is the exit code. */
export type Program = (process: ContainerProcess) => Task<number>;

/** What an image runs that is not known: it serves until it is told to stop, and then stops at once.
 *  @ours a stand-in for programs that are not simulated */
export function* pause({ signals }: ContainerProcess): Task<number> {
  yield* signals.take();
  return 0;
}
