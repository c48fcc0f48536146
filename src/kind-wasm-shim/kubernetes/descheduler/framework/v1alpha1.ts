import {
  type Decoded,
  decodeGo,
  goBool,
  goFloat,
  goInteger,
  goMap,
  goNamedString,
  goObject,
  goPointer,
  goSlice,
  goString,
  goStruct,
} from './go-json.ts';
import type { AnyPluginDefinition, Registry } from './plugin.ts';
import { type DeschedulerProfile, labelSelectorType, type PluginConfig } from './policy.ts';

// The older form of a policy: strategies by name instead of profiles with plugins. It is read up to v0.30.

const strings = goSlice(goString);
const thresholds = goMap('v1alpha1.ResourceThresholds', goFloat('v1alpha1.Percentage'));

const strategyParameters = goStruct('v1alpha1.StrategyParameters', {
  nodeResourceUtilizationThresholds: goPointer(
    goStruct('v1alpha1.NodeResourceUtilizationThresholds', {
      useDeviationThresholds: goBool,
      thresholds,
      targetThresholds: thresholds,
      numberOfNodes: goInteger('int'),
    }),
  ),
  nodeAffinityType: strings,
  podsHavingTooManyRestarts: goPointer(
    goStruct('v1alpha1.PodsHavingTooManyRestarts', {
      podRestartThreshold: goInteger('int32'),
      includingInitContainers: goBool,
    }),
  ),
  podLifeTime: goPointer(
    goStruct('v1alpha1.PodLifeTime', {
      maxPodLifeTimeSeconds: goPointer(goInteger('uint')),
      states: strings,
      podStatusPhases: strings,
    }),
  ),
  removeDuplicates: goPointer(goStruct('v1alpha1.RemoveDuplicates', { excludeOwnerKinds: strings })),
  failedPods: goPointer(
    goStruct('v1alpha1.FailedPods', {
      excludeOwnerKinds: strings,
      minPodLifetimeSeconds: goPointer(goInteger('uint')),
      reasons: strings,
      includingInitContainers: goBool,
    }),
  ),
  includeSoftConstraints: goBool,
  namespaces: goPointer(goStruct('v1alpha1.Namespaces', { include: strings, exclude: strings })),
  thresholdPriority: goPointer(goInteger('int32')),
  thresholdPriorityClassName: goString,
  labelSelector: goPointer(labelSelectorType),
  nodeFit: goBool,
  includePreferNoSchedule: goBool,
  excludedTaints: strings,
});

const strategy = goStruct('v1alpha1.DeschedulerStrategy', {
  enabled: goBool,
  weight: goInteger('int'),
  params: goPointer(strategyParameters),
});

/** The document that an older policy file holds.
 *  @models pkg/api/v1alpha1/types.go DeschedulerPolicy */
export const v1alpha1PolicyType = goObject('v1alpha1.DeschedulerPolicy', {
  strategies: goMap('v1alpha1.StrategyList', strategy),
  nodeSelector: goPointer(goNamedString('string')),
  evictFailedBarePods: goPointer(goBool),
  evictLocalStoragePods: goPointer(goBool),
  evictSystemCriticalPods: goPointer(goBool),
  ignorePvcPods: goPointer(goBool),
  maxNoOfPodsToEvictPerNode: goPointer(goInteger('uint')),
  maxNoOfPodsToEvictPerNamespace: goPointer(goInteger('uint')),
});

export type V1alpha1Policy = Decoded<typeof v1alpha1PolicyType>;
type StrategyParameters = Decoded<typeof strategyParameters>;

/** An older policy that cannot be read as profiles. The message is upstream's. */
export class StrategyError extends Error {
  override readonly name = 'StrategyError';
}

/** One profile for each enabled strategy, with an evictor of its own. Throws StrategyError.
 *  @models pkg/api/v1alpha1/conversion.go V1alpha1ToInternal
 *  @simplifies upstream takes the strategies in random order; here they come in the order of the document, which of a YAML
 *  document is by name. */
export function profilesOfStrategies(policy: V1alpha1Policy, registry: Registry): DeschedulerProfile[] {
  const profiles: DeschedulerProfile[] = [];
  for (const [name, { enabled, params }] of policy.strategies ?? []) {
    const definition = registry.plugins.get(name);
    if (definition === undefined) throw new StrategyError(`unknown strategy name: ${name}`);
    if (!enabled) continue;
    const given = params ?? strategyParameters.zero();
    if (given.thresholdPriority !== undefined && given.thresholdPriorityClassName !== '') {
      throw new StrategyError(`priority threshold misconfigured for plugin ${name}`);
    }
    const args = argsOfStrategy.get(name)?.(given);
    if (args === undefined) throw new StrategyError(`unknown strategy name: ${name}`);
    const config = checkedConfig(definition, args);
    const runsAt = (point: 'deschedule' | 'balance') => (definition.extensionPoints.includes(point) ? [name] : []);
    profiles.push({
      name: `strategy-${name}-profile`,
      pluginConfigs: [evictorConfig(policy, name, params, registry), config],
      enabled: { deschedule: runsAt('deschedule'), balance: runsAt('balance'), filter: [], preEvictionFilter: [] },
    });
  }
  return profiles;
}

