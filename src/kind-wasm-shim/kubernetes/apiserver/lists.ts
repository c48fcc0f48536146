import { badRequest, resourceExpired, StatusError } from '../api/errors.ts';
import { namespacedName, type StoredObject } from '../api/meta.ts';
import { continueExpired, decodeContinue, encodeContinue } from './pagination.ts';
import type { ListOptions } from './query.ts';
import { isSelected, type ParsedSelection, parseSelection, select } from './selection.ts';
import type { ApiServer } from './server.ts';
import type { ResourceStore } from './store.ts';

/** A list, or a page of one. */
export interface ListPage {
  readonly items: readonly StoredObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

/** Lists as the options ask: the latest, an exact revision, or the next page of a list begun before.
 *  @models staging/src/k8s.io/apiserver/pkg/storage/etcd3/store.go store.GetList */
export function listPage(
  server: ApiServer,
  store: ResourceStore,
  namespace: string | undefined,
  options: ListOptions,
): ListPage {
  const { labelSelector, fieldSelector } = options;
  const scope = namespace === undefined ? {} : { namespace };
  const selection = parseSelection(store.strategy, { ...scope, labelSelector, fieldSelector });
  const wanted = parseResourceVersion(options.resourceVersion);
  if (options.continueToken !== '') return continuedPage(server, store, selection, options);
  if (wanted !== undefined && wanted > Math.max(1, server.storage.revision)) {
    throw tooLarge(wanted, server.storage.revision);
  }
  if (options.resourceVersionMatch === 'Exact' && wanted !== undefined) {
    if (wanted < server.storage.compacted) {
      throw resourceExpired('The resourceVersion for the provided list is too old.');
    }
    return page(itemsAt(server, store, selection, wanted), wanted, options.limit, selection);
  }
  const items = select(server.storage, store.resource, store.strategy, selection);
  // A list from the cache, as resourceVersion 0 asks for, is always whole.
  return page(items, Number(server.resourceVersion), wanted === 0 ? 0 : options.limit, selection);
}

function continuedPage(
  server: ApiServer,
  store: ResourceStore,
  selection: ParsedSelection,
  { continueToken, resourceVersion, limit }: ListOptions,
): ListPage {
  if (resourceVersion !== '' && resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const position = decodeContinue(continueToken);
  const { namespace } = selection;
  const startKey = namespace === undefined ? position.startKey : `${namespace}/${position.startKey}`;
  // A negative resourceVersion goes on with whatever there is now.
  const at = position.resourceVersion < 0 ? Number(server.resourceVersion) : position.resourceVersion;
  if (at < server.storage.compacted) throw continueExpired(position.startKey, -1);
  const items = itemsAt(server, store, selection, at).filter((object) => namespacedName(object) > startKey);
  return page(items, at, limit, selection);
}

function itemsAt(
  server: ApiServer,
  store: ResourceStore,
  selection: ParsedSelection,
  seq: number,
): readonly StoredObject[] {
  const all = server.storage.at(store.resource, seq);
  return all.filter((object) => isSelected(store.strategy, selection, object));
}

function page(
  items: readonly StoredObject[],
  resourceVersion: number,
  limit: number,
  { namespace, labels, fields }: ParsedSelection,
): ListPage {
  const metadata = { resourceVersion: String(resourceVersion) };
  const last = items[limit - 1];
  if (limit <= 0 || items.length <= limit || !last) return { items, metadata };
  const startKey = namespace === undefined ? namespacedName(last) : last.metadata.name;
  const isWhole = labels !== 'nothing' && labels.length === 0 && fields.length === 0;
  // How much is left is only known when the selectors leave nothing out.
  const remaining = isWhole ? { remainingItemCount: items.length - limit } : {};
  const token = encodeContinue({ resourceVersion, startKey });
  return { items: items.slice(0, limit), metadata: { ...metadata, continue: token, ...remaining } };
}

/** @models staging/src/k8s.io/apiserver/pkg/storage/api_object_versioner.go APIObjectVersioner.ParseResourceVersion */
export function parseResourceVersion(text: string): number | undefined {
  if (text === '') return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
  throw new StatusError({ code: 500, message });
}

/** @models staging/src/k8s.io/apiserver/pkg/storage/errors.go NewTooLargeResourceVersionError */
function tooLarge(wanted: number, current: number): StatusError {
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}
