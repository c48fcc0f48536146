import { utilizationHasMoreArgs } from '../../framework/differences.ts';
import {
  type Decoded,
  type GoType,
  goBool,
  goFloat,
  goInteger,
  goMap,
  goNamedString,
  goObject,
  goPointer,
  goSlice,
  goStruct,
} from '../../framework/go-json.ts';
import { namespacesType } from '../../framework/policy.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import { metricsError, metricsUtilizationType } from './metrics.ts';

/** Percentages by resource, in the order of the policy. */
const resourceThresholds = goMap('api.ResourceThresholds', goFloat('api.Percentage'));

export type ResourceThresholds = ReadonlyMap<string, number>;

const evictionLimitsType = goStruct('api.EvictionLimits', { node: goPointer(goInteger('uint')) });

/** Evicts only pods that request one of the resources that the thresholds name. */
export const onlyThresholdingResources = 'OnlyThresholdingResources';

const lowFields = {
  useDeviationThresholds: goBool,
  thresholds: resourceThresholds,
  targetThresholds: resourceThresholds,
  numberOfNodes: goInteger('int'),
  evictableNamespaces: goPointer(namespacesType),
};

const laterLowFields = {
  metricsUtilization: goPointer(metricsUtilizationType),
  evictionLimits: goPointer(evictionLimitsType),
};

const highFields = {
  thresholds: resourceThresholds,
  numberOfNodes: goInteger('int'),
  evictableNamespaces: goPointer(namespacesType),
};

const laterHighFields = { evictionModes: goSlice(goNamedString('nodeutilization.EvictionMode')) };

const lowType = goObject('nodeutilization.LowNodeUtilizationArgs', lowFields);
const laterLowType = goObject('nodeutilization.LowNodeUtilizationArgs', { ...lowFields, ...laterLowFields });
const highType = goObject('nodeutilization.HighNodeUtilizationArgs', highFields);
const laterHighType = goObject('nodeutilization.HighNodeUtilizationArgs', { ...highFields, ...laterHighFields });

/** Arguments of LowNodeUtilization. Those of later releases are absent before. */
export type LowNodeUtilizationArgs = Decoded<typeof lowType> & Partial<Decoded<typeof laterLowType>>;

/** Arguments of HighNodeUtilization. Those of later releases are absent before. */
export type HighNodeUtilizationArgs = Decoded<typeof highType> & Partial<Decoded<typeof laterHighType>>;

/** @models pkg/framework/plugins/nodeutilization/types.go LowNodeUtilizationArgs */
export function lowNodeUtilizationArgsType(version: DeschedulerVersion): GoType<LowNodeUtilizationArgs> {
  return utilizationHasMoreArgs(version) ? laterLowType : lowType;
}

/** @models pkg/framework/plugins/nodeutilization/types.go HighNodeUtilizationArgs */
export function highNodeUtilizationArgsType(version: DeschedulerVersion): GoType<HighNodeUtilizationArgs> {
  return utilizationHasMoreArgs(version) ? laterHighType : highType;
}

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
  const crossed = [...low].find(([resource, percent]) => percent > (high.get(resource) ?? 0));
  if (crossed !== undefined && !args.useDeviationThresholds) {
    return `thresholds' ${crossed[0]} percentage is greater than targetThresholds'`;
  }
  return metricsError(args.metricsUtilization);
}

/** @models pkg/framework/plugins/nodeutilization/validation.go ValidateHighNodeUtilizationArgs */
export function validateHighNodeUtilizationArgs(args: HighNodeUtilizationArgs): string | undefined {
  if ((args.evictableNamespaces?.include ?? []).length > 0) return inclusionText;
  const error = thresholdsError(args.thresholds ?? new Map());
  if (error !== undefined) return error;
  const unknown = args.evictionModes?.find((mode) => mode !== onlyThresholdingResources);
  return unknown === undefined ? undefined : `invalid eviction mode ${unknown}`;
}

/** @models pkg/framework/plugins/nodeutilization/nodeutilization.go validateThresholds */
function thresholdsError(thresholds: ResourceThresholds): string | undefined {
  if (thresholds.size === 0) return 'no resource threshold is configured';
  for (const [resource, percent] of thresholds) {
    if (percent < 0 || percent > 100) return `${resource} threshold not in [0, 100] range`;
  }
  return undefined;
}
