import type { Channel } from '../../kernel/channel.ts';
import type { Task } from '../../kernel/effect.ts';
import type { RandomStream } from '../../kernel/random.ts';
import type { PodCache } from './container/cache.ts';
import type { RuntimePodStatus } from './container/pod-status.ts';
import type { Journal } from './journal.ts';
import { constant, podRef, uidValue } from './klog.ts';
import { podUID } from './pod/pod-manager.ts';
import type { PodSyncStatus, PodWork, UpdatePodOptions } from './pod-sync-status.ts';
import type { PodWorkers } from './pod-workers.ts';
import { forgetsRuntimePodWhenKilled, looksAgainAfterTransition, printsJSONValues } from './versions.ts';
import type { WorkQueue } from './work-queue.ts';

const file = 'pod_workers.go';

/** @models pkg/kubelet/apis/config/v1beta1/defaults.go SetDefaults_KubeletConfiguration */
const resyncIntervalMs = 60_000;
/** @models pkg/kubelet/kubelet.go backOffPeriod */
const backOffPeriodMs = 10_000;
/** @models pkg/kubelet/pod_workers.go workerResyncIntervalJitterFactor */
const jitterFactor = 0.5;

/** The three things that a worker can do for its pod. */
export interface PodSyncer {
  /** Whether the pod has come to its end by itself. */
  syncPod(options: UpdatePodOptions, status: RuntimePodStatus): Task<boolean>;
  syncTerminatingPod(options: UpdatePodOptions, status: RuntimePodStatus, record: PodSyncStatus): Task;
  syncTerminatedPod(options: UpdatePodOptions, status: RuntimePodStatus): Task;
}

export interface PodWorkerLoopHost {
  readonly journal: Journal;
  readonly cache: PodCache;
  readonly workQueue: WorkQueue;
  readonly workers: PodWorkers;
  readonly syncer: PodSyncer;
  readonly random: RandomStream;
  readonly nowMs: () => number;
  /** The containers of a pod have stopped. */
  terminated(record: PodSyncStatus): void;
  /** Runs what can be cancelled; undefined when it was. */
  cancellable<Result>(record: PodSyncStatus, task: Task<Result>): Task<{ readonly value: Result } | undefined>;
}

type Outcome = 'again' | 'transition' | 'failed' | 'backingOff' | 'done';

/** The worker of one pod. It waits, before each piece of work, until what it knows of the runtime is newer than the end of
 *  its last one.
 *  @models pkg/kubelet/pod_workers.go podWorkers.managePodLoop */
export function* podWorkerLoop(host: PodWorkerLoopHost, record: PodSyncStatus, updates: Channel<PodWork>): Task {
  const { journal, workers, workQueue, random } = host;
  let lastSyncMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const work = yield* updates.take();
    if (!work) return;
    const names = { pod: podRef(work.options.pod), podUID: uidValue(record.uid) };
    const start = workers.allowPodStart(record);
    if (start === 'never') {
      journal.info(file, 'Pod never started and the worker can now stop', names);
      record.terminatedAtMs = host.nowMs();
      workers.finish(record);
      return;
    }
    if (start === 'wait') {
      journal.info(file, 'Pod cannot start yet', names);
      workQueue.enqueue(record.uid, jitter(random, backOffPeriodMs), false);
      record.working = false;
      continue;
    }
    record.started = true;
    record.active = work.options;
    const updateType = workTypeValue(host, work.type);
    journal.info(file, 'Processing pod event', { ...names, updateType });
    const { outcome, syncedMs } = yield* processPodEvent(host, record, work, lastSyncMs);
    lastSyncMs = syncedMs;
    const isSoon = outcome === 'transition' && looksAgainAfterTransition(journal.version);
    if (isSoon) workQueue.enqueue(record.uid, 0, false);
    else if (outcome === 'again' || outcome === 'transition')
      workQueue.enqueue(record.uid, jitter(random, resyncIntervalMs), true);
    if (outcome === 'failed') workQueue.enqueue(record.uid, jitter(random, backOffPeriodMs), false);
    // A container that crashes for ever is no reason to call the simulation busy.
    if (outcome === 'backingOff') workQueue.enqueue(record.uid, jitter(random, backOffPeriodMs), true);
    journal.info(file, 'Processing pod event done', { ...names, updateType });
    if (outcome === 'done') return;
    workers.next(record);
  }
}

