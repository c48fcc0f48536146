import type { Pod } from 'kubernetes-types/core/v1';
import type { Channel } from '../../kernel/channel.ts';
import { isStaticPod, isTerminalPhase } from '../api/pod-properties.ts';
import type { PodCache } from './container/cache.ts';
import { type RuntimePodStatus, runningPodOf } from './container/pod-status.ts';
import type { Journal } from './journal.ts';
import { constant, podRef, uidValue } from './klog.ts';
import { podFullName, podUID } from './pod/pod-manager.ts';
import {
  calculateEffectiveGracePeriod,
  couldHaveRunningContainers,
  newPodSyncStatus,
  type PodSyncStatus,
  type PodWork,
  shouldPodContentBeRemoved,
  shouldPodRuntimeBeRemoved,
  type UpdatePodOptions,
  type WorkType,
  workTypeOf,
} from './pod-sync-status.ts';
import {
  drivesOrphanedWorkersOn,
  printsJSONValues,
  restartsOnlyPodsSeenBefore,
  takesTerminalPodsForFinished,
} from './versions.ts';

const file = 'pod_workers.go';

/** What the workers need of the kubelet around them. */
export interface PodWorkersHost {
  readonly journal: Journal;
  readonly cache: PodCache;
  readonly nowMs: () => number;
  /** Starts the worker of a pod; it takes its work from `updates`. */
  startWorker(status: PodSyncStatus, updates: Channel<PodWork>): void;
  /** Stops what the worker is doing, where this release lets itself be stopped. */
  cancelSync(status: PodSyncStatus): void;
  newUpdates(): Channel<PodWork>;
  /** A record has changed. */
  changed(status: PodSyncStatus): void;
}

/** Knows of every pod how far it has come on its way off the node, and hands each worker its next piece of work. Once a
 *  pod has been asked to terminate there is no way back for its uid.
 *  @models pkg/kubelet/pod_workers.go podWorkers
 *  @simplifies no metrics and no sync of pods that are being started by several sources at once */
export class PodWorkers {
  readonly records = new Map<string, PodSyncStatus>();
  /** Which uid runs under a static pod's full name, and which wait for their turn. */
  readonly started = new Map<string, string>();
  readonly waiting = new Map<string, string[]>();
  podsSynced = false;
  private readonly host: PodWorkersHost;
  private readonly updates = new Map<string, Channel<PodWork>>();

  constructor(host: PodWorkersHost) {
    this.host = host;
  }

  couldHaveRunningContainers(uid: string): boolean {
    return couldHaveRunningContainers(this.records.get(uid), this.podsSynced);
  }

  shouldPodRuntimeBeRemoved(uid: string): boolean {
    return shouldPodRuntimeBeRemoved(this.records.get(uid), this.podsSynced);
  }

  shouldPodContentBeRemoved(uid: string): boolean {
    return shouldPodContentBeRemoved(this.records.get(uid), this.podsSynced);
  }

  isPodTerminationRequested(uid: string): boolean {
    return this.records.get(uid)?.terminatingAtMs !== undefined;
  }

  /** Whether a mirror pod must not go yet, because its static pod still has containers to stop.
   *  @models pkg/kubelet/pod_workers.go podWorkers.IsPodForMirrorPodTerminatingByFullName */
  isPodForMirrorPodTerminatingByFullName(fullName: string): boolean {
    const status = this.records.get(this.started.get(fullName) ?? '');
    return status?.terminatingAtMs !== undefined && status.terminatedAtMs === undefined;
  }

  /** Tells a worker what has become of its pod.
   *  @models pkg/kubelet/pod_workers.go podWorkers.UpdatePod */
  updatePod(given: UpdatePodOptions): void {
    const { journal } = this.host;
    const uid = podUID(given.pod);
    const names = this.names(given);
    const known = this.records.get(uid);
    const status = known ?? this.firstSeen(given);
    // Whoever knows the pod from its source does not believe the runtime's picture of it.
    const options =
      status.active && given.runningPod && drivesOrphanedWorkersOn(journal.version)
        ? { ...given, pod: status.active.pod, runningPod: undefined }
        : given;
    const isKnown = known !== undefined || !restartsOnlyPodsSeenBefore(journal.version);
    if (isKnown && status.terminatingAtMs !== undefined && options.updateType === 'create') {
      status.restartRequested = true;
      const text = 'Pod is terminating but has been requested to restart with same UID, will be reconciled later';
      journal.info(file, text, names);
      this.host.changed(status);
      return;
    }
    if (status.finished) {
      journal.info(file, 'Pod is finished processing, no further updates', names);
      return;
    }
    const becameTerminating = status.terminatingAtMs === undefined && this.beginTeardown(status, options);
    const type = workTypeOf(status);
    if (type === 'terminated' && options.runningPod) {
      const text =
        'Pod is waiting for termination, ignoring runtime-only kill until after pod worker is fully terminated';
      journal.info(file, text, names);
      return;
    }
    const graceShortened = type === 'terminating' && this.noteKill(status, options);
    if (type !== 'terminating') options.kill?.completed?.close();
    this.host.changed(status);
    this.dispatch(status, { type, options }, becameTerminating || graceShortened);
  }

