import { badRequest } from '../kubernetes/api/errors.ts';
import type { KubernetesObject } from '../kubernetes/api/meta.ts';
import type { ApiClient } from '../kubernetes/apiserver/client.ts';

/** Creates an object, or merges it into the one of that name. Throws StatusError when the API refuses it.
 *  @models staging/src/k8s.io/kubectl/pkg/cmd/apply/apply.go ApplyOptions.applyOneObject
 *  @simplifies fields that an earlier manifest had and this one lacks stay as they are */
export function applyObject(client: ApiClient, object: KubernetesObject): void {
  const { server } = client;
  const strategy = server.strategies.find(
    ({ kind, group, version }) =>
      kind === object.kind && (group === '' ? version : `${group}/${version}`) === (object.apiVersion ?? 'v1'),
  );
  if (!strategy) {
    throw badRequest(
      `no matches for kind ${JSON.stringify(object.kind ?? '')} in version ${JSON.stringify(object.apiVersion ?? '')}`,
    );
  }
  const resource = strategy.group === '' ? strategy.plural : `${strategy.plural}.${strategy.group}`;
  const namespace = strategy.namespaced ? (object.metadata?.namespace ?? 'default') : undefined;
  const named = namespace ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  const name = object.metadata?.name ?? '';
  if (name === '' || !server.store(resource).find(namespace, name)) client.create(resource, named);
  else client.patch(resource, namespace, name, 'merge', named);
}
