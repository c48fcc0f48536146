import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { hasLaterPolicyFields } from './differences.ts';
import {
  type Decoded,
  type GoType,
  goBool,
  goInteger,
  goMap,
  goNamedString,
  goObject,
  goPointer,
  goRaw,
  goSlice,
  goString,
  goStruct,
} from './go-json.ts';
import type { DeschedulerVersion } from './release.ts';

/** Where plugins can be enabled. `presort` and `sort` exist in the schema too, and nothing reads them.
 *  @models pkg/api/types.go Plugins */
export type ExtensionPoint = 'deschedule' | 'balance' | 'filter' | 'preEvictionFilter';

const pluginSet = goStruct('v1alpha2.PluginSet', { enabled: goSlice(goString), disabled: goSlice(goString) });

const plugins = goStruct('v1alpha2.Plugins', {
  presort: pluginSet,
  sort: pluginSet,
  deschedule: pluginSet,
  balance: pluginSet,
  filter: pluginSet,
  preevictionfilter: pluginSet,
});

const pluginConfig = goStruct('v1alpha2.PluginConfig', { name: goString, args: goRaw });

const profile = goStruct('v1alpha2.DeschedulerProfile', {
  name: goString,
  pluginConfig: goSlice(pluginConfig),
  plugins,
});

const policyFields = {
  profiles: goSlice(profile),
  nodeSelector: goPointer(goString),
  maxNoOfPodsToEvictPerNode: goPointer(goInteger('uint')),
  maxNoOfPodsToEvictPerNamespace: goPointer(goInteger('uint')),
};

const metricsProvider = goStruct('v1alpha2.MetricsProvider', {
  source: goNamedString('v1alpha2.MetricsSource'),
  prometheus: goRaw,
});

const laterPolicyFields = {
  maxNoOfPodsToEvictTotal: goPointer(goInteger('uint')),
  evictionFailureEventNotification: goPointer(goBool),
  gracePeriodSeconds: goPointer(goInteger('int64')),
  metricsCollector: goPointer(goStruct('v1alpha2.MetricsCollector', { enabled: goBool })),
  metricsProviders: goSlice(metricsProvider),
};

const policyType = goObject('v1alpha2.DeschedulerPolicy', policyFields);
const laterPolicyType = goObject('v1alpha2.DeschedulerPolicy', { ...policyFields, ...laterPolicyFields });

/** What a policy file holds. The fields of later releases are absent before. */
export type DeschedulerPolicyDocument = Decoded<typeof policyType> & Partial<Decoded<typeof laterPolicyType>>;

/** The document that a policy file holds.
 *  @models pkg/api/v1alpha2/types.go DeschedulerPolicy */
export function deschedulerPolicyType(version: DeschedulerVersion): GoType<DeschedulerPolicyDocument> {
  return hasLaterPolicyFields(version) ? laterPolicyType : policyType;
}

/** Namespaces that a plugin acts on, or leaves alone.
 *  @models pkg/api/types.go Namespaces */
export const namespacesType = goStruct('api.Namespaces', { include: goSlice(goString), exclude: goSlice(goString) });

/** Priority from which on a pod is left alone, as a number or as the name of a PriorityClass.
 *  @models pkg/api/types.go PriorityThreshold */
export const priorityThresholdType = goStruct('api.PriorityThreshold', {
  value: goPointer(goInteger('int32')),
  name: goString,
});

const labelSelectorRequirement = goStruct('v1.LabelSelectorRequirement', {
  key: goString,
  operator: goString,
  values: goSlice(goString),
});

/** @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go LabelSelector */
export const labelSelectorType = goStruct('v1.LabelSelector', {
  matchLabels: goMap('map[string]string', goString),
  matchExpressions: goSlice(labelSelectorRequirement),
});

/** A decoded LabelSelector as the API object that it is.
 *  @ours because decoding gives maps, and the API has objects. */
export function asLabelSelector(decoded: Decoded<typeof labelSelectorType> | undefined): LabelSelector | undefined {
  if (decoded === undefined) return undefined;
  const { matchLabels, matchExpressions } = decoded;
  return {
    ...(matchLabels ? { matchLabels: Object.fromEntries(matchLabels) } : {}),
    ...(matchExpressions ? { matchExpressions } : {}),
  };
}

/** A policy that was decoded, checked and completed: what the descheduler runs.
 *  @models pkg/api/types.go DeschedulerPolicy */
export interface DeschedulerPolicy {
  readonly profiles: readonly DeschedulerProfile[];
  /** Selects the nodes to act on; undefined selects all. */
  readonly nodeSelector: string | undefined;
  readonly maxNoOfPodsToEvictPerNode: number | undefined;
  readonly maxNoOfPodsToEvictPerNamespace: number | undefined;
  readonly maxNoOfPodsToEvictTotal?: number | undefined;
  /** How long evicted pods have to end that do not say so themselves. */
  readonly gracePeriodSeconds?: number | undefined;
}

/** A named set of plugins with their arguments. */
export interface DeschedulerProfile {
  readonly name: string;
  readonly pluginConfigs: readonly PluginConfig[];
  /** Names of the enabled plugins in the order in which they run. */
  readonly enabled: Readonly<Record<ExtensionPoint, readonly string[]>>;
}

/** Arguments of one plugin, decoded as its type says. */
export interface PluginConfig {
  readonly name: string;
  readonly args: unknown;
}
