import { type Decoded, goBool, goFloat, goInteger, goMap, goObject, goPointer } from '../../framework/go-json.ts';
import { namespacesType } from '../../framework/policy.ts';

/** Percentages by resource, in the order of the policy. */
const resourceThresholds = goMap('api.ResourceThresholds', goFloat('api.Percentage'));

export type ResourceThresholds = ReadonlyMap<string, number>;

/** @models pkg/framework/plugins/nodeutilization/types.go LowNodeUtilizationArgs */
export const lowNodeUtilizationArgsType = goObject('nodeutilization.LowNodeUtilizationArgs', {
  useDeviationThresholds: goBool,
  thresholds: resourceThresholds,
  targetThresholds: resourceThresholds,
  numberOfNodes: goInteger('int'),
  evictableNamespaces: goPointer(namespacesType),
});

export type LowNodeUtilizationArgs = Decoded<typeof lowNodeUtilizationArgsType>;

/** @models pkg/framework/plugins/nodeutilization/types.go HighNodeUtilizationArgs */
export const highNodeUtilizationArgsType = goObject('nodeutilization.HighNodeUtilizationArgs', {
  thresholds: resourceThresholds,
  numberOfNodes: goInteger('int'),
  evictableNamespaces: goPointer(namespacesType),
});

export type HighNodeUtilizationArgs = Decoded<typeof highNodeUtilizationArgsType>;

const inclusionText = 'only Exclude namespaces can be set, inclusion is not supported';

/** The first thing that is wrong with the arguments, undefined when nothing is.
 *  @models pkg/framework/plugins/nodeutilization/validation.go ValidateLowNodeUtilizationArgs
 *  @simplifies when several resources are wrong upstream names a random one; here it is the first of the policy. */
export function validateLowNodeUtilizationArgs(args: LowNodeUtilizationArgs): string | undefined {
  if ((args.evictableNamespaces?.include ?? []).length > 0) return inclusionText;
  const low = args.thresholds ?? new Map<string, number>();
  const high = args.targetThresholds ?? new Map<string, number>();
  const lowError = thresholdsError(low);
  if (lowError !== undefined) return `thresholds config is not valid: ${lowError}`;
  const highError = thresholdsError(high);
  if (highError !== undefined) return `targetThresholds config is not valid: ${highError}`;
  if (low.size !== high.size || [...low.keys()].some((resource) => !high.has(resource))) {
    return 'thresholds and targetThresholds configured different resources';
  }
  if (args.useDeviationThresholds) return undefined;
  const [crossed] = [...low].filter(([resource, percent]) => percent > (high.get(resource) ?? 0));
  return crossed && `thresholds' ${crossed[0]} percentage is greater than targetThresholds'`;
}

/** @models pkg/framework/plugins/nodeutilization/validation.go ValidateHighNodeUtilizationArgs */
export function validateHighNodeUtilizationArgs(args: HighNodeUtilizationArgs): string | undefined {
  if ((args.evictableNamespaces?.include ?? []).length > 0) return inclusionText;
  return thresholdsError(args.thresholds ?? new Map());
}

/** @models pkg/framework/plugins/nodeutilization/nodeutilization.go validateThresholds */
function thresholdsError(thresholds: ResourceThresholds): string | undefined {
  if (thresholds.size === 0) return 'no resource threshold is configured';
  for (const [resource, percent] of thresholds) {
    if (percent < 0 || percent > 100) return `${resource} threshold not in [0, 100] range`;
  }
  return undefined;
}
