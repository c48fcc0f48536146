import type { ConfigMap, Namespace, ServiceAccount } from 'kubernetes-types/core/v1';
import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import type { Invocation } from '../invocation.ts';
import { eventLines } from './events.ts';
import { annotationLines, headLines, labelLines, longTime, type WriteLine } from './lines.ts';

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go ConfigMapDescriber.Describe */
export function describeConfigMap(k: Invocation, line: WriteLine, configMap: ConfigMap): void {
  headLines(line, configMap.metadata);
  labelLines(line, 'Labels', configMap.metadata?.labels);
  annotationLines(line, configMap.metadata?.annotations);
  line(0, '\nData\n====\n');
  for (const [key, value] of sorted(configMap.data)) line(0, `${key}:\n----\n${value}\n\n`);
  line(0, '\nBinaryData\n====\n');
  for (const [key, value] of sorted(configMap.binaryData)) line(0, `${key}: ${byteCount(value)} bytes\n`);
  line(0, '\n');
  eventLines(k, line, configMap as never);
}

function sorted(data: Readonly<Record<string, string>> | undefined): [string, string][] {
  return Object.entries(data ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function byteCount(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeNamespace
 *  @simplifies quotas and limit ranges are not served, so there are never any. */
export function describeNamespace(_k: Invocation, line: WriteLine, namespace: Namespace): void {
  line(0, `Name:\t${namespace.metadata?.name ?? ''}\n`);
  labelLines(line, 'Labels', namespace.metadata?.labels);
  annotationLines(line, namespace.metadata?.annotations);
  line(0, `Status:\t${namespace.status?.phase ?? ''}\n`);
  line(0, '\nNo resource quota.\n');
  line(0, '\nNo LimitRange resource.\n');
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go describeServiceAccount */
export function describeServiceAccount(k: Invocation, line: WriteLine, account: ServiceAccount): void {
  headLines(line, account.metadata);
  labelLines(line, 'Labels', account.metadata?.labels);
  annotationLines(line, account.metadata?.annotations);
  const names = (list: readonly { name?: string }[] | undefined) =>
    list?.map(({ name }) => name).join('\n\t') || '<none>';
  line(0, `Image pull secrets:\t${names(account.imagePullSecrets)}\n`);
  line(0, `Mountable secrets:\t${names(account.secrets)}\n`);
  line(0, 'Tokens:\t<none>\n');
  eventLines(k, line, account as never);
}

/** Any object: its fields with their names spelled out.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go genericDescriber.Describe */
export function describeGeneric(k: Invocation, line: WriteLine, object: KubernetesObject): void {
  const { metadata, apiVersion, kind, ...rest } = object;
  line(0, `Name:\t${metadata?.name ?? ''}\n`);
  line(0, `Namespace:\t${metadata?.namespace ?? ''}\n`);
  labelLines(line, 'Labels', metadata?.labels);
  annotationLines(line, metadata?.annotations);
  const hidden = ['name', 'namespace', 'labels', 'annotations', 'managedFields'];
  const shown = Object.fromEntries(Object.entries(metadata ?? {}).filter(([key]) => !hidden.includes(key)));
  fieldLines(line, 0, { 'API Version': apiVersion, Kind: kind, metadata: shown, ...rest });
  eventLines(k, line, object);
}

/** @models staging/src/k8s.io/kubectl/pkg/describe/describe.go printUnstructuredContent */
function fieldLines(line: WriteLine, level: number, fields: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(fields).sort(([a], [b]) => (smartLabel(a) < smartLabel(b) ? -1 : 1))) {
    const label = smartLabel(field);
    if (Array.isArray(value)) {
      line(level, `${label}:\n`);
      for (const item of value) {
        if (typeof item === 'object' && item !== null) fieldLines(line, level + 1, item as Record<string, unknown>);
        else line(level + 1, `${item}\n`);
      }
    } else if (typeof value === 'object' && value !== null) {
      line(level, `${label}:\n`);
      fieldLines(line, level + 1, value as Record<string, unknown>);
    } else line(level, `${label}:\t${field === 'creationTimestamp' && value === null ? longTime(undefined) : value}\n`);
  }
}

const acronyms = ['API', 'URL', 'UID', 'OSB', 'GUID', 'UUID', 'TTL', 'IP', 'CPU'];

/** `creationTimestamp` becomes `Creation Timestamp`.
 *  @models staging/src/k8s.io/kubectl/pkg/describe/describe.go smartLabelFor */
function smartLabel(field: string): string {
  if (/[^A-Za-z0-9]/.test(field)) return field;
  const words = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]/g) ?? [field];
  return words
    .map((word) =>
      acronyms.includes(word.toUpperCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}
