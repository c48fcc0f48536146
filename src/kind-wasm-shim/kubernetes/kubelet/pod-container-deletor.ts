import type { Channel } from '../../kernel/channel.ts';
import type { Task } from '../../kernel/effect.ts';
import type { RuntimePodStatus } from './container/pod-status.ts';
import type { Journal } from './journal.ts';
import { containerIDValue } from './klog.ts';

const file = 'pod_container_deletor.go';

/** @models pkg/kubelet/pod_container_deletor.go containerDeletorBufferLimit */
export const deletorBufferLimit = 50;
/** @models pkg/kubelet/kubelet.go minDeadContainerInPod */
const containersToKeep = 1;

/** Which ended containers of a pod may go: all, or all but the newest of the name of the one that has ended.
 *  @models pkg/kubelet/pod_container_deletor.go getContainersToDeleteInPod */
export function getContainersToDeleteInPod(
  journal: Journal,
  filterContainerID: string,
  status: RuntimePodStatus,
  removeAll: boolean,
): string[] {
  const match = status.containers.find(({ id }) => id === filterContainerID);
  if (filterContainerID !== '' && !match && !removeAll) {
    journal.info(file, "Container not found in pod's containers", { containerID: filterContainerID });
    return [];
  }
  return status.containers
    .filter(({ state, name }) => state === 'exited' && (removeAll || !match || match.name === name))
    .sort((left, right) => right.createdAtMs - left.createdAtMs)
    .slice(removeAll ? 0 : containersToKeep)
    .map(({ id }) => id);
}

/** Removes ended containers, one after the other. It is told of each dead container and sandbox apart, so that it can be
 *  asked twice for the same one; the second time it is gone, which does no harm.
 *  @models pkg/kubelet/pod_container_deletor.go podContainerDeletor */
export class PodContainerDeletor {
  private readonly journal: Journal;
  private readonly requests: Channel<string>;
  private readonly removeContainer: (id: string) => Task;

  constructor(journal: Journal, requests: Channel<string>, removeContainer: (id: string) => Task) {
    this.journal = journal;
    this.requests = requests;
    this.removeContainer = removeContainer;
  }

  *run(): Task {
    for (;;) {
      const id = yield* this.requests.take();
      if (id === undefined) return;
      try {
        yield* this.removeContainer(id);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'CriError') throw error;
        this.journal.info(file, 'DeleteContainer returned error', {
          containerID: containerIDValue(id),
          err: error.message,
        });
      }
    }
  }

  /** @models pkg/kubelet/pod_container_deletor.go podContainerDeletor.deleteContainersInPod */
  deleteContainersInPod(filterContainerID: string, status: RuntimePodStatus, removeAll: boolean): void {
    for (const id of getContainersToDeleteInPod(this.journal, filterContainerID, status, removeAll)) {
      if (!this.requests.offer(id)) this.journal.info(file, 'Failed to issue the request to remove container');
    }
  }
}
