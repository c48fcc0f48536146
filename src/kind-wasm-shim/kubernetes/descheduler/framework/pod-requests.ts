import type { Container, Pod } from 'kubernetes-types/core/v1';
import {
  addResources,
  quantityOf,
  type ResourceAmounts,
  podRequests as schedulersPodRequests,
} from '../../api/pod-resources.ts';
import { parseQuantity, type Quantity } from '../../api/quantity.ts';
import { countsRequestsAsSchedulersDo } from './differences.ts';
import { type DeschedulerVersion, usualVersion } from './release.ts';

// How much a pod requests. The descheduler once counted in its own way: a restartable init container was one like any other,
// and overhead was taken back only from pods that request the resource themselves.

/** A pod's requests: its containers together, or its largest init container when that is more, plus its overhead.
 *  @models pkg/utils/pod.go PodRequestsAndLimits */
export function podRequests(pod: Pod, version: DeschedulerVersion = usualVersion): ResourceAmounts {
  if (countsRequestsAsSchedulersDo(version)) return schedulersPodRequests(pod);
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
export function requestIntoUsage(pod: Pod, resource: string, version: DeschedulerVersion = usualVersion): Quantity {
  if (isPlain(pod)) return requestOfContainers(pod, resource);
  if (countsRequestsAsSchedulersDo(version)) return schedulersPodRequests(pod).get(resource) ?? 0n;
  return requestWithoutOverhead(pod, resource) + quantityOf(pod.spec?.overhead, resource);
}

/** What an eviction takes out of the usage of its node, of one resource. Up to v0.28 the overhead counts only for a pod that
 *  requests the resource itself, so a pod can count into usage and not out of it.
 *  @models pkg/utils/pod.go GetResourceRequestQuantity */
export function requestOutOfUsage(pod: Pod, resource: string, version: DeschedulerVersion = usualVersion): Quantity {
  if (isPlain(pod)) return requestOfContainers(pod, resource);
  if (countsRequestsAsSchedulersDo(version)) return schedulersPodRequests(pod).get(resource) ?? 0n;
  const request = requestWithoutOverhead(pod, resource);
  return request === 0n ? 0n : request + quantityOf(pod.spec?.overhead, resource);
}

/** Whether there is but one way to count: nearly all pods are so. */
function isPlain({ spec }: Pod): boolean {
  return spec?.overhead === undefined && (spec?.initContainers === undefined || spec.initContainers.length === 0);
}

function requestWithoutOverhead(pod: Pod, resource: string): Quantity {
  let sum = requestOfContainers(pod, resource);
  for (const container of pod.spec?.initContainers ?? []) {
    const request = containerRequest(container, resource);
    if (request > sum) sum = request;
  }
  return sum;
}

function requestOfContainers(pod: Pod, resource: string): Quantity {
  let sum = 0n;
  const containers = pod.spec?.containers;
  if (containers) {
    for (let index = 0; index < containers.length; index++) sum += containerRequest(containers[index], resource);
  }
  return sum;
}

function containerRequest(container: Container | undefined, resource: string): Quantity {
  return quantityOf(container?.resources?.requests, resource);
}
