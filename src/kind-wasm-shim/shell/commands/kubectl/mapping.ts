import type { KubernetesObject } from '../../../kubernetes/api/meta.ts';
import { kindType, type ObjectType } from '../../../kubernetes/apiserver/schema/schema.ts';

/** A resource that the server has, and how to address it. */
export interface Mapping {
  readonly group: string;
  readonly version: string;
  /** Plural, as in paths. */
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
}

/** `v1`, `apps/v1`. */
export function groupVersion(mapping: { group: string; version: string }): string {
  return mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`;
}

/** `pods`, `deployments.apps`. */
export function qualifiedPlural(mapping: Mapping): string {
  return mapping.group === '' ? mapping.resource : `${mapping.resource}.${mapping.group}`;
}

/** `pod`, `deployment.apps`: how kubectl names an object's kind in what it prints. */
export function printedKind(mapping: { group: string; kind: string }): string {
  const kind = mapping.kind.toLowerCase();
  return mapping.group === '' ? kind : `${kind}.${mapping.group}`;
}

/** Where an object or a collection is. */
export function pathOf(mapping: Mapping, namespace: string | undefined, name?: string, subresource?: string): string {
  const root = mapping.group === '' ? `/api/${mapping.version}` : `/apis/${mapping.group}/${mapping.version}`;
  const inside = mapping.namespaced && namespace ? `/namespaces/${namespace}` : '';
  return `${root}${inside}/${mapping.resource}${name === undefined ? '' : `/${name}`}${subresource ? `/${subresource}` : ''}`;
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Group, version and kind that an object says it has. */
export function kindOf(object: KubernetesObject): GroupVersionKind {
  const apiVersion = object.apiVersion ?? '';
  const slash = apiVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: object.kind ?? '',
  };
}

/** The schema of a mapping's kind, undefined when none is known. */
export function typeOf({ group, version, kind }: Mapping): ObjectType | undefined {
  return kindType(group, version, kind);
}
