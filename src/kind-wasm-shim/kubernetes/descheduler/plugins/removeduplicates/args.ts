import { type Decoded, goObject, goPointer, goSlice, goString } from '../../framework/go-json.ts';
import { podSelectionErrors, toldErrors } from '../../framework/pod-selection.ts';
import { namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

/** Whose pods may stay together.
 *  @models pkg/framework/plugins/removeduplicates/types.go RemoveDuplicatesArgs */
export const removeDuplicatesArgsType = goObject('removeduplicates.RemoveDuplicatesArgs', {
  namespaces: goPointer(namespacesType),
  excludeOwnerKinds: goSlice(goString),
});

export type RemoveDuplicatesArgs = Decoded<typeof removeDuplicatesArgsType>;

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/removeduplicates/validation.go ValidateRemoveDuplicatesArgs */
export function validateRemoveDuplicatesArgs(
  { namespaces }: RemoveDuplicatesArgs,
  version: DeschedulerVersion,
): string | undefined {
  return toldErrors(podSelectionErrors({ namespaces, labelSelector: undefined }, version), version);
}