  /** Forgets the workers that are finished and no longer wanted, and says of the others how far they are.
   *  @models pkg/kubelet/pod_workers.go podWorkers.SyncKnownPods */
  syncKnownPods(desired: ReadonlySet<string>): Map<string, WorkType> {
    const workers = new Map<string, WorkType>();
    const modern = drivesOrphanedWorkersOn(this.host.journal.version);
    this.podsSynced = true;
    for (const [uid, status] of [...this.records]) {
      const state = workTypeOf(status);
      const wanted = desired.has(uid);
      if (!wanted || status.restartRequested) {
        const removed = this.removeTerminatedWorker(status, !wanted);
        // Before 1.27 the workers that have just been forgotten were still in the answer.
        if (removed && modern) continue;
      }
      workers.set(uid, modern ? workTypeOf(status) : state);
    }
    return workers;
  }

  /** Whether housekeeping has anything to do with the records.
   *  @ours so that an idle pass costs nothing */
  hasRecordsToPrune(desired: (uid: string) => boolean): boolean {
    for (const [uid, status] of this.records) if (status.restartRequested || !desired(uid)) return true;
    return false;
  }

  /** @models pkg/kubelet/pod_workers.go podWorkers.allowPodStart */
  allowPodStart(status: PodSyncStatus): 'go' | 'wait' | 'never' {
    if (!status.isStatic || status.started) return 'go';
    if (status.terminatingAtMs !== undefined) return 'never';
    const { fullName, uid } = status;
    const runs = this.started.get(fullName);
    if (runs !== undefined && runs !== uid) return 'wait';
    const line = this.waiting.get(fullName) ?? [];
    while (line[0] !== undefined && line[0] !== uid) {
      const ahead = this.records.get(line[0]);
      if (ahead && ahead.terminatingAtMs === undefined) return 'wait';
      line.shift();
    }
    if (line[0] === uid) line.shift();
    if (line.length === 0) this.waiting.delete(fullName);
    this.started.set(fullName, uid);
    return 'go';
  }

  /** The worker has ended; its record stays until housekeeping drops it.
   *  @models pkg/kubelet/pod_workers.go podWorkers.cleanupPodUpdates */
  finish(status: PodSyncStatus): void {
    status.finished = true;
    status.working = false;
    status.pending = undefined;
    this.updates.get(status.uid)?.close();
    this.updates.delete(status.uid);
    if (this.started.get(status.fullName) === status.uid) this.started.delete(status.fullName);
    this.host.changed(status);
  }

  forget(status: PodSyncStatus): void {
    this.records.delete(status.uid);
    if (this.started.get(status.fullName) === status.uid) this.started.delete(status.fullName);
    this.updates.get(status.uid)?.close();
    this.updates.delete(status.uid);
    this.host.changed(status);
  }

  /** Gives a worker that has come to the end of an item the one that came meanwhile.
   *  @models pkg/kubelet/pod_workers.go podWorkers.completeWork */
  next(status: PodSyncStatus): void {
    const { pending } = status;
    status.pending = undefined;
    status.working = pending !== undefined;
    // What was asked for while the pod still ran is done for the state that it has come to.
    if (pending) this.updates.get(status.uid)?.offer({ ...pending, type: workTypeOf(status) });
  }

  names({ pod, updateType }: UpdatePodOptions) {
    const modern = printsJSONValues(this.host.journal.version);
    const names = { pod: podRef(pod), podUID: uidValue(podUID(pod)) };
    return modern ? { ...names, updateType: constant(updateType) } : names;
  }

  private firstSeen(options: UpdatePodOptions): PodSyncStatus {
    const { journal, cache, nowMs } = this.host;
    const { pod } = options;
    journal.info(file, 'Pod is being synced for the first time', this.names(options));
    const status = newPodSyncStatus(podUID(pod), podFullName(pod), isStaticPod(pod), nowMs());
    if (!options.runningPod && isTerminalPhase(pod) && !isAnythingRunning(cache.get(status.uid), pod)) {
      status.terminatingAtMs = nowMs();
      status.startedTerminating = true;
      status.terminatedAtMs = nowMs();
      status.finished = takesTerminalPodsForFinished(journal.version);
    }
    this.records.set(status.uid, status);
    return status;
  }

