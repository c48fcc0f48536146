import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';

/** What kubectl's columns READY, STATUS and RESTARTS are made of. */
export interface PodSummary {
  readonly reason: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  /** When a container was last restarted, by the end of its run before. */
  readonly lastRestart: string | undefined;
}

/** The one word that sums a pod up: its phase, unless a container, its initialization or its deletion says more.
 *  @models pkg/printers/internalversion/printers.go printPod */
export function podSummary(pod: Pod): PodSummary {
  const { status, spec } = pod;
  const containers = status?.containerStatuses ?? [];
  const sidecars = new Set(
    (spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always').map(({ name }) => name),
  );
  const init = initSummary(pod, sidecars);
  let reason = init.reason ?? status?.reason ?? status?.phase ?? '';
  if (init.reason === undefined && isGated(pod)) reason = 'SchedulingGated';
  let ready = init.readySidecars;
  let counted = init.statuses;
  if (init.reason === undefined || hasTrueCondition(pod, 'Initialized')) {
    counted = [...init.statuses.filter(({ name }) => sidecars.has(name)), ...containers];
    let isRunning = false;
    for (const container of [...containers].reverse()) {
      const word = containerReason(container);
      if (word !== undefined) reason = word;
      else if (container.ready && container.state?.running) {
        isRunning = true;
        ready += 1;
      }
    }
    // One that still runs outweighs those that have completed.
    if (reason === 'Completed' && isRunning) reason = hasTrueCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  }
  if (pod.metadata?.deletionTimestamp) {
    const isTerminal = status?.phase === 'Succeeded' || status?.phase === 'Failed';
    if (status?.reason === 'NodeLost') reason = 'Unknown';
    else if (!isTerminal) reason = 'Terminating';
  }
  const restarts = counted.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
  const total = (spec?.containers?.length ?? 0) + sidecars.size;
  return { reason, ready, total, restarts, lastRestart: lastRestart(counted) };
}

interface InitSummary {
  /** `Init:1/2` and the like while the pod initializes, undefined when it does not. */
  readonly reason: string | undefined;
  readonly readySidecars: number;
  /** The init containers up to the one that is at work. */
  readonly statuses: readonly ContainerStatus[];
}

function initSummary({ spec, status }: Pod, sidecars: ReadonlySet<string>): InitSummary {
  let readySidecars = 0;
  const statuses: ContainerStatus[] = [];
  for (const [index, container] of (status?.initContainerStatuses ?? []).entries()) {
    statuses.push(container);
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started) {
      if (container.ready) readySidecars += 1;
      continue;
    }
    let reason = `Init:${index}/${spec?.initContainers?.length ?? 0}`;
    if (terminated) reason = `Init:${endOf(terminated)}`;
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') reason = `Init:${waiting.reason}`;
    return { reason, readySidecars, statuses };
  }
  return { reason: undefined, readySidecars, statuses };
}

function containerReason({ state }: ContainerStatus): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason;
  return state?.terminated ? endOf(state.terminated) : undefined;
}

function endOf({ reason, signal, exitCode }: { reason?: string; signal?: number; exitCode: number }): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function lastRestart(statuses: readonly ContainerStatus[]): string | undefined {
  let last: string | undefined;
  for (const { lastState } of statuses) {
    const finishedAt = lastState?.terminated?.finishedAt;
    if (finishedAt && (last === undefined || finishedAt > last)) last = finishedAt;
  }
  return last;
}

function isGated({ status }: Pod): boolean {
  return (
    status?.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated') === true
  );
}

function hasTrueCondition({ status }: Pod, wanted: string): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === wanted && value === 'True') === true;
}
