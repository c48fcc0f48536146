import type { Pod } from 'kubernetes-types/core/v1';
import { sleep, type Task } from '../../kernel/effect.ts';
import { isTerminalPhase } from '../api/pod-properties.ts';
import type { RunningPod } from './container/pod-status.ts';
import type { RuntimeCache } from './container/runtime-cache.ts';
import { podRef, uidValue } from './klog.ts';
import { podUID } from './pod/pod-manager.ts';
import type { PodSyncHost } from './pod-sync.ts';
import type { UpdatePodOptions, WorkType } from './pod-sync-status.ts';
import { deletedMirrorText, drivesOrphanedWorkersOn, refreshesRuntimeCacheInHousekeeping } from './versions.ts';

const file = 'kubelet_pods.go';

/** What housekeeping gives a pod that only the runtime knows.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.HandlePodCleanups */
const orphanGraceSeconds = 1;

export interface HousekeepingHost extends PodSyncHost {
  readonly runtimeCache: RuntimeCache;
  spawn(name: string, task: Task): void;
  /** Tells the pod's worker of a pod that is wanted and that no worker knows. */
  restartPod(pod: Pod): void;
}

/** Whether a pass would find anything: the same questions that it asks, without a word.
 *  @ours so that an idle node's passes cost nothing */
export function needsHousekeeping(host: HousekeepingHost): boolean {
  const { podManager, workers, disk, statusManager } = host;
  const desired = (uid: string) => podManager.getPodByUID(uid) !== undefined;
  if (workers.hasRecordsToPrune(desired)) return true;
  if (podManager.orphanedMirrorPodNames().length > 0) return true;
  for (const uid of disk.podDirectories) if (!desired(uid)) return true;
  for (const uid of disk.cgroups) if (workers.shouldPodRuntimeBeRemoved(uid)) return true;
  if (statusManager.hasOrphanedStatuses((uid) => desired(uid) || podManager.mirrorUIDs().has(uid))) return true;
  return host.kubeRuntime.getRunningPods().some(({ uid }) => !desired(uid) && !workers.records.has(uid));
}

/** Brings everything on the node in line with the pods that are wanted: forgets workers that are finished, ends pods that
 *  only the runtime knows, removes what has been left of pods, and deletes mirror pods without a pod.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.HandlePodCleanups
 *  @simplifies user namespaces, back-off entries and probes are not cleaned up here */
export function* handlePodCleanups(host: HousekeepingHost): Task {
  const { journal, podManager, workers, cgroups, random } = host;
  const modern = drivesOrphanedWorkersOn(journal.version);
  yield* sleep(random.integer(1, 4));
  const cgroupPods = cgroups.getAllPodsFromCgroups();
  const desired = new Set(podManager.getPods().map(podUID));
  const restarting = [...workers.records.values()].filter(({ restartRequested }) => restartRequested);
  const states = workers.syncKnownPods(desired);
  const possiblyRunning = new Set<string>();
  for (const [uid, state] of states) if (state !== 'terminated') possiblyRunning.add(uid);
  if (refreshesRuntimeCacheInHousekeeping(journal.version)) host.runtimeCache.forceUpdateIfOlder(host.kernel.nowMs);
  const running = host.runtimeCache.getPods(host.kernel.nowMs);
  if (!modern) terminateOrphans(host, running, states, desired);
  removeOrphanedPodStatuses(host, desired);
  yield* sleep(random.integer(1, 2));
  cleanupOrphanedPodDirs(host, desired);
  yield* deleteOrphanedMirrorPods(host);
  cleanupOrphanedPodCgroups(host, cgroupPods, possiblyRunning);
  for (const { uid } of restarting) {
    const pod = podManager.getPodByUID(uid);
    if (pod && !workers.records.has(uid)) restartPod(host, pod);
  }
  if (modern) terminateOrphans(host, running, states, desired);
}

/** A pod that was made again under the uid of one that has now ended begins, unless it has ended too. */
function restartPod(host: HousekeepingHost, pod: Pod): void {
  const { journal } = host;
  const names = { pod: podRef(pod), podUID: uidValue(podUID(pod)) };
  const modern = drivesOrphanedWorkersOn(journal.version);
  if (isTerminalPhase(pod)) {
    const text = 'Pod is restartable after termination due to UID reuse, but pod phase is terminal';
    if (!modern) journal.info(file, text, names);
    return;
  }
  const text = modern
    ? 'Pod will be restarted because it is in the desired set and not known to the pod workers (likely due to UID reuse)'
    : 'Pod is restartable after termination due to UID reuse';
  journal.info(file, text, names);
  host.restartPod(pod);
}

/** @models pkg/kubelet/kubelet_pods.go Kubelet.HandlePodCleanups */
function terminateOrphans(
  host: HousekeepingHost,
  running: readonly RunningPod[],
  states: ReadonlyMap<string, WorkType>,
  desired: ReadonlySet<string>,
): void {
  const { journal, workers } = host;
  for (const pod of running) {
    const state = states.get(pod.uid);
    if (state === 'sync' || state === 'terminating' || desired.has(pod.uid)) continue;
    if (drivesOrphanedWorkersOn(journal.version)) {
      if (state !== undefined) continue;
      const text = 'Clean up containers for orphaned pod we had not seen before';
      const killPodOptions = '<internal error: json: unsupported type: chan<- struct {}>';
      journal.info(file, text, { podUID: uidValue(pod.uid), killPodOptions });
    } else {
      journal.info(file, 'Clean up orphaned pod containers', { podUID: uidValue(pod.uid) });
    }
    workers.updatePod(orphanKill(pod));
  }
}

