import type { Container, Pod } from 'kubernetes-types/core/v1';
import { addResources, quantityOf, type ResourceAmounts } from '../../api/pod-resources.ts';
import { parseQuantity, type Quantity } from '../../api/quantity.ts';

// The descheduler counts a pod's requests in its own way. It differs from the scheduler's in that a restartable init
// container counts as an ordinary one.

/** A pod's requests: its containers together, or its largest init container when that is more, plus its overhead.
 *  @models pkg/utils/pod.go PodRequestsAndLimits */
export function podRequests(pod: Pod): ResourceAmounts {
  const requests: ResourceAmounts = new Map();
  for (const container of pod.spec?.containers ?? []) addResources(requests, container.resources?.requests);
  for (const container of pod.spec?.initContainers ?? []) {
    const asked = container.resources?.requests ?? {};
    for (const resource in asked) {
      const quantity = parseQuantity(asked[resource] ?? 0);
      const before = requests.get(resource);
      if (before === undefined || quantity > before) requests.set(resource, quantity);
    }
  }
  addResources(requests, pod.spec?.overhead);
  return requests;
}

/** What a pod adds to the usage of its node, of one resource: the same sum as in `podRequests`.
 *  @models pkg/descheduler/node/node.go NodeUtilization */
export function requestIntoUsage(pod: Pod, resource: string): Quantity {
  return requestWithoutOverhead(pod, resource) + quantityOf(pod.spec?.overhead, resource);
}

/** What an eviction takes out of the usage of its node, of one resource. The overhead counts only for a pod that requests
 *  the resource itself, so a pod can count into usage and not out of it.
 *  @models pkg/utils/pod.go GetResourceRequestQuantity */
export function requestOutOfUsage(pod: Pod, resource: string): Quantity {
  const request = requestWithoutOverhead(pod, resource);
  return request === 0n ? 0n : request + quantityOf(pod.spec?.overhead, resource);
}

function requestWithoutOverhead(pod: Pod, resource: string): Quantity {
  let sum = 0n;
  const containers = pod.spec?.containers;
  if (containers) {
    for (let index = 0; index < containers.length; index++) sum += containerRequest(containers[index], resource);
  }
  const initContainers = pod.spec?.initContainers;
  if (initContainers) {
    for (const container of initContainers) {
      const request = containerRequest(container, resource);
      if (request > sum) sum = request;
    }
  }
  return sum;
}

function containerRequest(container: Container | undefined, resource: string): Quantity {
  return quantityOf(container?.resources?.requests, resource);
}
