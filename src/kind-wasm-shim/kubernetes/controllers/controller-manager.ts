import type { Pod } from 'kubernetes-types/core/v1';
import type { Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { ControllerContext } from './controller-context.ts';
import { daemonSetController } from './daemonset.ts';
import { deploymentController } from './deployment.ts';
import { disruptionController } from './disruption.ts';
import { type GarbageCollected, garbageCollector } from './garbage-collector.ts';
import { jobController } from './job.ts';
import { namespaceController } from './namespace.ts';
import { nodeLifecycleController } from './node-lifecycle.ts';
import { OwnedIndex } from './owned-index.ts';
import { PodTallies } from './pod-tallies.ts';
import { replicaSetController } from './replicaset.ts';
import { rootCACertPublisher, serviceAccountController } from './serviceaccount.ts';
import { SharedInformers } from './shared-informers.ts';

const garbageCollected: readonly GarbageCollected[] = [
  { kind: 'Node', resource: 'nodes' },
  { kind: 'Deployment', resource: 'deployments.apps' },
  { kind: 'ReplicaSet', resource: 'replicasets.apps' },
  { kind: 'DaemonSet', resource: 'daemonsets.apps' },
  { kind: 'Job', resource: 'jobs.batch' },
  { kind: 'Pod', resource: 'pods' },
  { kind: 'ConfigMap', resource: 'configmaps' },
  { kind: 'Secret', resource: 'secrets' },
  { kind: 'Service', resource: 'services' },
];

export interface ControllerManagerOptions {
  /** The certificate that every namespace gets, as PEM. */
  readonly rootCA: string;
}

/** All the controllers, with one watch a resource between them.
 *  @models cmd/kube-controller-manager/app/controllermanager.go Run
 *  @simplifies no endpoints, stateful sets, cron jobs, quotas and volumes */
export function* runControllerManager(kernel: Kernel, client: ApiClient, options: ControllerManagerOptions): Task {
  const informers = new SharedInformers(kernel, client);
  const pods = new OwnedIndex<Pod>();
  const tallies = new PodTallies();
  // Before all controllers, so that the indexes know what their handlers are told.
  informers.watch<Pod>('pods', (change) => {
    pods.change(change);
    tallies.change(change);
  });
  const context: ControllerContext = { kernel, client, informers, pods, tallies };
  const served = new Set(client.server.strategies.map(({ plural, group }) => (group ? `${plural}.${group}` : plural)));
  const controllers = {
    serviceaccount: serviceAccountController(context),
    'root-ca-cert-publisher': rootCACertPublisher(context, options.rootCA),
    namespace: namespaceController(context),
    'node-lifecycle': nodeLifecycleController(context),
    deployment: deploymentController(context),
    replicaset: replicaSetController(context),
    daemonset: daemonSetController(context),
    job: jobController(context),
    ...(served.has('poddisruptionbudgets.policy') ? { disruption: disruptionController(context) } : {}),
    'garbage-collector': garbageCollector(
      context,
      garbageCollected.filter(({ resource }) => served.has(resource)),
    ),
  };
  informers.start();
  const running = Object.entries(controllers).map(([name, { run }]) =>
    kernel.spawn(`controller ${name}`, run(), { owned: true }),
  );
  for (const process of running) yield* process.join();
}
