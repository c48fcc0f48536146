import { type Decoded, goBool, goNamedString, goObject, goPointer, goSlice } from '../../framework/go-json.ts';
import { aggregated, podSelectionErrors } from '../../framework/pod-selection.ts';
import { labelSelectorType, namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

/** Which constraints are enforced, for which pods, and whether a pod must fit where pods are missing.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/types.go RemovePodsViolatingTopologySpreadConstraintArgs */
export const topologySpreadArgsType = goObject(
  'removepodsviolatingtopologyspreadconstraint.RemovePodsViolatingTopologySpreadConstraintArgs',
  {
    namespaces: goPointer(namespacesType),
    labelSelector: goPointer(labelSelectorType),
    constraints: goSlice(goNamedString('v1.UnsatisfiableConstraintAction')),
    topologyBalanceNodeFit: goPointer(goBool),
  },
);

export type TopologySpreadArgs = Decoded<typeof topologySpreadArgsType>;

const supportedConstraints: readonly string[] = ['DoNotSchedule', 'ScheduleAnyway'];

/** All that is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/validation.go ValidateRemovePodsViolatingTopologySpreadConstraintArgs */
export function validateTopologySpreadArgs(args: TopologySpreadArgs, version: DeschedulerVersion): string | undefined {
  const set = supportedConstraints.map((constraint) => `${constraint}:{}`).join(' ');
  const unknown = (args.constraints ?? []).filter((constraint) => !supportedConstraints.includes(constraint));
  return aggregated([
    ...podSelectionErrors(args, version),
    ...unknown.map((constraint) => `constraint ${constraint} is not one of map[${set}]`),
  ]);
}

/** Only hard constraints are enforced unless the policy says otherwise.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/defaults.go SetDefaults_RemovePodsViolatingTopologySpreadConstraintArgs */
export function defaultTopologySpreadArgs(args: TopologySpreadArgs): TopologySpreadArgs {
  const { constraints, topologyBalanceNodeFit } = args;
  return {
    ...args,
    constraints: constraints && constraints.length > 0 ? constraints : ['DoNotSchedule'],
    topologyBalanceNodeFit: topologyBalanceNodeFit ?? true,
  };
}
