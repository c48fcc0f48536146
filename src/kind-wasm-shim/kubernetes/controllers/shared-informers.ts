import type { Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { StoredObject } from '../api/meta.ts';
import type { ApiClient } from '../apiserver/client.ts';
import { Informer } from '../apiserver/informer.ts';

/** What happened to an object, as a controller's handlers hear it. */
export interface ObjectChange<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
  readonly previous: T | undefined;
}

type Handler = (change: ObjectChange<StoredObject>) => void;

/** One watch a resource for all the controllers of a process.
 *  @models staging/src/k8s.io/client-go/informers/factory.go sharedInformerFactory */
export class SharedInformers {
  private readonly kernel: Kernel;
  private readonly client: ApiClient;
  private readonly informers = new Map<string, { informer: Informer<StoredObject>; handlers: Handler[] }>();

  constructor(kernel: Kernel, client: ApiClient) {
    this.kernel = kernel;
    this.client = client;
  }

  /** Calls the handler with every change of a resource; returns the objects as they are now, by `namespace/name`. */
  watch<T>(resource: string, handler: (change: ObjectChange<T>) => void): ReadonlyMap<string, T> {
    let entry = this.informers.get(resource);
    if (!entry) {
      entry = { informer: new Informer<StoredObject>(this.client, resource), handlers: [] };
      this.informers.set(resource, entry);
    }
    entry.handlers.push(handler as unknown as Handler);
    return entry.informer.store as unknown as ReadonlyMap<string, T>;
  }

  /** Starts telling the handlers. The processes belong to the process that calls this. */
  start(): void {
    for (const [resource, { informer, handlers }] of this.informers) {
      this.kernel.spawn(`informer of ${resource}`, deliver(informer, handlers), { owned: true });
    }
  }
}

function* deliver(informer: Informer<StoredObject>, handlers: readonly Handler[]): Task {
  for (;;) {
    const change = yield* informer.changes.take();
    if (!change) return;
    const { type, object, previous } = change;
    for (const handler of handlers) handler({ type, object, previous });
  }
}
