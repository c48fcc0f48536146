import { complainsBrieflyOfThresholds, protectsByList } from '../../framework/differences.ts';
import {
  type Decoded,
  type GoType,
  goBool,
  goDuration,
  goInteger,
  goNamedString,
  goObject,
  goPointer,
  goSlice,
  goString,
  goStruct,
} from '../../framework/go-json.ts';
import { labelSelectorType, priorityThresholdType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import { defaultPodProtections, extraPodProtections } from './protections.ts';

const fields = {
  nodeSelector: goString,
  evictLocalStoragePods: goBool,
  evictSystemCriticalPods: goBool,
  ignorePvcPods: goBool,
  evictFailedBarePods: goBool,
  labelSelector: goPointer(labelSelectorType),
  priorityThreshold: goPointer(priorityThresholdType),
  nodeFit: goBool,
};

const podProtection = goNamedString('defaultevictor.PodProtection');

const podsWithPVCConfig = goStruct('defaultevictor.PodsWithPVCConfig', {
  protectedStorageClasses: goSlice(goStruct('defaultevictor.ProtectedStorageClass', { name: goString })),
});

const laterFields = {
  minReplicas: goInteger('uint'),
  minPodAge: goPointer(goDuration),
  noEvictionPolicy: goNamedString('defaultevictor.NoEvictionPolicy'),
  podProtections: goStruct('defaultevictor.PodProtections', {
    extraEnabled: goSlice(podProtection),
    defaultDisabled: goSlice(podProtection),
    config: goPointer(goStruct('defaultevictor.PodProtectionsConfig', { PodsWithPVC: goPointer(podsWithPVCConfig) })),
  }),
  evictDaemonSetPods: goBool,
  ignorePodsWithoutPDB: goBool,
  namespaceLabelSelector: goPointer(labelSelectorType),
};

const type = goObject('defaultevictor.DefaultEvictorArgs', fields);
const laterType = goObject('defaultevictor.DefaultEvictorArgs', { ...fields, ...laterFields });

/** Which pods may be evicted at all. The arguments of later releases are absent before. */
export type DefaultEvictorArgs = Decoded<typeof type> & Partial<Decoded<typeof laterType>>;

/** @models pkg/framework/plugins/defaultevictor/types.go DefaultEvictorArgs */
export function defaultEvictorArgsType(version: DeschedulerVersion): GoType<DefaultEvictorArgs> {
  return protectsByList(version) ? laterType : type;
}

const noEvictionPolicies = ['Preferred', 'Mandatory'];

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/defaultevictor/validation.go ValidateDefaultEvictorArgs */
export function validateDefaultEvictorArgs(args: DefaultEvictorArgs, version: DeschedulerVersion): string | undefined {
  const { priorityThreshold, noEvictionPolicy = '' } = args;
  if (priorityThreshold?.value !== undefined && priorityThreshold.name !== '') {
    const error = 'priority threshold misconfigured, only one of priorityThreshold fields can be set';
    return complainsBrieflyOfThresholds(version) ? error : `${error}, got &TypeMeta{Kind:,APIVersion:,}`;
  }
  if (noEvictionPolicy !== '' && !noEvictionPolicies.includes(noEvictionPolicy)) {
    const accepted = noEvictionPolicies.map((policy) => JSON.stringify(policy)).join(' ');
    return `noEvictionPolicy accepts only [${accepted}] values`;
  }
  return protectionsError(args);
}

function protectionsError(args: DefaultEvictorArgs): string | undefined {
  const { extraEnabled = [], defaultDisabled = [] } = args.podProtections ?? {};
  if (extraEnabled.length === 0 && defaultDisabled.length === 0) return undefined;
  const usesDeprecated =
    args.evictLocalStoragePods ||
    args.evictDaemonSetPods ||
    args.evictSystemCriticalPods ||
    args.ignorePvcPods ||
    args.evictFailedBarePods ||
    args.ignorePodsWithoutPDB;
  if (usesDeprecated) {
    const lists = 'PodProtections.ExtraEnabled or PodProtections.DefaultDisabled';
    return `cannot use Deprecated fields alongside ${lists}`;
  }
  return (
    unknownProtection('ExtraEnabled', extraEnabled, extraPodProtections) ??
    unknownProtection('DefaultDisabled', defaultDisabled, defaultPodProtections)
  );
}

function unknownProtection(list: string, found: readonly string[], valid: readonly string[]): string | undefined {
  const unknown = found.find((protection) => !valid.includes(protection));
  if (unknown === undefined) return undefined;
  const quoted = JSON.stringify(unknown);
  return `invalid pod protection policy in ${list}: ${quoted}. Valid options are: [${valid.join(' ')}]`;
}
