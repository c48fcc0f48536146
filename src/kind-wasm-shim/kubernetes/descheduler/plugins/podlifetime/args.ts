import { lifeTimeHasMoreCriteria } from '../../framework/differences.ts';
import {
  type Decoded,
  type GoType,
  goBool,
  goInteger,
  goObject,
  goPointer,
  goSlice,
  goString,
  goStruct,
} from '../../framework/go-json.ts';
import { podSelectionErrors, toldErrors } from '../../framework/pod-selection.ts';
import { labelSelectorType, namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';

const name = 'podlifetime.PodLifeTimeArgs';
const fields = {
  namespaces: goPointer(namespacesType),
  labelSelector: goPointer(labelSelectorType),
  maxPodLifeTimeSeconds: goPointer(goInteger('uint')),
  states: goSlice(goString),
};

const conditionFilterType = goStruct('podlifetime.PodConditionFilter', {
  type: goString,
  status: goString,
  reason: goString,
  minTimeSinceLastTransitionSeconds: goPointer(goInteger('uint')),
});

const ownerKindsType = goStruct('podlifetime.OwnerKinds', { include: goSlice(goString), exclude: goSlice(goString) });

const argsType = goObject(name, fields);
const laterArgsType = goObject(name, {
  ...fields,
  ownerKinds: goPointer(ownerKindsType),
  conditions: goSlice(conditionFilterType),
  exitCodes: goSlice(goInteger('int32')),
  includingInitContainers: goBool,
  includingEphemeralContainers: goBool,
});

/** A condition that a pod may have: every field that is set must agree.
 *  @models pkg/framework/plugins/podlifetime/types.go PodConditionFilter */
export type PodConditionFilter = Decoded<typeof conditionFilterType>;

/** How old is too old, and for which pods. */
export type PodLifeTimeArgs = Decoded<typeof argsType> & Partial<Decoded<typeof laterArgsType>>;

/** @models pkg/framework/plugins/podlifetime/types.go PodLifeTimeArgs */
export function podLifeTimeArgsType(version: DeschedulerVersion): GoType<PodLifeTimeArgs> {
  return lifeTimeHasMoreCriteria(version) ? laterArgsType : argsType;
}

/** The phases and waiting reasons that the policy may ask for, by name. */
const earlyStates: readonly string[] = ['ContainerCreating', 'Pending', 'PodInitializing', 'Running'];

/** Since v0.36 also reasons of the pod and of containers that ended. */
const laterStates: readonly string[] = [
  ...earlyStates,
  ...['Failed', 'Succeeded', 'Unknown'],
  ...['NodeAffinity', 'NodeLost', 'Shutdown', 'UnexpectedAdmissionError'],
  ...['CrashLoopBackOff', 'CreateContainerConfigError', 'CreateContainerError', 'ErrImagePull'],
  ...['ImagePullBackOff', 'InvalidImageName'],
  ...['Completed', 'ContainerCannotRun', 'DeadlineExceeded', 'Error', 'Evicted', 'OOMKilled', 'StartError'],
].sort();

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/podlifetime/validation.go ValidatePodLifeTimeArgs
 *  @simplifies v0.28 lists the allowed states in random order; here by name, as later releases do. */
export function validatePodLifeTimeArgs(args: PodLifeTimeArgs, version: DeschedulerVersion): string | undefined {
  const hasMore = lifeTimeHasMoreCriteria(version);
  const [both, selector] = splitSelectionErrors(args, version);
  const ageMissing = args.maxPodLifeTimeSeconds === undefined;
  const statesError = statesErrorOf(args.states ?? [], hasMore ? laterStates : earlyStates);
  const errors = hasMore
    ? [both, ownerKindsError(args), selector, statesError, ...conditionErrors(args), criteriaError(args)]
    : [ageMissing ? 'MaxPodLifeTimeSeconds not set' : undefined, both, selector, statesError];
  return toldErrors(
    errors.filter((error) => error !== undefined),
    version,
  );
}

/** The complaints about namespaces and about the selector: that about owners stands between them. */
function splitSelectionErrors(args: PodLifeTimeArgs, version: DeschedulerVersion): (string | undefined)[] {
  const { namespaces, labelSelector } = args;
  return [
    podSelectionErrors({ namespaces, labelSelector: undefined }, version)[0],
    podSelectionErrors({ namespaces: undefined, labelSelector }, version)[0],
  ];
}

function ownerKindsError({ ownerKinds }: PodLifeTimeArgs): string | undefined {
  const isBoth = (ownerKinds?.include ?? []).length > 0 && (ownerKinds?.exclude ?? []).length > 0;
  return isBoth ? 'only one of Include/Exclude ownerKinds can be set' : undefined;
}

function statesErrorOf(states: readonly string[], allowed: readonly string[]): string | undefined {
  const isAllowed = states.every((state) => allowed.includes(state));
  return isAllowed ? undefined : `states must be one of [${allowed.join(' ')}]`;
}

function conditionErrors({ conditions }: PodLifeTimeArgs): string[] {
  const rule = 'at least one of type, status, reason, or minTimeSinceLastTransitionSeconds must be set';
  return (conditions ?? []).flatMap(({ type, status, reason, minTimeSinceLastTransitionSeconds }, index) =>
    `${type}${status}${reason}` === '' && minTimeSinceLastTransitionSeconds === undefined
      ? [`conditions[${index}]: ${rule}`]
      : [],
  );
}

function criteriaError({ maxPodLifeTimeSeconds, states, conditions, exitCodes }: PodLifeTimeArgs): string | undefined {
  const lists = [states, conditions, exitCodes];
  if (maxPodLifeTimeSeconds !== undefined || lists.some((list) => (list ?? []).length > 0)) return undefined;
  const criteria = 'maxPodLifeTimeSeconds, states, conditions, or exitCodes';
  return `at least one filtering criterion must be specified (${criteria})`;
}
