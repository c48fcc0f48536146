import type { ReplicaSet, ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { StatusError } from '../api/errors.ts';
import { labelSelectorAsSelector, matchesSelector } from '../api/labels.ts';
import { apiTime, controllerOf, namespacedName } from '../api/meta.ts';
import { compareForDeletion, ranksByNode } from './active-pods.ts';
import { type ControllerContext, newController } from './controller-context.ts';
import { availableFromMs, isPodActive, isPodAvailable, isPodReady } from './pod-conditions.ts';
import { newControllerRef, type Owner, PodControl } from './pod-control.ts';
import type { ObjectChange } from './shared-informers.ts';

const replicaSets = 'replicasets.apps';
/** @models pkg/controller/replicaset/replica_set.go BurstReplicas */
const burstReplicas = 500;

/** Keeps as many pods of each replica set as it asks for.
 *  @models pkg/controller/replicaset/replica_set.go ReplicaSetController */
export function replicaSetController(context: ControllerContext) {
  const { kernel, client, informers, pods } = context;
  const control = new PodControl(client, 'replicaset-controller');
  const { queue, run } = newController(context, 'replicaset', (key) => syncReplicaSet(key));
  const store = informers.watch<ReplicaSet>(replicaSets, ({ object }) => queue.add(namespacedName(object)));
  informers.watch<Pod>('pods', podChanged);
  return { run };

  function podChanged({ object, previous }: ObjectChange<Pod>): void {
    enqueueOwner(object);
    if (previous && controllerOf(previous)?.uid !== controllerOf(object)?.uid) enqueueOwner(previous);
    // A pod that nobody owns may be somebody's, by its labels.
    if (controllerOf(object) || !object.metadata?.labels) return;
    for (const [key, replicaSet] of store) {
      if (selects(replicaSet, object)) queue.add(key);
    }
  }

  function enqueueOwner(pod: Pod): void {
    const owner = controllerOf(pod);
    if (owner?.kind === 'ReplicaSet') queue.add(`${pod.metadata?.namespace}/${owner.name}`);
  }

  function syncReplicaSet(key: string): void {
    const replicaSet = store.get(key);
    if (!replicaSet) return;
    const owned = claimPods(replicaSet).filter(isPodActive);
    let refused: unknown;
    if (!replicaSet.metadata?.deletionTimestamp) refused = manageReplicas(replicaSet, owned);
    const status = calculateStatus(replicaSet, owned, refused, kernel.nowMs);
    updateStatus(replicaSet, status);
    requeueForMinReady(key, replicaSet, owned);
    if (refused) throw refused;
  }

  /** The pods of a replica set: those it owns, and orphans that its selector matches, which it adopts.
   *  @models pkg/controller/controller_ref_manager.go PodControllerRefManager.ClaimPods
   *  @simplifies a pod whose labels no longer match is not released */
  function claimPods(replicaSet: ReplicaSet): Pod[] {
    const { uid = '', namespace = '', deletionTimestamp } = replicaSet.metadata ?? {};
    const owned = [...pods.ownedBy(uid)];
    if (deletionTimestamp) return owned;
    for (const orphan of pods.orphansIn(namespace)) {
      if (!isPodActive(orphan) || !selects(replicaSet, orphan)) continue;
      const ownerReferences = [...(orphan.metadata?.ownerReferences ?? []), newControllerRef(replicaSet as Owner)];
      owned.push(client.update<Pod>('pods', { ...orphan, metadata: { ...orphan.metadata, ownerReferences } }));
    }
    return owned;
  }

  /** Creates what is missing, deletes what is too much; returns the refusal of the API that stopped it, if any.
   *  @models pkg/controller/replicaset/replica_set.go ReplicaSetController.manageReplicas */
  function manageReplicas(replicaSet: ReplicaSet, active: readonly Pod[]): unknown {
    const difference = active.length - (replicaSet.spec?.replicas ?? 1);
    const owner = replicaSet as Owner;
    try {
      const template = replicaSet.spec?.template;
      for (let missing = Math.min(burstReplicas, -difference); missing > 0 && template; missing--) {
        control.create(owner, template);
      }
      if (difference <= 0) return undefined;
      const ranks = ranksByNode(active, relatedPods(replicaSet, active));
      const victims = [...active].sort(compareForDeletion(ranks, kernel.nowMs));
      for (const pod of victims.slice(0, Math.min(burstReplicas, difference))) control.delete(owner, pod);
      return undefined;
    } catch (error) {
      if (error instanceof StatusError) return error;
      throw error;
    }
  }

  /** The pods of all replica sets of the same owner.
   *  @models pkg/controller/replicaset/replica_set.go ReplicaSetController.getIndirectlyRelatedPods */
  function relatedPods(replicaSet: ReplicaSet, own: readonly Pod[]): readonly Pod[] {
    const owner = controllerOf(replicaSet);
    if (!owner) return own;
    const related: Pod[] = [];
    for (const other of store.values()) {
      if (controllerOf(other)?.uid !== owner.uid) continue;
      related.push(...pods.ownedBy(other.metadata?.uid ?? '').filter(isPodActive));
    }
    return related;
  }

  function updateStatus(replicaSet: ReplicaSet, status: ReplicaSetStatus): void {
    if (JSON.stringify(replicaSet.status ?? {}) === JSON.stringify(status)) return;
    const { namespace, name = '' } = replicaSet.metadata ?? {};
    const latest = client.get<ReplicaSet>(replicaSets, namespace, name);
    client.updateStatus<ReplicaSet>(replicaSets, { ...latest, status });
  }

  function requeueForMinReady(key: string, { spec }: ReplicaSet, owned: readonly Pod[]): void {
    const seconds = spec?.minReadySeconds ?? 0;
    if (seconds === 0) return;
    const times = owned.map((pod) => availableFromMs(pod, seconds)).filter((atMs) => atMs > kernel.nowMs);
    if (times.length > 0) queue.addAfter(key, Math.min(...times) - kernel.nowMs);
  }
}

function selects(replicaSet: ReplicaSet, pod: Pod): boolean {
  return (
    replicaSet.metadata?.namespace === pod.metadata?.namespace &&
    matchesSelector(labelSelectorAsSelector(replicaSet.spec?.selector), pod.metadata?.labels)
  );
}

/** @models pkg/controller/replicaset/replica_set_utils.go calculateStatus */
function calculateStatus(
  replicaSet: ReplicaSet,
  active: readonly Pod[],
  refused: unknown,
  nowMs: number,
): ReplicaSetStatus {
  const { spec, metadata, status } = replicaSet;
  const templateLabels = Object.entries(spec?.template?.metadata?.labels ?? {});
  const count = (test: (pod: Pod) => boolean) => active.filter(test).length;
  const fullyLabeled = count(({ metadata: { labels } = {} }) =>
    templateLabels.every(([key, text]) => labels?.[key] === text),
  );
  const ready = count(isPodReady);
  const available = count((pod) => isPodAvailable(pod, spec?.minReadySeconds ?? 0, nowMs));
  const conditions = (status?.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure');
  if (refused instanceof StatusError) {
    const known = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    const reason = active.length < (spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete';
    const lastTransitionTime = known?.lastTransitionTime ?? apiTime(nowMs);
    conditions.push({ type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason, message: refused.message });
  }
  return {
    replicas: active.length,
    ...(fullyLabeled > 0 ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    observedGeneration: metadata?.generation ?? 1,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}