function orphanKill(runningPod: RunningPod): UpdatePodOptions {
  const { uid, name, namespace, containers } = runningPod;
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { uid, name, namespace },
    spec: { containers: containers.map((container) => ({ name: container.name })) },
  };
  return { updateType: 'kill', pod, runningPod, kill: { graceSecondsOverride: orphanGraceSeconds } };
}

/** @models pkg/kubelet/kubelet_pods.go Kubelet.removeOrphanedPodStatuses */
function removeOrphanedPodStatuses(
  { statusManager, podManager }: HousekeepingHost,
  desired: ReadonlySet<string>,
): void {
  const mirrors = new Set(podManager.getMirrorPods().map(podUID));
  statusManager.removeOrphanedStatuses((uid) => desired.has(uid) || mirrors.has(uid));
}

/** @models pkg/kubelet/kubelet_volumes.go Kubelet.cleanupOrphanedPodDirs */
function cleanupOrphanedPodDirs(host: HousekeepingHost, desired: ReadonlySet<string>): void {
  const { journal, disk, volumeManager, kubeRuntime } = host;
  // The runtime itself is asked here, not the cache.
  const running = new Set(kubeRuntime.getRunningPods().map(({ uid }) => uid));
  for (const uid of [...disk.podDirectories]) {
    if (desired.has(uid) || running.has(uid)) continue;
    const podUID = uidValue(uid);
    if (volumeManager.podVolumesExist(uid)) {
      journal.info('kubelet_volumes.go', 'Orphaned pod found, but volumes are not cleaned up', { podUID });
      continue;
    }
    const path = `/var/lib/kubelet/pods/${uid}/volumes`;
    journal.info('kubelet_volumes.go', 'Cleaned up orphaned pod volumes dir', { podUID, path });
    journal.info('kubelet_volumes.go', 'Orphaned pod found, removing', { podUID });
    disk.podDirectories.delete(uid);
  }
}

/** Mirror pods without a static pod go, but not while the static pod still has containers to stop.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.deleteOrphanedMirrorPods */
function* deleteOrphanedMirrorPods(host: HousekeepingHost): Task {
  const { journal, podManager, workers, mirrorClient } = host;
  for (const fullName of podManager.orphanedMirrorPodNames()) {
    if (workers.isPodForMirrorPodTerminatingByFullName(fullName)) continue;
    yield* mirrorClient.deleteMirrorPod(fullName, undefined);
    journal.info(file, deletedMirrorText(journal.version), { podName: fullName });
  }
}

/** @models pkg/kubelet/kubelet_pods.go Kubelet.cleanupOrphanedPodCgroups */
function cleanupOrphanedPodCgroups(
  host: HousekeepingHost,
  cgroupPods: readonly string[],
  possiblyRunning: ReadonlySet<string>,
): void {
  const { journal, volumeManager, cgroups } = host;
  for (const uid of cgroupPods) {
    if (possiblyRunning.has(uid) || !cgroups.exists(uid)) continue;
    const podUID = uidValue(uid);
    if (volumeManager.podVolumesExist(uid)) {
      journal.info(file, 'Orphaned pod found, but volumes not yet removed.  Reducing cpu to minimum', { podUID });
      continue;
    }
    journal.info(file, 'Orphaned pod found, removing pod cgroups', { podUID });
    host.spawn(`destroy cgroup ${uid}`, destroyQuietly(host, uid));
  }
}

function* destroyQuietly({ cgroups }: HousekeepingHost, uid: string): Task {
  try {
    yield* cgroups.destroy(uid);
  } catch (error) {
    // It is tried again in the next pass.
    if (!(error instanceof Error) || error.name !== 'SyncError') throw error;
  }
}

/** Whether nothing of a pod is held any more, so that its object may go.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.PodResourcesAreReclaimed */
export function podResourcesAreReclaimed(host: PodSyncHost, pod: Pod, status: Pod['status']): boolean {
  const { journal, workers, volumeManager, cgroups } = host;
  const uid = podUID(pod);
  const names = { pod: podRef(pod) };
  const held = workers.couldHaveRunningContainers(uid)
    ? 'Pod is terminated, but some containers are still running'
    : status?.containerStatuses?.some(({ state }) => state?.running)
      ? 'Pod is terminated, but some container status has not yet been reported'
      : volumeManager.podVolumesExist(uid)
        ? 'Pod is terminated, but some volumes have not been cleaned up'
        : cgroups.exists(uid)
          ? 'Pod is terminated, but pod cgroup sandbox has not been cleaned up'
          : undefined;
  journal.info(file, held ?? 'Pod is terminated and all resources are reclaimed', names);
  return held === undefined;
}
