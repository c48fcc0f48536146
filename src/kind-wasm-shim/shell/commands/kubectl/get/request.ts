import type { KubernetesObject } from '../../../../kubernetes/api/meta.ts';
import { tableAccept } from '../connection.ts';
import type { Invocation } from '../invocation.ts';
import { type Mapping, pathOf } from '../mapping.ts';
import type { Target } from '../targets.ts';

/** Where one target of `get` is read and watched. */
export interface GetRequest {
  readonly mapping: Mapping;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** What to ask the server for a target: in the namespace of the command, or everywhere with `-A`. */
export function requestFor(k: Invocation, { mapping, name }: Target): GetRequest {
  const everywhere = k.flags.bool('all-namespaces') || !mapping.namespaced;
  return { mapping, name, namespace: everywhere ? undefined : k.namespace };
}

/** Reads one object or a list, as a Table when it is for people. */
export function fetch(k: Invocation, request: GetRequest, asTable: boolean): KubernetesObject {
  const { mapping, namespace, name } = request;
  const subresource = k.flags.string('subresource') || undefined;
  const table = asTable ? { accept: tableAccept } : {};
  const includeObject = asTable && k.flags.string('sort-by') !== '' ? 'Object' : undefined;
  if (name !== undefined) {
    return k.connection.get(pathOf(mapping, namespace, name, subresource), { ...table, query: { includeObject } });
  }
  return k.connection.list(mapping, namespace, {
    ...table,
    query: { ...selectors(k), limit: '500', includeObject },
  });
}

/** Watches one object or a list from a version on, as Tables when it is for people. */
export function watch(k: Invocation, request: GetRequest, resourceVersion: string, asTable: boolean) {
  const { mapping, namespace, name } = request;
  const query = selectors(k);
  const fieldSelector = name === undefined ? query.fieldSelector : `metadata.name=${name}`;
  return k.connection.watch(pathOf(mapping, namespace), {
    ...(asTable ? { accept: tableAccept } : {}),
    query: { ...query, fieldSelector, resourceVersion },
  });
}

function selectors(k: Invocation) {
  return {
    labelSelector: k.flags.string('selector') || undefined,
    fieldSelector: k.flags.string('field-selector') || undefined,
  };
}
