import type { KeptResource } from './brought-cluster.ts';

/** What an object is: one of a kind that is kept, of another kind (by the name to count it under), a list that was not
 *  read item by item, one without items, the answer of a server that refused, a table, or nothing that says what it is. */
export type ObjectKind =
  | { readonly is: 'kept'; readonly resource: KeptResource }
  | { readonly is: 'other'; readonly name: string }
  | { readonly is: 'list'; readonly items: readonly unknown[] }
  | { readonly is: 'status' | 'table' | 'brokenList' | 'unknown' };

const keptKinds: Readonly<Record<string, { readonly group: string; readonly resource: KeptResource }>> = {
  Node: { group: '', resource: 'nodes' },
  Pod: { group: '', resource: 'pods' },
  Namespace: { group: '', resource: 'namespaces' },
  PriorityClass: { group: 'scheduling.k8s.io', resource: 'priorityclasses' },
  PodDisruptionBudget: { group: 'policy', resource: 'poddisruptionbudgets' },
};

/** Tells what an object is. The items of a typed list (`PodList`) need not say it themselves. */
export function kindOfObject(object: Readonly<Record<string, unknown>>, listKind: string | undefined): ObjectKind {
  const fromList = listKind?.endsWith('List') && listKind !== 'List' ? listKind.slice(0, -'List'.length) : undefined;
  const kind = typeof object.kind === 'string' && object.kind !== '' ? object.kind : (fromList ?? guessedKind(object));
  if (kind === undefined) return { is: 'unknown' };
  if (kind === 'Status') return { is: 'status' };
  if (kind === 'Table') return { is: 'table' };
  if (kind.endsWith('List')) return listItems(object);
  const group = typeof object.apiVersion === 'string' ? groupOf(object.apiVersion) : undefined;
  const kept = Object.hasOwn(keptKinds, kind) ? keptKinds[kind] : undefined;
  // Other groups have kinds of the same name: Longhorn's Node, Cluster API's …
  if (kept && (group === undefined || group === kept.group)) return { is: 'kept', resource: kept.resource };
  const isOwn = group === undefined || !group.includes('.') || group.endsWith('.k8s.io');
  return { is: 'other', name: kept || !isOwn ? `${kind}.${group}` : kind };
}

function listItems(object: Readonly<Record<string, unknown>>): ObjectKind {
  const items = object.items === null ? [] : object.items;
  return Array.isArray(items) ? { is: 'list', items } : { is: 'brokenList' };
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The items of a typed list whose kind comes after them are known by fields that no other kind has. */
function guessedKind({ spec, status, value }: Readonly<Record<string, unknown>>): string | undefined {
  if (hasField(spec, 'containers')) return 'Pod';
  if (hasField(status, 'nodeInfo')) return 'Node';
  if (Number.isInteger(value)) return 'PriorityClass';
  if (hasField(status, 'disruptionsAllowed')) return 'PodDisruptionBudget';
  return undefined;
}

function hasField(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}
