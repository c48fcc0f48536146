import type { ContainerStatus, Pod } from 'kubernetes-types/core/v1';

// What the statuses of a pod's containers say, as plugins compare it with their arguments.

/** The reasons why containers wait.
 *  @models pkg/framework/plugins/podlifetime/pod_lifetime.go New */
export function waitingReasons(statuses: readonly ContainerStatus[] | undefined): string[] {
  return (statuses ?? []).flatMap(({ state }) => (state?.waiting?.reason ? [state.waiting.reason] : []));
}

/** The reasons why containers wait or have ended, container by container.
 *  @models pkg/framework/plugins/removefailedpods/failedpods.go getFailedContainerStatusReasons */
export function waitingAndTerminatedReasons(statuses: readonly ContainerStatus[] | undefined): string[] {
  return (statuses ?? []).flatMap(({ state }) =>
    [state?.waiting?.reason, state?.terminated?.reason].filter((reason) => reason !== undefined && reason !== ''),
  ) as string[];
}

/** The exit codes of containers that have ended.
 *  @models pkg/framework/plugins/removefailedpods/failedpods.go getFailedContainerStatusExitCodes */
export function exitCodes(statuses: readonly ContainerStatus[] | undefined): number[] {
  return (statuses ?? []).flatMap(({ state }) => (state?.terminated ? [state.terminated.exitCode] : []));
}

/** Whether an owner of the pod is of one of these kinds.
 *  @models pkg/descheduler/pod/pods.go OwnerRef */
export function hasOwnerOfKind(pod: Pod, kinds: readonly string[]): boolean {
  return (pod.metadata?.ownerReferences ?? []).some(({ kind }) => kinds.includes(kind));
}
