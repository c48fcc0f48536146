import { badRequest, StatusError } from '../api/errors.ts';
import type { KubernetesObject, StoredObject } from '../api/meta.ts';
import { conformTo, type Decoded, decodeBody } from './decode.ts';
import { deleteOptions } from './delete-options.ts';
import { listPage, parseResourceVersion } from './lists.ts';
import { mediaType, negotiateInput, negotiateOutput, type Representation } from './negotiation.ts';
import { applyPatch, isPatchType, patchContentTypes } from './patch/patch.ts';
import {
  booleanParameter,
  dryRunParameter,
  fieldValidationParameter,
  listOptions,
  type Query,
  textParameter,
} from './query.ts';
import type { ApiRequest, ApiResponse, WatchEvent } from './request.ts';
import type { ResourcePath } from './request-info.ts';
import type { Subresource, Verb } from './resource-strategy.ts';
import { asItem, complete, unknownMethod, unknownResource } from './responses.ts';
import type { ApiServer } from './server.ts';
import type { ResourceStore, WriteOptions } from './store.ts';
import { defaultPrinter, type IncludeObject, partialObjectMetadata, toTable } from './table.ts';

/** One request about a resource, with all that is known of it. */
interface Call {
  readonly server: ApiServer;
  readonly store: ResourceStore;
  readonly path: ResourcePath;
  readonly query: Query;
  readonly body: string;
  readonly contentType: string | undefined;
  readonly representation: Representation;
  readonly user: { readonly name: string; readonly groups: readonly string[] };
}

const anonymous = { name: 'system:anonymous', groups: ['system:unauthenticated'] };

/** Answers a request about a resource. Throws the refusal as StatusError.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/installer.go APIInstaller.registerResourceHandlers */
export function handleResource(server: ApiServer, path: ResourcePath, request: ApiRequest): ApiResponse {
  const store = server.findStore(path.group, path.version, path.plural);
  if (!store) throw unknownResource();
  const { namespaced } = store.strategy;
  const isObjectPath = path.name !== undefined;
  if (!namespaced && path.namespace !== undefined) throw unknownResource();
  if (namespaced && isObjectPath && path.namespace === undefined) throw unknownResource();
  const call: Call = {
    server,
    store,
    path,
    query: request.query ?? {},
    body: request.body ?? '',
    contentType: request.headers?.['content-type'],
    representation: negotiateOutput(request.headers?.accept),
    user: request.user ?? anonymous,
  };
  const verb = verbOf(request.method, path, call.query);
  if (path.subresource !== undefined) return handleSubresource(call, path.subresource, verb);
  if (!verb || !store.strategy.verbs.includes(verb)) throw unknownMethod();
  switch (verb) {
    case 'get':
      return object(call, 200, store.get(path.namespace, path.name ?? ''));
    case 'list':
      return list(call);
    case 'watch':
      return watch(call);
    case 'create':
      return create(call);
    case 'update':
      return update(call, 'spec');
    case 'patch':
      return patch(call, 'spec');
    case 'delete':
      return remove(call);
    case 'deletecollection':
      return removeCollection(call);
  }
}

function verbOf(method: ApiRequest['method'], path: ResourcePath, query: Query): Verb | undefined {
  const isObject = path.name !== undefined;
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (path.isWatch || (booleanParameter(query, 'watch') && path.subresource === undefined)) return 'watch';
      return isObject ? 'get' : 'list';
    case 'POST':
      return isObject && path.subresource === undefined ? undefined : 'create';
    case 'PUT':
      return isObject ? 'update' : undefined;
    case 'PATCH':
      return isObject ? 'patch' : undefined;
    case 'DELETE':
      return isObject ? 'delete' : 'deletecollection';
    default:
      return undefined;
  }
}

