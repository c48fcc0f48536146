import type { Pod } from 'kubernetes-types/core/v1';
import type { RuntimePodStatus } from './container/pod-status.ts';
import { type ContainerRecord, newContainerRecords } from './pod-runtime.ts';

/** What the kubelet remembers of a pod's containers that the runtime does not know: why one waits, how long it backs off,
 *  from when on it is ready.
 *  @models pkg/kubelet/reason_cache.go ReasonCache */
export class PodMemory {
  readonly startedAtMs: number;
  readonly waiting = new Map<string, ContainerRecord['waiting']>();
  readonly backoff = new Map<string, NonNullable<ContainerRecord['backoff']>>();
  /** By container id. */
  readonly readyAtMs = new Map<string, number>();

  constructor(startedAtMs: number) {
    this.startedAtMs = startedAtMs;
  }
}

/** The containers of a pod's spec with what the runtime has for each.
 *  @models pkg/kubelet/kubelet_pods.go Kubelet.convertStatusToAPIStatus */
export function containerRecords(pod: Pod, status: RuntimePodStatus, memory: PodMemory): ContainerRecord[] {
  const records = newContainerRecords(pod);
  for (const record of records) {
    const { name } = record.spec;
    const [current, previous] = status.containers.filter((container) => container.name === name);
    record.current = current;
    record.previous = previous;
    record.restartCount = current?.attempt ?? 0;
    record.backoff = memory.backoff.get(name);
    record.readyAtMs = current ? (memory.readyAtMs.get(current.id) ?? 0) : 0;
    // A container that has ended waits for its next start once that has been put off; one that was never made always does.
    const waiting = memory.waiting.get(name);
    record.waiting = current && current.state !== 'created' ? waiting : (waiting ?? record.waiting);
  }
  return records;
}
