import type { FilterFailure, FilterPlugin, SchedulingCycle } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** Lets a pod that already names a node onto that node only.
 *  @models pkg/scheduler/framework/plugins/nodename/node_name.go NodeName.Filter */
export const nodeNamePlugin: FilterPlugin = {
  name: 'NodeName',
  wakesOn: ['nodeAdded'],
  filter(cycle: SchedulingCycle, node: NodeInfo): FilterFailure | undefined {
    const wanted = cycle.pod.spec?.nodeName;
    if (!wanted || wanted === node.name) return undefined;
    return { plugin: 'NodeName', reasons: ["node(s) didn't match the requested node name"], unresolvable: true };
  },
};
