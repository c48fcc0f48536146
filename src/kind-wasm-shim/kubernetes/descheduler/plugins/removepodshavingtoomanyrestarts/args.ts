import { type Decoded, goBool, goInteger, goObject, goPointer, goSlice, goString } from '../../framework/go-json.ts';
import { podSelectionErrors, toldErrors } from '../../framework/pod-selection.ts';
import { labelSelectorType, namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

/** How many restarts are too many, and for which pods.
 *  @models pkg/framework/plugins/removepodshavingtoomanyrestarts/types.go RemovePodsHavingTooManyRestartsArgs */
export const tooManyRestartsArgsType = goObject('removepodshavingtoomanyrestarts.RemovePodsHavingTooManyRestartsArgs', {
  namespaces: goPointer(namespacesType),
  labelSelector: goPointer(labelSelectorType),
  podRestartThreshold: goInteger('int32'),
  includingInitContainers: goBool,
  states: goSlice(goString),
});

export type TooManyRestartsArgs = Decoded<typeof tooManyRestartsArgsType>;

/** The phase and the waiting reason that the policy may ask for, in order. */
const allowedStates: readonly string[] = ['CrashLoopBackOff', 'Running'];

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/removepodshavingtoomanyrestarts/validation.go ValidateRemovePodsHavingTooManyRestartsArgs
 *  @simplifies v0.28 lists the allowed states in random order; here by name, as later releases do. */
export function validateTooManyRestartsArgs(
  args: TooManyRestartsArgs,
  version: DeschedulerVersion,
): string | undefined {
  const errors = podSelectionErrors(args, version);
  if (args.podRestartThreshold < 1) errors.push('invalid PodsHavingTooManyRestarts threshold');
  if ((args.states ?? []).some((state) => !allowedStates.includes(state))) {
    errors.push(`states must be one of [${allowedStates.join(' ')}]`);
  }
  return toldErrors(errors, version);
}
