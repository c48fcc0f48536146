import type { ContainerStatus, Pod, PodCondition } from 'kubernetes-types/core/v1';
import {
  exitCodes,
  hasOwnerOfKind,
  waitingAndTerminatedReasons,
  waitingReasons,
} from '../../framework/container-statuses.ts';
import { lifeTimeHasMoreCriteria, lifeTimeKnowsTheFuture } from '../../framework/differences.ts';
import type { LifeTimeJudgement } from '../../framework/judgement.ts';
import { asUnsigned, podAgeSeconds } from '../../framework/pod-age.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import type { PodConditionFilter, PodLifeTimeArgs } from './args.ts';

/** Which criterion of the policy a pod does not meet, if any, and what was compared. A pod must be older than the age, not
 *  just as old.
 *  @models pkg/framework/plugins/podlifetime/pod_lifetime.go New */
export function judgeLifeTime(
  pod: Pod,
  args: PodLifeTimeArgs,
  nowMs: number,
  version: DeschedulerVersion,
): LifeTimeJudgement {
  const { maxPodLifeTimeSeconds, ownerKinds } = args;
  const ageSeconds = podAgeSeconds(pod, nowMs);
  const states = lifeTimeHasMoreCriteria(version) ? laterStatesOf(pod, args) : earlyStatesOf(pod);
  return { plugin: 'PodLifeTime', ageSeconds, maxPodLifeTimeSeconds, states, keptBy: keptBy() };

  function keptBy(): LifeTimeJudgement['keptBy'] {
    const age = lifeTimeKnowsTheFuture(version) ? ageSeconds : asUnsigned(ageSeconds);
    if (maxPodLifeTimeSeconds !== undefined && age <= maxPodLifeTimeSeconds) return 'age';
    if (misses(args.states, (state) => states.includes(state))) return 'state';
    if (misses(ownerKinds?.include, (kind) => hasOwnerOfKind(pod, [kind]))) return 'owner';
    if (hasOwnerOfKind(pod, ownerKinds?.exclude ?? [])) return 'owner';
    if (misses(args.conditions, (filter) => hasCondition(pod, filter, nowMs))) return 'condition';
    const codes = exitCodesOf(pod, args);
    return misses(args.exitCodes, (code) => codes.includes(code)) ? 'exitCode' : undefined;
  }
}

/** Whether a list of the policy asks for something, and nothing of it is there. */
function misses<Item>(asked: readonly Item[] | undefined, isThere: (item: Item) => boolean): boolean {
  return asked !== undefined && asked.length > 0 && !asked.some(isThere);
}

function earlyStatesOf({ status }: Pod): string[] {
  return [status?.phase ?? '', ...waitingReasons(status?.containerStatuses)];
}

function laterStatesOf({ status }: Pod, args: PodLifeTimeArgs): string[] {
  const statuses: readonly ContainerStatus[] = [
    ...(status?.containerStatuses ?? []),
    ...((args.includingInitContainers && status?.initContainerStatuses) || []),
    ...((args.includingEphemeralContainers && status?.ephemeralContainerStatuses) || []),
  ];
  const reason = status?.reason ? [status.reason] : [];
  return [status?.phase ?? '', ...reason, ...waitingAndTerminatedReasons(statuses)];
}

function exitCodesOf({ status }: Pod, { includingInitContainers }: PodLifeTimeArgs): number[] {
  const ofInitContainers = includingInitContainers ? exitCodes(status?.initContainerStatuses) : [];
  return [...exitCodes(status?.containerStatuses), ...ofInitContainers];
}

/** @models pkg/framework/plugins/podlifetime/pod_lifetime.go matchesAnyPodConditionFilter */
function hasCondition({ status }: Pod, filter: PodConditionFilter, nowMs: number): boolean {
  const { minTimeSinceLastTransitionSeconds: least } = filter;
  return (status?.conditions ?? []).some((condition) => {
    if (!agrees(condition, filter)) return false;
    if (least === undefined) return true;
    // A condition that does not say when it changed has no time to compare: NaN, which is less than no number and no more.
    const seconds = Math.trunc((nowMs - Date.parse(condition.lastTransitionTime ?? '')) / 1000);
    return seconds >= least;
  });
}

function agrees(condition: PodCondition, { type, status, reason }: PodConditionFilter): boolean {
  const wants = (wanted: string, found: string | undefined) => wanted === '' || wanted === (found ?? '');
  return wants(type, condition.type) && wants(status, condition.status) && wants(reason, condition.reason);
}
