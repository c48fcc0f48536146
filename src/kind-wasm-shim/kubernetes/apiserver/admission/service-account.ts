import type { PodSpec } from 'kubernetes-types/core/v1';
import { StatusError } from '../../api/errors.ts';
import type { KubernetesObject } from '../../api/meta.ts';
import { configMirrorAnnotation } from '../../api/pod-properties.ts';
import type { AdmissionPlugin } from '../resource-strategy.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Gives a pod its service account and mounts the account's token into every container.
 *  @models plugin/pkg/admission/serviceaccount/admission.go Plugin.Admit
 *  @simplifies the account's image pull secrets are not added. */
export const serviceAccount: AdmissionPlugin = (object, context) => {
  if (object.metadata?.annotations?.[configMirrorAnnotation] !== undefined) return object;
  const spec = object.spec as PodSpec | undefined;
  if (!spec) return object;
  const name = spec.serviceAccountName || 'default';
  const namespace = object.metadata?.namespace ?? '';
  const account = context.get('serviceaccounts', `${namespace}/${name}`);
  if (!account) throw noAccount(object, namespace, name);
  const named = { ...spec, serviceAccountName: name, serviceAccount: name };
  const automount = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  if (automount === false) return { ...object, spec: named };
  return { ...object, spec: withToken(named, `kube-api-access-${context.suffix()}`) };
};

function noAccount(object: KubernetesObject, namespace: string, name: string): StatusError {
  const pod = object.metadata?.name ?? '';
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `pods ${JSON.stringify(pod)} is forbidden: error looking up service account ${namespace}/${name}: serviceaccount ${JSON.stringify(name)} not found`,
    details: { name: pod, kind: 'pods' },
  });
}

/** @models plugin/pkg/admission/serviceaccount/admission.go Plugin.mountServiceAccountToken */
function withToken(spec: PodSpec, volumeName: string): PodSpec {
  const mount = <C extends PodSpec['containers'][number]>(container: C): C => {
    if (container.volumeMounts?.some((other) => other.mountPath === mountPath)) return container;
    const token = { name: volumeName, readOnly: true, mountPath };
    return { ...container, volumeMounts: [...(container.volumeMounts ?? []), token] };
  };
  const containers = spec.containers.map(mount);
  const initContainers = spec.initContainers?.map(mount);
  const changed =
    containers.some((container, index) => container !== spec.containers[index]) ||
    initContainers?.some((container, index) => container !== spec.initContainers?.[index]);
  if (!changed) return spec;
  const volumes = [
    ...(spec.volumes ?? []),
    { name: volumeName, projected: { sources: tokenSources, defaultMode: 0o644 } },
  ];
  return { ...spec, volumes, ...(initContainers ? { initContainers } : {}), containers };
}

// The token is asked for with 7 seconds more than an hour: how the plugin's tokens are told from those of users.
const tokenSources = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  {
    downwardAPI: {
      items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
    },
  },
];
