import type { Toleration, Volume } from 'kubernetes-types/core/v1';
import type { WriteLine } from './lines.ts';

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeVolumes
 *  @simplifies volumes of storage systems that this cluster has none of show as `<unknown>`. */
export function volumeLines(line: WriteLine, volumes: readonly Volume[] | undefined, indent: string): void {
  if (!volumes?.length) {
    line(0, `${indent}Volumes:\t<none>\n`);
    return;
  }
  line(0, `${indent}Volumes:\n`);
  for (const volume of volumes) {
    line(0, `${indent === '' ? '  ' : '   '}${volume.name}:\n`);
    for (const text of volumeText(volume)) line(2, `${text}\n`);
  }
}

function volumeText(volume: Volume): string[] {
  if (volume.configMap) {
    const { name = '', optional = false } = volume.configMap;
    return ['Type:\tConfigMap (a volume populated by a ConfigMap)', `Name:\t${name}`, `Optional:\t${optional}`];
  }
  if (volume.emptyDir) {
    const { medium = '', sizeLimit } = volume.emptyDir;
    return [
      "Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)",
      `Medium:\t${medium}`,
      `SizeLimit:\t${sizeLimit ?? '<unset>'}`,
    ];
  }
  if (volume.hostPath) {
    return [
      'Type:\tHostPath (bare host directory volume)',
      `Path:\t${volume.hostPath.path}`,
      `HostPathType:\t${volume.hostPath.type ?? ''}`,
    ];
  }
  if (volume.secret) {
    const { secretName = '', optional = false } = volume.secret;
    return ['Type:\tSecret (a volume populated by a Secret)', `SecretName:\t${secretName}`, `Optional:\t${optional}`];
  }
  if (volume.persistentVolumeClaim) {
    const { claimName, readOnly = false } = volume.persistentVolumeClaim;
    return [
      'Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
      `ClaimName:\t${claimName}`,
      `ReadOnly:\t${readOnly}`,
    ];
  }
  if (volume.projected) {
    return [
      'Type:\tProjected (a volume that contains injected data from multiple sources)',
      ...projectedText(volume.projected),
    ];
  }
  return ['<unknown>'];
}

function projectedText(projected: NonNullable<Volume['projected']>): string[] {
  return (projected.sources ?? []).flatMap((source) => {
    if (source.secret)
      return [`SecretName:\t${source.secret.name}`, `SecretOptionalName:\t${source.secret.optional ?? '<nil>'}`];
    if (source.downwardAPI) return ['DownwardAPI:\ttrue'];
    if (source.configMap)
      return [
        `ConfigMapName:\t${source.configMap.name}`,
        `ConfigMapOptional:\t${source.configMap.optional ?? '<nil>'}`,
      ];
    if (source.serviceAccountToken)
      return [`TokenExpirationSeconds:\t${source.serviceAccountToken.expirationSeconds ?? 3600}`];
    return [];
  });
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go printTolerationsMultilineWithIndent */
export function tolerationLines(line: WriteLine, tolerations: readonly Toleration[] | undefined, indent = ''): void {
  line(0, `${indent}Tolerations:\t${tolerations?.length ? '' : '<none>\n'}`);
  const sorted = [...(tolerations ?? [])].sort((a, b) =>
    (a.key ?? '') < (b.key ?? '') ? -1 : (a.key ?? '') > (b.key ?? '') ? 1 : 0,
  );
  for (const [i, toleration] of sorted.entries()) {
    const { key = '', value = '', effect = '', operator, tolerationSeconds } = toleration;
    let text = `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
    if (operator === 'Exists' && value === '') text += text === '' ? 'op=Exists' : ' op=Exists';
    if (tolerationSeconds !== undefined) text += ` for ${tolerationSeconds}s`;
    line(0, `${i === 0 ? '' : '\t'}${text}\n`);
  }
}
