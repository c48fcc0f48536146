import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ClusterConfig, InvalidKindConfig, parseClusterConfig } from '../../cluster/cluster-config.ts';
import type { ClusterAnswer, ClusterOrder } from './cluster-process.ts';
import { clusterLogPath, runningClusters, unregisterCluster } from './cluster-registry.ts';
import { addToKubeconfig, kubeconfigPath, removeFromKubeconfig } from './kubeconfig.ts';

export interface CreateClusterOptions {
  /** Absent: the name in the configuration, else `kind`. */
  readonly name: string | undefined;
  readonly config: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly seed: number;
  readonly speed: number;
  readonly say: (text: string) => void;
}

/** Starts a cluster in a process of its own, points the kubeconfig at it, and says so in kind's words. */
export async function createCluster(options: CreateClusterOptions): Promise<void> {
  const config = options.config === undefined ? undefined : readConfig(options.config);
  const name = options.name ?? config?.name ?? 'kind';
  if (!/^[a-z0-9.-]+$/.test(name)) {
    throw new Error(
      `failed to create cluster: '${name}' is not a valid cluster name, cluster names must match \`^[a-z0-9.-]+$\``,
    );
  }
  if (runningClusters().some((running) => running.name === name)) {
    throw new Error(
      `failed to create cluster: node(s) already exist for a cluster with the name ${JSON.stringify(name)}`,
    );
  }
  const { say } = options;
  say(`Creating cluster ${JSON.stringify(name)} ...\n`);
  const answer = await startProcess({
    name,
    ...(options.config === undefined ? {} : { config: options.config }),
    seed: options.seed,
    speed: options.speed,
  });
  if (!answer.ok) throw new Error(`failed to create cluster: ${answer.message}`);
  for (const step of steps(answer.nodes.length)) say(` • ${step}  ...\n ✓ ${step}\n`);
  const path = kubeconfigPath(options.kubeconfig);
  addToKubeconfig(path, { context: `kind-${name}`, ...answer });
  const explicit = options.kubeconfig === undefined ? '' : ` --kubeconfig ${options.kubeconfig}`;
  say(`Set kubectl context to "kind-${name}"\nYou can now use your cluster with:\n\n`);
  say(`kubectl cluster-info --context kind-${name}${explicit}\n\nHave a nice day! 👋\n`);
}

/** Ends a cluster's process and takes it out of the kubeconfig. A cluster that does not run is no mistake, as with kind. */
export async function deleteCluster(
  name: string,
  kubeconfig: string | undefined,
  say: (text: string) => void,
): Promise<void> {
  say(`Deleting cluster ${JSON.stringify(name)} ...\n`);
  const cluster = runningClusters().find((running) => running.name === name);
  removeFromKubeconfig(kubeconfigPath(kubeconfig), `kind-${name}`);
  if (!cluster) return;
  process.kill(cluster.pid, 'SIGTERM');
  unregisterCluster(name);
  say(`Deleted nodes: ${JSON.stringify(cluster.nodes).replaceAll(',', ' ')}\n`);
}

function readConfig(text: string): ClusterConfig {
  try {
    return parseClusterConfig(text);
  } catch (error) {
    if (error instanceof InvalidKindConfig) throw new Error(`failed to create cluster: ${error.message}`);
    throw error;
  }
}

/** What kind says that it does, in its words; the pictures are its own too. */
function steps(nodes: number): string[] {
  return [
    'Ensuring node image (kindest/node:v1.32.0) 🖼',
    `Preparing nodes ${'📦 '.repeat(nodes)}`,
    'Writing configuration 📜',
    'Starting control-plane 🕹️',
    'Installing CNI 🔌',
    'Installing StorageClass 💾',
    ...(nodes > 1 ? ['Joining worker nodes 🚜'] : []),
  ];
}

function startProcess(order: ClusterOrder): Promise<ClusterAnswer> {
  const log = openSync(clusterLogPath(order.name), 'a', 0o600);
  const child = fork(fileURLToPath(new URL('cluster-process.ts', import.meta.url)), [], {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  return new Promise((resolve) => {
    child.once('message', (answer) => {
      child.disconnect();
      child.unref();
      resolve(answer as ClusterAnswer);
    });
    child.once('error', (error) => resolve({ ok: false, message: error.message }));
    child.once('exit', (status) =>
      resolve({ ok: false, message: `its process ended with ${status}; see ${clusterLogPath(order.name)}` }),
    );
    child.send(order);
  });
}
