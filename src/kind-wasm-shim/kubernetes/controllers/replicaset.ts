import type { ReplicaSet, ReplicaSetStatus } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { StatusError } from '../api/errors.ts';
import { labelSelectorAsSelector, matchesSelector } from '../api/labels.ts';
import { apiTime, controllerOf, namespacedName } from '../api/meta.ts';
import { compareForDeletion, ranksByNode } from './active-pods.ts';
import { type ControllerContext, newController } from './controller-context.ts';
import { availableFromMs, isPodActive, isPodAvailable } from './pod-conditions.ts';
import { newControllerRef, type Owner, PodControl } from './pod-control.ts';
import type { PodTally } from './pod-tallies.ts';
import type { ObjectChange } from './shared-informers.ts';

const replicaSets = 'replicasets.apps';
/** @models pkg/controller/replicaset/replica_set.go BurstReplicas */
const burstReplicas = 500;

/** Keeps as many pods of each replica set as it asks for.
 *  @models pkg/controller/replicaset/replica_set.go ReplicaSetController */
export function replicaSetController(context: ControllerContext) {
  const { kernel, client, informers, pods, tallies } = context;
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
    const { uid = '', deletionTimestamp } = replicaSet.metadata ?? {};
    let refused: unknown;
    if (!deletionTimestamp) {
      const adopted = adoptOrphans(replicaSet);
      refused = manageReplicas(replicaSet, tallies.of(uid).active + adopted);
    }
    updateStatus(
      replicaSet,
      calculateStatus(replicaSet, tallies.of(uid), availablePods(replicaSet), refused, kernel.nowMs),
    );
    if (refused) throw refused;
  }

  /** Takes over the pods that nobody owns and that the selector matches; returns how many.
   *  @models pkg/controller/controller_ref_manager.go PodControllerRefManager.ClaimPods
   *  @simplifies a pod whose labels no longer match is not released */
  function adoptOrphans(replicaSet: ReplicaSet): number {
    let adopted = 0;
    for (const orphan of pods.orphansIn(replicaSet.metadata?.namespace ?? '')) {
      if (!isPodActive(orphan) || !selects(replicaSet, orphan)) continue;
      const ownerReferences = [...(orphan.metadata?.ownerReferences ?? []), newControllerRef(replicaSet as Owner)];
      client.update<Pod>('pods', { ...orphan, metadata: { ...orphan.metadata, ownerReferences } });
      adopted += 1;
    }
    return adopted;
  }

  /** How many pods have been ready for long enough; those that are not yet bring the replica set back in time. */
  function availablePods({ metadata, spec }: ReplicaSet): number {
    const uid = metadata?.uid ?? '';
    const seconds = spec?.minReadySeconds ?? 0;
    if (seconds === 0) return tallies.of(uid).ready;
    const owned = pods.ownedBy(uid).filter(isPodActive);
    const later = owned.map((pod) => availableFromMs(pod, seconds)).filter((atMs) => atMs > kernel.nowMs);
    const key = namespacedName({ metadata: metadata ?? {} });
    if (later.length > 0) queue.addAfter(key, Math.min(...later) - kernel.nowMs);
    return owned.filter((pod) => isPodAvailable(pod, seconds, kernel.nowMs)).length;
  }

  /** Creates what is missing, deletes what is too much; returns the refusal of the API that stopped it, if any.
   *  @models pkg/controller/replicaset/replica_set.go ReplicaSetController.manageReplicas */
  function manageReplicas(replicaSet: ReplicaSet, count: number): unknown {
    const difference = count - (replicaSet.spec?.replicas ?? 1);
    const owner = replicaSet as Owner;
    try {
      const template = replicaSet.spec?.template;
      for (let missing = Math.min(burstReplicas, -difference); missing > 0 && template; missing--) {
        control.create(owner, template);
      }
      if (difference <= 0) return undefined;
      const active = pods.ownedBy(replicaSet.metadata?.uid ?? '').filter(isPodActive);
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
  tally: PodTally,
  available: number,
  refused: unknown,
  nowMs: number,
): ReplicaSetStatus {
  const { spec, metadata, status } = replicaSet;
  const { active, ready } = tally;
  const fullyLabeled = countLabeled(tally, spec?.template?.metadata?.labels ?? {});
  const conditions = (status?.conditions ?? []).filter(({ type }) => type !== 'ReplicaFailure');
  if (refused instanceof StatusError) {
    const known = status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    const reason = active < (spec?.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete';
    const lastTransitionTime = known?.lastTransitionTime ?? apiTime(nowMs);
    conditions.push({ type: 'ReplicaFailure', status: 'True', lastTransitionTime, reason, message: refused.message });
  }
  return {
    replicas: active,
    ...(fullyLabeled > 0 ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    observedGeneration: metadata?.generation ?? 1,
    ...(conditions.length > 0 ? { conditions } : {}),
  };
}

function countLabeled({ byLabels }: PodTally, wanted: Readonly<Record<string, string>>): number {
  let count = 0;
  for (const [json, alike] of byLabels) {
    const labels = JSON.parse(json) as Record<string, string>;
    if (Object.entries(wanted).every(([key, text]) => labels[key] === text)) count += alike;
  }
  return count;
}
