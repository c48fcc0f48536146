import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';

interface NamedEntry {
  name: string;
  [field: string]: unknown;
}

/** A kubeconfig file as far as it is read here; whatever else it holds is kept. */
interface KubeConfig {
  clusters?: NamedEntry[];
  users?: NamedEntry[];
  contexts?: NamedEntry[];
  'current-context'?: string;
  [field: string]: unknown;
}

export interface ClusterAccess {
  /** The name that kind gives: `kind-` and the cluster's. */
  readonly context: string;
  readonly port: number;
  readonly token: string;
  /** PEM. */
  readonly certificate: string;
}

/** The file that kubectl would read: the one given, else the first of $KUBECONFIG, else ~/.kube/config. */
export function kubeconfigPath(given: string | undefined): string {
  const fromEnvironment = process.env.KUBECONFIG?.split(':').find((path) => path !== '');
  return given ?? fromEnvironment ?? join(homedir(), '.kube', 'config');
}

/** A kubeconfig with this cluster alone. */
export function kubeconfigFor(access: ClusterAccess): string {
  return stringify(withCluster({ apiVersion: 'v1', kind: 'Config', preferences: {} }, access));
}

/** Adds a cluster, its user and its context to a kubeconfig file and makes the context the current one. */
export function addToKubeconfig(path: string, access: ClusterAccess): void {
  write(path, withCluster(read(path), access));
}

/** Takes a cluster out of a kubeconfig file again; other entries stay as they are. */
export function removeFromKubeconfig(path: string, context: string): void {
  if (!existsSync(path)) return;
  const config = read(path);
  const without = (entries: NamedEntry[] | undefined) => (entries ?? []).filter(({ name }) => name !== context);
  const current = config['current-context'] === context ? '' : config['current-context'];
  write(path, {
    ...config,
    clusters: without(config.clusters),
    users: without(config.users),
    contexts: without(config.contexts),
    'current-context': current ?? '',
  });
}

function withCluster(config: KubeConfig, { context, port, token, certificate }: ClusterAccess): KubeConfig {
  const including = (entries: NamedEntry[] | undefined, entry: NamedEntry) => [
    ...(entries ?? []).filter(({ name }) => name !== entry.name),
    entry,
  ];
  return {
    ...config,
    clusters: including(config.clusters, {
      name: context,
      cluster: {
        'certificate-authority-data': Buffer.from(certificate).toString('base64'),
        server: `https://127.0.0.1:${port}`,
      },
    }),
    users: including(config.users, { name: context, user: { token } }),
    contexts: including(config.contexts, { name: context, context: { cluster: context, user: context } }),
    'current-context': context,
  };
}

function read(path: string): KubeConfig {
  const empty = { apiVersion: 'v1', kind: 'Config', preferences: {} };
  if (!existsSync(path)) return empty;
  const config: unknown = parse(readFileSync(path, 'utf8')) ?? empty;
  if (typeof config !== 'object' || Array.isArray(config)) {
    throw new Error(`${path} is not a kubeconfig: expected a YAML mapping, found ${typeof config}`);
  }
  return config as KubeConfig;
}

/** Written beside its place and moved there whole: a kubeconfig holds access to other clusters too. */
function write(path: string, config: KubeConfig): void {
  mkdirSync(dirname(path), { recursive: true });
  const whole = `${path}.${process.pid}`;
  writeFileSync(whole, stringify(config), { mode: 0o600 });
  renameSync(whole, path);
}
