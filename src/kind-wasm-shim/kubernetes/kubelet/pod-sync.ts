import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import { periodically, sleep, type Task } from '../../kernel/effect.ts';
import { apiTime } from '../api/meta.ts';
import { isStaticPod } from '../api/pod-properties.ts';
import { type RunningPod, type RuntimePodStatus, runningPodOf } from './container/pod-status.ts';
import type { PodContainerManager } from './container-manager.ts';
import { podRef, uidValue } from './klog.ts';
import { type SyncPodHost, syncPodInRuntime } from './kuberuntime/sync-pod.ts';
import type { NodeDisk } from './node-disk.ts';
import type { MirrorClient } from './pod/mirror-client.ts';
import { isMirrorPodOf, type PodManager, podFullName, podUID } from './pod/pod-manager.ts';
import { containerRecords, PodMemory } from './pod-memory.ts';
import { generateAPIPodStatus } from './pod-status.ts';
import type { PodSyncStatus, UpdatePodOptions } from './pod-sync-status.ts';
import { type PodSyncer, SyncError } from './pod-worker-loop.ts';
import type { PodWorkers } from './pod-workers.ts';
import type { StatusManager } from './status/status-manager.ts';
import {
  outdatedMirrorText,
  printsJSONValues,
  reportsStatusWhenContainersHaveStopped,
  stoppedOrphansText,
  syncNames,
} from './versions.ts';
import type { VolumeManager } from './volume-manager.ts';
import { mountFailure } from './volumes.ts';

const file = 'kubelet.go';

const longestMountRetryMs = 122_000;

export interface PodSyncHost extends SyncPodHost {
  readonly hostIP: string;
  readonly disk: NodeDisk;
  readonly podManager: PodManager;
  readonly workers: PodWorkers;
  readonly statusManager: StatusManager;
  readonly mirrorClient: MirrorClient;
  readonly volumeManager: VolumeManager;
  readonly cgroups: PodContainerManager;
}

/** The three steps of a pod's life, each of which a worker may have to repeat.
 *  @models pkg/kubelet/kubelet.go Kubelet */
export class PodSync implements PodSyncer {
  private readonly host: PodSyncHost;
  private readonly memories = new Map<string, PodMemory>();

  constructor(host: PodSyncHost) {
    this.host = host;
  }

