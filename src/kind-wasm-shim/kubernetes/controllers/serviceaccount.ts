import type { ConfigMap, Namespace, ServiceAccount } from 'kubernetes-types/core/v1';
import { StatusError } from '../api/errors.ts';
import { type ControllerContext, newController } from './controller-context.ts';

const rootCAConfigMap = 'kube-root-ca.crt';

/** Gives every namespace its `default` service account.
 *  @models pkg/controller/serviceaccount/serviceaccounts_controller.go ServiceAccountsController */
export function serviceAccountController(context: ControllerContext) {
  const { client } = context;
  return ensureInNamespaces<ServiceAccount>(context, 'serviceaccount', 'serviceaccounts', 'default', (namespace) => {
    const metadata = { name: 'default', namespace };
    client.create<ServiceAccount>('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  });
}

/** Gives every namespace the certificate by which its pods know the API server.
 *  @models pkg/controller/certificates/rootcacertpublisher/publisher.go Publisher */
export function rootCACertPublisher(context: ControllerContext, certificate: string) {
  const { client } = context;
  return ensureInNamespaces<ConfigMap>(
    context,
    'root-ca-cert-publisher',
    'configmaps',
    rootCAConfigMap,
    (namespace) => {
      const description =
        'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the ' +
        'internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes ' +
        'clusters.';
      const annotations = { 'kubernetes.io/description': description };
      const metadata = { name: rootCAConfigMap, namespace, annotations };
      client.create<ConfigMap>('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { 'ca.crt': certificate },
      });
    },
  );
}

/** Makes an object of one name in every namespace that lacks it. */
function ensureInNamespaces<T extends { metadata?: { name?: string; namespace?: string } }>(
  context: ControllerContext,
  name: string,
  resource: string,
  objectName: string,
  create: (namespace: string) => void,
) {
  const { queue, run } = newController(context, name, ensure);
  const namespaces = context.informers.watch<Namespace>('namespaces', ({ type, object }) => {
    if (type !== 'DELETED') queue.add(object.metadata?.name ?? '');
  });
  const store = context.informers.watch<T>(resource, ({ type, object }) => {
    if (type === 'DELETED' && object.metadata?.name === objectName) queue.add(object.metadata.namespace ?? '');
  });
  return { run };

  function ensure(namespace: string): void {
    const found = namespaces.get(namespace);
    if (!found || found.metadata?.deletionTimestamp || store.has(`${namespace}/${objectName}`)) return;
    try {
      create(namespace);
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'AlreadyExists')) throw error;
    }
  }
}
