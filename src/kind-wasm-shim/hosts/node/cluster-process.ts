import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createCluster } from '../../cluster/cluster.ts';
import { parseClusterConfig } from '../../cluster/cluster-config.ts';
import { Kernel } from '../../kernel/kernel.ts';
import { epochMs } from '../../kubernetes/api/meta.ts';
import { createApiServerOverHttp } from './api-over-http.ts';
import { registerCluster, unregisterCluster } from './cluster-registry.ts';
import { RealTimeClock } from './real-time.ts';
import { newServingCertificate } from './serving-certificate.ts';

/** What the command line tells the process of a new cluster. */
export interface ClusterOrder {
  readonly name: string;
  /** A kind cluster configuration as YAML; absent for one control-plane node. */
  readonly config?: string;
  readonly seed: number;
  /** How many times as fast as real time the cluster lives. */
  readonly speed: number;
}

/** What the process answers: the address of the running cluster, or why there is none. */
export type ClusterAnswer =
  | {
      readonly ok: true;
      readonly port: number;
      readonly token: string;
      readonly certificate: string;
      readonly nodes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

const bootDeadlineMs = 120_000;

/** Boots the cluster in virtual time, which takes no time, and then serves it in real time until it is told to stop. */
async function serve(order: ClusterOrder): Promise<ClusterAnswer> {
  const kernel = new Kernel({
    scenario: `kind-${order.name}`,
    seed: order.seed,
    // The boot lies just before now, so that ages start small and nothing is dated in the future.
    startMs: Date.now() - epochMs - bootDeadlineMs,
    limits: { events: Number.MAX_SAFE_INTEGER },
  });
  const config = parseClusterConfig(order.config ?? 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n');
  const cluster = createCluster(kernel, { ...config, name: order.name });
  kernel.runUntilQuiet(kernel.nowMs + bootDeadlineMs);
  kernel.run(Date.now() - epochMs);

  const serving = await newServingCertificate();
  const token = randomBytes(24).toString('base64url');
  const clock = new RealTimeClock(kernel, order.speed, (error) => {
    console.error(error);
    unregisterCluster(order.name);
    process.exit(1);
  });
  const server = createApiServerOverHttp({
    kernel,
    handle: (request) => cluster.server.handle(request),
    advance: () => clock.advance(),
    token,
    certificate: serving,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const nodes = cluster.nodeNames;
  const { certificate } = serving;
  registerCluster({ name: order.name, pid: process.pid, port, token, certificate, nodes });
  const stop = () => {
    unregisterCluster(order.name);
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return { ok: true, port, token, certificate, nodes };
}

process.once('message', async (order: ClusterOrder) => {
  let answer: ClusterAnswer;
  try {
    answer = await serve(order);
  } catch (error) {
    answer = { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(answer, () => {
    process.disconnect?.();
    if (!answer.ok) process.exit(1);
  });
});
