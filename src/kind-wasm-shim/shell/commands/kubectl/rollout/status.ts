import type { DaemonSet, Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { CommandError } from '../errors.ts';
import type { Info } from '../infos.ts';
import { printedKind } from '../mapping.ts';

/** A line for people, and whether the rollout is over. */
export interface RolloutStatus {
  readonly message: string;
  readonly done: boolean;
}

/** How far a rollout is.
 *  @models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go StatusViewer.Status */
export function rolloutStatus(info: Info, object: KubernetesObject): RolloutStatus {
  if (info.mapping.kind === 'Deployment') return deploymentStatus(object as Deployment);
  if (info.mapping.kind === 'DaemonSet') return daemonSetStatus(object as DaemonSet);
  if (info.mapping.kind === 'StatefulSet') return statefulSetStatus(object as StatefulSet);
  throw new CommandError(`no status viewer has been implemented for ${printedKind(info.mapping)}`);
}

function quotedName(object: { metadata?: { name?: string } }): string {
  return JSON.stringify(object.metadata?.name ?? '');
}

function deploymentStatus(deployment: Deployment): RolloutStatus {
  const name = quotedName(deployment);
  const status = deployment.status ?? {};
  const wait = (what: string) => ({
    message: `Waiting for deployment ${name} rollout to finish: ${what}...\n`,
    done: false,
  });
  if ((deployment.metadata?.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return { message: 'Waiting for deployment spec update to be observed...\n', done: false };
  }
  const progressing = status.conditions?.find(({ type }) => type === 'Progressing');
  if (progressing?.reason === 'ProgressDeadlineExceeded')
    throw new CommandError(`deployment ${name} exceeded its progress deadline`);
  const wanted = deployment.spec?.replicas ?? 1;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  if (updatedReplicas < wanted) return wait(`${updatedReplicas} out of ${wanted} new replicas have been updated`);
  if (replicas > updatedReplicas) return wait(`${replicas - updatedReplicas} old replicas are pending termination`);
  if (availableReplicas < updatedReplicas)
    return wait(`${availableReplicas} of ${updatedReplicas} updated replicas are available`);
  return { message: `deployment ${name} successfully rolled out\n`, done: true };
}

function daemonSetStatus(daemonSet: DaemonSet): RolloutStatus {
  const name = quotedName(daemonSet);
  if (daemonSet.spec?.updateStrategy?.type === 'OnDelete')
    throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  const status = daemonSet.status;
  if (!status || (daemonSet.metadata?.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return { message: 'Waiting for daemon set spec update to be observed...\n', done: false };
  }
  const {
    desiredNumberScheduled: wanted,
    updatedNumberScheduled: updated = 0,
    numberAvailable: available = 0,
  } = status;
  const wait = (what: string) => ({
    message: `Waiting for daemon set ${name} rollout to finish: ${what}...\n`,
    done: false,
  });
  if (updated < wanted) return wait(`${updated} out of ${wanted} new pods have been updated`);
  if (available < wanted) return wait(`${available} of ${wanted} updated pods are available`);
  return { message: `daemon set ${name} successfully rolled out\n`, done: true };
}

function statefulSetStatus(set: StatefulSet): RolloutStatus {
  if (set.spec?.updateStrategy?.type === 'OnDelete')
    throw new CommandError('rollout status is only available for RollingUpdate strategy type');
  const status = set.status;
  if (!status?.observedGeneration || (set.metadata?.generation ?? 0) > status.observedGeneration) {
    return { message: 'Waiting for statefulset spec update to be observed...\n', done: false };
  }
  const wanted = set.spec?.replicas ?? 1;
  const ready = status.readyReplicas ?? 0;
  if (ready < wanted) return { message: `Waiting for ${wanted - ready} pods to be ready...\n`, done: false };
  if (status.updateRevision !== status.currentRevision) {
    const message = `waiting for statefulset rolling update to complete ${status.updatedReplicas ?? 0} pods at revision ${status.updateRevision}...\n`;
    return { message, done: false };
  }
  return {
    message: `statefulset rolling update complete ${status.currentReplicas ?? 0} pods at revision ${status.currentRevision}...\n`,
    done: true,
  };
}
