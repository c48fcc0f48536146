import { Channel } from '../../kernel/channel.ts';
import { namespacedName, type StoredObject } from '../api/meta.ts';
import type { ApiClient } from './client.ts';
import { isSelected, parseSelection, type Selection } from './selection.ts';
import type { Write } from './storage.ts';

/** One change of what an informer knows. `previous` is what it knew before. */
export interface InformerChange<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
  readonly previous: T | undefined;
}

/** A local picture of the selected objects, kept by listing once and watching from there. The objects that it begins with
 *  are its first changes.
 *  @models staging/src/k8s.io/client-go/tools/cache/shared_informer.go sharedIndexInformer
 *  @simplifies the store is never behind the API, only the changes wait until they are taken; there is no resync. */
export class Informer<T> {
  readonly changes: Channel<InformerChange<T>>;
  private readonly objects = new Map<string, T>();
  private readonly stop: () => void;

  constructor(client: ApiClient, resource: string, selection: Selection = {}) {
    const { server } = client;
    this.changes = new Channel(server.kernel);
    const { strategy } = server.store(resource);
    const parsed = parseSelection(strategy, selection);
    for (const object of server.list(resource, selection)) this.apply('ADDED', object);
    this.stop = server.storage.subscribe(resource, server.storage.revision, ({ type, object, previous }: Write) => {
      const was = previous !== undefined && isSelected(strategy, parsed, previous);
      const is = type !== 'DELETED' && isSelected(strategy, parsed, object);
      if (is) this.apply(was ? 'MODIFIED' : 'ADDED', object);
      else if (was) this.apply('DELETED', object);
    });
  }

  /** The selected objects by `namespace/name`. */
  get store(): ReadonlyMap<string, T> {
    return this.objects;
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.objects.get(namespace ? `${namespace}/${name}` : name);
  }

  close(): void {
    this.stop();
    this.changes.close();
  }

  private apply(type: InformerChange<T>['type'], stored: StoredObject): void {
    const key = namespacedName(stored);
    const object = stored as T;
    const previous = this.objects.get(key);
    if (type === 'DELETED') this.objects.delete(key);
    else this.objects.set(key, object);
    this.changes.offer({ type, object, previous });
  }
}
