import type { Job, JobCondition, JobStatus } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { apiTime, controllerOf, namespacedName, virtualTime } from '../api/meta.ts';
import { type ControllerContext, newController } from './controller-context.ts';
import { isPodActive, isPodReady } from './pod-conditions.ts';
import { type Owner, PodControl } from './pod-control.ts';

const jobs = 'jobs.batch';
/** Keeps a finished pod from going before it has been counted. */
const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
/** @models pkg/controller/job/backoff_utils.go DefaultJobPodFailureBackOff */
const firstBackoffMs = 10_000;
const longestBackoffMs = 600_000;

/** Runs the pods of each job until enough of them have succeeded or too many have failed.
 *  @models pkg/controller/job/job_controller.go Controller
 *  @simplifies Indexed completion, pod failure policies, success policies and managedBy are not read */
export function jobController(context: ControllerContext) {
  const { kernel, client, informers, pods } = context;
  const control = new PodControl(client, 'job-controller');
  const { queue, run } = newController(context, 'job', syncJob);
  const store = informers.watch<Job>(jobs, ({ object }) => queue.add(namespacedName(object)));
  informers.watch<Pod>('pods', ({ object }) => {
    const owner = controllerOf(object);
    if (owner?.kind === 'Job') queue.add(`${object.metadata?.namespace}/${owner.name}`);
    else if (isTracked(object)) removeFinalizer(object);
  });
  return { run };

  /** @models pkg/controller/job/job_controller.go Controller.syncJob */
  function syncJob(key: string): void {
    const job = store.get(key);
    if (!job || job.metadata?.deletionTimestamp) {
      if (job) for (const pod of pods.ownedBy(job.metadata?.uid ?? '')) removeFinalizer(pod);
      return;
    }
    const owned = pods.ownedBy(job.metadata?.uid ?? '');
    if (isFinished(job)) {
      for (const pod of owned) removeFinalizer(pod);
      return;
    }
    const counts = countFinished(job, owned);
    const active = owned.filter(isPodActive);
    const outcome = outcomeOf(job, counts, active, kernel.nowMs);
    if (outcome === 'running') manageJob(key, job, active, counts, owned);
    else for (const pod of active) control.delete(job as Owner, pod);
    writeStatus(job, counts, outcome, owned);
  }

  /** Counts each pod that has ended once, then lets it go.
   *  @models pkg/controller/job/job_controller.go Controller.trackJobStatusAndRemoveFinalizers */
  function countFinished({ status }: Job, owned: readonly Pod[]): Counts {
    let succeeded = status?.succeeded ?? 0;
    let failed = status?.failed ?? 0;
    for (const pod of owned) {
      if (!isTracked(pod)) continue;
      const ended = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
      if (pod.status?.phase === 'Succeeded') succeeded += 1;
      // A pod that was deleted or evicted before its end counts as failed.
      else if (ended || pod.metadata?.deletionTimestamp) failed += 1;
      else continue;
      removeFinalizer(pod);
    }
    return { succeeded, failed };
  }

  /** @models pkg/controller/job/job_controller.go Controller.manageJob */
  function manageJob(key: string, job: Job, active: readonly Pod[], counts: Counts, owned: readonly Pod[]): void {
    const parallelism = job.spec?.parallelism ?? 1;
    const owner = job as Owner;
    if (job.spec?.suspend || active.length > parallelism) {
      for (const pod of active.slice(job.spec?.suspend ? 0 : parallelism)) control.delete(owner, pod);
      return;
    }
    const rest = (job.spec?.completions ?? parallelism) - counts.succeeded;
    const missing = Math.max(0, Math.min(parallelism, rest) - active.length);
    const template = job.spec?.template;
    if (missing === 0 || !template) return;
    const waitMs = backoffMs(owned, kernel.nowMs);
    if (waitMs > 0) {
      queue.addAfter(key, waitMs);
      return;
    }
    for (let left = missing; left > 0; left--) {
      control.create(owner, template, (pod) => ({
        ...pod,
        metadata: { ...pod.metadata, finalizers: [...(pod.metadata?.finalizers ?? []), trackingFinalizer] },
      }));
    }
  }

  function writeStatus(job: Job, counts: Counts, outcome: Outcome, owned: readonly Pod[]): void {
    const { namespace, name = '' } = job.metadata ?? {};
    const latest = client.get<Job>(jobs, namespace, name);
    const now = pods.ownedBy(job.metadata?.uid ?? '');
    const active = outcome === 'running' ? now.filter(isPodActive) : [];
    const stopping = owned.filter(({ metadata, status }) => metadata?.deletionTimestamp && status?.phase === 'Running');
    const before = latest.status ?? {};
    const conditions = [...(before.conditions ?? []), ...newConditions(job, outcome, before, kernel.nowMs)];
    const status: JobStatus & Record<string, unknown> = {
      ...(conditions.length > 0 ? { conditions } : {}),
      startTime: before.startTime ?? apiTime(kernel.nowMs),
      ...(outcome === 'complete' ? { completionTime: apiTime(kernel.nowMs) } : {}),
      ...(active.length > 0 ? { active: active.length } : {}),
      ...(counts.succeeded > 0 ? { succeeded: counts.succeeded } : {}),
      ...(counts.failed > 0 ? { failed: counts.failed } : {}),
      terminating: stopping.length,
      uncountedTerminatedPods: {},
      ready: active.filter(isPodReady).length,
    };
    client.updateStatus<Job>(jobs, { ...latest, status });
    if (outcome === 'complete') control.event(job as Owner, 'Normal', 'Completed', 'Job completed');
    if (outcome === 'backoffLimitExceeded' || outcome === 'deadlineExceeded') {
      control.event(job as Owner, 'Warning', failures[outcome].reason, failures[outcome].message);
    }
    const seconds = job.spec?.activeDeadlineSeconds;
    if (outcome === 'running' && seconds !== undefined) {
      const endMs = virtualTime(status.startTime ?? '') + seconds * 1000;
      queue.addAfter(namespacedName(job), Math.max(1, endMs - kernel.nowMs));
    }
  }

  function removeFinalizer(pod: Pod): void {
    if (!isTracked(pod)) return;
    const { namespace, name = '' } = pod.metadata ?? {};
    const latest = client.get<Pod>('pods', namespace, name);
    const finalizers = (latest.metadata?.finalizers ?? []).filter((finalizer) => finalizer !== trackingFinalizer);
    const { finalizers: _, ...metadata } = latest.metadata ?? {};
    client.update<Pod>('pods', { ...latest, metadata: finalizers.length > 0 ? { ...metadata, finalizers } : metadata });
  }
}

