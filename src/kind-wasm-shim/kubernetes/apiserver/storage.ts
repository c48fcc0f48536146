import type { Kernel } from '../../kernel/kernel.ts';
import { resourceExpired } from '../api/errors.ts';
import { namespacedName, type StoredObject } from '../api/meta.ts';
import { ObjectTable } from './object-table.ts';

/** What happened to an object in one write. */
export type WriteType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** The log fact of every write to the API. `object` is the object as written, for a deletion as it was last, and is
 *  never changed afterwards; its `metadata.resourceVersion` is the seq of the entry. */
export interface ObjectWritten {
  readonly type: WriteType;
  /** Plural and group: `pods`, `deployments.apps`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  /** The user who wrote. */
  readonly by: string;
  readonly object: StoredObject;
}

declare module '../../kernel/log.ts' {
  interface LogFacts {
    'apiserver.objectWritten': ObjectWritten;
  }
}

/** One write as a watch sees it: with what the object was before. */
export interface Write {
  readonly seq: number;
  readonly type: WriteType;
  readonly object: StoredObject;
  readonly previous: StoredObject | undefined;
}

/** The objects of the cluster. The truth is the kernel's log: this keeps the latest state of it by resource, and the
 *  writes by resource, so that a watch can begin at any resourceVersion that has not been compacted.
 *  @models staging/src/k8s.io/apiserver/pkg/storage/etcd3/store.go store
 *  @simplifies there is no etcd and no watch cache: every read is of the latest state, and a write is seen by all at once. */
export class Storage {
  private readonly kernel: Kernel;
  private readonly tables = new Map<string, ObjectTable>();
  private readonly writes = new Map<string, Write[]>();
  private readonly listeners = new Map<string, Set<(write: Write) => void>>();
  private lastWriteSeq = 0;
  private compactedSeq = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** The resourceVersion of the whole store: the seq of the latest write. */
  get revision(): number {
    return this.lastWriteSeq;
  }

  /** The latest revision that is gone; watches and lists must begin after it. */
  get compacted(): number {
    return this.compactedSeq;
  }

  table(resource: string): ObjectTable {
    let table = this.tables.get(resource);
    if (!table) {
      table = new ObjectTable();
      this.tables.set(resource, table);
    }
    return table;
  }

  /** Writes one object: logs it, stores it, and tells the watches. `object` needs no resourceVersion yet. */
  write(
    type: WriteType,
    resource: string,
    object: Omit<StoredObject, 'metadata'> & { metadata: object },
    by: string,
  ): StoredObject {
    const seq = this.kernel.log.lastSeq + 1;
    const { name, namespace, uid, ...others } = object.metadata as StoredObject['metadata'];
    const metadata = { name, ...(namespace ? { namespace } : {}), uid, ...others, resourceVersion: String(seq) };
    const stored = deepFreeze({ ...object, metadata } as StoredObject);
    const table = this.table(resource);
    const previous = table.get(namespacedName(stored));
    this.kernel.append('apiserver.objectWritten', {
      type,
      resource,
      ...(namespace ? { namespace } : {}),
      name,
      by,
      object: stored,
    });
    this.lastWriteSeq = seq;
    if (type === 'DELETED') table.remove(stored);
    else table.put(stored);
    const write: Write = { seq, type, object: stored, previous };
    const history = this.writes.get(resource);
    if (history) history.push(write);
    else this.writes.set(resource, [write]);
    for (const listener of this.listeners.get(resource) ?? []) listener(write);
    return stored;
  }

  /** Calls the listener with every write to a resource after `afterSeq`, the past ones at once. Returns how to stop.
   *  @models staging/src/k8s.io/apiserver/pkg/storage/etcd3/watcher.go watcher.Watch */
  subscribe(resource: string, afterSeq: number, listener: (write: Write) => void): () => void {
    this.checkNotCompacted(afterSeq);
    const history = this.writes.get(resource) ?? [];
    for (let index = firstAfter(history, afterSeq); index < history.length; index++) listener(history[index] as Write);
    let listeners = this.listeners.get(resource);
    if (!listeners) {
      listeners = new Set();
      this.listeners.set(resource, listeners);
    }
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** The objects of a resource as they were right after `seq`, in order of their keys. */
  at(resource: string, seq: number): readonly StoredObject[] {
    this.checkNotCompacted(seq);
    const history = this.writes.get(resource) ?? [];
    const latest = this.table(resource);
    if (firstAfter(history, seq) === history.length) return latest.all();
    // The later writes are taken back, latest first.
    const state = new Map(latest.all().map((object) => [namespacedName(object), object]));
    for (let index = history.length - 1; index >= firstAfter(history, seq); index--) {
      const { object, previous } = history[index] as Write;
      if (previous) state.set(namespacedName(object), previous);
      else state.delete(namespacedName(object));
    }
    return [...state.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** Forgets what the store was before `seq`, as etcd's compaction does: an older watch or list is told 410.
   *  @models staging/src/k8s.io/apiserver/pkg/storage/etcd3/compact.go compact
   *  @simplifies nothing compacts by itself every five minutes; whoever builds the cluster may. */
  compact(seq: number): void {
    this.compactedSeq = Math.max(this.compactedSeq, Math.min(seq, this.lastWriteSeq));
  }

  private checkNotCompacted(seq: number): void {
    if (seq < this.compactedSeq) throw resourceExpired(`too old resource version: ${seq} (${this.compactedSeq})`);
  }
}

/** The index of the first write after `seq`. */
function firstAfter(history: readonly Write[], seq: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((history[middle] as Write).seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Freezes a value and all that it holds. What is frozen already is not looked at again, so an object that shares most
 *  of its parts with the one before costs only its new parts. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const key in value) deepFreeze(value[key]);
  return value;
}
