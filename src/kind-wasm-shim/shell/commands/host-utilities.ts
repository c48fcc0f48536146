import { callHost, type Task } from '../../kernel/effect.ts';
import type { CommandContext, CommandEntry } from '../command.ts';
import { FileError, type FileNode } from '../files.ts';

/** The host call that runs a text utility as a pure function. */
export const utilityCall = 'shell.utility';

/** Everything that a utility can see. */
export interface UtilityInput {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The machine's files, by absolute path. */
  readonly files: Readonly<Record<string, FileNode>>;
}

export interface UtilityAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** Files that it wrote, by absolute path; null for one that it removed. */
  readonly written: Readonly<Record<string, string | null>>;
}

/** The utilities of just-bash that are used as they are: they read all their input, answer, and are done. */
export const hostUtilities: readonly string[] = [
  'awk',
  'base64',
  'column',
  'comm',
  'cut',
  'diff',
  'du',
  'expand',
  'expr',
  'file',
  'find',
  'fold',
  'jq',
  'join',
  'md5sum',
  'nl',
  'od',
  'paste',
  'rev',
  'sed',
  'sha1sum',
  'sha256sum',
  'sort',
  'split',
  'stat',
  'strings',
  'tac',
  'tr',
  'tree',
  'unexpand',
];

/** Utilities that read stdin when no file is named, and would otherwise wait for a terminal for ever. */
export const hostUtilityCommands: readonly (readonly [string, CommandEntry])[] = hostUtilities.map((name) => [
  name,
  { run: runUtility },
]);

const withoutInput: ReadonlySet<string> = new Set(['du', 'expr', 'file', 'find', 'stat', 'tree']);

function* runUtility(ctx: CommandContext): Task<number> {
  const files = ctx.files.snapshot();
  // What `<(…)` leads to becomes a file that the utility can read.
  for (const arg of ctx.args) {
    if (!/^\/dev\/fd\/\d+$/.test(arg)) continue;
    files[arg] = { type: 'file', mode: 0o444, modifiedMs: 0, text: yield* ctx.openInput(arg).readAll() };
  }
  const input: UtilityInput = {
    name: ctx.name,
    args: ctx.args,
    stdin: withoutInput.has(ctx.name) || !mayReadInput(ctx) ? '' : yield* ctx.stdin.readAll(),
    cwd: ctx.cwd,
    env: Object.fromEntries(ctx.env),
    files,
  };
  const answer = yield* callHost<UtilityAnswer>(utilityCall, input);
  for (const [path, text] of Object.entries(answer.written)) {
    try {
      if (text === null) ctx.files.remove(path, { recursive: true });
      else ctx.files.writeText(path, text);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      yield* ctx.stderr.write(`${ctx.name}: ${path}: ${error.message}\n`);
    }
  }
  yield* ctx.stderr.write(answer.stderr);
  yield* ctx.stdout.write(answer.stdout);
  return answer.exitCode;
}

/** With the keyboard as stdin, a utility that is given a file must not wait for somebody to type. */
function mayReadInput(ctx: CommandContext): boolean {
  if (!ctx.stdin.isTerminal || ctx.args.includes('-')) return true;
  return !ctx.args.some((arg) => !arg.startsWith('-') && ctx.files.isFile(ctx.path(arg)));
}
