import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from 'kubernetes-types/apps/v1';
import { apiTime, virtualTime } from '../api/meta.ts';
import { availableCount, rollingBounds } from './deployment-replicas.ts';

/** @models pkg/controller/deployment/sync.go calculateStatus */
export function deploymentStatus(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const total = (read: (status: NonNullable<ReplicaSet['status']>) => number | undefined) =>
    all.reduce((sum, { status }) => sum + ((status && read(status)) ?? 0), 0);
  const available = availableCount(all);
  const replicas = total((status) => status.replicas);
  const updated = newReplicaSet?.status?.replicas ?? 0;
  const ready = total((status) => status.readyReplicas);
  const unavailable = Math.max(0, replicas - available);
  const { collisionCount, conditions = [] } = deployment.status ?? {};
  const counts = {
    observedGeneration: deployment.metadata?.generation ?? 1,
    ...(replicas > 0 ? { replicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    ...(collisionCount ? { collisionCount } : {}),
  };
  const enough = available >= (deployment.spec?.replicas ?? 1) - rollingBounds(deployment).maxUnavailable;
  const availability = enough
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : newCondition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      );
  return { ...counts, conditions: setCondition(conditions, availability, nowMs) };
}

/** Adds what is known about the rollout's progress.
 *  @models pkg/controller/deployment/progress.go DeploymentController.syncRolloutStatus */
export function withProgress(
  deployment: Deployment,
  status: DeploymentStatus,
  newReplicaSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const conditions = status.conditions ?? [];
  const before = conditions.find(({ type }) => type === 'Progressing');
  const name = newReplicaSet?.metadata?.name ?? deployment.metadata?.name;
  const subject = newReplicaSet ? `ReplicaSet "${name}"` : `Deployment "${name}"`;
  let progressing: DeploymentCondition | undefined;
  if (isComplete(deployment, status)) {
    if (before?.reason !== 'NewReplicaSetAvailable') {
      progressing = newCondition(
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `${subject} has successfully progressed.`,
      );
    }
  } else if (hasProgressed(deployment, status)) {
    progressing = newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
    // Each step of the rollout starts the deadline anew.
    if (before?.status === 'True') {
      const moved = {
        ...progressing,
        lastTransitionTime: before.lastTransitionTime ?? apiTime(nowMs),
        lastUpdateTime: apiTime(nowMs),
      };
      return { ...status, conditions: replaceCondition(conditions, moved) };
    }
  } else if (hasTimedOut(deployment, before, nowMs)) {
    progressing = newCondition(
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `${subject} has timed out progressing.`,
    );
  }
  return progressing ? { ...status, conditions: setCondition(conditions, progressing, nowMs) } : status;
}

/** @models pkg/controller/deployment/util/deployment_util.go DeploymentComplete */
export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const wanted = spec?.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (metadata?.generation ?? 0)
  );
}

/** @models pkg/controller/deployment/util/deployment_util.go DeploymentProgressing */
function hasProgressed({ status: before = {} }: Deployment, after: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus) => replicas - updatedReplicas;
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** @models pkg/controller/deployment/util/deployment_util.go DeploymentTimedOut */
function hasTimedOut({ spec }: Deployment, before: DeploymentCondition | undefined, nowMs: number): boolean {
  if (!before || before.reason === 'NewReplicaSetAvailable') return false;
  if (before.reason === 'ProgressDeadlineExceeded') return true;
  const deadlineMs = (spec?.progressDeadlineSeconds ?? 600) * 1000;
  return virtualTime(before.lastUpdateTime ?? '') + deadlineMs <= nowMs;
}

/** A condition without its times, which come when it is set.
 *  @models pkg/controller/deployment/util/deployment_util.go NewDeploymentCondition */
export function newCondition(type: string, status: string, reason: string, message: string): DeploymentCondition {
  return { type, status, reason, message };
}

/** @models pkg/controller/deployment/util/deployment_util.go SetDeploymentCondition */
export function setCondition(
  conditions: readonly DeploymentCondition[],
  condition: DeploymentCondition,
  nowMs: number,
): DeploymentCondition[] {
  const before = conditions.find(({ type }) => type === condition.type);
  if (before?.status === condition.status && before.reason === condition.reason) return [...conditions];
  const now = apiTime(nowMs);
  const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? now) : now;
  return replaceCondition(conditions, { ...condition, lastTransitionTime, lastUpdateTime: now });
}

function replaceCondition(conditions: readonly DeploymentCondition[], condition: DeploymentCondition) {
  return [...conditions.filter(({ type }) => type !== condition.type), condition];
}
