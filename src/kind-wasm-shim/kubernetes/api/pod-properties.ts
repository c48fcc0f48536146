import type { Pod } from 'kubernetes-types/core/v1';

/** From this priority on a pod is critical to the system.
 *  @models pkg/apis/scheduling/types.go SystemCriticalPriority */
export const systemCriticalPriority = 2_000_000_000;

/** The annotation that says where the kubelet got a pod from: `api`, `file` or `http`. */
export const configSourceAnnotation = 'kubernetes.io/config.source';
/** The annotation of a mirror pod, the API's picture of a static pod. */
export const configMirrorAnnotation = 'kubernetes.io/config.mirror';
/** The annotation that carries the hash of a static pod. */
export const configHashAnnotation = 'kubernetes.io/config.hash';

/** @models pkg/kubelet/types/pod_update.go IsStaticPod */
export function isStaticPod(pod: Pod): boolean {
  const source = pod.metadata?.annotations?.[configSourceAnnotation];
  return source !== undefined && source !== 'api';
}

/** @models pkg/kubelet/types/pod_update.go IsMirrorPod */
export function isMirrorPod(pod: Pod): boolean {
  return pod.metadata?.annotations?.[configMirrorAnnotation] !== undefined;
}

/** Whether a DaemonSet owns the pod. */
export function isDaemonSetPod(pod: Pod): boolean {
  return pod.metadata?.ownerReferences?.some((owner) => owner.kind === 'DaemonSet') ?? false;
}

/** Whether the pod keeps data on its node, in a hostPath or emptyDir volume. */
export function hasLocalStorage(pod: Pod): boolean {
  return pod.spec?.volumes?.some((volume) => Boolean(volume.hostPath ?? volume.emptyDir)) ?? false;
}

/** Whether the pod uses a PersistentVolumeClaim. */
export function hasPersistentVolumeClaim(pod: Pod): boolean {
  return pod.spec?.volumes?.some((volume) => Boolean(volume.persistentVolumeClaim)) ?? false;
}

/** Whether the pod's priority makes it critical to the system.
 *  @models pkg/kubelet/types/pod_update.go IsCriticalPodBasedOnPriority */
export function isCriticalPriorityPod(pod: Pod): boolean {
  const priority = pod.spec?.priority;
  return typeof priority === 'number' && priority >= systemCriticalPriority;
}

/** Whether the API has been asked to delete the pod. */
export function isTerminating(pod: Pod): boolean {
  return Boolean(pod.metadata?.deletionTimestamp);
}

/** Whether all of the pod's containers have ended for good, and its requests no longer count.
 *  @models staging/src/k8s.io/kubectl/pkg/util/podutils/podutils.go IsPodTerminal */
export function isTerminalPhase(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}
