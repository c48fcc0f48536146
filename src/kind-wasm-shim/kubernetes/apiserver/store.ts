import type { Kernel } from '../../kernel/kernel.ts';
import { equalJson } from '../api/equal-json.ts';
import { alreadyExists, badRequest, conflict, type FieldError, invalid, notFound, StatusError } from '../api/errors.ts';
import { apiTime, type KubernetesObject, type StoredObject } from '../api/meta.ts';
import { nameSuffix, newUID } from '../api/names.ts';
import { InvalidQuantity } from '../api/quantity.ts';
import { objectMetaErrors, objectMetaUpdateErrors } from '../api/validation/object-meta.ts';
import { deleteOptionsErrors, withDeletionFinalizers } from './deletion.ts';
import type { DeleteOptions, ResourceStrategy, StrategyContext } from './resource-strategy.ts';
import { kindType, type ObjectType } from './schema/schema.ts';
import type { Storage } from './storage.ts';

export const modifiedText =
  'the object has been modified; please apply your changes to the latest version and try again';

/** How a write is carried out. */
export interface WriteOptions {
  /** The user who asks. */
  readonly by: string;
  /** Everything is checked and answered, nothing is written. */
  readonly dryRun?: boolean;
}

/** Reads and writes the objects of one resource, with the rules that all resources share; what is particular to one is
 *  its strategy's. Objects that come in belong to the store from then on.
 *  @models staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go Store
 *  @simplifies managedFields are not kept. */
export class ResourceStore {
  readonly strategy: ResourceStrategy;
  /** `pods`, `deployments.apps`. */
  readonly resource: string;
  /** The schema of its objects, undefined when there is none. */
  readonly type: ObjectType | undefined;
  private readonly kernel: Kernel;
  private readonly storage: Storage;
  private readonly lookUp: (resource: string) => ResourceStore | undefined;

  constructor(
    strategy: ResourceStrategy,
    kernel: Kernel,
    storage: Storage,
    lookUp: (resource: string) => ResourceStore | undefined,
  ) {
    this.strategy = strategy;
    this.resource = strategy.group === '' ? strategy.plural : `${strategy.plural}.${strategy.group}`;
    this.type = kindType(strategy.group, strategy.version, strategy.kind);
    this.kernel = kernel;
    this.storage = storage;
    this.lookUp = lookUp;
    const table = storage.table(this.resource);
    for (const field of strategy.indexed ?? []) {
      const of = strategy.fields?.[field];
      if (of) table.addIndex(field, of);
    }
  }

  find(namespace: string | undefined, name: string): StoredObject | undefined {
    return this.storage.table(this.resource).get(namespace ? `${namespace}/${name}` : name);
  }

  get(namespace: string | undefined, name: string): StoredObject {
    const object = this.find(namespace, name);
    if (!object) throw notFound(this.strategy.group, this.strategy.plural, name);
    return object;
  }

  /** @models staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go Store.Create */
  create(namespace: string | undefined, given: KubernetesObject, options: WriteOptions): StoredObject {
    const { strategy } = this;
    const context = this.context(options.by);
    if (given.metadata?.resourceVersion) {
      throw new StatusError({ code: 500, message: 'resourceVersion should not be set on objects to be created' });
    }
    this.checkNamespace(namespace, given.metadata?.name ?? '');
    let object = this.withSystemFields(namespace, this.withDefaults(given), context);
    // Admission comes before the strategy, as its plugins see what the client sent.
    for (const plugin of strategy.admission ?? []) object = plugin(object, context);
    object = strategy.prepareForCreate?.(object, context) ?? object;
    const stored = object as StoredObject;
    const { name } = stored.metadata;
    this.throwIfInvalid(name, [
      ...objectMetaErrors(stored.metadata, strategy.namespaced, strategy.nameErrors),
      ...(strategy.validate?.(stored, context) ?? []),
    ]);
    if (this.find(namespace, name)) throw alreadyExists(strategy.group, strategy.plural, name);
    return options.dryRun ? stored : this.storage.write('ADDED', this.resource, stored, options.by);
  }

