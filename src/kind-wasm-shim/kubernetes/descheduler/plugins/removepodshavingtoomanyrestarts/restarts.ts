import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import { waitingReasons } from '../../framework/container-statuses.ts';
import type { RestartsJudgement } from '../../framework/judgement.ts';
import type { TooManyRestartsArgs } from './args.ts';

/** How often a pod's containers restarted, init containers only when asked for, and what that means for the pod.
 *  @models pkg/framework/plugins/removepodshavingtoomanyrestarts/toomanyrestarts.go validateCanEvict */
export function judgeRestarts(pod: Pod, args: TooManyRestartsArgs): RestartsJudgement {
  const { podRestartThreshold, includingInitContainers, states: asked } = args;
  const restarts = podRestarts(pod, includingInitContainers);
  const initStatuses = includingInitContainers ? pod.status?.initContainerStatuses : undefined;
  const states = [
    pod.status?.phase ?? '',
    ...waitingReasons(pod.status?.containerStatuses),
    ...waitingReasons(initStatuses),
  ];
  const isInState = asked === undefined || asked.length === 0 || states.some((state) => asked.includes(state));
  const keptBy = restarts < podRestartThreshold ? 'restarts' : isInState ? undefined : 'state';
  return { plugin: 'RemovePodsHavingTooManyRestarts', restarts, podRestartThreshold, states, keptBy };
}

/** @models pkg/framework/plugins/removepodshavingtoomanyrestarts/toomanyrestarts.go calcContainerRestartsFromStatuses */
export function podRestarts(pod: Pod, includingInitContainers: boolean): number {
  const sum = (statuses: readonly ContainerStatus[] | undefined) =>
    (statuses ?? []).reduce((restarts, { restartCount }) => restarts + (restartCount ?? 0), 0);
  const initRestarts = includingInitContainers ? sum(pod.status?.initContainerStatuses) : 0;
  return sum(pod.status?.containerStatuses) + initRestarts;
}