  /** Whether this update is the one that ends the pod, and why.
   *  @models pkg/kubelet/pod_workers.go podWorkers.UpdatePod */
  private beginTeardown(status: PodSyncStatus, options: UpdatePodOptions): boolean {
    const { journal, nowMs } = this.host;
    const { pod, runningPod, updateType, kill } = options;
    let text: string;
    if (runningPod) {
      status.deleted = true;
      text = 'Pod is orphaned and must be torn down';
    } else if (pod.metadata?.deletionTimestamp) {
      status.deleted = true;
      text = 'Pod is marked for graceful deletion, begin teardown';
    } else if (isTerminalPhase(pod)) {
      text = 'Pod is in a terminal phase (success/failed), begin teardown';
    } else if (updateType === 'kill') {
      status.evicted = kill?.evict === true;
      text = `Pod is being ${status.evicted ? 'evicted' : 'removed'} by the kubelet, begin teardown`;
    } else {
      return false;
    }
    status.terminatingAtMs = nowMs();
    journal.info(file, text, this.names(options));
    return true;
  }

  /** Remembers who waits for the end and how soon it is wanted; tells whether that has become sooner. */
  private noteKill(status: PodSyncStatus, options: UpdatePodOptions): boolean {
    const { kill } = options;
    if (kill?.completed) status.notify.push(kill.completed);
    if (kill?.statusFn) status.statusFns.push(kill.statusFn);
    const before = status.gracePeriod;
    status.gracePeriod = calculateEffectiveGracePeriod(status, options, this.host.journal.version);
    return before !== 0 && status.gracePeriod < before;
  }

  private dispatch(status: PodSyncStatus, work: PodWork, cancels: boolean): void {
    let updates = this.updates.get(status.uid);
    if (!updates) {
      updates = this.host.newUpdates();
      this.updates.set(status.uid, updates);
      if (status.isStatic) {
        const line = this.waiting.get(status.fullName) ?? [];
        this.waiting.set(status.fullName, [...line, status.uid]);
      }
      this.host.startWorker(status, updates);
    }
    if (!status.working) {
      status.working = true;
      updates.offer(work);
      return;
    }
    status.pending = work;
    if (!cancels) return;
    this.host.journal.info(file, 'Cancelling current pod sync', this.names(work.options));
    this.host.cancelSync(status);
  }

  /** @models pkg/kubelet/pod_workers.go podWorkers.removeTerminatedWorker */
  private removeTerminatedWorker(status: PodSyncStatus, isOrphan: boolean): boolean {
    const { journal } = this.host;
    const podUID = uidValue(status.uid);
    if (!status.finished) {
      if (isOrphan && drivesOrphanedWorkersOn(journal.version)) return this.driveOn(status);
      const text = 'Pod worker has been requested for removal but is still not fully terminated';
      journal.info(file, text, { podUID });
      return false;
    }
    const text = status.restartRequested
      ? 'Pod has been terminated but another pod with the same UID was created, remove history to allow restart'
      : 'Pod has been terminated and is no longer known to the kubelet, remove all history';
    journal.info(file, text, { podUID });
    this.forget(status);
    return true;
  }

  /** A worker whose pod has left its source gets its last work again, so that what failed is tried again.
   *  @models pkg/kubelet/pod_workers.go podWorkers.removeTerminatedWorker */
  private driveOn(status: PodSyncStatus): boolean {
    const { journal, nowMs } = this.host;
    const podUID = uidValue(status.uid);
    status.deleted = true;
    if (!status.started && status.terminatingAtMs === undefined && status.isStatic) {
      journal.info(file, 'Pod is orphaned and was not started, removed', { podUID });
      this.forget(status);
      return true;
    }
    if (status.terminatingAtMs === undefined) {
      status.terminatingAtMs = nowMs();
      status.gracePeriod ||= Math.max(status.active?.pod.spec?.terminationGracePeriodSeconds ?? 1, 1);
      journal.info(file, 'Pod is orphaned and still running, began terminating', { podUID });
    } else {
      journal.info(file, 'Pod is orphaned and still terminating, notified the pod worker', { podUID });
    }
    this.requeueLastPodUpdate(status);
    this.host.changed(status);
    return false;
  }

  /** @models pkg/kubelet/pod_workers.go podWorkers.requeueLastPodUpdate */
  private requeueLastPodUpdate(status: PodSyncStatus): void {
    const { active } = status;
    if (!active || status.pending) return;
    const work: PodWork = { type: workTypeOf(status), options: { ...active, updateType: 'sync', kill: undefined } };
    if (status.working) {
      status.pending = work;
      return;
    }
    status.working = true;
    this.updates.get(status.uid)?.offer(work);
  }
}

function isAnythingRunning(status: RuntimePodStatus, pod: Pod): boolean {
  const { containers, sandboxes } = runningPodOf(status, podFullName(pod), '');
  return containers.length > 0 || sandboxes.some(({ ready }) => ready);
}