function* processPodEvent(
  host: PodWorkerLoopHost,
  record: PodSyncStatus,
  work: PodWork,
  lastSyncMs: number,
): Task<{ outcome: Outcome; syncedMs: number }> {
  const { options } = work;
  const names = { pod: podRef(options.pod), podUID: uidValue(podUID(options.pod)) };
  let syncedMs = lastSyncMs;
  try {
    const known = options.runningPod
      ? { uid: record.uid, sandboxes: [], containers: [] }
      : yield* host.cache.getNewerThan(record.uid, lastSyncMs);
    try {
      return { outcome: yield* carryOut(host, record, work, known), syncedMs: host.nowMs() };
    } finally {
      syncedMs = host.nowMs();
    }
  } catch (error) {
    if (!(error instanceof Error) || !isExpected(error)) throw error;
    host.journal.error(file, 'Error syncing pod, skipping', { err: error.message, ...names });
    return { outcome: error instanceof BackOffError ? 'backingOff' : 'failed', syncedMs };
  }
}

function* carryOut(
  host: PodWorkerLoopHost,
  record: PodSyncStatus,
  { type, options }: PodWork,
  known: RuntimePodStatus,
): Task<Outcome> {
  const { journal, syncer, workers } = host;
  const modern = printsJSONValues(journal.version);
  const podUID = uidValue(record.uid);
  const names = { pod: podRef(options.pod), podUID };
  if (type === 'terminated') {
    yield* syncer.syncTerminatedPod(options, known);
    journal.info(file, 'Pod is complete and the worker can now stop', modern ? { podUID } : names);
    workers.finish(record);
    return 'done';
  }
  if (type === 'terminating') {
    if (!record.startedTerminating) {
      journal.info(file, 'Pod worker has observed request to terminate', names);
      record.startedTerminating = true;
    }
    const done = yield* host.cancellable(record, syncer.syncTerminatingPod(options, known, record));
    if (done === undefined) return 'failed';
    record.terminatedAtMs = host.nowMs();
    host.terminated(record);
    if (options.runningPod) return completeTerminatingRuntimePod(host, record, modern ? { podUID } : names);
    journal.info(file, 'Pod terminated all containers successfully', modern ? { podUID } : names);
    for (const completed of record.notify.splice(0)) completed.close();
    record.pending ??= { type: 'terminated', options: { ...options, updateType: 'sync', kill: undefined } };
    return 'transition';
  }
  const isTerminal = yield* host.cancellable(record, syncer.syncPod(options, known));
  if (isTerminal === undefined) return 'failed';
  if (!isTerminal.value) return 'again';
  journal.info(file, 'Pod indicated lifecycle completed naturally and should now terminate', names);
  if (record.terminatingAtMs === undefined) record.terminatingAtMs = host.nowMs();
  record.startedTerminating = true;
  record.gracePeriod ||= Math.max(options.pod.spec?.terminationGracePeriodSeconds ?? 1, 1);
  record.pending ??= { type: 'terminating', options: { ...options, updateType: 'sync', kill: undefined } };
  return 'transition';
}

/** @models pkg/kubelet/pod_workers.go podWorkers.completeTerminatingRuntimePod */
function completeTerminatingRuntimePod(
  { journal, workers }: PodWorkerLoopHost,
  record: PodSyncStatus,
  names: Record<string, ReturnType<typeof uidValue>>,
): Outcome {
  journal.info(file, 'Pod terminated all orphaned containers successfully and worker can now stop', names);
  for (const completed of record.notify.splice(0)) completed.close();
  workers.finish(record);
  if (forgetsRuntimePodWhenKilled(journal.version)) workers.forget(record);
  return 'done';
}

/** Errors of the runtime and of the kubelet's own steps are retried; anything else is a mistake of the model. */
export class SyncError extends Error {
  override readonly name = 'SyncError';
}

/** A container is not started yet because it has ended too often. */
export class BackOffError extends SyncError {}

function isExpected(error: Error): boolean {
  return error instanceof SyncError || error.name === 'CriError' || error.name === 'StatusError';
}

function workTypeValue({ journal }: PodWorkerLoopHost, type: PodWork['type']) {
  if (printsJSONValues(journal.version)) return constant(type);
  return { sync: 0, terminating: 1, terminated: 2 }[type];
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/wait/backoff.go Jitter */
function jitter(random: RandomStream, periodMs: number): number {
  return Math.round(periodMs * (1 + random.fraction() * jitterFactor));
}
