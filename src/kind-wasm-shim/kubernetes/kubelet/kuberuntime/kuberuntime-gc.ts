import type { Task } from '../../../kernel/effect.ts';
import { CriError } from '../../cri/cri-error.ts';
import type { ContainerStatus } from '../../cri/cri-service.ts';
import type { Journal } from '../journal.ts';
import { uidValue } from '../klog.ts';
import type { KubeRuntime } from './kuberuntime-manager.ts';

const file = 'kuberuntime_gc.go';

/** @models cmd/kubelet/app/options/options.go NewKubeletFlags */
const maxPerPodContainer = 1;

export interface ContainerGCHost {
  readonly journal: Journal;
  readonly kubeRuntime: KubeRuntime;
  /** The pods that have a directory under /var/log/pods. */
  readonly logDirectories: Set<string>;
  allSourcesReady(): boolean;
  shouldPodContentBeRemoved(uid: string): boolean;
}

/** One pass: ended containers, then sandboxes that no container is in any more, then log directories. The newest of each
 *  stays while its pod is not known to be gone for good; a worker that is stuck keeps its pod's sandbox here.
 *  @models pkg/kubelet/kuberuntime/kuberuntime_gc.go containerGC.GarbageCollect
 *  @simplifies minimum age 0 and no cap over all pods, as by default; images are not collected */
export function* garbageCollect(host: ContainerGCHost): Task {
  yield* evictContainers(host);
  yield* evictSandboxes(host);
  evictPodLogsDirectories(host);
  host.journal.info('kubelet.go', 'Container garbage collection succeeded');
}

/** Whether a pass would remove anything.
 *  @ours so that an idle node's passes cost nothing */
export function hasGarbage(host: ContainerGCHost): boolean {
  const { runtime } = host.kubeRuntime;
  const perPod = new Map<string, number>();
  for (const { state, uid, name } of runtime.listContainers()) {
    if (state === 'running') continue;
    const key = `${uid}/${name}`;
    perPod.set(key, (perPod.get(key) ?? 0) + 1);
    if ((perPod.get(key) ?? 0) > maxPerPodContainer || host.shouldPodContentBeRemoved(uid)) return true;
  }
  if (runtime.listPodSandboxes().some(({ ready }) => !ready)) return true;
  return host.allSourcesReady() && [...host.logDirectories].some((uid) => host.shouldPodContentBeRemoved(uid));
}

/** @models pkg/kubelet/kuberuntime/kuberuntime_gc.go containerGC.evictContainers */
function* evictContainers(host: ContainerGCHost): Task {
  const { journal, kubeRuntime } = host;
  const units = new Map<string, ContainerStatus[]>();
  for (const container of kubeRuntime.runtime.listContainers()) {
    if (container.state === 'running') continue;
    const key = `${container.uid}/${container.name}`;
    units.set(key, [...(units.get(key) ?? []), container]);
  }
  for (const unit of units.values()) {
    unit.sort((left, right) => right.createdAtMs - left.createdAtMs);
    const isGone = host.allSourcesReady() && host.shouldPodContentBeRemoved(unit[0]?.uid ?? '');
    for (const { id } of unit.slice(isGone ? 0 : maxPerPodContainer)) {
      try {
        yield* kubeRuntime.deleteContainer(id);
      } catch (error) {
        if (!(error instanceof CriError)) throw error;
        journal.error(file, 'Failed to remove container', { err: error.message, containerID: id });
      }
    }
  }
}

/** @models pkg/kubelet/kuberuntime/kuberuntime_gc.go containerGC.evictSandboxes */
function* evictSandboxes(host: ContainerGCHost): Task {
  const { kubeRuntime } = host;
  const { runtime } = kubeRuntime;
  const used = new Set(runtime.listContainers().map(({ sandbox }) => sandbox));
  const perPod = new Map<string, { id: string; isActive: boolean; createdAtMs: number }[]>();
  for (const { id, config, ready, createdAtMs } of runtime.listPodSandboxes()) {
    const sandboxes = perPod.get(config.uid) ?? [];
    perPod.set(config.uid, [...sandboxes, { id, isActive: ready || used.has(id), createdAtMs }]);
  }
  for (const [uid, sandboxes] of perPod) {
    sandboxes.sort((left, right) => right.createdAtMs - left.createdAtMs);
    for (const { id, isActive } of sandboxes.slice(host.shouldPodContentBeRemoved(uid) ? 0 : 1)) {
      if (!isActive) yield* removeSandbox(host, id);
    }
  }
}

/** @models pkg/kubelet/kuberuntime/kuberuntime_gc.go containerGC.removeSandbox */
function* removeSandbox({ journal, kubeRuntime: { runtime } }: ContainerGCHost, id: string): Task {
  journal.info(file, 'Removing sandbox', { sandboxID: id });
  try {
    yield* runtime.stopPodSandbox(id);
  } catch (error) {
    if (!(error instanceof CriError)) throw error;
    journal.error(file, 'Failed to stop sandbox before removing', { err: error.message, sandboxID: id });
    return;
  }
  try {
    yield* runtime.removePodSandbox(id);
  } catch (error) {
    if (!(error instanceof CriError)) throw error;
    journal.error(file, 'Failed to remove sandbox', { err: error.message, sandboxID: id });
  }
}

/** @models pkg/kubelet/kuberuntime/kuberuntime_gc.go containerGC.evictPodLogsDirectories */
function evictPodLogsDirectories(host: ContainerGCHost): void {
  if (!host.allSourcesReady()) return;
  for (const uid of [...host.logDirectories]) {
    if (!host.shouldPodContentBeRemoved(uid)) continue;
    host.journal.info(file, 'Removing pod logs', { podUID: uidValue(uid) });
    host.logDirectories.delete(uid);
  }
}
