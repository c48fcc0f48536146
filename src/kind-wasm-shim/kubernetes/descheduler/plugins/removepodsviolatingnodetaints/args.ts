import { nodeTaintsCanBeIncluded } from '../../framework/differences.ts';
import { type Decoded, type GoType, goBool, goObject, goPointer, goSlice, goString } from '../../framework/go-json.ts';
import { podSelectionErrors, toldErrors } from '../../framework/pod-selection.ts';
import { labelSelectorType, namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

const name = 'removepodsviolatingnodetaints.RemovePodsViolatingNodeTaintsArgs';
const fields = {
  namespaces: goPointer(namespacesType),
  labelSelector: goPointer(labelSelectorType),
  includePreferNoSchedule: goBool,
  excludedTaints: goSlice(goString),
};

const argsType = goObject(name, fields);
const laterArgsType = goObject(name, { ...fields, includedTaints: goSlice(goString) });

/** Which taints count, and for which pods. Taints are written `key` or `key=value`. */
export type NodeTaintsArgs = Decoded<typeof argsType> & Partial<Decoded<typeof laterArgsType>>;

/** @models pkg/framework/plugins/removepodsviolatingnodetaints/types.go RemovePodsViolatingNodeTaintsArgs */
export function nodeTaintsArgsType(version: DeschedulerVersion): GoType<NodeTaintsArgs> {
  return nodeTaintsCanBeIncluded(version) ? laterArgsType : argsType;
}

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/removepodsviolatingnodetaints/validation.go ValidateRemovePodsViolatingNodeTaintsArgs */
export function validateNodeTaintsArgs(args: NodeTaintsArgs, version: DeschedulerVersion): string | undefined {
  const errors = podSelectionErrors(args, version);
  if ((args.excludedTaints ?? []).length > 0 && (args.includedTaints ?? []).length > 0) {
    errors.push('either includedTaints or excludedTaints can be set, but not both');
  }
  return toldErrors(errors, version);
}
