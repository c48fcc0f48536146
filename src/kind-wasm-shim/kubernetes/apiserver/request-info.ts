/** What a path asks for.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go RequestInfoFactory.NewRequestInfo */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** The old way to watch, by a path that begins with `watch`. */
  readonly isWatch: boolean;
}

/** The part of a path after `/api/v1` or `/apis/GROUP/VERSION`; undefined when it names no resource. */
export function parseResourcePath(group: string, version: string, rest: readonly string[]): ResourcePath | undefined {
  const isWatch = rest[0] === 'watch';
  const parts = isWatch ? rest.slice(1) : rest;
  if (parts.length === 0 || parts.some((part) => part === '')) return undefined;
  const [first, second, third, ...tail] = parts;
  // Below `namespaces/NAME` come the objects in the namespace, except for the two subresources of the namespace itself.
  const isInNamespace = first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize';
  const [plural = '', name, subresource, ...more] = isInNamespace ? [third, ...tail] : parts;
  if (more.length > 0) return undefined;
  return { group, version, plural, namespace: isInNamespace ? second : undefined, name, subresource, isWatch };
}
