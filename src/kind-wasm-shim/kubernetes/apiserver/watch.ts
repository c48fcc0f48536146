import { Channel } from '../../kernel/channel.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { StatusError } from '../api/errors.ts';
import type { StoredObject } from '../api/meta.ts';
import type { WatchEvent } from './request.ts';
import type { ResourceStrategy } from './resource-strategy.ts';
import { isSelected, type ParsedSelection, select } from './selection.ts';
import type { Storage, Write } from './storage.ts';

export interface WatchRequest {
  readonly resource: string;
  readonly strategy: ResourceStrategy;
  readonly selection: ParsedSelection;
  /** Where to begin: after this seq, or with the objects that there are (`now`). */
  readonly from: number | 'now';
  /** Close the list of the objects that there are with a bookmark that says so. */
  readonly sendInitialEvents?: boolean;
  readonly bookmarks?: boolean;
  readonly timeoutMs?: number;
  /** Another form of the events, as they are sent. */
  readonly encode?: ((event: WatchEvent<StoredObject>) => WatchEvent) | undefined;
}

export interface Watch {
  readonly events: Channel<WatchEvent>;
  close(): void;
}

const bookmarkPeriodMs = 60_000;
const bookmarkBeforeEndMs = 2_000;
const initialEventsEnd = 'k8s.io/initial-events-end';
const listBlueprint = 'kubernetes.io/initial-events-list-blueprint';

/** Watches the selected objects: an object that begins to be selected is ADDED, one that no longer is, is DELETED.
 *  @models staging/src/k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go cacheWatcher.convertToWatchEvent
 *  @simplifies a slow client is never cut off; its events wait in the channel. */
export function openWatch(kernel: Kernel, storage: Storage, request: WatchRequest): Watch {
  const { resource, strategy, selection } = request;
  const events = new Channel<WatchEvent>(kernel);
  const { encode = (event: WatchEvent) => event } = request;
  let announcedSeq = 0;
  const announce = (event: WatchEvent<StoredObject>, seq: number) => {
    announcedSeq = seq;
    events.offer(encode(event));
  };
  let afterSeq = request.from === 'now' ? storage.revision : request.from;
  if (request.from === 'now') {
    for (const object of select(storage, resource, strategy, selection))
      events.offer(encode({ type: 'ADDED', object }));
    if (request.sendInitialEvents) announce(bookmark(strategy, afterSeq, endOfInitialEvents(strategy)), afterSeq);
  }
  announcedSeq = afterSeq;
  const onWrite = (write: Write) => {
    const event = asEvent(strategy, selection, write);
    if (event) announce(event, write.seq);
  };
  let stop = () => {};
  try {
    stop = storage.subscribe(resource, afterSeq, onWrite);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    // The stream has begun: a watch from too far back is told so in an event, not by the code of the answer.
    events.offer({ type: 'ERROR', object: error.status as unknown as StoredObject });
    events.close();
    return { events, close: () => {} };
  }
  const timers: { withdraw(): void }[] = [];
  const after = (ms: number, run: () => void) => {
    const entry = kernel.schedule(ms, run, true);
    timers.push({ withdraw: () => kernel.withdraw(entry) });
  };
  const close = () => {
    stop();
    for (const timer of timers) timer.withdraw();
    events.close();
  };
  const sendBookmark = () => {
    afterSeq = storage.revision;
    if (afterSeq > announcedSeq) announce(bookmark(strategy, afterSeq), afterSeq);
  };
  const repeatBookmarks = () => {
    sendBookmark();
    after(bookmarkPeriodMs, repeatBookmarks);
  };
  if (request.bookmarks) {
    after(bookmarkPeriodMs, repeatBookmarks);
    if (request.timeoutMs !== undefined) after(Math.max(0, request.timeoutMs - bookmarkBeforeEndMs), sendBookmark);
  }
  if (request.timeoutMs !== undefined) after(request.timeoutMs, close);
  return { events, close };
}

function asEvent(
  strategy: ResourceStrategy,
  selection: ParsedSelection,
  { type, object, previous }: Write,
): WatchEvent<StoredObject> | undefined {
  const was = type !== 'ADDED' && previous !== undefined && isSelected(strategy, selection, previous);
  const is = type !== 'DELETED' && isSelected(strategy, selection, object);
  if (is) return { type: was ? 'MODIFIED' : 'ADDED', object };
  if (!was) return undefined;
  if (type === 'DELETED') return { type: 'DELETED', object };
  // It left the selection: the client sees it as it was while it belonged, with the resourceVersion of its leaving.
  const metadata = { ...previous.metadata, resourceVersion: object.metadata.resourceVersion };
  return { type: 'DELETED', object: { ...previous, metadata } };
}

/** The marks of the bookmark that ends the initial events: that it does, and what a list of them would be without items.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/watch.go watchListEncoder.doEncode */
function endOfInitialEvents({ group, version, kind }: ResourceStrategy): Record<string, string> {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const list = JSON.stringify({ kind: `${kind}List`, apiVersion, metadata: {}, items: null });
  return { [initialEventsEnd]: 'true', [listBlueprint]: btoa(`${list}\n`) };
}

function bookmark(
  { group, version, kind }: ResourceStrategy,
  seq: number,
  annotations?: Record<string, string>,
): WatchEvent<StoredObject> {
  const metadata = { resourceVersion: String(seq), creationTimestamp: null, ...(annotations ? { annotations } : {}) };
  const object = { kind, apiVersion: group === '' ? version : `${group}/${version}`, metadata };
  return { type: 'BOOKMARK', object: object as unknown as StoredObject };
}
