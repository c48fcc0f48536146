import type { Pod } from 'kubernetes-types/core/v1';
import type { Kernel } from '../../kernel/kernel.ts';
import { StatusError } from '../api/errors.ts';
import type { StoredObject } from '../api/meta.ts';
import { bootstrap } from './bootstrap.ts';
import { handle } from './handler.ts';
import { NodeRegistry } from './node-registry.ts';
import { resources } from './registry/resources.ts';
import type { ApiRequest, ApiResponse } from './request.ts';
import type { ResourceStrategy } from './resource-strategy.ts';
import { parseSelection, type Selection, select } from './selection.ts';
import { Storage } from './storage.ts';
import { ResourceStore } from './store.ts';
import { openWatch, type Watch, type WatchRequest } from './watch.ts';

/** What `/version` answers.
 *  @models staging/src/k8s.io/apimachinery/pkg/version/types.go Info */
export interface ServerVersion {
  readonly major: string;
  readonly minor: string;
  readonly gitVersion: string;
  readonly gitCommit?: string;
  readonly gitTreeState?: string;
  readonly buildDate?: string;
  readonly goVersion?: string;
  readonly compiler?: string;
  readonly platform?: string;
}

export interface ApiServerOptions {
  readonly version?: ServerVersion;
  /** The resources that are served; all by default. */
  readonly resources?: readonly ResourceStrategy[];
  /** Where clients reach the server, as discovery tells them. */
  readonly address?: string;
}

export const defaultVersion: ServerVersion = { major: '1', minor: '32', gitVersion: 'v1.32.3' };

/** Stands between an eviction and the pod: throws a StatusError (429) to refuse. */
export type EvictionGuard = (pod: Pod, dryRun: boolean) => void;

/** The API server of one cluster, without transport: a request goes in, an answer or a stream comes out, at one instant.
 *  @models pkg/controlplane/instance.go Instance
 *  @simplifies who asks is recorded and never held against roles: authorization allows everything. */
export class ApiServer {
  readonly kernel: Kernel;
  readonly version: ServerVersion;
  readonly address: string;
  readonly storage: Storage;
  /** The kubelets that can be reached, for logs. */
  readonly nodes = new NodeRegistry();
  /** Asked before each eviction through the API. */
  readonly evictionGuards: EvictionGuard[] = [];
  private readonly stores = new Map<string, ResourceStore>();

  constructor(kernel: Kernel, options: ApiServerOptions = {}) {
    this.kernel = kernel;
    this.version = options.version ?? defaultVersion;
    this.address = options.address ?? '127.0.0.1:6443';
    this.storage = new Storage(kernel);
    for (const strategy of options.resources ?? resources) this.register(strategy);
    bootstrap(this);
  }

  /** Serves one more resource from now on. */
  register(strategy: ResourceStrategy): void {
    const store = new ResourceStore(strategy, this.kernel, this.storage, (resource) => this.stores.get(resource));
    if (this.stores.has(store.resource)) throw new Error(`resource ${store.resource} is registered already`);
    this.stores.set(store.resource, store);
  }

  get strategies(): readonly ResourceStrategy[] {
    return [...this.stores.values()].map((store) => store.strategy);
  }

  /** The store of a resource: `pods`, `deployments.apps`. */
  store(resource: string): ResourceStore {
    const store = this.stores.get(resource);
    if (store) return store;
    throw new StatusError({
      code: 404,
      reason: 'NotFound',
      message: `the server could not find the requested resource (found ${JSON.stringify(resource)}, expected one of ${[...this.stores.keys()].join(', ')})`,
      details: {},
    });
  }

  /** The store of a resource by its place in a path, undefined when there is none. */
  findStore(group: string, version: string, plural: string): ResourceStore | undefined {
    const store = this.stores.get(group === '' ? plural : `${plural}.${group}`);
    return store?.strategy.version === version ? store : undefined;
  }

  /** The selected objects in the order of their keys, as they are now. */
  list(resource: string, selection: Selection = {}): readonly StoredObject[] {
    const { strategy } = this.store(resource);
    return select(this.storage, resource, strategy, parseSelection(strategy, selection));
  }

  /** The resourceVersion of a list made now. */
  get resourceVersion(): string {
    return String(Math.max(1, this.storage.revision));
  }

  watch(
    resource: string,
    selection: Selection,
    from: WatchRequest['from'],
    options: Pick<WatchRequest, 'sendInitialEvents' | 'bookmarks' | 'timeoutMs' | 'encode'> = {},
  ): Watch {
    const { strategy } = this.store(resource);
    const parsed = parseSelection(strategy, selection);
    return openWatch(this.kernel, this.storage, { resource, strategy, selection: parsed, from, ...options });
  }

  /** Answers a request. Whatever it holds, the answer is an object, a stream or a Status; only a broken simulation throws. */
  handle(request: ApiRequest): ApiResponse {
    return handle(this, request);
  }
}
