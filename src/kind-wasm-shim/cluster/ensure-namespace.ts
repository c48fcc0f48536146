import type { KubernetesObject } from '../kubernetes/api/meta.ts';
import type { ApiClient } from '../kubernetes/apiserver/client.ts';
import { rootCA } from './certificates.ts';

/** Makes sure that pods can be created in a namespace right now: that it is there, with its service account and
 *  certificate. The controllers would see to the latter two a moment later. */
export function ensureNamespace(client: ApiClient, namespace: string): void {
  const create = (resource: string, object: KubernetesObject) => {
    const { name = '', namespace: inside } = object.metadata ?? {};
    if (!client.server.store(resource).find(inside, name)) client.create(resource, object);
  };
  create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } });
  create('configmaps', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kube-root-ca.crt', namespace },
    data: { 'ca.crt': rootCA },
  });
}