  /** Replaces an object. Without a resourceVersion in it the update is unconditional.
   *  @models staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go Store.Update
   *  @simplifies no resource is created by an update; of the built-in ones upstream allows it for a few. */
  update(namespace: string | undefined, name: string, given: KubernetesObject, options: WriteOptions): StoredObject {
    return this.replace(namespace, name, given, options, 'spec');
  }

  /** Replaces the status of an object and leaves its spec alone. */
  updateStatus(
    namespace: string | undefined,
    name: string,
    given: KubernetesObject,
    options: WriteOptions,
  ): StoredObject {
    return this.replace(namespace, name, given, options, 'status');
  }

  /** Writes an object as it is: for subresources that change what an update may not, such as the node of a pod. */
  overwrite(object: StoredObject, options: WriteOptions): StoredObject {
    const { name, namespace } = object.metadata;
    if (equalJson(object, this.get(namespace, name))) return object;
    if (this.deletionIsComplete(object)) return this.remove(object, options).object;
    return options.dryRun ? object : this.storage.write('MODIFIED', this.resource, object, options.by);
  }

  /** @models staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go BeforeDelete
   *  @models staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go Store.Delete */
  delete(namespace: string | undefined, name: string, options: DeleteOptions & WriteOptions): DeleteResult {
    const errors = deleteOptionsErrors(options);
    if (errors.length > 0) throw invalid('meta.k8s.io', 'DeleteOptions', '', errors);
    const object = this.get(namespace, name);
    this.throwIfDeleteRefused(object, options);
    const marked = withDeletionFinalizers(object, options);
    const period = this.deletionPeriod(marked, options);
    if (period === 'pending') return { object, removed: false };
    const waits =
      (marked.metadata.finalizers?.length ?? 0) > 0 || this.strategy.finalization?.isPending(marked) === true;
    if (period === undefined && !waits) return this.remove(marked, options);
    const deleting = this.markedAsDeleting(marked, period);
    const changes = !options.dryRun && !equalJson(deleting, object);
    const written = changes ? this.storage.write('MODIFIED', this.resource, deleting, options.by) : deleting;
    // Even a deletion that need not wait is written as an update first: watches see the period of 0, then the end.
    if (period === 0 && !waits) return this.remove(written, options);
    return { object: written, removed: false };
  }

  /** How long the object still has, undefined when it is not deleted gracefully, `pending` when nothing changes.
   *  @models staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go BeforeDelete */
  private deletionPeriod(object: StoredObject, options: DeleteOptions): number | 'pending' | undefined {
    const graceful = this.strategy.gracePeriodSeconds;
    if (!graceful) return undefined;
    // A negative period asks for the shortest one.
    const requested = (options.gracePeriodSeconds ?? 0) < 0 ? 1 : options.gracePeriodSeconds;
    const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata;
    if (deletionTimestamp === undefined) return graceful(object, requested);
    if (deletionGracePeriodSeconds === undefined) return undefined;
    // Once under way, a deletion can only be hurried.
    if (requested === undefined || requested >= deletionGracePeriodSeconds) return 'pending';
    return requested;
  }

  private markedAsDeleting(object: StoredObject, period: number | undefined): StoredObject {
    const before = object.metadata;
    const seconds = period ?? 0;
    const startMs =
      before.deletionTimestamp !== undefined && before.deletionGracePeriodSeconds !== undefined
        ? Date.parse(before.deletionTimestamp) - before.deletionGracePeriodSeconds * 1000 - Date.parse(apiTime(0))
        : this.kernel.nowMs;
    const generation =
      before.deletionTimestamp === undefined && before.generation ? { generation: before.generation + 1 } : {};
    const deleting: StoredObject = {
      ...object,
      metadata: {
        ...before,
        ...generation,
        deletionTimestamp: apiTime(startMs + seconds * 1000),
        deletionGracePeriodSeconds: seconds,
      },
    };
    const { finalization } = this.strategy;
    return finalization?.isPending(deleting) ? finalization.begin(deleting) : deleting;
  }

