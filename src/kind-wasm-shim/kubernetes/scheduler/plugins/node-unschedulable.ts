import { tolerationsTolerateTaint } from '../../api/taints.ts';
import type { FilterFailure, FilterPlugin, SchedulingCycle } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

const unschedulableTaint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const;

/** Keeps pods off cordoned nodes, unless they tolerate the taint that stands for the cordon.
 *  @models pkg/scheduler/framework/plugins/nodeunschedulable/node_unschedulable.go NodeUnschedulable.Filter */
export const nodeUnschedulable: FilterPlugin = {
  name: 'NodeUnschedulable',
  wakesOn: ['nodeAdded', 'nodeTaintsChanged'],
  filter(cycle: SchedulingCycle, { node }: NodeInfo): FilterFailure | undefined {
    if (!node.spec?.unschedulable) return undefined;
    if (tolerationsTolerateTaint(cycle.pod.spec?.tolerations, unschedulableTaint)) return undefined;
    return { plugin: 'NodeUnschedulable', reasons: ['node(s) were unschedulable'], unresolvable: true };
  },
};
