import type { Pod } from 'kubernetes-types/core/v1';
import { configHashAnnotation, configMirrorAnnotation, isMirrorPod, isStaticPod } from '../../api/pod-properties.ts';

/** `name_namespace`, by which static pods and their mirror pods find each other.
 *  @models pkg/kubelet/container/helpers.go GetPodFullName */
export function podFullName({ metadata: { name = '', namespace = '' } = {} }: Pod): string {
  return `${name}_${namespace}`;
}

/** @ours the uid of an object that has one */
export function podUID({ metadata }: Pod): string {
  return metadata?.uid ?? '';
}

/** Whether the mirror pod is the picture of this static pod as it is now.
 *  @models pkg/kubelet/pod/pod_manager.go IsMirrorPodOf */
export function isMirrorPodOf(mirror: Pod, pod: Pod): boolean {
  const hash = pod.metadata?.annotations?.[configHashAnnotation];
  return podFullName(mirror) === podFullName(pod) && mirror.metadata?.annotations?.[configMirrorAnnotation] === hash;
}

/** The pods that this node is asked to run, as the sources have them, and the mirror pods beside them.
 *  @models pkg/kubelet/pod/pod_manager.go basicManager */
export class PodManager {
  private readonly podByUID = new Map<string, Pod>();
  private readonly podByFullName = new Map<string, Pod>();
  private readonly mirrorPodByUID = new Map<string, Pod>();
  private readonly mirrorPodByFullName = new Map<string, Pod>();
  private readonly translationByUID = new Map<string, string>();

  /** Adds a pod, or takes its newer version. */
  updatePod(pod: Pod): void {
    const fullName = podFullName(pod);
    const uid = podUID(pod);
    if (isMirrorPod(pod)) {
      this.mirrorPodByUID.set(uid, pod);
      this.mirrorPodByFullName.set(fullName, pod);
      const known = this.podByFullName.get(fullName);
      if (known) this.translationByUID.set(uid, podUID(known));
      return;
    }
    this.podByUID.set(uid, pod);
    this.podByFullName.set(fullName, pod);
    const mirror = this.mirrorPodByFullName.get(fullName);
    if (mirror) this.translationByUID.set(podUID(mirror), uid);
  }

  /** @models pkg/kubelet/pod/pod_manager.go basicManager.RemovePod */
  removePod(pod: Pod): void {
    const fullName = podFullName(pod);
    const uid = podUID(pod);
    if (isMirrorPod(pod)) {
      this.mirrorPodByUID.delete(uid);
      if (podUID(this.mirrorPodByFullName.get(fullName) ?? {}) === uid) this.mirrorPodByFullName.delete(fullName);
      this.translationByUID.delete(uid);
      return;
    }
    this.podByUID.delete(uid);
    // A pod of the same name may have come before this one went.
    if (podUID(this.podByFullName.get(fullName) ?? {}) === uid) this.podByFullName.delete(fullName);
  }

  getPodByUID(uid: string): Pod | undefined {
    return this.podByUID.get(uid);
  }

  getPodByFullName(fullName: string): Pod | undefined {
    return this.podByFullName.get(fullName);
  }

  getPodByMirrorPod(mirror: Pod): Pod | undefined {
    return this.podByFullName.get(podFullName(mirror));
  }

  getMirrorPodByPod(pod: Pod): Pod | undefined {
    return this.mirrorPodByFullName.get(podFullName(pod));
  }

  /** The pods but not the mirror pods. */
  getPods(): readonly Pod[] {
    return [...this.podByUID.values()];
  }

  getMirrorPods(): readonly Pod[] {
    return [...this.mirrorPodByUID.values()];
  }

  /** The uid of the static pod for the uid of its mirror pod; any other uid is its own.
   *  @models pkg/kubelet/pod/pod_manager.go basicManager.TranslatePodUID */
  translatePodUID(uid: string): string {
    return this.translationByUID.get(uid) ?? uid;
  }

  /** From static pods to their mirror pods: `''` for one that has none.
   *  @models pkg/kubelet/pod/pod_manager.go basicManager.GetUIDTranslations */
  mirrorUIDs(): ReadonlyMap<string, string> {
    const mirrors = new Map<string, string>();
    for (const [uid, pod] of this.podByUID) if (isStaticPod(pod)) mirrors.set(uid, '');
    for (const [mirror, uid] of this.translationByUID) mirrors.set(uid, mirror);
    return mirrors;
  }

  /** The full names of the mirror pods that are the picture of nothing.
   *  @models pkg/kubelet/pod/pod_manager.go basicManager.GetOrphanedMirrorPodNames */
  orphanedMirrorPodNames(): readonly string[] {
    return [...this.mirrorPodByFullName.keys()].filter((fullName) => !this.podByFullName.has(fullName));
  }
}
