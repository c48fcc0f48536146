import { failedPodsHaveExitCodes } from '../../framework/differences.ts';
import {
  type Decoded,
  type GoType,
  goBool,
  goInteger,
  goObject,
  goPointer,
  goSlice,
  goString,
} from '../../framework/go-json.ts';
import { podSelectionErrors, toldErrors } from '../../framework/pod-selection.ts';
import { labelSelectorType, namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

const name = 'removefailedpods.RemoveFailedPodsArgs';
const fields = {
  namespaces: goPointer(namespacesType),
  labelSelector: goPointer(labelSelectorType),
  excludeOwnerKinds: goSlice(goString),
  minPodLifetimeSeconds: goPointer(goInteger('uint')),
  reasons: goSlice(goString),
  includingInitContainers: goBool,
};

const argsType = goObject(name, fields);
const laterArgsType = goObject(name, { ...fields, exitCodes: goSlice(goInteger('int32')) });

/** Which failed pods are removed. */
export type FailedPodsArgs = Decoded<typeof argsType> & Partial<Decoded<typeof laterArgsType>>;

/** @models pkg/framework/plugins/removefailedpods/types.go RemoveFailedPodsArgs */
export function failedPodsArgsType(version: DeschedulerVersion): GoType<FailedPodsArgs> {
  return failedPodsHaveExitCodes(version) ? laterArgsType : argsType;
}

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/removefailedpods/validation.go ValidateRemoveFailedPodsArgs */
export function validateFailedPodsArgs(args: FailedPodsArgs, version: DeschedulerVersion): string | undefined {
  return toldErrors(podSelectionErrors(args, version), version);
}

/** A pod stays for an hour unless the policy says otherwise.
 *  @models pkg/framework/plugins/removefailedpods/defaults.go SetDefaults_RemoveFailedPodsArgs */
export function defaultFailedPodsArgs(args: FailedPodsArgs): FailedPodsArgs {
  return { ...args, minPodLifetimeSeconds: args.minPodLifetimeSeconds ?? 3600 };
}
