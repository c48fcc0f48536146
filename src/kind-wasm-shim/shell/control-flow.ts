/** `break` and `continue` on their way to the loop that they mean. */
export class LoopExit extends Error {
  override readonly name = 'LoopExit';
  readonly kind: 'break' | 'continue';
  levels: number;

  constructor(kind: 'break' | 'continue', levels: number) {
    super(kind);
    this.kind = kind;
    this.levels = levels;
  }
}

/** `return` on its way to its function or sourced file. */
export class FunctionReturn extends Error {
  override readonly name = 'FunctionReturn';
  readonly status: number;

  constructor(status: number) {
    super('return');
    this.status = status;
  }
}

/** The end of a shell: `exit`, `set -e`, or an error that a script does not survive. */
export class ShellExit extends Error {
  override readonly name = 'ShellExit';
  readonly status: number;
  /** True when an interactive shell lives on and only gives up the line, as after an unset variable. */
  readonly onlyLine: boolean;

  constructor(status: number, onlyLine = false) {
    super('exit');
    this.status = status;
    this.onlyLine = onlyLine;
  }
}

/** A mistake in a word, told on stderr. `status` is what the shell exits with if it is not interactive; a command
 *  that only fails has none. */
export class ExpansionError extends Error {
  override readonly name = 'ExpansionError';
  readonly exitStatus: number | undefined;

  constructor(message: string, exitStatus?: number) {
    super(message);
    this.exitStatus = exitStatus;
  }
}