  forget(uid: string): void {
    this.memories.delete(uid);
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.SyncPod
   *  @simplifies image pull secrets, data directories and network readiness are not waited for */
  *syncPod({ pod, mirrorPod }: UpdatePodOptions, status: RuntimePodStatus): Task<boolean> {
    const { journal } = this.host;
    const names = { pod: podRef(pod), podUID: uidValue(podUID(pod)) };
    const { sync } = syncNames(journal.version);
    journal.info(file, `${sync} enter`, names);
    let isTerminal = false;
    try {
      isTerminal = yield* this.bringUp(pod, mirrorPod, status);
      return isTerminal;
    } finally {
      journal.info(file, `${sync} exit`, { ...names, isTerminal });
    }
  }

  private *bringUp(pod: Pod, mirrorPod: Pod | undefined, status: RuntimePodStatus): Task<boolean> {
    const { host } = this;
    const uid = podUID(pod);
    const apiStatus = this.apiStatus(pod, status, false);
    host.statusManager.setPodStatus(pod, apiStatus);
    if (apiStatus.phase === 'Succeeded' || apiStatus.phase === 'Failed') return true;
    if (!host.workers.isPodTerminationRequested(uid)) host.cgroups.ensureExists(uid);
    if (isStaticPod(pod)) yield* this.reconcileMirrorPod(pod, mirrorPod);
    host.disk.podDirectories.add(uid);
    yield* this.mountVolumes(pod);
    yield* syncPodInRuntime(host, pod, status, this.memory(uid));
    return false;
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.tryReconcileMirrorPods */
  private *reconcileMirrorPod(pod: Pod, mirrorPod: Pod | undefined): Task {
    const { journal, mirrorClient } = this.host;
    const name = { pod: podRef(pod) };
    let deleted = false;
    if (mirrorPod && (mirrorPod.metadata?.deletionTimestamp || !isMirrorPodOf(mirrorPod, pod))) {
      const uid = podUID(mirrorPod);
      journal.info(file, 'Trying to delete pod', { ...name, podUID: uidValue(uid) });
      deleted = yield* mirrorClient.deleteMirrorPod(podFullName(pod), uid);
      if (deleted) journal.info(file, outdatedMirrorText(journal.version), name);
    }
    if (mirrorPod && !deleted) return;
    journal.info(file, 'Creating a mirror pod for static pod', name);
    try {
      yield* mirrorClient.createMirrorPod(pod);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'StatusError') throw error;
      journal.error(file, 'Failed creating a mirror pod for', { err: error.message, ...name });
    }
  }

  /** @models pkg/kubelet/volumemanager/volume_manager.go volumeManager.WaitForAttachAndMount */
  private *mountVolumes(pod: Pod): Task {
    const { host } = this;
    const volumes = pod.spec?.volumes ?? [];
    if (volumes.length === 0) return;
    const sources = host.volumeSources(pod.metadata?.namespace ?? '');
    for (let retryMs = 500; ; retryMs = Math.min(2 * retryMs, longestMountRetryMs)) {
      const failure = volumes.map((volume) => mountFailure(volume, sources)).find(Boolean);
      if (failure === undefined) break;
      host.recordPodEvent(pod, 'Warning', 'FailedMount', failure);
      if (host.workers.isPodTerminationRequested(podUID(pod))) throw new SyncError('pod is being removed');
      // At first somebody may be about to make it; later the pod only waits, and need not be waited for.
      yield* retryMs < longestMountRetryMs ? sleep(retryMs) : periodically(retryMs);
    }
    host.volumeManager.mount(podUID(pod));
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.SyncTerminatingPod */
  *syncTerminatingPod(options: UpdatePodOptions, status: RuntimePodStatus, record: PodSyncStatus): Task {
    const { host } = this;
    const { journal } = host;
    const { pod, runningPod } = options;
    const names = { pod: podRef(pod), podUID: uidValue(podUID(pod)) };
    const title = runningPod ? syncNames(journal.version).runtime : syncNames(journal.version).terminating;
    journal.info(file, `${title} enter`, names);
    try {
      if (runningPod) {
        // A pod that nobody but the runtime knows has no grace period of its own.
        yield* this.killPod(pod, runningPod, record.gracePeriod);
        journal.info(file, stoppedOrphansText(journal.version), names);
        return;
      }
      const apiStatus = this.apiStatus(pod, status, false);
      const statusFn = record.statusFns.at(-1);
      host.statusManager.setPodStatus(pod, statusFn ? statusFn(apiStatus) : apiStatus);
      const gracePeriod = record.gracePeriod === 0 ? undefined : record.gracePeriod;
      const text = `Pod terminating with${gracePeriod === undefined ? ' no' : ''} grace period`;
      journal.info(file, text, { ...names, ...(gracePeriod === undefined ? {} : { gracePeriod }) });
      const { name = '', namespace = '' } = pod.metadata ?? {};
      yield* this.killPod(pod, runningPodOf(status, name, namespace), gracePeriod);
      const stopped = yield* host.kubeRuntime.getPodStatus(podUID(pod));
      this.reportStopped(pod, stopped);
      if (reportsStatusWhenContainersHaveStopped(journal.version)) {
        const last = this.apiStatus(pod, stopped, true);
        host.statusManager.setPodStatus(pod, statusFn ? statusFn(last) : last);
      }
      journal.info(file, 'Pod termination stopped all running containers', names);
    } finally {
      journal.info(file, `${title} exit`, names);
    }
  }

  private reportStopped(pod: Pod, { containers }: RuntimePodStatus): void {
    const { journal } = this.host;
    const names = { pod: podRef(pod), podUID: uidValue(podUID(pod)) };
    const finishedAt = (ms: number) => apiTime(ms);
    const sorted = [...containers].sort((left, right) => (left.name < right.name ? -1 : 1));
    if (printsJSONValues(journal.version)) {
      const values = sorted.map(({ name, state, exitCode, finishedAtMs }) => ({
        Name: name,
        State: state,
        ExitCode: exitCode,
        FinishedAt: finishedAt(finishedAtMs),
      }));
      journal.info(file, 'Post-termination container state', { ...names, containers: { type: 'json', value: values } });
    } else {
      const texts = sorted.map(
        ({ name, state, exitCode, finishedAtMs }) =>
          `(${name} state=${state} exitCode=${exitCode} finishedAt=${finishedAt(finishedAtMs)})`,
      );
      journal.info(file, 'Post-termination container state', { ...names, containers: texts.join(' ') });
    }
    const still = containers.filter(({ state }) => state === 'running').map(({ name }) => name);
    if (still.length === 0) return;
    throw new SyncError(`detected running containers after a successful KillPod, CRI violation: [${still.join(' ')}]`);
  }

  /** @models pkg/kubelet/kubelet.go Kubelet.SyncTerminatedPod */
  *syncTerminatedPod({ pod }: UpdatePodOptions, status: RuntimePodStatus): Task {
    const { host } = this;
    const { journal } = host;
    const uid = podUID(pod);
    const names = { pod: podRef(pod), podUID: uidValue(uid) };
    const { terminated } = syncNames(journal.version);
    journal.info(file, `${terminated} enter`, names);
    try {
      const isTerminal = reportsStatusWhenContainersHaveStopped(journal.version);
      host.statusManager.setPodStatus(pod, this.apiStatus(pod, status, isTerminal));
      yield* host.volumeManager.waitForUnmount(uid);
      journal.info(file, 'Pod termination unmounted volumes', names);
      yield* host.cgroups.destroy(uid);
      journal.info(file, 'Pod termination removed cgroups', names);
      host.statusManager.terminatePod(pod);
      journal.info(file, 'Pod is terminated and will need no more status updates', names);
    } finally {
      journal.info(file, `${terminated} exit`, names);
    }
  }

  /** @models pkg/kubelet/kubelet_pods.go Kubelet.killPod */
  private *killPod(pod: Pod, running: RunningPod, graceOverride: number | undefined): Task {
    const { host } = this;
    try {
      yield* host.kubeRuntime.killPod(pod, running, graceOverride);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      host.recordPodEvent(pod, 'Warning', 'FailedKillPod', `error killing pod: ${error.message}`);
      host.journal.error(file, error.message);
      throw error;
    }
  }

  /** The status as the kubelet reports it, from what the runtime has and from what was reported before.
   *  @models pkg/kubelet/kubelet_pods.go Kubelet.generateAPIPodStatus */
  private apiStatus(pod: Pod, status: RuntimePodStatus, terminated: boolean): PodStatus {
    const { host } = this;
    const uid = podUID(pod);
    const memory = this.memory(uid);
    const sandbox = status.sandboxes[0];
    const before = host.statusManager.getPodStatus(uid) ?? host.podManager.getMirrorPodByPod(pod)?.status ?? pod.status;
    const generated = generateAPIPodStatus({
      pod,
      records: containerRecords(pod, status, memory),
      sandboxIP: sandbox?.ip,
      sandboxReady: sandbox?.ready === true,
      hostIP: host.hostIP,
      startedAtMs: memory.startedAtMs,
      nowMs: host.kernel.nowMs,
      terminated,
      before,
    });
    // A terminal phase is never taken back, and keeps the reason that it was given with.
    if (before?.phase !== 'Failed' && before?.phase !== 'Succeeded') return generated;
    const { phase, reason, message } = before;
    return { ...generated, phase, ...(reason ? { reason } : {}), ...(message ? { message } : {}) };
  }

  private memory(uid: string): PodMemory {
    let memory = this.memories.get(uid);
    if (!memory) {
      memory = new PodMemory(this.host.kernel.nowMs);
      this.memories.set(uid, memory);
    }
    return memory;
  }
}
