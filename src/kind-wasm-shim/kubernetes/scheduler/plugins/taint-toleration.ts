import type { Toleration } from 'kubernetes-types/core/v1';
import { tolerationsTolerateTaint, untoleratedTaint } from '../../api/taints.ts';
import {
  defaultNormalizeScore,
  type FilterFailure,
  type FilterPlugin,
  type SchedulingCycle,
  type ScorePlugin,
} from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';

/** Keeps pods off nodes with a NoSchedule or NoExecute taint that they do not tolerate.
 *  @models pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go TaintToleration.Filter */
export const taintTolerationFilter: FilterPlugin = {
  name: 'TaintToleration',
  wakesOn: ['nodeAdded', 'nodeTaintsChanged', 'podUpdated'],
  filter(cycle: SchedulingCycle, { node }: NodeInfo): FilterFailure | undefined {
    const taint = untoleratedTaint(node.spec?.taints, cycle.pod.spec?.tolerations, ['NoSchedule', 'NoExecute']);
    if (!taint) return undefined;
    const reason = `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`;
    return { plugin: 'TaintToleration', reasons: [reason], unresolvable: true };
  },
};

/** Prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate.
 *  @models pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go TaintToleration.Score */
export const taintTolerationScore: ScorePlugin = {
  name: 'TaintToleration',
  weight: 3,
  preScore(cycle: SchedulingCycle) {
    const tolerations = cycle.pod.spec?.tolerations?.filter(toleratesPreferences);
    return ({ node }: NodeInfo) =>
      (node.spec?.taints ?? []).filter(
        (taint) => taint.effect === 'PreferNoSchedule' && !tolerationsTolerateTaint(tolerations, taint),
      ).length;
  },
  normalize: (scores) => defaultNormalizeScore(scores, true),
};

function toleratesPreferences(toleration: Toleration): boolean {
  return !toleration.effect || toleration.effect === 'PreferNoSchedule';
}
