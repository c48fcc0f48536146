// Run when the site is built: the board's first frame is the cluster that the reader's browser will start.
import { createCluster } from 'kind-wasm-shim/cluster/cluster.ts';
import { parseClusterConfig } from 'kind-wasm-shim/cluster/cluster-config.ts';
import { Kernel } from 'kind-wasm-shim/kernel/kernel.ts';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { type BoardView, boardView } from '../../projections/lab-board.ts';
import type { LabSource } from './lab-source.ts';

/** The board of a lab's cluster as it stands when all of its system pods run. */
export function firstBoard({ bootstrap, planned }: LabSource): BoardView {
  const kernel = new Kernel({ scenario: `labs/${bootstrap.slug}`, seed: bootstrap.seed });
  const cluster = createCluster(kernel, {
    ...parseClusterConfig(bootstrap.clusterConfig),
    name: bootstrap.clusterName,
  });
  kernel.runUntilQuiet(600_000);
  const client = cluster.client('podlab');
  return boardView(client.list<Node>('nodes').items, client.list<Pod>('pods').items, planned, undefined);
}
