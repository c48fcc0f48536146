import type { Pod } from 'kubernetes-types/core/v1';
import { podRequests } from '../api/pod-resources.ts';
import { countable } from '../api/quantity.ts';
import type { PodRequest } from './framework.ts';

/** @models pkg/scheduler/util/pod_resources.go DefaultMilliCPURequest */
const defaultMilliCPURequest = 100;
/** @models pkg/scheduler/util/pod_resources.go DefaultMemoryRequest */
const defaultMemoryRequest = 200 * 1024 * 1024;

/** A pod's requests as the scheduler counts them.
 *  @models pkg/scheduler/framework/plugins/noderesources/fit.go computePodResourceRequest */
export function computePodRequest(pod: Pod): PodRequest {
  const exact = new Map<string, number>();
  for (const [resource, quantity] of podRequests(pod)) {
    if (quantity !== 0n) exact.set(resource, countable(resource, quantity));
  }
  return { exact, nonZero: { cpu: nonZero(pod, exact, 'cpu'), memory: nonZero(pod, exact, 'memory') } };
}

/** @models pkg/scheduler/framework/types.go calculateResource
 *  @simplifies init containers without requests are not given default requests */
function nonZero(pod: Pod, exact: ReadonlyMap<string, number>, resource: 'cpu' | 'memory'): number {
  const assumed = resource === 'cpu' ? defaultMilliCPURequest : defaultMemoryRequest;
  let missing = 0;
  for (const container of pod.spec?.containers ?? []) {
    if (container.resources?.requests?.[resource] === undefined) missing += assumed;
  }
  return (exact.get(resource) ?? 0) + missing;
}
