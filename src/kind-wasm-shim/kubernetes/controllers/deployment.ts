import type { Deployment, DeploymentStatus, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { StatusError } from '../api/errors.ts';
import { controllerOf, namespacedName } from '../api/meta.ts';
import { isTerminalPhase } from '../api/pod-properties.ts';
import { type ControllerContext, newController } from './controller-context.ts';
import {
  byCreation,
  newReplicaSetReplicas,
  oldReplicaSetsReplicas,
  proportionalReplicas,
  replicaCount,
} from './deployment-replicas.ts';
import {
  desiredReplicasAnnotation,
  findNewReplicaSet,
  podTemplateHash,
  replicaSetAnnotations,
  replicasAnnotations,
  revisionAnnotation,
  revisionOf,
  templateHash,
} from './deployment-revisions.ts';
import { deploymentStatus, isComplete, newCondition, setCondition, withProgress } from './deployment-status.ts';
import { OwnedIndex } from './owned-index.ts';
import { newControllerRef, type Owner, PodControl } from './pod-control.ts';

const deployments = 'deployments.apps';
const replicaSets = 'replicasets.apps';

/** Moves each deployment from its old replica sets to the one of its present template.
 *  @models pkg/controller/deployment/deployment_controller.go DeploymentController
 *  @simplifies a replica set without an owner is not adopted */
export function deploymentController(context: ControllerContext) {
  const { kernel, client, informers, pods } = context;
  const events = new PodControl(client, 'deployment-controller');
  const owned = new OwnedIndex<ReplicaSet>();
  const { queue, run } = newController(context, 'deployment', syncDeployment);
  const store = informers.watch<Deployment>(deployments, ({ object }) => queue.add(namespacedName(object)));
  informers.watch<ReplicaSet>(replicaSets, (change) => {
    owned.change(change);
    enqueueOwner(change.object);
  });
  informers.watch<Pod>('pods', ({ type, object }) => {
    // Only a Recreate deployment waits for pods themselves to go.
    if (type === 'DELETED') enqueueRecreate(object);
  });
  return { run };

  function enqueueOwner(replicaSet: ReplicaSet): void {
    const owner = controllerOf(replicaSet);
    if (owner?.kind === 'Deployment') queue.add(`${replicaSet.metadata?.namespace}/${owner.name}`);
  }

  function enqueueRecreate(pod: Pod): void {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet') return;
    for (const [key, { spec, metadata }] of store) {
      if (spec?.strategy?.type !== 'Recreate' || metadata?.namespace !== pod.metadata?.namespace) continue;
      if (owned.ownedBy(metadata?.uid ?? '').some(({ metadata: { uid } = {} }) => uid === owner.uid)) queue.add(key);
    }
  }

  /** @models pkg/controller/deployment/deployment_controller.go DeploymentController.syncDeployment */
  function syncDeployment(key: string): void {
    const deployment = store.get(key);
    if (!deployment) return;
    const all = [...owned.ownedBy(deployment.metadata?.uid ?? '')].sort(byCreation);
    const current = findNewReplicaSet(deployment, all);
    if (deployment.metadata?.deletionTimestamp) {
      writeStatus(deployment, deploymentStatus(deployment, all, current, kernel.nowMs));
      return;
    }
    if (deployment.spec?.paused || isScalingEvent(deployment, all)) scaleOnly(deployment, all, current);
    else if (deployment.spec?.strategy?.type === 'Recreate') recreate(deployment, all, current);
    else rollOut(deployment, all, current);
  }

  /** @models pkg/controller/deployment/sync.go DeploymentController.isScalingEvent */
  function isScalingEvent({ spec }: Deployment, all: readonly ReplicaSet[]): boolean {
    return all.some(({ spec: own, metadata }) => {
      const desired = metadata?.annotations?.[desiredReplicasAnnotation];
      return (own?.replicas ?? 0) > 0 && desired !== undefined && Number(desired) !== (spec?.replicas ?? 1);
    });
  }

  /** @models pkg/controller/deployment/sync.go DeploymentController.sync */
  function scaleOnly(deployment: Deployment, all: readonly ReplicaSet[], current: ReplicaSet | undefined): void {
    const active = all.filter(({ spec }) => (spec?.replicas ?? 0) > 0);
    const scalable = active.length > 0 ? active : current ? [current] : [];
    const targets = proportionalReplicas(deployment, scalable);
    const scaled = all.map((replicaSet) => {
      const replicas = targets.get(replicaSet);
      if (replicas === undefined && !scalable.includes(replicaSet)) return replicaSet;
      return scale(deployment, replicaSet, replicas ?? replicaSet.spec?.replicas ?? 0);
    });
    const latest = scaled.find(({ metadata }) => metadata?.uid === current?.metadata?.uid);
    let status = deploymentStatus(deployment, scaled, latest, kernel.nowMs);
    const conditions = status.conditions ?? [];
    if (deployment.spec?.paused) {
      const paused = newCondition('Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused');
      status = { ...status, conditions: setCondition(conditions, paused, kernel.nowMs) };
    }
    writeStatus(deployment, status);
  }

  /** @models pkg/controller/deployment/rolling.go DeploymentController.rolloutRolling */
  function rollOut(deployment: Deployment, all: readonly ReplicaSet[], found: ReplicaSet | undefined): void {
    const old = all.filter((replicaSet) => replicaSet !== found);
    const current = found ? keepUp(deployment, found, old) : createNew(deployment, all, old);
    const everything = [...old, current];
    const replicas = current.spec?.replicas ?? 0;
    const wanted = deployment.spec?.replicas ?? 1;
    const target = replicas > wanted ? wanted : newReplicaSetReplicas(deployment, everything, replicas);
    if (target !== replicas) {
      const scaled = scale(deployment, current, target);
      report(deployment, [...old, scaled], scaled);
      return;
    }
    const targets = oldReplicaSetsReplicas(deployment, current, old);
    const scaledOld = old.map((replicaSet) => {
      const fewer = targets.get(replicaSet);
      return fewer === undefined ? replicaSet : scale(deployment, replicaSet, fewer);
    });
    report(deployment, [...scaledOld, current], current);
  }

  /** @models pkg/controller/deployment/recreate.go DeploymentController.rolloutRecreate */
  function recreate(deployment: Deployment, all: readonly ReplicaSet[], found: ReplicaSet | undefined): void {
    const old = all.filter((replicaSet) => replicaSet !== found);
    if (replicaCount(old) > 0) {
      const scaled = old.map((each) => ((each.spec?.replicas ?? 0) > 0 ? scale(deployment, each, 0) : each));
      report(deployment, found ? [...scaled, found] : scaled, found);
      return;
    }
    const stillThere = old.some(({ metadata }) =>
      pods.ownedBy(metadata?.uid ?? '').some((pod) => !isTerminalPhase(pod)),
    );
    if (stillThere) {
      report(deployment, all, found);
      return;
    }
    const current = found ? keepUp(deployment, found, old) : createNew(deployment, all, old);
    const wanted = deployment.spec?.replicas ?? 1;
    const scaled = (current.spec?.replicas ?? 0) === wanted ? current : scale(deployment, current, wanted);
    report(deployment, [...old, scaled], scaled);
  }

  /** Gives the replica set of the present template the newest revision.
   *  @models pkg/controller/deployment/sync.go DeploymentController.getNewReplicaSet */
  function keepUp(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): ReplicaSet {
    const revision = Math.max(0, ...old.map(revisionOf)) + 1;
    const before = current.metadata?.annotations;
    const annotations = replicaSetAnnotations(deployment, before, revision);
    let updated = current;
    if (JSON.stringify(sorted(annotations)) !== JSON.stringify(sorted(before ?? {}))) {
      updated = client.update<ReplicaSet>(replicaSets, { ...current, metadata: { ...current.metadata, annotations } });
    }
    writeRevision(deployment, String(revisionOf(updated)));
    if (!deployment.status?.conditions?.some(({ type }) => type === 'Progressing')) {
      const message = `Found new replica set "${updated.metadata?.name}"`;
      writeProgressing(deployment, newCondition('Progressing', 'True', 'FoundNewReplicaSet', message));
    }
    return updated;
  }

  /** @models pkg/controller/deployment/sync.go DeploymentController.getNewReplicaSet */
  function createNew(deployment: Deployment, all: readonly ReplicaSet[], old: readonly ReplicaSet[]): ReplicaSet {
    const { name = '', namespace } = deployment.metadata ?? {};
    const template = deployment.spec?.template ?? {};
    const hash = templateHash(template, deployment.status?.collisionCount ?? 0);
    const labels = { ...template.metadata?.labels, [podTemplateHash]: hash };
    const { selector } = deployment.spec ?? {};
    const revision = Math.max(0, ...old.map(revisionOf)) + 1;
    const replicas = newReplicaSetReplicas(deployment, all, 0);
    const created = client.create<ReplicaSet>(replicaSets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: `${name}-${hash}`,
        namespace,
        labels,
        annotations: replicaSetAnnotations(deployment, undefined, revision),
        ownerReferences: [newControllerRef(deployment as Owner)],
      },
      spec: {
        replicas,
        ...(deployment.spec?.minReadySeconds ? { minReadySeconds: deployment.spec.minReadySeconds } : {}),
        selector: { ...selector, matchLabels: { ...selector?.matchLabels, [podTemplateHash]: hash } },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    });
    if (replicas > 0) scalingEvent(deployment, 'up', created.metadata?.name, 0, replicas);
    writeRevision(deployment, String(revision));
    const message = `Created new replica set "${created.metadata?.name}"`;
    writeProgressing(deployment, newCondition('Progressing', 'True', 'NewReplicaSetCreated', message));
    return created;
  }

  /** @models pkg/controller/deployment/sync.go DeploymentController.scaleReplicaSet */
  function scale(deployment: Deployment, replicaSet: ReplicaSet, replicas: number): ReplicaSet {
    const before = replicaSet.spec?.replicas ?? 0;
    const annotations = { ...replicaSet.metadata?.annotations, ...replicasAnnotations(deployment) };
    const { selector = {} } = replicaSet.spec ?? {};
    const updated = client.update<ReplicaSet>(replicaSets, {
      ...replicaSet,
      metadata: { ...replicaSet.metadata, annotations },
      spec: { ...replicaSet.spec, selector, replicas },
    });
    if (before !== replicas) {
      scalingEvent(deployment, before < replicas ? 'up' : 'down', updated.metadata?.name, before, replicas);
    }
    return updated;
  }

  function scalingEvent(deployment: Deployment, way: 'up' | 'down', name = '', before: number, after: number): void {
    const message = `Scaled ${way} replica set ${name} from ${before} to ${after}`;
    events.event(deployment as Owner, 'Normal', 'ScalingReplicaSet', message);
  }

  function report(deployment: Deployment, all: readonly ReplicaSet[], current: ReplicaSet | undefined): void {
    const latest = latestOf(deployment);
    if (!latest) return;
    const status = withProgress(latest, deploymentStatus(latest, all, current, kernel.nowMs), current, kernel.nowMs);
    writeStatus(latest, status);
    if (isComplete(latest, status)) cleanUp(latest, all, current);
    else checkDeadline(latest);
  }

  /** Comes back when the deadline of a rollout that does not move has passed.
   *  @models pkg/controller/deployment/progress.go DeploymentController.requeueStuckDeployment */
  function checkDeadline(deployment: Deployment): void {
    const seconds = deployment.spec?.progressDeadlineSeconds ?? 600;
    queue.addAfter(namespacedName(deployment), seconds * 1000 + 1000, true);
  }

  /** @models pkg/controller/deployment/sync.go DeploymentController.cleanupDeployment */
  function cleanUp(deployment: Deployment, all: readonly ReplicaSet[], current: ReplicaSet | undefined): void {
    const limit = deployment.spec?.revisionHistoryLimit ?? 10;
    const old = all
      .filter(({ metadata }) => metadata?.uid !== current?.metadata?.uid && !metadata?.deletionTimestamp)
      .sort((left, right) => revisionOf(left) - revisionOf(right));
    for (const { spec, status, metadata } of old.slice(0, Math.max(0, old.length - limit))) {
      if ((spec?.replicas ?? 0) === 0 && (status?.replicas ?? 0) === 0) {
        client.delete(replicaSets, metadata?.namespace, metadata?.name ?? '');
      }
    }
  }

  function writeRevision(deployment: Deployment, revision: string): void {
    const latest = latestOf(deployment);
    if (!latest || latest.metadata?.annotations?.[revisionAnnotation] === revision) return;
    const annotations = { ...latest.metadata?.annotations, [revisionAnnotation]: revision };
    client.update<Deployment>(deployments, { ...latest, metadata: { ...latest.metadata, annotations } });
  }

  function writeProgressing(deployment: Deployment, condition: ReturnType<typeof newCondition>): void {
    const latest = latestOf(deployment);
    if (!latest) return;
    const conditions = setCondition(latest.status?.conditions ?? [], condition, kernel.nowMs);
    writeStatus(latest, { ...latest.status, conditions });
  }

  function writeStatus(deployment: Deployment, status: DeploymentStatus): void {
    const latest = latestOf(deployment);
    if (latest) client.updateStatus<Deployment>(deployments, { ...latest, status });
  }

  function latestOf({ metadata }: Deployment): Deployment | undefined {
    try {
      return client.get<Deployment>(deployments, metadata?.namespace, metadata?.name ?? '');
    } catch (error) {
      if (error instanceof StatusError) return undefined;
      throw error;
    }
  }
}

function sorted(record: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
