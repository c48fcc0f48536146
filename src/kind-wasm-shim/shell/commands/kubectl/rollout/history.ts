import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import { controllerOf, type KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { lastAppliedAnnotation } from '../create/create-object.ts';
import { CommandError } from '../errors.ts';
import type { Info } from '../infos.ts';
import type { Invocation } from '../invocation.ts';
import { pathOf } from '../mapping.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
export const changeCauseAnnotation = 'kubernetes.io/change-cause';

export interface Revision {
  readonly revision: number;
  readonly replicaSet: ReplicaSet;
}

/** The replica sets of a deployment that still stand, oldest revision first. */
export function revisionsOf(k: Invocation, info: Info): Revision[] {
  if (info.mapping.kind !== 'Deployment')
    throw new CommandError(`no history viewer has been implemented for ${JSON.stringify(info.mapping.kind)}`);
  const mapping = k.discovery.resource('replicasets.apps');
  const list = k.connection.get(pathOf(mapping, info.namespace));
  const uid = info.object?.metadata?.uid;
  return ((list.items ?? []) as KubernetesObject[])
    .filter((item) => controllerOf(item)?.uid === uid)
    .map((item) => ({
      revision: Number(item.metadata?.annotations?.[revisionAnnotation] ?? 0),
      replicaSet: item as ReplicaSet,
    }))
    .sort((left, right) => left.revision - right.revision);
}

/** The table of `rollout history`. */
export function historyText(revisions: readonly Revision[]): string {
  const rows = revisions.map(({ revision, replicaSet }) => {
    const cause = replicaSet.metadata?.annotations?.[changeCauseAnnotation];
    return `${revision}\t${cause || '<none>'}\n`;
  });
  return `REVISION\tCHANGE-CAUSE\n${rows.join('')}`;
}

/** Annotations that a deployment keeps, whatever the revision that it goes back to. */
const ownAnnotations = [
  lastAppliedAnnotation,
  revisionAnnotation,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** What a rollback to a revision sends: the pod template of its replica set, without the hash of it.
 *  @models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go DeploymentRollbacker.Rollback */
export function rollbackPatch(
  deployment: Deployment,
  revisions: readonly Revision[],
  toRevision: number,
): string | 'same' {
  const wanted = toRevision === 0 ? revisions.at(-2) : revisions.find(({ revision }) => revision === toRevision);
  if (!wanted && toRevision > 0) throw new CommandError(`unable to find specified revision ${toRevision} in history`);
  if (!wanted)
    throw new CommandError(
      `no rollout history found for deployment ${JSON.stringify(deployment.metadata?.name ?? '')}`,
    );
  const template = structuredClone(wanted.replicaSet.spec?.template ?? {});
  delete template.metadata?.labels?.['pod-template-hash'];
  if (JSON.stringify(template) === JSON.stringify(deployment.spec?.template)) return 'same';
  const [now, then] = [deployment.metadata?.annotations ?? {}, wanted.replicaSet.metadata?.annotations ?? {}];
  const kept = Object.entries(now).filter(([key]) => ownAnnotations.includes(key));
  const restored = Object.entries(then).filter(([key]) => !ownAnnotations.includes(key));
  return JSON.stringify([
    { op: 'replace', path: '/spec/template', value: template },
    { op: 'replace', path: '/metadata/annotations', value: Object.fromEntries([...kept, ...restored]) },
  ]);
}
