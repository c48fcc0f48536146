import type { OwnerReference } from 'kubernetes-types/meta/v1';
import { StatusError } from '../api/errors.ts';
import type { StoredObject } from '../api/meta.ts';
import { type ControllerContext, newController } from './controller-context.ts';

const foregroundFinalizer = 'foregroundDeletion';
const orphanFinalizer = 'orphan';

interface GraphNode {
  readonly resource: string;
  object: StoredObject;
}

/** Deletes what nobody owns any more, and carries out the two other ways to delete an owner: its dependents first
 *  (Foreground), or without them (Orphan).
 *  @models pkg/controller/garbagecollector/garbagecollector.go GarbageCollector
 *  @simplifies only the served resources that own or are owned are watched; owners of other kinds count as there */
export function garbageCollector(context: ControllerContext, resources: readonly GarbageCollected[]) {
  const { client, informers } = context;
  const nodes = new Map<string, GraphNode>();
  const dependents = new Map<string, Set<string>>();
  const { queue, run } = newController(context, 'garbage-collector', collect);
  const resourceOf = new Map(resources.map(({ kind, resource }) => [kind, resource]));
  for (const { resource } of resources) {
    informers.watch<StoredObject>(resource, ({ type, object, previous }) => {
      if (type === 'DELETED') remove(object);
      else put(resource, object, previous);
    });
  }
  return { run };

  /** @models pkg/controller/garbagecollector/graph_builder.go GraphBuilder.processGraphChanges */
  function put(resource: string, object: StoredObject, previous: StoredObject | undefined): void {
    const { uid, ownerReferences = [], deletionTimestamp, finalizers = [] } = object.metadata;
    const before = previous?.metadata.ownerReferences ?? [];
    nodes.set(uid, { resource, object });
    if (ownerReferences !== before) {
      for (const owner of before) dependents.get(owner.uid)?.delete(uid);
      for (const owner of ownerReferences) addDependent(owner.uid, uid);
      if (ownerReferences.length > 0 && !previous) queue.add(uid);
    }
    if (deletionTimestamp && finalizers.some((each) => each === foregroundFinalizer || each === orphanFinalizer)) {
      queue.add(uid);
    }
  }

  function addDependent(owner: string, uid: string): void {
    const known = dependents.get(owner);
    if (known) known.add(uid);
    else dependents.set(owner, new Set([uid]));
  }

  function remove(object: StoredObject): void {
    const { uid, ownerReferences = [] } = object.metadata;
    nodes.delete(uid);
    for (const owner of ownerReferences) {
      dependents.get(owner.uid)?.delete(uid);
      // An owner that is deleted in the foreground may have waited for this one.
      if (nodes.get(owner.uid)?.object.metadata.deletionTimestamp) queue.add(owner.uid);
    }
    for (const dependent of dependents.get(uid) ?? []) queue.add(dependent);
    if (dependents.get(uid)?.size === 0) dependents.delete(uid);
  }

  /** @models pkg/controller/garbagecollector/garbagecollector.go GarbageCollector.attemptToDeleteItem */
  function collect(uid: string): void {
    const node = nodes.get(uid);
    if (!node) return;
    const { finalizers = [], deletionTimestamp, ownerReferences = [] } = node.object.metadata;
    if (deletionTimestamp && finalizers.includes(orphanFinalizer)) orphanDependents(node);
    else if (deletionTimestamp && finalizers.includes(foregroundFinalizer)) deleteDependents(node);
    else if (!deletionTimestamp && ownerReferences.length > 0) deleteIfAbandoned(node, ownerReferences);
  }

  function deleteIfAbandoned({ resource, object }: GraphNode, owners: readonly OwnerReference[]): void {
    const states = owners.map((owner) => ownerState(owner, object.metadata.namespace));
    if (states.includes('solid')) return;
    const { namespace, name, uid } = object.metadata;
    const propagationPolicy = states.includes('deletingInForeground') ? 'Foreground' : 'Background';
    unlessGone(() => client.delete(resource, namespace, name, { propagationPolicy, preconditions: { uid } }));
  }

  function ownerState(
    owner: OwnerReference,
    namespace: string | undefined,
  ): 'solid' | 'deletingInForeground' | 'absent' {
    const resource = resourceOf.get(owner.kind);
    if (!resource) return 'solid';
    const found = find(resource, namespace, owner.name) ?? find(resource, undefined, owner.name);
    if (found?.metadata.uid !== owner.uid) return 'absent';
    const { deletionTimestamp, finalizers = [] } = found.metadata;
    return deletionTimestamp && finalizers.includes(foregroundFinalizer) ? 'deletingInForeground' : 'solid';
  }

  /** @models pkg/controller/garbagecollector/garbagecollector.go GarbageCollector.processDeletingDependentsItem */
  function deleteDependents(node: GraphNode): void {
    const all = dependentsOf(node);
    const blocking = all.filter(({ object }) =>
      object.metadata.ownerReferences?.some(
        ({ uid, blockOwnerDeletion }) => uid === node.object.metadata.uid && blockOwnerDeletion,
      ),
    );
    if (blocking.length === 0) removeFinalizer(node, foregroundFinalizer);
    for (const { resource, object } of all) {
      const { namespace, name, uid, deletionTimestamp } = object.metadata;
      if (deletionTimestamp) continue;
      unlessGone(() =>
        client.delete(resource, namespace, name, { propagationPolicy: 'Foreground', preconditions: { uid } }),
      );
    }
  }

  /** @models pkg/controller/garbagecollector/garbagecollector.go GarbageCollector.orphanDependents */
  function orphanDependents(node: GraphNode): void {
    for (const { resource, object } of dependentsOf(node)) {
      const latest = find(resource, object.metadata.namespace, object.metadata.name);
      if (!latest) continue;
      const kept = (latest.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== node.object.metadata.uid);
      const { ownerReferences: _, ...metadata } = latest.metadata;
      const ownerReferences = kept.length > 0 ? { ownerReferences: kept } : {};
      unlessGone(() => client.update(resource, { ...latest, metadata: { ...metadata, ...ownerReferences } }));
    }
    removeFinalizer(node, orphanFinalizer);
  }

  function dependentsOf({ object }: GraphNode): GraphNode[] {
    return [...(dependents.get(object.metadata.uid) ?? [])].flatMap((uid) => nodes.get(uid) ?? []);
  }

  function removeFinalizer({ resource, object }: GraphNode, finalizer: string): void {
    const latest = find(resource, object.metadata.namespace, object.metadata.name);
    if (!latest || latest.metadata.uid !== object.metadata.uid) return;
    const { finalizers = [], ...metadata } = latest.metadata;
    const kept = finalizers.filter((each) => each !== finalizer);
    client.update(resource, { ...latest, metadata: kept.length > 0 ? { ...metadata, finalizers: kept } : metadata });
  }

  function find(resource: string, namespace: string | undefined, name: string): StoredObject | undefined {
    return context.client.server.store(resource).find(namespace, name);
  }

  /** What is gone already needs no more work. */
  function unlessGone(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'NotFound')) throw error;
    }
  }
}

/** A resource whose objects own others or are owned. */
export interface GarbageCollected {
  readonly kind: string;
  readonly resource: string;
}
