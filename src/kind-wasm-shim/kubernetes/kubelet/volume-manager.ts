import { sleep, type Task } from '../../kernel/effect.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RandomStream } from '../../kernel/random.ts';
import type { Faults } from '../cri/faults.ts';
import { SyncError } from './pod-worker-loop.ts';

/** @models pkg/kubelet/volumemanager/volume_manager.go podAttachAndMountRetryInterval */
const waitPeriodMs = 300;
/** @models pkg/kubelet/volumemanager/volume_manager.go podAttachAndMountTimeout */
const waitTimeoutMs = 123_000;

/** Which pods have volumes mounted. They are unmounted within two turns of the populator and the reconciler after the
 *  pod's containers have stopped.
 *  @models pkg/kubelet/volumemanager/volume_manager.go volumeManager
 *  @simplifies a pod's volumes come and go together; nothing is attached */
export class VolumeManager {
  private readonly kernel: Kernel;
  private readonly random: RandomStream;
  private readonly faults: Faults;
  private readonly mounted = new Set<string>();
  private readonly unmounting = new Set<string>();

  constructor(kernel: Kernel, random: RandomStream, faults: Faults, mounted: Iterable<string>) {
    this.kernel = kernel;
    this.random = random;
    this.faults = faults;
    for (const uid of mounted) this.mounted.add(uid);
  }

  get podsWithVolumes(): ReadonlySet<string> {
    return this.mounted;
  }

  podVolumesExist(uid: string): boolean {
    return this.mounted.has(uid);
  }

  mount(uid: string): void {
    this.mounted.add(uid);
  }

  /** The pod's runtime may be removed: its volumes are taken away in the background.
   *  @models pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go desiredStateOfWorldPopulator.findAndRemoveDeletedPods */
  unmountSoon(uid: string, spawn: (name: string, task: Task) => void): void {
    if (!this.mounted.has(uid) || this.unmounting.has(uid)) return;
    this.unmounting.add(uid);
    spawn(`unmount ${uid}`, this.unmount(uid));
  }

  private *unmount(uid: string): Task {
    try {
      for (;;) {
        yield* sleep(this.random.integer(20, 190));
        const misfortune = this.faults.meet('unmountVolume', uid);
        if (misfortune?.slowMs) yield* sleep(misfortune.slowMs);
        if (misfortune?.error === undefined) break;
        // The reconciler tries again with a growing delay.
        yield* sleep(500);
      }
      this.mounted.delete(uid);
    } finally {
      this.unmounting.delete(uid);
    }
  }

  /** @models pkg/kubelet/volumemanager/volume_manager.go volumeManager.WaitForUnmount */
  *waitForUnmount(uid: string): Task {
    const deadlineMs = this.kernel.nowMs + waitTimeoutMs;
    while (this.mounted.has(uid)) {
      if (this.kernel.nowMs >= deadlineMs) throw new SyncError('timed out waiting for the condition');
      yield* sleep(waitPeriodMs);
    }
  }
}