  private throwIfDeleteRefused(object: StoredObject, options: DeleteOptions): void {
    const { group, kind, plural, finalization } = this.strategy;
    const { name, uid, resourceVersion, deletionTimestamp } = object.metadata;
    const wanted = options.preconditions;
    if (wanted?.uid !== undefined && wanted.uid !== uid) {
      const why = `the UID in the precondition (${wanted.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`;
      throw conflict(group, kind, name, why);
    }
    if (wanted?.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
      const why = `the ResourceVersion in the precondition (${wanted.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`;
      throw conflict(group, kind, name, why);
    }
    if (deletionTimestamp !== undefined && finalization?.isPending(object)) {
      throw conflict(group, plural, name, finalization.pendingText);
    }
  }

  private remove(object: StoredObject, options: WriteOptions): DeleteResult {
    if (options.dryRun) return { object, removed: true };
    const removed = this.storage.write('DELETED', this.resource, object, options.by);
    this.strategy.afterDelete?.(removed);
    return { object: removed, removed: true };
  }

  private replace(
    namespace: string | undefined,
    name: string,
    given: KubernetesObject,
    options: WriteOptions,
    part: 'spec' | 'status',
  ): StoredObject {
    const { strategy } = this;
    const context = this.context(options.by);
    const old = this.get(namespace, name);
    this.throwIfStale(given, old);
    let object = this.withKeptMetadata(this.withDefaults(given), old);
    if (part === 'status') {
      object = { ...object, spec: old.spec };
      if (old.spec === undefined) delete object.spec;
      object = strategy.prepareForStatusUpdate?.(object, old, context) ?? object;
    } else {
      if (strategy.hasStatus) object = withField(object, 'status', old.status);
      object = strategy.prepareForUpdate?.(object, old, context) ?? object;
      if (strategy.hasGeneration && !equalJson(object.spec, old.spec)) {
        object = { ...object, metadata: { ...object.metadata, generation: (old.metadata.generation ?? 0) + 1 } };
      }
    }
    this.throwIfInvalid(name, [
      ...objectMetaUpdateErrors(object.metadata, old.metadata, strategy.namespaced),
      ...(part === 'spec' ? (strategy.validate?.(object, context) ?? []) : []),
      ...(part === 'spec' ? (strategy.validateUpdate?.(object, old, context) ?? []) : []),
    ]);
    if (equalJson(object, old)) return old;
    if (this.deletionIsComplete(object)) return this.remove(object, options).object;
    return options.dryRun ? object : this.storage.write('MODIFIED', this.resource, object, options.by);
  }

  /** Whether an update took the last thing away that a deletion was waiting for.
   *  @models staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go ShouldDeleteDuringUpdate */
  private deletionIsComplete({ metadata, ...rest }: StoredObject): boolean {
    if (metadata.deletionTimestamp === undefined || (metadata.deletionGracePeriodSeconds ?? 0) > 0) return false;
    if ((metadata.finalizers?.length ?? 0) > 0) return false;
    return this.strategy.finalization?.isPending({ metadata, ...rest }) !== true;
  }

