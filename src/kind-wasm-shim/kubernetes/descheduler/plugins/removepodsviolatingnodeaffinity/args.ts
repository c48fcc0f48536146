import { type Decoded, goObject, goPointer, goSlice, goString } from '../../framework/go-json.ts';
import { podSelectionErrors, toldErrors } from '../../framework/pod-selection.ts';
import { labelSelectorType, namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

/** The types of node affinity to enforce, and for which pods. A type that does not exist is only logged.
 *  @models pkg/framework/plugins/removepodsviolatingnodeaffinity/types.go RemovePodsViolatingNodeAffinityArgs */
export const nodeAffinityArgsType = goObject('removepodsviolatingnodeaffinity.RemovePodsViolatingNodeAffinityArgs', {
  namespaces: goPointer(namespacesType),
  labelSelector: goPointer(labelSelectorType),
  nodeAffinityType: goSlice(goString),
});

export type NodeAffinityArgs = Decoded<typeof nodeAffinityArgsType>;

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/removepodsviolatingnodeaffinity/validation.go ValidateRemovePodsViolatingNodeAffinityArgs */
export function validateNodeAffinityArgs(args: NodeAffinityArgs, version: DeschedulerVersion): string | undefined {
  const missing = (args.nodeAffinityType ?? []).length === 0 ? ['nodeAffinityType needs to be set'] : [];
  return toldErrors([...missing, ...podSelectionErrors(args, version)], version);
}
