import { type Decoded, goObject, goPointer } from '../../framework/go-json.ts';
import { podSelectionErrors, toldErrors } from '../../framework/pod-selection.ts';
import { labelSelectorType, namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

/** For which pods. What is not selected is not seen either: it conflicts with nobody.
 *  @models pkg/framework/plugins/removepodsviolatinginterpodantiaffinity/types.go RemovePodsViolatingInterPodAntiAffinityArgs */
export const interPodAntiAffinityArgsType = goObject(
  'removepodsviolatinginterpodantiaffinity.RemovePodsViolatingInterPodAntiAffinityArgs',
  { namespaces: goPointer(namespacesType), labelSelector: goPointer(labelSelectorType) },
);

export type InterPodAntiAffinityArgs = Decoded<typeof interPodAntiAffinityArgsType>;

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/removepodsviolatinginterpodantiaffinity/validation.go ValidateRemovePodsViolatingInterPodAntiAffinityArgs */
export function validateInterPodAntiAffinityArgs(
  args: InterPodAntiAffinityArgs,
  version: DeschedulerVersion,
): string | undefined {
  return toldErrors(podSelectionErrors(args, version), version);
}
