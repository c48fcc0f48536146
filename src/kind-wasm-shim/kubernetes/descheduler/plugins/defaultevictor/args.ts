import { type Decoded, goBool, goObject, goPointer, goString } from '../../framework/go-json.ts';
import { labelSelectorType, priorityThresholdType } from '../../framework/policy.ts';

/** Which pods may be evicted at all.
 *  @models pkg/framework/plugins/defaultevictor/types.go DefaultEvictorArgs */
export const defaultEvictorArgsType = goObject('defaultevictor.DefaultEvictorArgs', {
  nodeSelector: goString,
  evictLocalStoragePods: goBool,
  evictSystemCriticalPods: goBool,
  ignorePvcPods: goBool,
  evictFailedBarePods: goBool,
  labelSelector: goPointer(labelSelectorType),
  priorityThreshold: goPointer(priorityThresholdType),
  nodeFit: goBool,
});

export type DefaultEvictorArgs = Decoded<typeof defaultEvictorArgsType>;

/** What is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/defaultevictor/validation.go ValidateDefaultEvictorArgs */
export function validateDefaultEvictorArgs({ priorityThreshold }: DefaultEvictorArgs): string | undefined {
  if (priorityThreshold === undefined || priorityThreshold.value === undefined || priorityThreshold.name === '') {
    return undefined;
  }
  return (
    'priority threshold misconfigured, only one of priorityThreshold fields can be set, ' +
    'got &TypeMeta{Kind:,APIVersion:,}'
  );
}
