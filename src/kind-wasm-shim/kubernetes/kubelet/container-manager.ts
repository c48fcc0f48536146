import { sleep, type Task } from '../../kernel/effect.ts';
import type { RandomStream } from '../../kernel/random.ts';
import type { CriService } from '../cri/cri-service.ts';
import { SyncError } from './pod-worker-loop.ts';

/** The control groups of pods. Taking one away kills what still runs in it, whatever grace it was promised.
 *  @models pkg/kubelet/cm/pod_container_manager_linux.go podContainerManagerImpl
 *  @simplifies a pod has one group; limits and classes of service are not kept */
export class PodContainerManager {
  private readonly service: CriService;
  private readonly random: RandomStream;
  private readonly groups: Set<string>;

  constructor(service: CriService, random: RandomStream, groups: Set<string>) {
    this.service = service;
    this.random = random;
    this.groups = groups;
  }

  ensureExists(uid: string): void {
    this.groups.add(uid);
  }

  exists(uid: string): boolean {
    return this.groups.has(uid);
  }

  /** @models pkg/kubelet/cm/pod_container_manager_linux.go podContainerManagerImpl.GetAllPodsFromCgroups */
  getAllPodsFromCgroups(): readonly string[] {
    return [...this.groups];
  }

  /** @models pkg/kubelet/cm/pod_container_manager_linux.go podContainerManagerImpl.Destroy */
  *destroy(uid: string): Task {
    const misfortune = this.service.faults.meet('destroyCgroup', uid);
    if (misfortune?.slowMs) yield* sleep(misfortune.slowMs);
    if (misfortune?.error !== undefined) throw new SyncError(misfortune.error);
    this.service.killProcessesOf(uid);
    const ms = this.random.integer(0, 3);
    if (ms > 0) yield* sleep(ms);
    this.groups.delete(uid);
  }
}