function create(call: Call): ApiResponse {
  const { server, store, path, query, user } = call;
  const dryRun = dryRunParameter(query.dryRun, 'CreateOptions');
  const { object: given, warnings } = decode(call, 'CreateOptions');
  if (store.strategy.namespaced && path.namespace === undefined) throw unknownMethod();
  checkNamespace(given, path.namespace);
  const created =
    store.strategy.answer?.(given, { ...user, nowMs: server.kernel.nowMs }) ??
    store.create(path.namespace, given, { by: user.name, dryRun });
  return object(call, 201, created as StoredObject, warnings);
}

function update(call: Call, part: 'spec' | 'status'): ApiResponse {
  const { store, path, query, user } = call;
  const name = path.name ?? '';
  const options = { by: user.name, dryRun: dryRunParameter(query.dryRun, 'UpdateOptions') };
  const { object: given, warnings } = decode(call, 'UpdateOptions');
  checkName(given, name);
  checkNamespace(given, path.namespace);
  return object(call, 200, write(store, path.namespace, name, given, options, part), warnings);
}

function patch(call: Call, part: 'spec' | 'status'): ApiResponse {
  const { server, store, path, query, body, user } = call;
  const { group, version, kind } = store.strategy;
  const contentType = mediaType(call.contentType ?? '').type;
  const options = { by: user.name, dryRun: dryRunParameter(query.dryRun, 'PatchOptions') };
  const fieldValidation = fieldValidationParameter(query, 'PatchOptions');
  if (!isPatchType(contentType)) throw unsupportedPatch(contentType);
  const name = path.name ?? '';
  const old = store.get(path.namespace, name);
  const patched = applyPatch(old, body, contentType, store.type);
  const known = (apiVersion: string, other: string) => isServed(server, apiVersion, other);
  const { object: given, warnings } = conformTo(patched, { group, version, kind }, fieldValidation, known);
  checkName(given, name);
  checkNamespace(given, path.namespace);
  return object(call, 200, write(store, path.namespace, name, given, options, part), warnings);
}

function unsupportedPatch(contentType: string): StatusError {
  if (contentType === 'application/apply-patch+yaml') {
    const message =
      'server-side apply is not served by this cluster: the accepted patches are ' +
      `${Object.values(patchContentTypes).join(', ')}; use kubectl apply without --server-side`;
    return new StatusError({ code: 415, reason: 'UnsupportedMediaType', message, details: {} });
  }
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: '415: Unsupported Media Type',
    details: {},
  });
}

function write(
  store: ResourceStore,
  namespace: string | undefined,
  name: string,
  given: KubernetesObject,
  options: WriteOptions,
  part: 'spec' | 'status',
): StoredObject {
  if (part === 'status') return store.updateStatus(namespace, name, given, options);
  return store.update(namespace, name, given, options);
}

/** @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/delete.go DeleteResource */
function remove(call: Call): ApiResponse {
  const { store, path, query, body, user } = call;
  const options = deleteOptions(query, body, call.contentType);
  const result = store.delete(path.namespace, path.name ?? '', { ...options, by: user.name });
  if (!result.removed || store.strategy.returnsDeletedObject) return object(call, 200, result.object);
  const { group, plural } = store.strategy;
  const { name, uid } = result.object.metadata;
  const details = { name, ...(group ? { group } : {}), kind: plural, uid };
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
  return complete(200, status, { format: call.representation.format });
}

/** @models staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go Store.DeleteCollection */
function removeCollection(call: Call): ApiResponse {
  const { server, store, path, query, body, user } = call;
  const list = listOptions(query);
  const options = deleteOptions(query, body, call.contentType);
  const { items } = listPage(server, store, path.namespace, { ...list, limit: 0 });
  const removed: StoredObject[] = [];
  for (const { metadata } of items) {
    // One deletion may take others along.
    if (!store.find(metadata.namespace, metadata.name)) continue;
    removed.push(store.delete(metadata.namespace, metadata.name, { ...options, by: user.name }).object);
  }
  return objects(call, removed, { resourceVersion: server.resourceVersion });
}

function list(call: Call): ApiResponse {
  const { items, metadata } = listPage(call.server, call.store, call.path.namespace, listOptions(call.query));
  return objects(call, items, metadata);
}

