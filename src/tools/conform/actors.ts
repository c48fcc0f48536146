import type { Line } from './lines.ts';

const workerMessages =
  /^(sync(Terminating|Terminated)?Pod|Sync(Terminating|TerminatingRuntime|Terminated)?Pod) (enter|exit)$|^(Pod termination|Post-termination|Killing container|Container exited|Container termination|Kill container|Failed to stop sandbox|Pod terminated all|Pod is complete|Pod is terminated and will|Error syncing|Trying to delete|Deleted mirror pod (because|as)|Creating a mirror|failed to "Kill|StopContainer from|StopPodSandbox from|Pod never started|Pod cannot start)/;
const housekeepingMessages =
  /^(Pod has been terminated and|Pod worker has been requested|Pod is orphaned and still|Clean up|Cleaned up orphaned|Orphaned pod found|Deleted (mirror )?pod$)/;
const statusMessages =
  /^(Patch status|Pod fully terminated|Pod is terminated, but|Pod is terminated and all|Delaying pod deletion|The pod termination is finished|Pod does not exist on the server|Failed to (get|update) status|Pod was deleted and then)/;

/** Who says a line: whose lines keep their order among themselves. PLEG, the status manager and housekeeping go through their
 *  pods in the order of a Go map, which is none, so that each of their pods counts by itself. */
export function actorOf(line: Line): string {
  const { source, file, message, ids, text } = line;
  if (source === 'apiWatch') return `apiWatch ${/ (\S+) /.exec(text)?.[1] ?? ''}`;
  if (source === 'containerd') return `containerd ${ids[0] ?? ''}`;
  const pod = /pod="([^"]*)"/.exec(text)?.[1] ?? ids[0] ?? '';
  if (file === 'generic.go') return `PLEG ${ids[0] ?? ''}`;
  if (statusMessages.test(message)) return `status manager ${pod}`;
  if (file === 'mirror_client.go') return 'mirror client';
  if (housekeepingMessages.test(message)) return `housekeeping ${ids[0] ?? pod}`;
  if (
    /^(Removing (container|sandbox|pod logs)|RemoveContainer$|DeleteContainer returned|ContainerStatus from)/.test(
      message,
    )
  ) {
    return `removal ${ids[0] ?? ''}`;
  }
  if (workerMessages.test(message)) return `worker ${pod} ${ids[0] ?? ''}`;
  if (message === 'Event occurred') return 'events';
  return 'syncLoop';
}

/** Lines that a period repeats for as long as a state lasts. */
export function isPeriodicLine({ message }: Line): boolean {
  return /^(Pod worker has been requested for removal|Pod is orphaned and still terminating|Pod is terminated, but|Delaying pod deletion)/.test(
    message,
  );
}

/** How much earlier or later than the recording a line may come, because a period leads to it. */
export function longestWaitSeconds({ file, message, text }: Line): number {
  if (file === 'generic.go') return 1.5;
  if (/^SyncLoop \(SYNC\)/.test(message)) return 30;
  if (/^SyncLoop REMOVE/.test(message) && text.includes('source="http"')) return 20;
  if (/^Removing (container|sandbox)/.test(message)) return 60;
  if (statusMessages.test(message)) return 10;
  if (housekeepingMessages.test(message)) return 2.1;
  if (/^(syncPod|SyncPod|syncTerminatedPod|SyncTerminatedPod) enter/.test(message)) return 1.5;
  return 0.5;
}
