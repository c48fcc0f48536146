import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { fnv1a } from '../../kernel/random.ts';
import { safeEncode } from '../api/names.ts';
import { maxReplicasAnnotation, rollingBounds } from './deployment-replicas.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const podTemplateHash = 'pod-template-hash';

const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
]);

/** The revision of a replica set, 0 for one without.
 *  @models pkg/controller/deployment/util/deployment_util.go Revision */
export function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata?.annotations?.[revisionAnnotation] ?? 0) || 0;
}

/** The hash in the names of a deployment's replica sets.
 *  @models pkg/controller/controller_utils.go ComputeHash
 *  @simplifies the hash is of the template's JSON, so it differs from upstream's for the same template */
export function templateHash(template: PodTemplateSpec, collisionCount: number): string {
  return safeEncode(fnv1a(`${canonical(template)}${collisionCount}`));
}

/** The replica set whose template is the deployment's; of several the oldest.
 *  @models pkg/controller/deployment/util/deployment_util.go FindNewReplicaSet */
export function findNewReplicaSet(deployment: Deployment, oldestFirst: readonly ReplicaSet[]): ReplicaSet | undefined {
  const wanted = identityOf(deployment.spec?.template);
  return oldestFirst.find(({ spec }) => identityOf(spec?.template) === wanted);
}

// Stored objects never change, so what a template comes down to is worked out once.
const identities = new WeakMap<object, string>();

function identityOf(template: PodTemplateSpec | undefined): string {
  const known = template && identities.get(template);
  if (known !== undefined) return known;
  const identity = canonical(withoutHash(template));
  if (template) identities.set(template, identity);
  return identity;
}

function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { [podTemplateHash]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } } as PodTemplateSpec;
}

/** A value as text in which the order of fields, and fields that are empty, make no difference. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}

/** The annotations that a replica set gets from its deployment, at a revision.
 *  @models pkg/controller/deployment/util/deployment_util.go SetNewReplicaSetAnnotations */
export function replicaSetAnnotations(
  deployment: Deployment,
  before: Readonly<Record<string, string>> | undefined,
  revision: number,
): Record<string, string> {
  const copied = Object.entries(deployment.metadata?.annotations ?? {}).filter(([key]) => !ownAnnotations.has(key));
  const annotations: Record<string, string> = { ...before, ...Object.fromEntries(copied) };
  const known = Number(before?.[revisionAnnotation] ?? 0);
  if (known < revision) {
    annotations[revisionAnnotation] = String(revision);
    if (known > 0) {
      const history = before?.[revisionHistoryAnnotation];
      annotations[revisionHistoryAnnotation] = history ? `${history},${known}` : String(known);
    }
  }
  return { ...annotations, ...replicasAnnotations(deployment) };
}

/** @models pkg/controller/deployment/util/deployment_util.go SetReplicasAnnotations */
export function replicasAnnotations(deployment: Deployment): Record<string, string> {
  const replicas = deployment.spec?.replicas ?? 1;
  return {
    [desiredReplicasAnnotation]: String(replicas),
    [maxReplicasAnnotation]: String(replicas + rollingBounds(deployment).maxSurge),
  };
}