  private throwIfStale(given: KubernetesObject, old: StoredObject): void {
    const { group, plural } = this.strategy;
    const { name, uid, resourceVersion } = old.metadata;
    const wanted = given.metadata?.uid;
    if (wanted && wanted !== uid) {
      const why = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${uid}`;
      throw conflict(group, plural, name, why);
    }
    const base = given.metadata?.resourceVersion;
    if (base && base !== '0' && base !== resourceVersion) throw conflict(group, plural, name, modifiedText);
  }

  /** @models staging/src/k8s.io/apiserver/pkg/registry/rest/update.go BeforeUpdate */
  private withKeptMetadata(given: KubernetesObject, old: StoredObject): StoredObject {
    const { apiVersion, kind } = this.typeMeta();
    const kept = old.metadata;
    const metadata: Record<string, unknown> = { ...given.metadata };
    delete metadata.managedFields;
    // What only the server may set stays as it was.
    for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'generateName'] as const) {
      if (kept[field] === undefined) delete metadata[field];
      else metadata[field] = kept[field];
    }
    metadata.name = kept.name;
    if (kept.namespace) metadata.namespace = kept.namespace;
    metadata.uid = kept.uid;
    metadata.creationTimestamp = kept.creationTimestamp;
    metadata.resourceVersion = kept.resourceVersion;
    return { ...given, apiVersion, kind, metadata: metadata as unknown as StoredObject['metadata'] };
  }

  /** @models staging/src/k8s.io/apiserver/pkg/registry/rest/create.go BeforeCreate */
  private withSystemFields(
    namespace: string | undefined,
    given: KubernetesObject,
    context: StrategyContext,
  ): KubernetesObject {
    const { generateName, name = '', labels, annotations, ownerReferences, finalizers } = given.metadata ?? {};
    const finalName = name === '' && generateName ? `${generateName.slice(0, 58)}${context.suffix()}` : name;
    const { namespaced, hasGeneration } = this.strategy;
    return {
      ...given,
      ...this.typeMeta(),
      metadata: {
        name: finalName,
        ...(generateName ? { generateName } : {}),
        ...(namespaced && namespace ? { namespace } : {}),
        uid: newUID(this.kernel.random('apiserver/uid')),
        ...(hasGeneration ? { generation: 1 } : {}),
        creationTimestamp: apiTime(this.kernel.nowMs),
        ...(labels ? { labels } : {}),
        ...(annotations ? { annotations } : {}),
        ...(ownerReferences ? { ownerReferences } : {}),
        ...(finalizers ? { finalizers } : {}),
      },
    };
  }

  /** @models staging/src/k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go Lifecycle.Admit */
  private checkNamespace(namespace: string | undefined, name: string): void {
    const { namespaced, group, plural } = this.strategy;
    if (!namespaced || namespace === undefined) return;
    const found = this.lookUp('namespaces')?.find(undefined, namespace);
    if (!found) throw notFound('', 'namespaces', namespace);
    if (found.metadata.deletionTimestamp === undefined) return;
    throw new StatusError({
      code: 403,
      reason: 'Forbidden',
      message: `${this.resource} ${JSON.stringify(name)} is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
      details: {
        name,
        ...(group ? { group } : {}),
        kind: plural,
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      },
    });
  }

  private withDefaults(given: KubernetesObject): KubernetesObject {
    const { applyDefaults, kind, version } = this.strategy;
    if (!applyDefaults) return given;
    try {
      return applyDefaults(given);
    } catch (error) {
      if (!(error instanceof InvalidQuantity)) throw error;
      // To the real server this is part of decoding.
      throw badRequest(
        `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}: ${error.message}`,
      );
    }
  }

  private throwIfInvalid(name: string, errors: readonly FieldError[]): void {
    if (errors.length > 0) throw invalid(this.strategy.group, this.strategy.kind, name, errors);
  }

  private typeMeta(): { kind: string; apiVersion: string } {
    const { group, version, kind } = this.strategy;
    return { kind, apiVersion: group === '' ? version : `${group}/${version}` };
  }

  private context(by: string): StrategyContext {
    return {
      nowMs: this.kernel.nowMs,
      by,
      get: (resource, key) => this.storage.table(resource).get(key),
      list: (resource) => this.storage.table(resource).all(),
      suffix: () => nameSuffix(this.kernel.random('apiserver/names')),
    };
  }
}

/** What a deletion left: the object as it was last, and whether it is gone. */
export interface DeleteResult {
  readonly object: StoredObject;
  readonly removed: boolean;
}

function withField(object: StoredObject, field: string, value: unknown): StoredObject {
  const changed: StoredObject = { ...object };
  if (value === undefined) delete changed[field];
  else changed[field] = value;
  return changed;
}
