import type { Channel } from '../../kernel/channel.ts';
import { badRequest, StatusError } from '../api/errors.ts';
import type { KubernetesObject } from '../api/meta.ts';
import { EventRecorder, type RecordedEvent } from './event-recorder.ts';
import { applyPatch, type PatchType, patchContentTypes } from './patch/patch.ts';
import { bindPod } from './registry/core/pod-binding.ts';
import { evictPod } from './registry/core/pod-eviction.ts';
import type { WatchEvent } from './request.ts';
import type { DeleteOptions } from './resource-strategy.ts';
import type { Selection } from './selection.ts';
import type { ApiServer } from './server.ts';
import type { ResourceStore } from './store.ts';

/** The API as the parts of the cluster use it: no text, no paths, the same rules. Everything happens at once; a refusal is
 *  thrown as StatusError. Objects that come out are frozen, and objects that go in become so. */
export class ApiClient {
  readonly server: ApiServer;
  /** The user that the writes are recorded for. */
  readonly user: string;
  private readonly recorder: EventRecorder;

  constructor(server: ApiServer, user: string) {
    this.server = server;
    this.user = user;
    this.recorder = new EventRecorder(this);
  }

  get<T>(resource: string, namespace: string | undefined, name: string): T {
    return this.server.store(resource).get(namespace, name) as T;
  }

  list<T>(resource: string, selection: Selection = {}): { items: readonly T[]; resourceVersion: string } {
    const items = this.server.list(resource, selection) as readonly unknown[];
    return { items: items as readonly T[], resourceVersion: this.server.resourceVersion };
  }

  /** Creates an object in the namespace that it names. */
  create<T>(resource: string, object: T): T {
    const store = this.server.store(resource);
    const given = object as KubernetesObject;
    return store.create(namespaceOf(store, given), given, { by: this.user }) as T;
  }

  /** Replaces an object. With its resourceVersion the update fails when somebody else has written meanwhile. */
  update<T>(resource: string, object: T): T {
    const store = this.server.store(resource);
    const given = object as KubernetesObject;
    return store.update(namespaceOf(store, given), nameOf(given), given, { by: this.user }) as T;
  }

  updateStatus<T>(resource: string, object: T): T {
    const store = this.server.store(resource);
    const given = object as KubernetesObject;
    return store.updateStatus(namespaceOf(store, given), nameOf(given), given, { by: this.user }) as T;
  }

  patch<T>(
    resource: string,
    namespace: string | undefined,
    name: string,
    type: PatchType,
    patch: unknown,
    options: { readonly subresource?: 'status' } = {},
  ): T {
    const store = this.server.store(resource);
    const patched = applyPatch(store.get(namespace, name), patch, patchContentTypes[type], store.type);
    // Nobody can have come between reading and writing.
    const write = options.subresource === 'status' ? store.updateStatus : store.update;
    return write.call(store, namespace, name, patched, { by: this.user }) as T;
  }

  delete(resource: string, namespace: string | undefined, name: string, options: DeleteOptions = {}): void {
    this.server.store(resource).delete(namespace, name, { ...options, by: this.user });
  }

  /** Puts a pod on a node. */
  bind(namespace: string, pod: string, node: string): void {
    bindPod(this.server, namespace, pod, node, { by: this.user });
  }

  /** Evicts a pod: deletes it, unless something stands against that (429). */
  evict(namespace: string, pod: string, options: DeleteOptions = {}): void {
    evictPod(this.server, namespace, pod, { ...options, by: this.user });
  }

  /** Records a corev1 Event. The same event again counts up the one that there is. */
  recordEvent(event: RecordedEvent): void {
    this.recorder.record(event);
  }

  /** Watches from a resourceVersion, or, without one, beginning with the objects that there are. */
  watch<T>(
    resource: string,
    selection: Selection & { readonly resourceVersion?: string } = {},
  ): { events: Channel<WatchEvent<T>>; close(): void } {
    const { resourceVersion, ...selected } = selection;
    const from = resourceVersion === undefined ? 'now' : Number(resourceVersion);
    if (from !== 'now' && !Number.isSafeInteger(from)) {
      throw badRequest(`a watch begins at a resourceVersion, found ${JSON.stringify(resourceVersion)}`);
    }
    const { events, close } = this.server.watch(resource, selected, from);
    return { events: events as unknown as Channel<WatchEvent<T>>, close };
  }
}

function namespaceOf(store: ResourceStore, { metadata }: KubernetesObject): string | undefined {
  if (!store.strategy.namespaced) return undefined;
  if (metadata?.namespace) return metadata.namespace;
  throw new StatusError({
    code: 400,
    reason: 'BadRequest',
    message: `an object of ${store.resource} needs metadata.namespace, found none in ${JSON.stringify(metadata?.name ?? '')}`,
  });
}

function nameOf({ metadata }: KubernetesObject): string {
  if (metadata?.name) return metadata.name;
  throw badRequest('name must be provided');
}
