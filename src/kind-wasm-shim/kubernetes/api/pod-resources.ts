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
  const containers = pod.spec?.containers ?? [];
  const initContainers = pod.spec?.initContainers ?? [];
  const asked = totals(containers, initContainers, 'requests');
  const limited = totals(containers, initContainers, 'limits');
  if (asked.cpu + asked.memory + limited.cpu + limited.memory === 0n) return 'BestEffort';
  const isGuaranteed =
    asked.cpu === limited.cpu &&
    asked.memory === limited.memory &&
    containers.every(limitsBoth) &&
    initContainers.every(limitsBoth);
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function totals(
  containers: readonly Container[],
  initContainers: readonly Container[],
  list: 'requests' | 'limits',
): { cpu: Quantity; memory: Quantity } {
  const total = { cpu: 0n, memory: 0n };
  for (const some of [containers, initContainers]) {
    for (const { resources } of some) {
      total.cpu += positive(resources?.[list], 'cpu');
      total.memory += positive(resources?.[list], 'memory');
    }
  }
  return total;
}

function limitsBoth({ resources }: Container): boolean {
  return positive(resources?.limits, 'cpu') > 0n && positive(resources?.limits, 'memory') > 0n;
}

function positive(list: ResourceList | undefined, resource: string): Quantity {
  const quantity = quantityOf(list, resource);
  return quantity > 0n ? quantity : 0n;
}
