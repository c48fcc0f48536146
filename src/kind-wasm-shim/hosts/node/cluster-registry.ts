import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A cluster that runs in a process of its own on this machine. */
export interface RunningCluster {
  readonly name: string;
  readonly pid: number;
  readonly port: number;
  readonly token: string;
  readonly certificate: string;
  readonly nodes: readonly string[];
}

/** Where the running clusters of this user are noted, one file each. */
function folder(): string {
  return process.env.KIND_WASM_SHIM_HOME ?? join(homedir(), '.kind-wasm-shim');
}

/** The clusters whose process is alive, by name. Notes of processes that are gone are thrown away. */
export function runningClusters(): RunningCluster[] {
  let files: string[];
  try {
    files = readdirSync(folder()).filter((file) => file.endsWith('.json'));
  } catch {
    return [];
  }
  return files.sort().flatMap((file) => {
    const path = join(folder(), file);
    try {
      const cluster = JSON.parse(readFileSync(path, 'utf8')) as RunningCluster;
      if (isAlive(cluster.pid)) return [cluster];
    } catch {
      // A note that cannot be read names no cluster that could be used.
    }
    rmSync(path, { force: true });
    return [];
  });
}

/** Notes a cluster, so that later commands find it. */
export function registerCluster(cluster: RunningCluster): void {
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  writeFileSync(notePath(cluster.name), JSON.stringify(cluster), { mode: 0o600 });
}

/** Forgets a cluster. */
export function unregisterCluster(name: string): void {
  rmSync(notePath(name), { force: true });
}

/** Where a cluster's process writes what it has to complain about. */
export function clusterLogPath(name: string): string {
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  return join(folder(), `${name}.log`);
}

function notePath(name: string): string {
  return join(folder(), `${name}.json`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
