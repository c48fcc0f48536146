import type { Task } from '../../../kernel/effect.ts';
import type { Command, CommandContext } from '../../command.ts';
import { CommandError, errorText, isTold } from './errors.ts';
import { type FlagSpec, parseFlags, UsageError } from './flags.ts';
import { Invocation, type KubectlOptions, type Subcommand } from './invocation.ts';
import { subcommands } from './subcommands.ts';

/** Flags that every command takes. Those about certificates, caches and profiles are accepted and change nothing here. */
const globalFlags: readonly FlagSpec[] = [
  { name: 'kubeconfig', type: 'string' },
  { name: 'context', type: 'string' },
  { name: 'cluster', type: 'string' },
  { name: 'user', type: 'string' },
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'server', short: 's', type: 'string' },
  { name: 'token', type: 'string' },
  { name: 'as', type: 'string' },
  { name: 'as-group', type: 'repeated' },
  { name: 'as-uid', type: 'string' },
  { name: 'request-timeout', type: 'string', default: '0' },
  { name: 'v', short: 'v', type: 'string', default: '0' },
  { name: 'insecure-skip-tls-verify', type: 'bool' },
  { name: 'certificate-authority', type: 'string' },
  { name: 'client-certificate', type: 'string' },
  { name: 'client-key', type: 'string' },
  { name: 'tls-server-name', type: 'string' },
  { name: 'cache-dir', type: 'string' },
  { name: 'disable-compression', type: 'bool' },
  { name: 'match-server-version', type: 'bool' },
  { name: 'warnings-as-errors', type: 'bool' },
  { name: 'help', short: 'h', type: 'bool' },
];

/** The version of kubectl whose behaviour and texts these commands have. */
export const kubectlVersion = 'v1.32.3';

/** kubectl as a command of the shell. It speaks to the API server only, through whatever `connect` gives for the server
 *  that its kubeconfig names. */
export function createKubectl(options: KubectlOptions): Command {
  return function* kubectl(ctx: CommandContext): Task<number> {
    let path = '';
    try {
      const found = findCommand(ctx.args);
      path = found.path;
      return yield* runCommand(ctx, found, options);
    } catch (error) {
      if (!isTold(error)) throw error;
      if (error instanceof UsageError) {
        yield* ctx.stderr.write(`error: ${error.message}\nSee 'kubectl${path && ` ${path}`} --help' for usage.\n`);
        return 1;
      }
      yield* ctx.stderr.write(errorText(error));
      return error instanceof CommandError ? error.exitCode : 1;
    }
  };
}

interface FoundCommand {
  readonly command: Subcommand;
  readonly path: string;
  readonly flags: readonly FlagSpec[];
  readonly words: readonly string[];
}

function* runCommand(ctx: CommandContext, found: FoundCommand, options: KubectlOptions): Task<number> {
  const { command, path, words } = found;
  const flags = parseFlags(found.flags, command.takesAnything ? [] : words);
  if (flags.bool('help') || !command.run) {
    if (!flags.bool('help') && flags.args.length > 0) {
      throw new CommandError(
        `unknown command ${JSON.stringify(flags.args.join(' '))}\nSee 'kubectl ${path} -h' for help and examples`,
      );
    }
    yield* ctx.stdout.write(helpText(command, path));
    // A command that only has commands below it was not told which.
    return flags.bool('help') || path === '' ? 0 : 1;
  }
  const missing = (command.required ?? []).filter((name) => !flags.changed(name));
  if (missing.length > 0) {
    throw new CommandError(`required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
  }
  const invocation = new Invocation(ctx, flags, path, options);
  try {
    return yield* command.run(invocation);
  } finally {
    yield* invocation.tellWarnings();
  }
}

/** Walks from kubectl to the command that the words name, looking past flags and their values.
 *  @models github.com/spf13/cobra command.go Command.Find */
function findCommand(args: readonly string[]): FoundCommand {
  const root: Subcommand = { name: 'kubectl', usage: '[command]', flags: [], children: subcommands };
  let command = root;
  const path: string[] = [];
  let words = [...args];
  for (;;) {
    const flags = [...globalFlags, ...command.flags];
    const at = command.children ? firstArgument(flags, words) : -1;
    const word = at < 0 ? undefined : words[at];
    const child = command.children?.find(
      ({ name, aliases }) => word !== undefined && (name === word || aliases?.includes(word)),
    );
    if (!child) {
      if (command === root && word !== undefined) throw unknownCommand(word);
      return { command, path: path.join(' '), flags, words };
    }
    words = words.filter((_, index) => index !== at);
    path.push(child.name);
    command = child;
  }
}

function firstArgument(flags: readonly FlagSpec[], words: readonly string[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-') || word === '-') return i;
    if (word.includes('=')) continue;
    const spec = flags.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
    if (spec && spec.type !== 'bool' && spec.bare === undefined) i++;
  }
  return -1;
}

function unknownCommand(word: string): CommandError {
  const close = subcommands
    .map(({ name }) => name)
    .filter((name) => name.startsWith(word.toLowerCase()) || distance(word, name) <= 2);
  const hint = close.length === 0 ? '' : `\n\nDid you mean this?\n${close.map((name) => `\t${name}`).join('\n')}`;
  return new CommandError(`unknown command ${JSON.stringify(word)} for "kubectl"${hint}`);
}

/** How many letters must be put in, taken out or changed to make one word of the other. */
function distance(left: string, right: string): number {
  let row = [...right, ''].map((_, i) => i);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

function helpText(command: Subcommand, path: string): string {
  const lines = [`Usage:\n  kubectl ${command.usage} [flags]`];
  if (command.children) {
    const names = command.children.map(({ name }) => `  ${name}`).join('\n');
    lines.push(`Commands:\n${names}`);
  }
  if (command.flags.length > 0) {
    const flags = command.flags.map(({ name, short }) => `  ${short ? `-${short}, ` : '    '}--${name}`).join('\n');
    lines.push(`Options:\n${flags}`);
  }
  const topic =
    path === ''
      ? 'https://kubernetes.io/docs/reference/kubectl/'
      : `https://kubernetes.io/docs/reference/kubectl/generated/kubectl_${path.split(' ')[0]}/`;
  lines.push(`This kubectl runs inside a simulation and follows ${kubectlVersion}. The full manual is at ${topic}`);
  return `${lines.join('\n\n')}\n`;
}
