import type { Namespace, Pod } from 'kubernetes-types/core/v1';
import { StatusError } from '../api/errors.ts';
import type { StoredObject } from '../api/meta.ts';
import { type ControllerContext, newController } from './controller-context.ts';

/** Empties a namespace that is being deleted, then lets it go.
 *  @models pkg/controller/namespace/deletion/namespaced_resources_deleter.go namespacedResourcesDeleter.Delete
 *  @simplifies the conditions that tell what is left are not written */
export function namespaceController(context: ControllerContext) {
  const { client, informers } = context;
  const { server } = client;
  const { queue, run } = newController(context, 'namespace', syncNamespace);
  const store = informers.watch<Namespace>('namespaces', ({ object }) => {
    if (object.metadata?.deletionTimestamp) queue.add(object.metadata.name ?? '');
  });
  return { run };

  function syncNamespace(name: string): void {
    const namespace = store.get(name);
    if (!namespace?.metadata?.deletionTimestamp) return;
    const waitSeconds = deleteContent(name);
    if (waitSeconds > 0) {
      queue.addAfter(name, waitSeconds * 1000);
      return;
    }
    const body = JSON.stringify({ ...namespace, spec: { finalizers: [] } });
    const path = `/api/v1/namespaces/${name}/finalize`;
    const headers = { 'content-type': 'application/json' };
    server.handle({ method: 'PUT', path, headers, body, user: { name: client.user, groups: [] } });
  }

  /** Deletes everything that is deleted at once, and asks for the rest; returns how long that is going to take.
   *  @models pkg/controller/namespace/deletion/namespaced_resources_deleter.go namespacedResourcesDeleter.deleteAllContent */
  function deleteContent(namespace: string): number {
    let waitSeconds = 0;
    for (const { namespaced, plural, group, verbs } of server.strategies) {
      if (!namespaced || !verbs.includes('delete')) continue;
      const resource = group === '' ? plural : `${plural}.${group}`;
      for (const object of server.list(resource, { namespace })) deleteObject(resource, object);
      for (const left of server.list(resource, { namespace })) {
        // Half of what the slowest pod may take, as one more look is made after that.
        const grace = resource === 'pods' ? ((left as Pod).metadata?.deletionGracePeriodSeconds ?? 0) : 0;
        waitSeconds = Math.max(waitSeconds, Math.floor(grace / 2) + 1);
      }
    }
    return waitSeconds;
  }

  function deleteObject(resource: string, { metadata }: StoredObject): void {
    if (metadata.deletionTimestamp) return;
    try {
      client.delete(resource, metadata.namespace, metadata.name, { propagationPolicy: 'Background' });
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'NotFound')) throw error;
    }
  }
}