/** @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/watch.go serveWatchHandler
 *  @simplifies without timeoutSeconds a watch lasts until the client ends it; upstream ends it after half an hour to an hour. */
function watch(call: Call): ApiResponse {
  const { server, store, path, query } = call;
  const options = listOptions({ ...query, watch: ['true'] });
  const named = path.name === undefined ? '' : `metadata.name=${path.name}`;
  const selection = {
    ...(path.namespace === undefined ? {} : { namespace: path.namespace }),
    labelSelector: options.labelSelector,
    fieldSelector: [options.fieldSelector, named].filter((part) => part !== '').join(','),
  };
  const resourceVersion = parseResourceVersion(options.resourceVersion);
  const { events, close } = server.watch(
    store.resource,
    selection,
    resourceVersion === undefined || resourceVersion === 0 || options.sendInitialEvents ? 'now' : resourceVersion,
    {
      sendInitialEvents: options.sendInitialEvents,
      bookmarks: options.bookmarks,
      ...(options.timeoutSeconds ? { timeoutMs: options.timeoutSeconds * 1000 } : {}),
      encode: watchEncoder(call),
    },
  );
  const headers = { 'cache-control': 'no-cache, private', 'content-type': 'application/json' };
  return { type: 'watch', code: 200, headers, events, close };
}

/** Tables and metadata are made as each event is sent. Only the first Table says what its columns are. */
function watchEncoder(call: Call): ((event: WatchEvent<StoredObject>) => WatchEvent) | undefined {
  const { as } = call.representation;
  if (as === 'Object') return undefined;
  if (as !== 'Table') return (event) => ({ ...event, object: asMetadata(event) });
  const include = includeObject(call.query);
  const printer = call.store.strategy.table ?? defaultPrinter;
  let isFirst = true;
  return (event) => {
    if (event.type === 'ERROR') return event;
    const { resourceVersion } = event.object.metadata;
    const rows = event.type === 'BOOKMARK' ? [] : [event.object];
    const table = toTable(printer, rows, { resourceVersion }, include, call.server.kernel.nowMs);
    const { type } = event;
    if (isFirst) {
      isFirst = false;
      return { type, object: table };
    }
    return { type, object: { ...table, columnDefinitions: null } };
  };
}

function asMetadata(event: WatchEvent<StoredObject>): object {
  return event.type === 'ERROR' ? event.object : partialObjectMetadata(event.object);
}

function object(call: Call, code: number, found: StoredObject, warnings: readonly string[] = []): ApiResponse {
  const { representation, store, query, server } = call;
  const headers: Record<string, string> = {};
  if (warnings.length > 0) headers.warning = warnings.map(warningHeader).join(', ');
  const options = { format: representation.format, pretty: booleanParameter(query, 'pretty') ?? false, headers };
  if (representation.as === 'Object') return complete(code, found, options);
  if (representation.as !== 'Table') return complete(code, partialObjectMetadata(found), options);
  const { resourceVersion } = found.metadata;
  const printer = store.strategy.table ?? defaultPrinter;
  const table = toTable(printer, [found], { resourceVersion }, includeObject(query), server.kernel.nowMs);
  return complete(code, table, options);
}

function objects(call: Call, items: readonly StoredObject[], metadata: object): ApiResponse {
  const { representation, store, query, server } = call;
  const { group, version, kind, table: printer = defaultPrinter } = store.strategy;
  const options = { format: representation.format, pretty: booleanParameter(query, 'pretty') ?? false };
  switch (representation.as) {
    case 'Table':
      return complete(200, toTable(printer, items, metadata, includeObject(query), server.kernel.nowMs), options);
    case 'Object': {
      const apiVersion = group === '' ? version : `${group}/${version}`;
      return complete(200, { kind: `${kind}List`, apiVersion, metadata, items: items.map(asItem) }, options);
    }
    default: {
      const meta = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata };
      return complete(200, { ...meta, items: items.map(partialObjectMetadata) }, options);
    }
  }
}

