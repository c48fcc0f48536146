import type { Pod } from 'kubernetes-types/core/v1';
import { exitCodes, hasOwnerOfKind, waitingAndTerminatedReasons } from '../../framework/container-statuses.ts';
import type { FailedPodJudgement } from '../../framework/judgement.ts';
import { asUnsigned, podAgeSeconds } from '../../framework/pod-age.ts';
import type { FailedPodsArgs } from './args.ts';

/** What keeps a failed pod, if anything, and the numbers and reasons that were compared.
 *  @models pkg/framework/plugins/removefailedpods/failedpods.go validateCanEvict */
export function judgeFailedPod(pod: Pod, args: FailedPodsArgs, nowMs: number): FailedPodJudgement {
  const ageSeconds = podAgeSeconds(pod, nowMs);
  const minPodLifetimeSeconds = args.minPodLifetimeSeconds ?? 0;
  const initStatuses = args.includingInitContainers ? (pod.status?.initContainerStatuses ?? []) : [];
  const statuses = [...(pod.status?.containerStatuses ?? []), ...initStatuses];
  const reasons = [...waitingAndTerminatedReasons(statuses), ...(pod.status?.reason ? [pod.status.reason] : [])];
  const codes = exitCodes(statuses);
  return {
    plugin: 'RemoveFailedPods',
    ageSeconds,
    minPodLifetimeSeconds,
    reasons,
    exitCodes: codes,
    keptBy: keptBy(),
  };

  function keptBy(): FailedPodJudgement['keptBy'] {
    if (asUnsigned(ageSeconds) < minPodLifetimeSeconds) return 'age';
    if (hasOwnerOfKind(pod, args.excludeOwnerKinds ?? [])) return 'owner';
    if (asksAndMisses(args.reasons, reasons)) return 'reason';
    return asksAndMisses(args.exitCodes, codes) ? 'exitCode' : undefined;
  }
}

/** Whether a list of the policy asks for something, and nothing of it was found. */
function asksAndMisses<Item>(asked: readonly Item[] | undefined, found: readonly Item[]): boolean {
  return asked !== undefined && asked.length > 0 && !found.some((item) => asked.includes(item));
}