function evictorConfig(
  policy: V1alpha1Policy,
  strategyName: string,
  params: StrategyParameters | undefined,
  registry: Registry,
): PluginConfig {
  const args = {
    evictLocalStoragePods: policy.evictLocalStoragePods ?? false,
    evictSystemCriticalPods: policy.evictSystemCriticalPods ?? false,
    ignorePvcPods: policy.ignorePvcPods ?? false,
    evictFailedBarePods: policy.evictFailedBarePods ?? false,
    // A pod is as old on any node.
    nodeFit: strategyName !== 'PodLifeTime' && (params?.nodeFit ?? false),
    priorityThreshold: params && { value: params.thresholdPriority, name: params.thresholdPriorityClassName },
  };
  const definition = registry.plugins.get('DefaultEvictor');
  return { name: 'DefaultEvictor', args: definition && decodeGo(definition.argsType, args).value };
}

function checkedConfig(definition: AnyPluginDefinition, fields: Readonly<Record<string, unknown>>): PluginConfig {
  const { name } = definition;
  const args = Object.assign(definition.argsType.zero() as object, fields);
  const error = definition.validate(args);
  if (error === undefined) return { name, args };
  const failed = `strategy ${JSON.stringify(name)} param validation failed: ${error}`;
  throw new StrategyError(`failed to get plugin config for strategy ${name}: ${failed}`);
}

type ArgsOfStrategy = (params: StrategyParameters) => Readonly<Record<string, unknown>>;

const selection = ({ namespaces, labelSelector }: StrategyParameters) => ({ namespaces, labelSelector });

/** What becomes of a strategy's parameters.
 *  @models pkg/api/v1alpha1/strategymigration.go StrategyParamsToPluginArgs */
const argsOfStrategy = new Map<string, ArgsOfStrategy>([
  [
    'RemovePodsViolatingNodeTaints',
    (params) => ({
      ...selection(params),
      includePreferNoSchedule: params.includePreferNoSchedule,
      excludedTaints: params.excludedTaints,
    }),
  ],
  ['RemoveFailedPods', (params) => ({ ...selection(params), ...params.failedPods })],
  [
    'RemovePodsViolatingNodeAffinity',
    (params) => ({ ...selection(params), nodeAffinityType: params.nodeAffinityType }),
  ],
  ['RemovePodsViolatingInterPodAntiAffinity', selection],
  ['RemovePodsHavingTooManyRestarts', (params) => ({ ...selection(params), ...params.podsHavingTooManyRestarts })],
  [
    'PodLifeTime',
    (params) => {
      const { maxPodLifeTimeSeconds, podStatusPhases = [], states = [] } = params.podLifeTime ?? {};
      const all = [...podStatusPhases, ...states];
      return { ...selection(params), maxPodLifeTimeSeconds, states: all.length === 0 ? undefined : all };
    },
  ],
  ['RemoveDuplicates', ({ namespaces, removeDuplicates }) => ({ namespaces, ...removeDuplicates })],
  [
    'RemovePodsViolatingTopologySpreadConstraint',
    (params) => ({
      ...selection(params),
      constraints: ['DoNotSchedule', ...(params.includeSoftConstraints ? ['ScheduleAnyway'] : [])],
      topologyBalanceNodeFit: true,
    }),
  ],
  [
    'HighNodeUtilization',
    ({ namespaces, nodeResourceUtilizationThresholds: given }) => ({
      evictableNamespaces: namespaces,
      thresholds: given?.thresholds ?? new Map(),
      numberOfNodes: given?.numberOfNodes ?? 0,
    }),
  ],
  [
    'LowNodeUtilization',
    ({ namespaces, nodeResourceUtilizationThresholds: given }) => ({
      evictableNamespaces: namespaces,
      thresholds: given?.thresholds ?? new Map(),
      targetThresholds: given?.targetThresholds ?? new Map(),
      useDeviationThresholds: given?.useDeviationThresholds ?? false,
      numberOfNodes: given?.numberOfNodes ?? 0,
    }),
  ],
]);
