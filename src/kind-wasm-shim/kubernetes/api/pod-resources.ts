import type { Container, Pod } from 'kubernetes-types/core/v1';
import { maxQuantity, parseQuantity, type Quantity } from './quantity.ts';

/** Amounts by resource name. */
export type ResourceAmounts = Map<string, Quantity>;

/** A list of resources as the API writes it. */
export type ResourceList = Readonly<Record<string, string | number>>;

/** What a pod asks a node for: its containers together, or its largest moment of initialization when that is more, and its
 *  overhead.
 *  @models staging/src/k8s.io/component-helpers/resource/helpers.go PodRequests
 *  @simplifies pod-level resources (spec.resources, beta in 1.34) and in-place resize are not read. */
export function podRequests(pod: Pod): ResourceAmounts {
  const requests: ResourceAmounts = new Map();
  for (const container of pod.spec?.containers ?? []) addResources(requests, container.resources?.requests);
  const sidecars: ResourceAmounts = new Map();
  const initialization: ResourceAmounts = new Map();
  for (const container of pod.spec?.initContainers ?? []) {
    const moment: ResourceAmounts = new Map(sidecars);
    addResources(moment, container.resources?.requests);
    // A restartable init container goes on running beside all that come after it.
    if (isSidecar(container)) {
      addResources(requests, container.resources?.requests);
      addResources(sidecars, container.resources?.requests);
    }
    raiseTo(initialization, moment);
  }
  raiseTo(requests, initialization);
  addResources(requests, pod.spec?.overhead);
  return requests;
}

function isSidecar(container: Container): boolean {
  return (container as { restartPolicy?: string }).restartPolicy === 'Always';
}

/** The amount of one resource in a list, 0 when it is not there. */
export function quantityOf(list: ResourceList | undefined, resource: string): Quantity {
  const text = list?.[resource];
  // A resource can have the name of something that every object has, such as `constructor`.
  return typeof text === 'string' || typeof text === 'number' ? parseQuantity(text) : 0n;
}

/** Adds a list of resources to amounts, in place. */
export function addResources(amounts: ResourceAmounts, list: ResourceList | undefined): void {
  if (list === undefined || list === null) return;
  for (const resource in list) {
    const quantity = parseQuantity(list[resource] ?? 0);
    const before = amounts.get(resource);
    amounts.set(resource, before === undefined ? quantity : before + quantity);
  }
}

/** Raises amounts to at least those of another, per resource, in place. */
export function raiseTo(amounts: ResourceAmounts, atLeast: ReadonlyMap<string, Quantity>): void {
  for (const [resource, quantity] of atLeast) {
    const before = amounts.get(resource);
    amounts.set(resource, before === undefined ? quantity : maxQuantity(before, quantity));
  }
}

/** How a pod is treated when a node runs short. */
export type QOSClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** The class that a pod's requests and limits of cpu and memory put it in, init containers included.
 *  @models pkg/apis/core/v1/helper/qos/qos.go ComputePodQOS */
export function podQOSClass(pod: Pod): QOSClass {
  const requests: ResourceAmounts = new Map();
  const limits: ResourceAmounts = new Map();
  let everyContainerLimitsBoth = true;
  const addPositive = (amounts: ResourceAmounts, list: ResourceList | undefined): number => {
    let found = 0;
    for (const resource of qosResources) {
      const text = list?.[resource];
      if (text === undefined) continue;
      const quantity = parseQuantity(text);
      if (quantity <= 0n) continue;
      found += 1;
      amounts.set(resource, (amounts.get(resource) ?? 0n) + quantity);
    }
    return found;
  };
  const count = (containers: readonly Container[] | undefined) => {
    for (const { resources } of containers ?? []) {
      addPositive(requests, resources?.requests);
      if (addPositive(limits, resources?.limits) < qosResources.length) everyContainerLimitsBoth = false;
    }
  };
  count(pod.spec?.containers);
  count(pod.spec?.initContainers);
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  if (!everyContainerLimitsBoth || requests.size !== limits.size) return 'Burstable';
  return [...requests].every(([resource, quantity]) => limits.get(resource) === quantity) ? 'Guaranteed' : 'Burstable';
}

const qosResources = ['cpu', 'memory'] as const;
