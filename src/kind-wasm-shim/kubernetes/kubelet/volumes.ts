import type { ConfigMap, Container, Pod, Secret, Volume } from 'kubernetes-types/core/v1';

/** Reads an object that a volume takes its files from; undefined when there is none. */
export interface VolumeSources {
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
}

/** Why a volume cannot be mounted yet, in the words of the event; undefined when it can.
 *  @models pkg/volume/configmap/configmap.go configMapVolumeMounter.SetUpAt */
export function mountFailure(volume: Volume, sources: VolumeSources): string | undefined {
  const missing = missingSource(volume, sources);
  return missing && `MountVolume.SetUp failed for volume ${JSON.stringify(volume.name)} : ${missing}`;
}

function missingSource(volume: Volume, sources: VolumeSources): string | undefined {
  const { configMap, secret, projected } = volume;
  if (configMap && !configMap.optional && !sources.configMap(configMap.name ?? '')) {
    return `configmap ${JSON.stringify(configMap.name)} not found`;
  }
  if (secret && !secret.optional && !sources.secret(secret.secretName ?? '')) {
    return `secret ${JSON.stringify(secret.secretName)} not found`;
  }
  for (const source of projected?.sources ?? []) {
    const { configMap: projectedMap } = source;
    if (projectedMap && !projectedMap.optional && !sources.configMap(projectedMap.name ?? '')) {
      return `configmap ${JSON.stringify(projectedMap.name)} not found`;
    }
  }
  return undefined;
}

/** The files that a container sees under its mount paths.
 *  @models pkg/volume/configmap/configmap.go MakePayload
 *  @simplifies only files from ConfigMaps, Secrets and the service account; what a container writes goes nowhere */
export function mountedFiles(pod: Pod, container: Container, sources: VolumeSources): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const volume = pod.spec?.volumes?.find((candidate) => candidate.name === name);
    if (!volume) continue;
    for (const [path, text] of volumeFiles(pod, volume, sources)) {
      if (subPath === undefined) files.set(`${mountPath.replace(/\/$/, '')}/${path}`, text);
      else if (subPath === path) files.set(mountPath, text);
    }
  }
  return files;
}

function volumeFiles(pod: Pod, volume: Volume, sources: VolumeSources): [path: string, text: string][] {
  const { configMap, secret, projected } = volume;
  if (configMap) return chosen(sources.configMap(configMap.name ?? '')?.data, configMap.items);
  if (secret) return chosen(secretTexts(sources.secret(secret.secretName ?? '')), secret.items);
  return (projected?.sources ?? []).flatMap((source) => {
    if (source.configMap) {
      return chosen(sources.configMap(source.configMap.name ?? '')?.data, source.configMap.items);
    }
    if (source.secret) return chosen(secretTexts(sources.secret(source.secret.name ?? '')), source.secret.items);
    if (source.serviceAccountToken) {
      const { namespace = '' } = pod.metadata ?? {};
      const token = `token of ${namespace}/${pod.spec?.serviceAccountName ?? 'default'}`;
      return [[source.serviceAccountToken.path, token] as [string, string]];
    }
    return (source.downwardAPI?.items ?? []).map(({ path, fieldRef }): [string, string] => [
      path,
      podField(pod, fieldRef?.fieldPath ?? ''),
    ]);
  });
}

function chosen(
  data: Readonly<Record<string, string>> | undefined,
  items: readonly { key: string; path: string }[] | undefined,
): [path: string, text: string][] {
  if (!data) return [];
  if (!items) return Object.entries(data);
  return items.filter(({ key }) => key in data).map(({ key, path }) => [path, data[key] ?? '']);
}

function secretTexts(secret: Secret | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(secret?.data ?? {}).map(([key, base64]) => [key, atob(base64)]));
}

/** A field of a pod as the downward API gives it.
 *  @models pkg/fieldpath/fieldpath.go ExtractFieldPathAsString */
export function podField(pod: Pod, path: string): string {
  const keyed = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (keyed) return pod.metadata?.[keyed[1] as 'labels' | 'annotations']?.[keyed[2] ?? ''] ?? '';
  switch (path) {
    case 'metadata.name':
      return pod.metadata?.name ?? '';
    case 'metadata.namespace':
      return pod.metadata?.namespace ?? '';
    case 'metadata.uid':
      return pod.metadata?.uid ?? '';
    case 'spec.nodeName':
      return pod.spec?.nodeName ?? '';
    case 'spec.serviceAccountName':
      return pod.spec?.serviceAccountName ?? '';
    case 'status.hostIP':
      return pod.status?.hostIP ?? '';
    case 'status.podIP':
      return pod.status?.podIP ?? '';
    default:
      return '';
  }
}

/** The environment of a container: values as they stand, and those taken from the pod, ConfigMaps and Secrets.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.makeEnvironmentVariables
 *  @simplifies no variables for services, no envFrom, and `$(NAME)` is only replaced by what was set before it */
export function containerEnvironment(pod: Pod, container: Container, sources: VolumeSources): Record<string, string> {
  const environment: Record<string, string> = { HOSTNAME: pod.metadata?.name ?? '' };
  for (const { name, value, valueFrom } of container.env ?? []) {
    const { fieldRef, configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    let text = value?.replace(/\$\(([A-Za-z0-9_]+)\)/g, (whole, key: string) => environment[key] ?? whole);
    if (fieldRef) text = podField(pod, fieldRef.fieldPath);
    if (configMapKeyRef) text = sources.configMap(configMapKeyRef.name ?? '')?.data?.[configMapKeyRef.key];
    if (secretKeyRef) text = secretTexts(sources.secret(secretKeyRef.name ?? ''))[secretKeyRef.key];
    environment[name] = text ?? '';
  }
  return environment;
}
