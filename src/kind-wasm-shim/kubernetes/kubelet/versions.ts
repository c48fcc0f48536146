/** The kubelets that can be simulated: 1.23.0 and 1.23.10, and 1.32. What differs between them is in this file alone, one
 *  predicate for each difference. */
export type KubeletVersion = '1.23.0' | '1.23' | '1.32';

/** The kubelet that a node of this Kubernetes version runs.
 *  @ours the nearest of the versions that are modelled */
export function kubeletVersionOf(gitVersion: string): KubeletVersion {
  const [, minor = '32', patch = '0'] = /^v?1\.(\d+)(?:\.(\d+))?/.exec(gitVersion) ?? [];
  if (Number(minor) > 23) return '1.32';
  // The NotFound of a second kill is tolerated from 1.23.5 on.
  return Number(patch) < 5 ? '1.23.0' : '1.23';
}

function isModern(version: KubeletVersion): boolean {
  return version === '1.32';
}

/** From 1.23.5 on, a container or sandbox that is gone counts as stopped.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.killContainer */
export function toleratesNotFoundWhenKilling(version: KubeletVersion): boolean {
  return version !== '1.23.0';
}

/** From 1.27 on, housekeeping looks at the runtime anew after it has forgotten the finished workers.
 *  @models pkg/kubelet/container/runtime_cache.go runtimeCache.ForceUpdateIfOlder */
export function refreshesRuntimeCacheInHousekeeping(version: KubeletVersion): boolean {
  return isModern(version);
}

/** From 1.27 on, housekeeping drives on the worker of a pod that has left its source.
 *  @models pkg/kubelet/pod_workers.go podWorkers.removeTerminatedWorker */
export function drivesOrphanedWorkersOn(version: KubeletVersion): boolean {
  return isModern(version);
}

/** 1.23.0 came back to a pod that had just reached its next state only at its periodic look; since then it does so at once.
 *  @models pkg/kubelet/pod_workers.go podWorkers.completeWork */
export function looksAgainAfterTransition(version: KubeletVersion): boolean {
  return version !== '1.23.0';
}

/** From 1.27 on, the object goes when the worker is finished and the phase in the API is terminal; before, as soon as
 *  nothing of the pod holds anything.
 *  @models pkg/kubelet/status/status_manager.go manager.canBeDeleted */
export function deletesObjectWhenWorkerIsFinished(version: KubeletVersion): boolean {
  return isModern(version);
}

/** From 1.27 on, the status is written once more when all containers have stopped, with a terminal phase.
 *  @models pkg/kubelet/kubelet.go Kubelet.SyncTerminatingPod */
export function reportsStatusWhenContainersHaveStopped(version: KubeletVersion): boolean {
  return isModern(version);
}

/** Up to 1.26, the status of a removed static pod is still written to its mirror pod while it stops. 1.32 was seen not to.
 *  @models pkg/kubelet/status/status_manager.go manager.syncBatch */
export function reportsStatusOfRemovedStaticPods(version: KubeletVersion): boolean {
  return !isModern(version);
}

/** From 1.27 on, one pass of the status manager takes all changes; before, each change was taken by itself.
 *  @models pkg/kubelet/status/status_manager.go manager.Start */
export function batchesStatusUpdates(version: KubeletVersion): boolean {
  return isModern(version);
}

/** From 1.28 on, the override of the grace period is chosen before the preStop hook, so that the hook's time counts.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_container.go kubeGenericRuntimeManager.killContainer */
export function countsPreStopAgainstGrace(version: KubeletVersion): boolean {
  return isModern(version);
}

/** Before 1.31, an explicit grace of 0 fell back to the one of the spec; now it means one second.
 *  @models pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod */
export function honoursExplicitZeroGrace(version: KubeletVersion): boolean {
  return isModern(version);
}

/** From 1.27 on, a pod that only the runtime knows is forgotten as soon as it is killed.
 *  @models pkg/kubelet/pod_workers.go podWorkers.completeTerminatingRuntimePod */
export function forgetsRuntimePodWhenKilled(version: KubeletVersion): boolean {
  return isModern(version);
}

/** Up to 1.26, a pod first seen in a terminal phase counted as finished; now it goes through SyncTerminatedPod.
 *  @models pkg/kubelet/pod_workers.go podWorkers.UpdatePod */
