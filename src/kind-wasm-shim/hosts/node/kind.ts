import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runningClusters } from './cluster-registry.ts';
import { createCluster, deleteCluster } from './kind-cluster.ts';
import { kubeconfigFor } from './kubeconfig.ts';

/** A mistake of whoever typed the command; printed as kind prints it. */
class CommandError extends Error {
  override readonly name = 'CommandError';
}

const help = `kind-wasm-shim creates and manages small simulated Kubernetes clusters, as kind does with containers

Usage:
  kind [command]

Available Commands:
  create cluster   Creates a local Kubernetes cluster  [--name N] [--config FILE] [--kubeconfig FILE] [--seed N] [--speed N]
  delete cluster   Deletes a cluster                   [--name N] [--kubeconfig FILE]
  get clusters     Lists existing clusters by their name
  get nodes        Lists existing nodes by their name  [--name N]
  get kubeconfig   Prints cluster kubeconfig           [--name N]
  version          Prints the version

FILE may be - for standard input. --seed makes two clusters the same; --speed lets virtual time run faster than real time.
`;

const optionTypes = {
  name: { type: 'string', short: 'n' },
  config: { type: 'string' },
  kubeconfig: { type: 'string' },
  image: { type: 'string' },
  wait: { type: 'string' },
  seed: { type: 'string' },
  speed: { type: 'string' },
  retain: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args);
  const [verb, noun, ...rest] = positionals;
  if (values.help || verb === undefined || verb === 'help') {
    process.stdout.write(help);
    return;
  }
  if (rest.length > 0) throw new CommandError(`unknown command ${JSON.stringify(rest[0])} for "kind ${verb} ${noun}"`);
  const name = values.name ?? process.env.KIND_CLUSTER_NAME;
  switch (`${verb} ${noun ?? ''}`.trim()) {
    case 'create cluster':
      return createCluster({
        name,
        config: values.config === undefined ? undefined : readConfig(values.config),
        kubeconfig: values.kubeconfig,
        seed: wholeNumber('seed', values.seed, 1),
        speed: wholeNumber('speed', values.speed, 1),
        say: values.quiet ? () => {} : (text) => process.stderr.write(text),
      });
    case 'delete cluster':
      return deleteCluster(name ?? 'kind', values.kubeconfig, (text) => process.stderr.write(text));
    case 'get clusters':
      return getClusters();
    case 'get nodes':
      return getNodes(name ?? 'kind');
    case 'get kubeconfig':
      return getKubeconfig(name ?? 'kind');
    case 'version':
      process.stdout.write(`kind-wasm-shim v0.1.0 node ${process.version} ${process.platform}/${process.arch}\n`);
      return;
    default:
      throw new CommandError(`unknown command ${JSON.stringify(noun ?? verb)} for "kind${noun ? ` ${verb}` : ''}"`);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: optionTypes, allowPositionals: true });
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}

function wholeNumber(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && (option !== 'speed' || Number(text) > 0))
    return Number(text);
  throw new CommandError(
    `--${option} expects a whole number${option === 'speed' ? ' from 1 on' : ''}, found ${JSON.stringify(text)}`,
  );
}

function readConfig(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new CommandError(`failed to create cluster: error reading file: ${(error as Error).message}`);
  }
}

function getClusters(): void {
  const clusters = runningClusters();
  if (clusters.length === 0) process.stderr.write('No kind clusters found.\n');
  for (const { name } of clusters) process.stdout.write(`${name}\n`);
}

function getNodes(name: string): void {
  const cluster = runningClusters().find((running) => running.name === name);
  if (!cluster) process.stderr.write(`No kind nodes found for cluster ${JSON.stringify(name)}.\n`);
  for (const node of cluster?.nodes ?? []) process.stdout.write(`${node}\n`);
}

function getKubeconfig(name: string): void {
  const cluster = runningClusters().find((running) => running.name === name);
  if (!cluster)
    throw new CommandError(
      `could not locate any control plane nodes for cluster named '${name}'. Use the --name option to select a different cluster`,
    );
  process.stdout.write(kubeconfigFor({ context: `kind-${name}`, ...cluster }));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`ERROR: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
