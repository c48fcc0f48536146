import type { Task } from '../../../kernel/effect.ts';
import type { CommandContext } from '../../command.ts';
import { type ApiConnection, Connection } from './connection.ts';
import { Discovery } from './discovery.ts';
import { CommandError } from './errors.ts';
import type { FlagSpec, ParsedFlags } from './flags.ts';
import { type ClientConfig, clientConfig, type Kubeconfig, loadKubeconfig } from './kubeconfig.ts';

/** How kubectl reaches the server that a kubeconfig names; undefined when nobody listens there. */
export interface KubectlOptions {
  connect(server: string, token: string | undefined): ApiConnection | undefined;
}

/** One command of kubectl. A command with children takes the first of its arguments as a child's name. */
export interface Subcommand {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** What follows `kubectl` in the usage line. */
  readonly usage: string;
  readonly flags: readonly FlagSpec[];
  /** Flags that must be given, checked before the arguments are. */
  readonly required?: readonly string[];
  readonly children?: readonly Subcommand[];
  /** For a command that only says why it is not there: its flags are not looked at. */
  readonly takesAnything?: boolean;
  readonly run?: (k: Invocation) => Task<number>;
}

/** One run of kubectl: its flags, its streams, and the server that it speaks to. */
export class Invocation {
  readonly ctx: CommandContext;
  readonly flags: ParsedFlags;
  /** The command's words, such as `create deployment`. */
  readonly path: string;
  readonly connection: Connection;
  readonly discovery: Discovery;
  private readonly options: KubectlOptions;
  private loaded: Kubeconfig | undefined;

  constructor(ctx: CommandContext, flags: ParsedFlags, path: string, options: KubectlOptions) {
    this.ctx = ctx;
    this.flags = flags;
    this.path = path;
    this.options = options;
    this.connection = new Connection(() => this.connect(), flags.string('as') || undefined);
    this.discovery = new Discovery(this.connection);
  }

  get args(): readonly string[] {
    return this.flags.args;
  }

  get kubeconfig(): Kubeconfig {
    this.loaded ??= loadKubeconfig(this.ctx, this.flags.string('kubeconfig'));
    return this.loaded;
  }

  get config(): ClientConfig {
    return clientConfig(this.kubeconfig, {
      context: this.flags.string('context'),
      server: this.flags.string('server'),
    });
  }

  /** The namespace of the command line, else of the context. */
  get namespace(): string {
    return this.flags.string('namespace') || this.config.namespace;
  }

  /** Whether the command line names the namespace, so that a manifest may not name another one. */
  get namespaceIsExplicit(): boolean {
    return this.flags.changed('namespace');
  }

  *out(text: string): Task {
    yield* this.tellWarnings();
    if (text !== '') yield* this.ctx.stdout.write(text);
  }

  *err(text: string): Task {
    yield* this.tellWarnings();
    if (text !== '') yield* this.ctx.stderr.write(text);
  }

  /** Prints the warnings that the server has sent. */
  *tellWarnings(): Task {
    for (const warning of this.connection.takeWarnings()) yield* this.ctx.stderr.write(`Warning: ${warning}\n`);
  }

  /** A refusal that points to the command's help. */
  usageError(message: string): CommandError {
    return new CommandError(`${message}\nSee 'kubectl ${this.path} -h' for help and examples`);
  }

  private connect(): ApiConnection {
    const { server, token } = this.config;
    const connection = this.options.connect(server, token);
    if (connection) return connection;
    const host = server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
    throw new CommandError(
      `The connection to the server ${host} was refused - did you specify the right host or port?`,
      { whole: true },
    );
  }
}
