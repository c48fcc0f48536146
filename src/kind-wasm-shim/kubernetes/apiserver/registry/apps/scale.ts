import { badRequest } from '../../../api/errors.ts';
import { labelSelectorAsSelector } from '../../../api/labels.ts';
import type { KubernetesObject, StoredObject } from '../../../api/meta.ts';
import { applyPatch } from '../../patch/patch.ts';
import { formatSelector } from '../../printers/selector.ts';
import type { Subresource } from '../../resource-strategy.ts';
import { kindType } from '../../schema/schema.ts';

/** How many replicas a workload has and should have, whatever its kind.
 *  @models pkg/registry/apps/deployment/storage/storage.go ScaleREST */
export const scaleSubresource: Subresource = {
  name: 'scale',
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
  verbs: ['get', 'patch', 'update'],
  handle: (server, { verb, resource, namespace, name, body, contentType, by, dryRun }) => {
    const store = server.store(resource);
    const object = store.get(namespace, name);
    const scale = asScale(object);
    if (verb === 'get') return scale;
    const wanted =
      typeof body === 'string' ? applyPatch(scale, body, contentType, kindType('autoscaling', 'v1', 'Scale')) : body;
    const { replicas = 0 } = (wanted?.spec ?? {}) as { replicas?: number };
    if (!Number.isInteger(replicas))
      throw badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas is not an integer');
    const resourceVersion = wanted?.metadata?.resourceVersion || object.metadata.resourceVersion;
    const changed = {
      ...object,
      metadata: { ...object.metadata, resourceVersion },
      spec: { ...(object.spec as object), replicas },
    };
    return asScale(store.update(namespace, name, changed, { by, dryRun }));
  },
};

function asScale(object: StoredObject): KubernetesObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const spec = object.spec as { replicas?: number; selector?: object };
  const status = object.status as { replicas?: number } | undefined;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace ? { namespace } : {}), uid, resourceVersion, creationTimestamp },
    spec: spec.replicas ? { replicas: spec.replicas } : {},
    status: { replicas: status?.replicas ?? 0, selector: formatSelector(labelSelectorAsSelector(spec.selector)) },
  };
}
