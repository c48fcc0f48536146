import type { FilterFailure, FilterPlugin, HostPort, SchedulingCycle } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** Keeps a pod off nodes where another takes a host port that it wants.
 *  @models pkg/scheduler/framework/plugins/nodeports/node_ports.go NodePorts.Filter */
export const nodePorts: FilterPlugin = {
  name: 'NodePorts',
  wakesOn: ['nodeAdded', 'assignedPodDeleted'],
  filter({ request }: SchedulingCycle, { usedPorts }: NodeInfo): FilterFailure | undefined {
    if (request.hostPorts.length === 0 || usedPorts.length === 0) return undefined;
    return request.hostPorts.some((wanted) => usedPorts.some((used) => conflicts(wanted, used))) ? taken : undefined;
  },
};

const taken: FilterFailure = {
  plugin: 'NodePorts',
  reasons: ["node(s) didn't have free ports for the requested pod ports"],
  unresolvable: false,
};

/** @models staging/src/k8s.io/kube-scheduler/framework/types.go HostPortInfo.CheckConflict */
function conflicts(left: HostPort, right: HostPort): boolean {
  if (left.port !== right.port || left.protocol !== right.protocol) return false;
  return left.ip === right.ip || left.ip === '0.0.0.0' || right.ip === '0.0.0.0';
}
