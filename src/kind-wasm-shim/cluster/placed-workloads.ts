import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod, PodTemplateSpec } from 'kubernetes-types/core/v1';
import {
  findNewReplicaSet,
  podTemplateHash,
  replicaSetAnnotations,
  templateHash,
} from '../kubernetes/controllers/deployment-revisions.ts';
import { newControllerRef, type Owner } from '../kubernetes/controllers/pod-control.ts';
import type { Cluster } from './cluster.ts';
import type { PlacedWorkload } from './cluster-config.ts';
import { ensureNamespace } from './ensure-namespace.ts';

/** Creates a workload and its pods, each pod bound to the node that the scenario names. The controllers find everything
 *  as they would have made it and have nothing to add. */
export function placeWorkload(cluster: Cluster, workload: PlacedWorkload): void {
  const { name, namespace = 'default', perNode, owner = 'Deployment' } = workload;
  const client = cluster.client('kubernetes-admin');
  ensureNamespace(client, namespace);
  const replicas = Object.values(perNode).reduce((sum, count) => sum + count, 0);
  const template = templateOf(workload);
  let replicaSet: ReplicaSet | undefined;
  if (owner === 'Deployment') {
    const { metadata: { labels: matchLabels } = {} } = template;
    const deployment = client.create<Deployment>('deployments.apps', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels: { app: name } },
      spec: { replicas, selector: { matchLabels: matchLabels ?? {} }, template },
    });
    replicaSet = createReplicaSet(cluster, deployment, replicas);
  } else if (owner === 'ReplicaSet') {
    const { metadata: { labels: matchLabels } = {} } = template;
    replicaSet = client.create<ReplicaSet>('replicasets.apps', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name, namespace, labels: { app: name } },
      spec: { replicas, selector: { matchLabels: matchLabels ?? {} }, template },
    });
  }
  const podTemplate = replicaSet?.spec?.template ?? template;
  let made = 0;
  for (const [node, count] of Object.entries(perNode)) {
    for (let left = count; left > 0; left--) {
      made += 1;
      const metadata = replicaSet
        ? { generateName: `${replicaSet.metadata?.name}-`, ownerReferences: [newControllerRef(replicaSet as Owner)] }
        : { name: replicas === 1 ? name : `${name}-${made}` };
      client.create<Pod>('pods', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...podTemplate.metadata, ...metadata, namespace },
        spec: { ...podTemplate.spec, containers: podTemplate.spec?.containers ?? [], nodeName: node },
      });
    }
  }
}

/** The replica set that the deployment controller would make.
 *  @models pkg/controller/deployment/sync.go DeploymentController.getNewReplicaSet */
function createReplicaSet(cluster: Cluster, deployment: Deployment, replicas: number): ReplicaSet {
  const template = deployment.spec?.template ?? {};
  const hash = templateHash(template, 0);
  const labels = { ...template.metadata?.labels, [podTemplateHash]: hash };
  const { name, namespace } = deployment.metadata ?? {};
  const replicaSet: ReplicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: replicaSetAnnotations(deployment, undefined, 1),
      ownerReferences: [newControllerRef(deployment as Owner)],
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
  if (!findNewReplicaSet(deployment, [replicaSet]))
    throw new Error(`the replica set of ${name} would not be recognized`);
  return cluster.client('kubernetes-admin').create<ReplicaSet>('replicasets.apps', replicaSet);
}

function templateOf(workload: PlacedWorkload): PodTemplateSpec {
  const { name, image = 'nginx:1.27', requests, limits, labels, annotations, priorityClassName, podSpec } = workload;
  const resources = { ...(requests ? { requests } : {}), ...(limits ? { limits } : {}) };
  return {
    metadata: { labels: { app: name, ...labels }, ...(annotations ? { annotations } : {}) },
    spec: {
      ...podSpec,
      containers: [{ name: 'main', image, resources }],
      ...(priorityClassName ? { priorityClassName } : {}),
    },
  };
}
