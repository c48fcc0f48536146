import { parse } from 'yaml';
import type { CommandContext } from '../../command.ts';
import { CommandError } from './errors.ts';

interface Named {
  readonly name: string;
}

/** The parts of a kubeconfig that kubectl reads here; certificates and keys are kept but not used, since nothing is encrypted. */
export interface Kubeconfig {
  readonly clusters: readonly (Named & { readonly cluster: Readonly<Record<string, unknown>> })[];
  readonly contexts: readonly (Named & {
    readonly context: { readonly cluster: string; readonly user: string; readonly namespace?: string };
  })[];
  readonly users: readonly (Named & { readonly user: Readonly<Record<string, unknown>> })[];
  readonly currentContext: string;
}

const empty: Kubeconfig = { clusters: [], contexts: [], users: [], currentContext: '' };

/** A kubeconfig as kind writes it into `~/.kube/config` for one of its clusters. */
export function kindKubeconfig(clusterName: string, server: string): string {
  const name = `kind-${clusterName}`;
  return `apiVersion: v1
clusters:
- cluster:
    server: ${server}
  name: ${name}
contexts:
- context:
    cluster: ${name}
    user: ${name}
  name: ${name}
current-context: ${name}
kind: Config
preferences: {}
users:
- name: ${name}
  user: {}
`;
}

/** Reads the files that `--kubeconfig` or `$KUBECONFIG` name, or `~/.kube/config`. The first file that has a name wins.
 *  @models staging/src/k8s.io/client-go/tools/clientcmd/loader.go ClientConfigLoadingRules.Load */
export function loadKubeconfig(ctx: CommandContext, explicit: string): Kubeconfig {
  const fromEnv = (ctx.env.get('KUBECONFIG') ?? '').split(':').filter(Boolean);
  const home = ctx.env.get('HOME') ?? '/';
  const paths = explicit !== '' ? [explicit] : fromEnv.length > 0 ? fromEnv : [`${home}/.kube/config`];
  let merged = empty;
  for (const path of paths) {
    const absolute = ctx.path(path);
    if (!ctx.files.isFile(absolute)) {
      if (explicit !== '') throw new CommandError(`stat ${path}: no such file or directory`);
      continue;
    }
    merged = merge(merged, readKubeconfig(path, ctx.files.readText(absolute)));
  }
  return merged;
}

function readKubeconfig(path: string, text: string): Kubeconfig {
  let read: unknown;
  try {
    read = parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new CommandError(`error loading config file ${JSON.stringify(path)}: yaml: ${why}`);
  }
  if (typeof read !== 'object' || read === null) return empty;
  const raw = read as Record<string, unknown>;
  const list = (key: string) =>
    (Array.isArray(raw[key]) ? raw[key] : []).filter((item) => typeof item?.name === 'string');
  return {
    clusters: list('clusters').map(({ name, cluster }) => ({ name, cluster: cluster ?? {} })),
    contexts: list('contexts').map(({ name, context }) => ({ name, context: { cluster: '', user: '', ...context } })),
    users: list('users').map(({ name, user }) => ({ name, user: user ?? {} })),
    currentContext: typeof raw['current-context'] === 'string' ? raw['current-context'] : '',
  };
}

function merge(first: Kubeconfig, second: Kubeconfig): Kubeconfig {
  const join = <Item extends Named>(one: readonly Item[], two: readonly Item[]) => [
    ...one,
    ...two.filter(({ name }) => !one.some((item) => item.name === name)),
  ];
  return {
    clusters: join(first.clusters, second.clusters),
    contexts: join(first.contexts, second.contexts),
    users: join(first.users, second.users),
    currentContext: first.currentContext || second.currentContext,
  };
}

/** Where to connect, as whom, and in which namespace, after the command line's own words. */
export interface ClientConfig {
  readonly server: string;
  readonly token: string | undefined;
  readonly namespace: string;
}

/** @models staging/src/k8s.io/client-go/tools/clientcmd/client_config.go DirectClientConfig.ClientConfig */
export function clientConfig(config: Kubeconfig, overrides: { context: string; server: string }): ClientConfig {
  const wanted = overrides.context || config.currentContext;
  const context = config.contexts.find(({ name }) => name === wanted)?.context;
  if (!context && overrides.context !== '')
    throw new CommandError(
      `Error in configuration: context was not found for specified context: ${overrides.context}`,
      {
        whole: true,
      },
    );
  const cluster = config.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users.find(({ name }) => name === context?.user)?.user;
  const server = overrides.server || (typeof cluster?.server === 'string' ? cluster.server : 'http://localhost:8080');
  const token = user?.token;
  return { server, token: typeof token === 'string' ? token : undefined, namespace: context?.namespace || 'default' };
}
