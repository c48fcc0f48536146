import type { ContainerStatus, SandboxStatus } from '../../cri/cri-service.ts';

/** All that the runtime has of one pod, newest first, as it was at one moment.
 *  @models pkg/kubelet/container/runtime.go PodStatus */
export interface RuntimePodStatus {
  readonly uid: string;
  readonly sandboxes: readonly SandboxStatus[];
  readonly containers: readonly ContainerStatus[];
}

/** @ours a pod of which the runtime has nothing */
export function emptyPodStatus(uid: string): RuntimePodStatus {
  return { uid, sandboxes: [], containers: [] };
}

/** The running containers and the sandboxes of a pod: what there is to kill.
 *  @models pkg/kubelet/container/runtime.go Pod */
export interface RunningPod {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly containers: readonly { readonly id: string; readonly name: string }[];
  readonly sandboxes: readonly { readonly id: string; readonly ready: boolean }[];
}

/** @models pkg/kubelet/container/helpers.go ConvertPodStatusToRunningPod */
export function runningPodOf(status: RuntimePodStatus, name: string, namespace: string): RunningPod {
  const containers = status.containers.filter(({ state }) => state === 'running').map(({ id, name }) => ({ id, name }));
  const sandboxes = status.sandboxes.map(({ id, ready }) => ({ id, ready }));
  return { uid: status.uid, name, namespace, containers, sandboxes };
}
