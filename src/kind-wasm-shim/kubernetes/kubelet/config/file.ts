import type { Pod } from 'kubernetes-types/core/v1';
import { Channel } from '../../../kernel/channel.ts';
import { sleep, type Task } from '../../../kernel/effect.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { NodeDisk } from '../node-disk.ts';
import { PeriodicWork } from '../periodic-work.ts';
import { staticPodOf } from '../static-pods.ts';
import type { PodConfig } from './config.ts';

/** @models pkg/kubelet/apis/config/v1beta1/defaults.go SetDefaults_KubeletConfiguration */
const fileCheckFrequencyMs = 20_000;

/** Watches the directory of static pods: told of each change by inotify, and listing all of it every 20 seconds.
 *  @models pkg/kubelet/config/file_linux.go sourceFile
 *  @simplifies inotify never fails; a file that is no pod cannot be written */
export function* fileSource(kernel: Kernel, node: string, disk: NodeDisk, config: PodConfig): Task {
  const changes = new Channel<void>(kernel, 1);
  // The pod of a file that has not changed is the same pod; its time of being seen does not move.
  const pods = new Map<Pod, Pod>();
  const list = new PeriodicWork(kernel, () => {
    list.schedule(fileCheckFrequencyMs);
    if (differs(pods, disk)) changes.offer();
  });
  disk.onManifestChange = () => changes.offer();
  list.schedule(fileCheckFrequencyMs);
  try {
    for (;;) {
      const before = new Map(pods);
      pods.clear();
      for (const [file, manifest] of disk.manifests) {
        if (!file.startsWith('.'))
          pods.set(manifest, before.get(manifest) ?? staticPodOf(manifest, node, file, kernel.nowMs));
      }
      config.set('file', [...pods.values()]);
      yield* changes.take();
      yield* sleep(kernel.random(`kubelet/inotify/${node}`).integer(1, 3));
    }
  } finally {
    list.stop();
    disk.onManifestChange = () => {};
  }
}

function differs(pods: ReadonlyMap<Pod, Pod>, disk: NodeDisk): boolean {
  return pods.size !== disk.manifests.size || [...disk.manifests.values()].some((manifest) => !pods.has(manifest));
}