interface Counts {
  readonly succeeded: number;
  readonly failed: number;
}

type Outcome = 'running' | 'complete' | 'backoffLimitExceeded' | 'deadlineExceeded';

const failures = {
  backoffLimitExceeded: { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' },
  deadlineExceeded: { reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' },
} as const;

function isTracked({ metadata }: Pod): boolean {
  return metadata?.finalizers?.includes(trackingFinalizer) ?? false;
}

function isFinished({ status }: Job): boolean {
  return status?.conditions?.some(({ type, status: is }) => isTerminal(type) && is === 'True') ?? false;
}

function isTerminal(type: string): boolean {
  return type === 'Complete' || type === 'Failed';
}

/** @models pkg/controller/job/job_controller.go Controller.syncJob */
function outcomeOf(
  { spec, status }: Job,
  { succeeded, failed }: Counts,
  active: readonly Pod[],
  nowMs: number,
): Outcome {
  // Restarts inside pods that start their containers anew count against the limit as well.
  const restarts = spec?.template?.spec?.restartPolicy === 'OnFailure' ? active.reduce(sumRestarts, 0) : 0;
  const limit = spec?.backoffLimit ?? 6;
  if (failed > limit || (restarts > 0 && failed + restarts > limit)) return 'backoffLimitExceeded';
  const deadlineMs = (spec?.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  if (status?.startTime && nowMs - virtualTime(status.startTime) >= deadlineMs) return 'deadlineExceeded';
  if (spec?.completions === undefined) return succeeded > 0 && active.length === 0 ? 'complete' : 'running';
  return succeeded >= spec.completions ? 'complete' : 'running';
}

function sumRestarts(sum: number, { status }: Pod): number {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return all.reduce((total, { restartCount }) => total + restartCount, sum);
}

/** As 1.31 and later write them: first that the job is decided, then that it is over.
 *  @models pkg/controller/job/job_controller.go Controller.enactJobFinished */
function newConditions(_job: Job, outcome: Outcome, before: JobStatus, nowMs: number): JobCondition[] {
  if (outcome === 'running' || before.conditions?.some(({ type }) => isTerminal(type))) return [];
  const now = apiTime(nowMs);
  const condition = (type: string, reason: string, message: string): JobCondition => ({
    type,
    status: 'True',
    lastProbeTime: now,
    lastTransitionTime: now,
    reason,
    message,
  });
  if (outcome === 'complete') {
    const message = 'Reached expected number of succeeded pods';
    return [
      condition('SuccessCriteriaMet', 'CompletionsReached', message),
      condition('Complete', 'CompletionsReached', message),
    ];
  }
  const { reason, message } = failures[outcome];
  return [condition('FailureTarget', reason, message), condition('Failed', reason, message)];
}

/** How long to wait before the next pod, after pods that failed: ten seconds, doubled with each.
 *  @models pkg/controller/job/backoff_utils.go getRemainingTimeForFailuresCount */
function backoffMs(owned: readonly Pod[], nowMs: number): number {
  const ends = owned.filter(({ status }) => status?.phase === 'Failed').map(finishedAtMs);
  const succeededLast = Math.max(0, ...owned.filter(({ status }) => status?.phase === 'Succeeded').map(finishedAtMs));
  const since = ends.filter((atMs) => atMs > succeededLast);
  if (since.length === 0) return 0;
  const wait = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (since.length - 1));
  return Math.max(...since) + wait - nowMs;
}

function finishedAtMs({ status }: Pod): number {
  const times = (status?.containerStatuses ?? []).map(({ state }) => virtualTime(state?.terminated?.finishedAt ?? ''));
  return Math.max(0, ...times.filter((atMs) => !Number.isNaN(atMs)));
}