export function takesTerminalPodsForFinished(version: KubeletVersion): boolean {
  return !isModern(version);
}

/** From 1.27 on, a pod is only started anew under its uid if its worker had seen it before.
 *  @models pkg/kubelet/pod_workers.go podWorkers.UpdatePod */
export function restartsOnlyPodsSeenBefore(version: KubeletVersion): boolean {
  return isModern(version);
}

/** 1.23 looks for a node of its own in a lister that is filled before it asks for pods, which takes some seconds after a
 *  start.
 *  @models pkg/kubelet/kubelet.go NewMainKubelet */
export function startUpMs(version: KubeletVersion): readonly [number, number] {
  return isModern(version) ? [800, 1_600] : [4_800, 5_800];
}

/** `updateType` and quoted values are printed from 1.27 on; so are JSON events and `SyncPod` with a capital.
 *  @models staging/src/k8s.io/klog/v2/internal/serialize/keyvalues.go KVListFormat */
export function printsJSONValues(version: KubeletVersion): boolean {
  return isModern(version);
}

/** From 1.31 on, the client of the runtime logs through a logger whose lines are attributed to `log.go`.
 *  @models staging/src/k8s.io/cri-client/pkg/remote_runtime.go remoteRuntimeService */
export function runtimeClientFile(version: KubeletVersion): 'log.go' | 'remote_runtime.go' {
  return isModern(version) ? 'log.go' : 'remote_runtime.go';
}

/** From 1.24 on, a status that PLEG has written without an error is an I line.
 *  @models pkg/kubelet/pleg/generic.go GenericPLEG.updateCache */
export function plegWriteSeverity(version: KubeletVersion): 'E' | 'I' {
  return isModern(version) ? 'I' : 'E';
}

/** The names of the three steps of a worker.
 *  @models pkg/kubelet/kubelet.go Kubelet.SyncPod */
export function syncNames(version: KubeletVersion) {
  return isModern(version)
    ? {
        sync: 'SyncPod',
        terminating: 'SyncTerminatingPod',
        runtime: 'SyncTerminatingRuntimePod',
        terminated: 'SyncTerminatedPod',
      }
    : {
        sync: 'syncPod',
        terminating: 'syncTerminatingPod',
        runtime: 'syncTerminatingPod',
        terminated: 'syncTerminatedPod',
      };
}

/** @models pkg/kubelet/kubelet.go Kubelet.tryReconcileMirrorPods */
export function outdatedMirrorText(version: KubeletVersion): string {
  return isModern(version)
    ? "Deleted mirror pod as it didn't match the static Pod"
    : 'Deleted mirror pod because it is outdated';
}

/** @models pkg/kubelet/kubelet_pods.go Kubelet.HandlePodCleanups */
export function deletedMirrorText(version: KubeletVersion): string {
  return isModern(version) ? 'Deleted mirror pod' : 'Deleted pod';
}

/** From 1.28 on, a mirror pod whose static pod is unknown is said to be skipped.
 *  @models pkg/kubelet/kubelet.go Kubelet.HandlePodUpdates */
export function saysMirrorHasNoPod(version: KubeletVersion): boolean {
  return isModern(version);
}

/** From 1.32 on, a node may not ask for a pod that is not its own, so one that is gone is refused, not missed.
 *  @models plugin/pkg/auth/authorizer/node/node_authorizer.go NodeAuthorizer.Authorize */
export function isForbiddenToReadPodsThatAreGone(version: KubeletVersion): boolean {
  return isModern(version);
}

/** @models pkg/kubelet/kubelet.go Kubelet.SyncTerminatingRuntimePod */
export function stoppedOrphansText(version: KubeletVersion): string {
  return `Pod termination stopped all running ${isModern(version) ? 'orphaned' : 'orphan'} containers`;
}

/** From 1.27 on, a sync that is overtaken is cancelled where it waits; before, nothing listened.
 *  @models pkg/kubelet/pod_workers.go podWorkers.UpdatePod */
export function cancelsSyncsUnderWay(version: KubeletVersion): boolean {
  return isModern(version);
}

/** From 1.27 on, housekeeping looks for orphans last; before, in the middle.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.HandlePodCleanups */
export function terminatesOrphansLast(version: KubeletVersion): boolean {
  return isModern(version);
}
