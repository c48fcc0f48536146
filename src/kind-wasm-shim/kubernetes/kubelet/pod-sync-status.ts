import type { Pod, PodStatus } from 'kubernetes-types/core/v1';
import type { Channel } from '../../kernel/channel.ts';
import type { RunningPod } from './container/pod-status.ts';
import { honoursExplicitZeroGrace, type KubeletVersion } from './versions.ts';

/** Why a worker is told of a pod.
 *  @models pkg/kubelet/types/pod_update.go SyncPodType */
export type UpdateType = 'create' | 'update' | 'sync' | 'kill';

/** @models pkg/kubelet/pod_workers.go PodWorkerState */
export type WorkType = 'sync' | 'terminating' | 'terminated';

/** @models pkg/kubelet/pod_workers.go KillPodOptions */
export interface KillPodOptions {
  readonly graceSecondsOverride?: number;
  readonly evict?: boolean;
  readonly statusFn?: (status: PodStatus) => PodStatus;
  /** Closed when the pod's containers have stopped. */
  readonly completed?: Channel<never>;
}

/** What a worker is told. A pod that only the runtime knows comes as `runningPod` alone.
 *  @models pkg/kubelet/pod_workers.go UpdatePodOptions */
export interface UpdatePodOptions {
  readonly updateType: UpdateType;
  readonly pod: Pod;
  readonly mirrorPod?: Pod | undefined;
  readonly runningPod?: RunningPod | undefined;
  readonly kill?: KillPodOptions | undefined;
}

/** @models pkg/kubelet/pod_workers.go podWork */
export interface PodWork {
  readonly type: WorkType;
  readonly options: UpdatePodOptions;
}

/** What the workers remember of one pod, from the first that is heard of it until housekeeping forgets it.
 *  @models pkg/kubelet/pod_workers.go podSyncStatus */
export interface PodSyncStatus {
  readonly uid: string;
  readonly fullName: string;
  readonly isStatic: boolean;
  readonly syncedAtMs: number;
  /** An item is in the worker's channel or being worked on. */
  working: boolean;
  /** The newest update that came while it was working. */
  pending: PodWork | undefined;
  /** What it was last given. */
  active: UpdatePodOptions | undefined;
  /** Whether it has been allowed to start. */
  started: boolean;
  terminatingAtMs: number | undefined;
  startedTerminating: boolean;
  /** The API wants it gone, or nobody but the runtime knows it. */
  deleted: boolean;
  evicted: boolean;
  /** In seconds, 0 for not yet known. */
  gracePeriod: number;
  terminatedAtMs: number | undefined;
  finished: boolean;
  restartRequested: boolean;
  readonly notify: Channel<never>[];
  readonly statusFns: ((status: PodStatus) => PodStatus)[];
}

/** @ours a record as it is before anything has happened */
export function newPodSyncStatus(uid: string, fullName: string, isStatic: boolean, nowMs: number): PodSyncStatus {
  return {
    uid,
    fullName,
    isStatic,
    syncedAtMs: nowMs,
    working: false,
    pending: undefined,
    active: undefined,
    started: false,
    terminatingAtMs: undefined,
    startedTerminating: false,
    deleted: false,
    evicted: false,
    gracePeriod: 0,
    terminatedAtMs: undefined,
    finished: false,
    restartRequested: false,
    notify: [],
    statusFns: [],
  };
}

/** @models pkg/kubelet/pod_workers.go podSyncStatus.WorkType */
export function workTypeOf(status: PodSyncStatus): WorkType {
  if (status.terminatedAtMs !== undefined) return 'terminated';
  return status.terminatingAtMs === undefined ? 'sync' : 'terminating';
}

/** The name of the state that a record is in, which is derived and never stored.
 *  @models pkg/kubelet/pod_workers.go podSyncStatus */
export function podWorkerState(status: PodSyncStatus | undefined) {
  if (!status) return 'absent';
  if (status.finished) return 'finished';
  if (status.terminatedAtMs !== undefined) return 'terminated';
  if (status.startedTerminating) return 'terminating';
  if (status.terminatingAtMs !== undefined) return 'terminationRequested';
  return status.isStatic && !status.started ? 'waitingToStart' : 'syncing';
}

/** How long the pod gets to stop: never more than it was promised before, and never nothing.
 *  @models pkg/kubelet/pod_workers.go calculateEffectiveGracePeriod */
export function calculateEffectiveGracePeriod(
  status: PodSyncStatus,
  { pod, kill }: UpdatePodOptions,
  version: KubeletVersion,
): number {
  let period = status.gracePeriod;
  let overridden = false;
  for (const wish of [pod.metadata?.deletionGracePeriodSeconds, kill?.graceSecondsOverride]) {
    if (wish === undefined || (period !== 0 && wish >= period)) continue;
    period = wish;
    overridden = true;
  }
  const isZeroMeant = overridden && honoursExplicitZeroGrace(version);
  if (period === 0 && !isZeroMeant) period = pod.spec?.terminationGracePeriodSeconds ?? 0;
  return Math.max(period, 1);
}

/** @models pkg/kubelet/pod_workers.go podWorkers.CouldHaveRunningContainers */
export function couldHaveRunningContainers(status: PodSyncStatus | undefined, podsSynced: boolean): boolean {
  return status ? status.terminatedAtMs === undefined : !podsSynced;
}

/** @models pkg/kubelet/pod_workers.go podWorkers.ShouldPodRuntimeBeRemoved */
export function shouldPodRuntimeBeRemoved(status: PodSyncStatus | undefined, podsSynced: boolean): boolean {
  return status ? status.terminatedAtMs !== undefined : podsSynced;
}

/** Whether nothing of the pod need be kept. A record that nobody drives on answers no for ever: that is a leak.
 *  @models pkg/kubelet/pod_workers.go podWorkers.ShouldPodContentBeRemoved */
export function shouldPodContentBeRemoved(status: PodSyncStatus | undefined, podsSynced: boolean): boolean {
  return status ? status.evicted || (status.deleted && status.terminatedAtMs !== undefined) : podsSynced;
}
