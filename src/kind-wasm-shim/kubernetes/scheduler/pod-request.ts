import type { Pod } from 'kubernetes-types/core/v1';
import { podRequests } from '../api/pod-resources.ts';
import { countable } from '../api/quantity.ts';
import type { HostPort, PodRequest } from './framework.ts';

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
  const nonZero = { cpu: withDefault(pod, exact, 'cpu'), memory: withDefault(pod, exact, 'memory') };
  return { exact, nonZero, hostPorts: getHostPorts(pod) };
}

/** @models pkg/scheduler/util/utils.go GetHostPorts */
function getHostPorts({ spec }: Pod): readonly HostPort[] {
  const ports: HostPort[] = [];
  const sidecars = spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always') ?? [];
  for (const container of [...sidecars, ...(spec?.containers ?? [])]) {
    for (const { hostPort = 0, hostIP, protocol } of container.ports ?? []) {
      if (hostPort > 0) ports.push({ ip: hostIP || '0.0.0.0', protocol: protocol || 'TCP', port: hostPort });
    }
  }
  return ports;
}

/** @models pkg/scheduler/framework/types.go calculateResource
 *  @simplifies init containers without requests are not given default requests */
function withDefault(pod: Pod, exact: ReadonlyMap<string, number>, resource: 'cpu' | 'memory'): number {
  const assumed = resource === 'cpu' ? defaultMilliCPURequest : defaultMemoryRequest;
  let missing = 0;
  for (const container of pod.spec?.containers ?? []) {
    if (container.resources?.requests?.[resource] === undefined) missing += assumed;
  }
  return (exact.get(resource) ?? 0) + missing;
}
