import type { Volume, VolumeProjection } from 'kubernetes-types/core/v1';

const defaultMode = 0o644;

/** @models pkg/apis/core/v1/defaults.go SetDefaults_Volume */
export function volumeWithDefaults(volume: Volume): Volume {
  const { secret, configMap, downwardAPI, projected, hostPath } = volume;
  if (Object.keys(volume).every((field) => field === 'name')) return { ...volume, emptyDir: {} };
  return {
    ...volume,
    ...(secret ? { secret: { ...secret, defaultMode: secret.defaultMode ?? defaultMode } } : {}),
    ...(configMap ? { configMap: { ...configMap, defaultMode: configMap.defaultMode ?? defaultMode } } : {}),
    ...(hostPath ? { hostPath: { ...hostPath, type: hostPath.type ?? '' } } : {}),
    ...(downwardAPI
      ? {
          downwardAPI: {
            ...downwardAPI,
            ...(downwardAPI.items ? { items: downwardItemsWithDefaults(downwardAPI.items) } : {}),
            defaultMode: downwardAPI.defaultMode ?? defaultMode,
          },
        }
      : {}),
    ...(projected
      ? {
          projected: {
            ...projected,
            ...(projected.sources ? { sources: projected.sources.map(projectionWithDefaults) } : {}),
            defaultMode: projected.defaultMode ?? defaultMode,
          },
        }
      : {}),
  };
}

function projectionWithDefaults(source: VolumeProjection): VolumeProjection {
  const { serviceAccountToken, downwardAPI } = source;
  if (serviceAccountToken) {
    const expirationSeconds = serviceAccountToken.expirationSeconds ?? 3600;
    return { ...source, serviceAccountToken: { ...serviceAccountToken, expirationSeconds } };
  }
  if (!downwardAPI?.items) return source;
  return { ...source, downwardAPI: { ...downwardAPI, items: downwardItemsWithDefaults(downwardAPI.items) } };
}

type DownwardItems = NonNullable<NonNullable<Volume['downwardAPI']>['items']>;

function downwardItemsWithDefaults(items: DownwardItems): DownwardItems {
  return items.map((item) =>
    item.fieldRef ? { ...item, fieldRef: { ...item.fieldRef, apiVersion: item.fieldRef.apiVersion ?? 'v1' } } : item,
  );
}
