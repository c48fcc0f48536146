import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';

/** How many pods more, and how many fewer, a rolling update may have than the deployment asks for. */
export interface RollingBounds {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** A number or a percentage of the replicas, rounded in the given direction.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent */
function scaledValue(value: string | number, replicas: number, round: (exact: number) => number): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value);
  return percent ? round((Number(percent[1]) * replicas) / 100) : Number(value);
}

/** @models pkg/controller/deployment/util/deployment_util.go ResolveFenceposts */
export function rollingBounds(deployment: Deployment): RollingBounds {
  const replicas = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, replicas, Math.ceil);
  const unavailable = scaledValue(maxUnavailable, replicas, Math.floor);
  // Neither more nor fewer would mean that nothing can ever move.
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas) };
}

/** How many replicas these replica sets ask for together.
 *  @models pkg/controller/deployment/util/deployment_util.go GetReplicaCountForReplicaSets */
export function replicaCount(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, { spec }) => sum + (spec?.replicas ?? 0), 0);
}

/** How many replicas of these replica sets are available together.
 *  @models pkg/controller/deployment/util/deployment_util.go GetAvailableReplicaCountForReplicaSets */
export function availableCount(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, { status }) => sum + (status?.availableReplicas ?? 0), 0);
}

/** How many replicas the new replica set should have now.
 *  @models pkg/controller/deployment/util/deployment_util.go NewRSNewReplicas */
export function newReplicaSetReplicas(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const wanted = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') return wanted;
  const room = wanted + rollingBounds(deployment).maxSurge - replicaCount(all);
  return room <= 0 ? current : current + Math.min(room, wanted - current);
}

/** How far the old replica sets are to be scaled down now: first what is broken anyway, then as much as may be
 *  unavailable.
 *  @models pkg/controller/deployment/rolling.go DeploymentController.reconcileOldReplicaSets */
export function oldReplicaSetsReplicas(
  deployment: Deployment,
  newReplicaSet: ReplicaSet,
  old: readonly ReplicaSet[],
): Map<ReplicaSet, number> {
  const wanted = deployment.spec?.replicas ?? 1;
  const minAvailable = wanted - rollingBounds(deployment).maxUnavailable;
  const newUnavailable = (newReplicaSet.spec?.replicas ?? 0) - (newReplicaSet.status?.availableReplicas ?? 0);
  const all = [...old, newReplicaSet];
  const targets = new Map<ReplicaSet, number>();
  const maxScaledDown = replicaCount(all) - minAvailable - newUnavailable;
  if (replicaCount(old) === 0 || maxScaledDown <= 0) return targets;
  const oldestFirst = [...old].sort(byCreation);
  cleanUpUnhealthy(oldestFirst, maxScaledDown, targets);
  let rest = availableCount(all) - minAvailable;
  for (const replicaSet of oldestFirst) {
    if (rest <= 0) break;
    const replicas = targets.get(replicaSet) ?? replicaSet.spec?.replicas ?? 0;
    const fewer = Math.min(replicas, rest);
    if (fewer > 0) targets.set(replicaSet, replicas - fewer);
    rest -= fewer;
  }
  return targets;
}

/** @models pkg/controller/deployment/rolling.go DeploymentController.cleanupUnhealthyReplicas */
function cleanUpUnhealthy(old: readonly ReplicaSet[], most: number, targets: Map<ReplicaSet, number>): void {
  let done = 0;
  for (const replicaSet of old) {
    if (done >= most) return;
    const replicas = replicaSet.spec?.replicas ?? 0;
    const fewer = Math.min(most - done, replicas - (replicaSet.status?.availableReplicas ?? 0));
    if (replicas === 0 || fewer <= 0) continue;
    done += fewer;
    targets.set(replicaSet, replicas - fewer);
  }
}

/** When a deployment is scaled in the middle of a rollout, its replica sets share the change by their sizes.
 *  @models pkg/controller/deployment/sync.go DeploymentController.scale */
export function proportionalReplicas(deployment: Deployment, active: readonly ReplicaSet[]): Map<ReplicaSet, number> {
  const wanted = deployment.spec?.replicas ?? 1;
  const targets = new Map<ReplicaSet, number>();
  const [only] = active;
  if (only && active.length === 1) {
    if (only.spec?.replicas !== wanted) targets.set(only, wanted);
    return targets;
  }
  const allowed = wanted > 0 ? wanted + rollingBounds(deployment).maxSurge : 0;
  const change = allowed - replicaCount(active);
  if (change === 0) return targets;
  const sizes = (left: ReplicaSet, right: ReplicaSet) => (right.spec?.replicas ?? 0) - (left.spec?.replicas ?? 0);
  const byAge = (left: ReplicaSet, right: ReplicaSet) => (change > 0 ? -1 : 1) * byCreation(left, right);
  const ordered = [...active].sort((left, right) => sizes(left, right) || byAge(left, right));
  let added = 0;
  for (const replicaSet of ordered) {
    const share = fraction(deployment, replicaSet, change, added);
    targets.set(replicaSet, Math.max(0, (replicaSet.spec?.replicas ?? 0) + share));
    added += share;
  }
  const largest = ordered[0];
  if (largest && added !== change) {
    targets.set(largest, Math.max(0, (targets.get(largest) ?? 0) + change - added));
  }
  return targets;
}

/** @models pkg/controller/deployment/util/deployment_util.go GetReplicaSetProportion */
function fraction(deployment: Deployment, { spec, metadata }: ReplicaSet, change: number, added: number): number {
  const replicas = spec?.replicas ?? 0;
  const allowedRest = change - added;
  const maxBefore = Number(metadata?.annotations?.[maxReplicasAnnotation] ?? replicas) || replicas;
  const maxNow = (deployment.spec?.replicas ?? 1) + rollingBounds(deployment).maxSurge;
  const share = Math.round((replicas * maxNow) / maxBefore) - replicas;
  return change > 0 ? Math.min(share, allowedRest) : Math.max(share, allowedRest);
}

export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas';

/** Older first. Names decide between objects of one second.
 *  @models pkg/controller/controller_utils.go ReplicaSetsByCreationTimestamp.Less */
export function byCreation(left: ReplicaSet, right: ReplicaSet): number {
  const [a, b] = [left.metadata, right.metadata];
  if (a?.creationTimestamp === b?.creationTimestamp) return (a?.name ?? '') < (b?.name ?? '') ? -1 : 1;
  return (a?.creationTimestamp ?? '') < (b?.creationTimestamp ?? '') ? -1 : 1;
}