/** @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/response.go asTable */
function includeObject(query: Query): IncludeObject {
  const text = textParameter(query, 'includeObject');
  if (text === '' || text === 'Metadata') return 'Metadata';
  if (text === 'None' || text === 'Object') return text;
  throw badRequest(`unrecognized includeObject value: ${JSON.stringify(text)}`);
}

function warningHeader(text: string): string {
  return `299 - ${JSON.stringify(text)}`;
}

function decode(call: Call, optionsKind: string, kind?: { group: string; version: string; kind: string }): Decoded {
  const { server, store, query, body } = call;
  const fieldValidation = fieldValidationParameter(query, optionsKind);
  const format = negotiateInput(call.contentType);
  const known = (apiVersion: string, other: string) => isServed(server, apiVersion, other);
  return decodeBody(body, format, kind ?? store.strategy, fieldValidation, known);
}

function isServed(server: ApiServer, apiVersion: string, kind: string): boolean {
  return server.strategies.some(
    (strategy) =>
      strategy.kind === kind &&
      apiVersion === (strategy.group === '' ? strategy.version : `${strategy.group}/${strategy.version}`),
  );
}

/** @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go checkName */
function checkName({ metadata }: KubernetesObject, name: string): void {
  const found = metadata?.name;
  if (!found) throw badRequest('name must be provided');
  if (found === name) return;
  throw badRequest(`the name of the object (${found}) does not match the name on the URL (${name})`);
}

/** @models staging/src/k8s.io/apiserver/pkg/registry/rest/meta.go EnsureObjectNamespaceMatchesRequestNamespace */
function checkNamespace({ metadata }: KubernetesObject, namespace: string | undefined): void {
  if (namespace === undefined || !metadata?.namespace || metadata.namespace === namespace) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function handleSubresource(call: Call, name: string, verb: Verb | undefined): ApiResponse {
  const { server, store, path, query, user } = call;
  if (name === 'status' && store.strategy.hasStatus) {
    if (verb === 'get') return object(call, 200, store.get(path.namespace, path.name ?? ''));
    if (verb === 'update') return update(call, 'status');
    if (verb === 'patch') return patch(call, 'status');
    throw unknownMethod();
  }
  const subresource = store.strategy.subresources?.find((candidate) => candidate.name === name);
  if (!subresource) throw unknownResource();
  if (!verb || !subresource.verbs.includes(verb)) throw unknownMethod();
  const answer = subresource.handle(server, {
    verb,
    resource: store.resource,
    namespace: path.namespace,
    name: path.name ?? '',
    query,
    contentType: mediaType(call.contentType ?? '').type,
    body: subresourceBody(call, subresource, verb),
    by: user.name,
    dryRun: dryRunParameter(query.dryRun, optionsKinds[verb] ?? 'CreateOptions'),
  });
  if (isResponse(answer)) return answer;
  return object(call, verb === 'create' ? 201 : 200, answer as StoredObject);
}

const optionsKinds: Partial<Record<Verb, string>> = { update: 'UpdateOptions', patch: 'PatchOptions' };

function subresourceBody(call: Call, subresource: Subresource, verb: Verb): KubernetesObject | string | undefined {
  if (verb === 'patch') {
    const { type } = mediaType(call.contentType ?? '');
    if (!isPatchType(type)) throw unsupportedPatch(type);
    return call.body;
  }
  if (verb !== 'create' && verb !== 'update') return undefined;
  const { group, version } = call.store.strategy;
  const expected = {
    group: subresource.group ?? group,
    version: subresource.version ?? version,
    kind: subresource.kind,
  };
  const { object: given } = decode(call, optionsKinds[verb] ?? 'CreateOptions', expected);
  checkNamespace(given, call.path.namespace);
  return given;
}

function isResponse(answer: ApiResponse | KubernetesObject): answer is ApiResponse {
  return 'type' in answer && (answer.type === 'complete' || answer.type === 'stream' || answer.type === 'watch');
}
