import type { PriorityClass } from 'kubernetes-types/scheduling/v1';
import { parseDocument } from 'yaml';
import { systemCriticalPriority } from '../../api/pod-properties.ts';
import type { DefaultEvictorArgs } from '../plugins/defaultevictor/args.ts';
import { readsOnlyV1alpha2, refusesUnknownPriorityThreshold } from './differences.ts';
import { type DecodingProblems, decodeGo } from './go-json.ts';
import type { Registry } from './plugin.ts';
import {
  type DeschedulerPolicy,
  type DeschedulerPolicyDocument,
  type DeschedulerProfile,
  deschedulerPolicyType,
  type PluginConfig,
} from './policy.ts';
import { profilesOfStrategies, StrategyError, v1alpha1PolicyType } from './v1alpha1.ts';

/** A policy that the descheduler refuses. The message is upstream's where upstream has one. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

/** What loading a policy needs beside the document. */
export interface PolicyEnvironment {
  readonly registry: Registry;
  /** The only PriorityClasses that exist. */
  readonly priorityClasses?: readonly PriorityClass[] | undefined;
  /** The name that error messages give the file. */
  readonly fileName?: string | undefined;
}

/** A policy that can be run, and what the descheduler only logged while it read it. */
export interface LoadedPolicy {
  readonly policy: DeschedulerPolicy;
  readonly warnings: readonly string[];
}

/** Reads the text of a policy file, YAML or JSON. Throws PolicyError.
 *  @models pkg/descheduler/policyconfig.go LoadPolicyConfig
 *  @simplifies a text that is not YAML is refused in the words of this parser, not of Go's. */
export function loadPolicyText(text: string, environment: PolicyEnvironment): LoadedPolicy {
  const document = parseDocument(text, { version: '1.1' });
  const [error] = document.errors;
  if (error !== undefined) throw decodingFailed(environment, error.message);
  // Upstream turns YAML into JSON on the way, which orders the keys.
  const isJson = text.trimStart().startsWith('{');
  const content = contentOf(document, environment);
  return loadPolicy(isJson ? content : withSortedKeys(content), environment);
}

/** What the text says, as plain data. By anchors YAML can refer to itself, or grow beyond all measure; neither is a policy. */
function contentOf(document: ReturnType<typeof parseDocument>, environment: PolicyEnvironment): unknown {
  try {
    const content: unknown = document.toJS();
    JSON.stringify(content);
    return content;
  } catch (error) {
    // The parser counts references, and JSON cannot write a circle.
    if (!(error instanceof ReferenceError || error instanceof TypeError || error instanceof RangeError)) throw error;
    throw decodingFailed(environment, 'its anchors and aliases cannot be resolved');
  }
}

/** Decodes a policy document, checks it, and sets defaults: in this order, so that the checks see what was written.
 *  Throws PolicyError.
 *  @models pkg/descheduler/policyconfig.go decode */
export function loadPolicy(document: unknown, environment: PolicyEnvironment): LoadedPolicy {
  const decoded = decodePolicy(document, environment);
  validateProfiles(decoded.profiles, environment.registry);
  const warnings: string[] = [];
  if (decoded.asksForMetrics) warnings.push('metrics are not modelled: there is nobody here to measure what nodes use');
  const profiles = decoded.profiles.map((profile) => withDefaults(profile, environment, warnings));
  return { policy: { ...decoded.policy, profiles }, warnings };
}

interface DecodedPolicy {
  readonly profiles: readonly DeschedulerProfile[];
  readonly policy: Omit<DeschedulerPolicy, 'profiles'>;
  readonly asksForMetrics?: boolean;
}

function decodePolicy(document: unknown, environment: PolicyEnvironment): DecodedPolicy {
  const { version } = environment.registry;
  const { apiVersion, kind } = (document ?? {}) as { apiVersion?: unknown; kind?: unknown };
  const json = JSON.stringify(document ?? null);
  if (typeof kind !== 'string' || kind === '')
    throw decodingFailed(environment, `Object 'Kind' is missing in '${json}'`);
  if (typeof apiVersion !== 'string' || apiVersion === '') {
    throw decodingFailed(environment, `Object 'apiVersion' is missing in '${json}'`);
  }
  if (apiVersion.split('/').length > 2) {
    throw decodingFailed(environment, `unexpected GroupVersion string: ${apiVersion}`);
  }
  if (kind === 'DeschedulerPolicy' && apiVersion === 'descheduler/v1alpha2')
    return decodeV1alpha2(document, environment);
  if (kind === 'DeschedulerPolicy' && apiVersion === 'descheduler/v1alpha1' && !readsOnlyV1alpha2(version)) {
    return decodeV1alpha1(document, environment);
  }
  // Where the scheme is made, in the source.
  const scheme = `pkg/descheduler/scheme/scheme.go:${readsOnlyV1alpha2(version) ? 40 : 41}`;
  const text = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "${scheme}"`;
  throw decodingFailed(environment, text);
}

function decodeV1alpha2(document: unknown, environment: PolicyEnvironment): DecodedPolicy {
  const { value, problems } = decodeGo(deschedulerPolicyType(environment.registry.version), document);
  // Fields of the policy itself that do not exist are ignored; only plugin arguments are read strictly.
  refuse({ ...problems, unknownFields: [] }, environment);
  return {
    profiles: (value.profiles ?? []).map((profile) => decodeProfile(profile, environment)),
    policy: {
      nodeSelector: value.nodeSelector,
      maxNoOfPodsToEvictPerNode: value.maxNoOfPodsToEvictPerNode,
      maxNoOfPodsToEvictPerNamespace: value.maxNoOfPodsToEvictPerNamespace,
      maxNoOfPodsToEvictTotal: value.maxNoOfPodsToEvictTotal,
      gracePeriodSeconds: value.gracePeriodSeconds,
    },
    asksForMetrics: value.metricsCollector?.enabled === true || (value.metricsProviders ?? []).length > 0,
  };
}

function decodeV1alpha1(document: unknown, environment: PolicyEnvironment): DecodedPolicy {
  const { value, problems } = decodeGo(v1alpha1PolicyType, document);
  refuse({ ...problems, unknownFields: [] }, environment);
  const { nodeSelector, maxNoOfPodsToEvictPerNode, maxNoOfPodsToEvictPerNamespace } = value;
  try {
    return {
      profiles: profilesOfStrategies(value, environment.registry),
      policy: { nodeSelector, maxNoOfPodsToEvictPerNode, maxNoOfPodsToEvictPerNamespace },
    };
  } catch (error) {
    if (error instanceof StrategyError) throw decodingFailed(environment, error.message);
    throw error;
  }
}

type ProfileDocument = NonNullable<DeschedulerPolicyDocument['profiles']>[number];

/** @models pkg/api/v1alpha2/conversion.go Convert_v1alpha2_PluginConfig_To_api_PluginConfig */
function decodeProfile(profile: ProfileDocument, environment: PolicyEnvironment): DeschedulerProfile {
  const pluginConfigs = (profile.pluginConfig ?? []).map(({ name, args }): PluginConfig => {
    const definition = environment.registry.plugins.get(name);
    if (definition === undefined) return { name, args };
    const { value, problems } = decodeGo(definition.argsType, args);
    refuse(problems, environment);
    return { name, args: value };
  });
  const { deschedule, balance, filter, preevictionfilter } = profile.plugins;
  return {
    name: profile.name,
    pluginConfigs,
    enabled: {
      deschedule: deschedule.enabled ?? [],
      balance: balance.enabled ?? [],
      filter: filter.enabled ?? [],
      preEvictionFilter: preevictionfilter.enabled ?? [],
    },
  };
}

/** @models pkg/descheduler/policyconfig.go validateDeschedulerConfiguration */
function validateProfiles(profiles: readonly DeschedulerProfile[], registry: Registry): void {
  const errors: string[] = [];
  for (const profile of profiles) {
    for (const { name, args } of profile.pluginConfigs) {
      const definition = registry.plugins.get(name);
      const error =
        definition === undefined ? `plugin ${name} in pluginConfig not registered` : definition.validate(args);
      if (error !== undefined) errors.push(`in profile ${profile.name}: ${error}`);
    }
  }
  const different = [...new Set(errors)];
  if (different.length === 1) throw new PolicyError(different[0]);
  if (different.length > 1) throw new PolicyError(`[${different.join(', ')}]`);
}

/** @models pkg/descheduler/policyconfig.go setDefaults, setDefaultEvictor */
function withDefaults(
  profile: DeschedulerProfile,
  environment: PolicyEnvironment,
  warnings: string[],
): DeschedulerProfile {
  const evictor = environment.registry.plugins.get(defaultEvictorName);
  const defaulted = profile.pluginConfigs.map(({ name, args }) => ({
    name,
    args: environment.registry.plugins.get(name)?.setDefaults(args) ?? args,
  }));
  const hasEvictor = defaulted.some(({ name }) => name === defaultEvictorName);
  const pluginConfigs =
    hasEvictor || evictor === undefined
      ? defaulted
      : [{ name: defaultEvictorName, args: evictor.setDefaults(evictor.argsType.zero()) }, ...defaulted];
  return {
    name: profile.name,
    pluginConfigs: pluginConfigs.map((config) =>
      config.name === defaultEvictorName ? withPriorityThreshold(config, environment, warnings) : config,
    ),
    enabled: {
      ...profile.enabled,
      filter: withDefaultEvictor(profile.enabled.filter),
      preEvictionFilter: withDefaultEvictor(profile.enabled.preEvictionFilter),
    },
  };
}

const defaultEvictorName = 'DefaultEvictor';

function withDefaultEvictor(enabled: readonly string[]): readonly string[] {
  return enabled.includes(defaultEvictorName) ? enabled : [defaultEvictorName, ...enabled];
}

function withPriorityThreshold(
  config: PluginConfig,
  { priorityClasses = [], registry }: PolicyEnvironment,
  warnings: string[],
): PluginConfig {
  const args = config.args as DefaultEvictorArgs;
  const { value, warning } = resolvePriorityThreshold(args.priorityThreshold, priorityClasses);
  if (warning !== undefined) {
    if (refusesUnknownPriorityThreshold(registry.version)) throw new PolicyError(warning);
    warnings.push(warning);
  }
  return { name: config.name, args: { ...args, priorityThreshold: { value, name: '' } } satisfies DefaultEvictorArgs };
}

/** The priority that a threshold stands for. A PriorityClass that does not exist, and a number above that of critical pods,
 *  leave a threshold of 0, so that hardly any pod stays evictable, and a warning.
 *  @models pkg/utils/priority.go GetPriorityValueFromPriorityThreshold */
function resolvePriorityThreshold(
  threshold: DefaultEvictorArgs['priorityThreshold'],
  priorityClasses: readonly PriorityClass[],
): { value: number; warning?: string } {
  if (threshold === undefined || (threshold.value === undefined && threshold.name === '')) {
    return { value: systemCriticalPriority };
  }
  const { name } = threshold;
  const value =
    threshold.value ?? priorityClasses.find((priorityClass) => priorityClass.metadata?.name === name)?.value;
  if (value === undefined) {
    const notFound = `priorityclasses.scheduling.k8s.io ${JSON.stringify(name)} not found`;
    return { value: 0, warning: `unable to get priority value from the priority class: ${notFound}` };
  }
  if (value > systemCriticalPriority) {
    return { value: 0, warning: `priority threshold can't be greater than ${systemCriticalPriority}` };
  }
  return { value };
}

function refuse({ typeError, unknownFields }: DecodingProblems, environment: PolicyEnvironment): void {
  if (typeError !== undefined) throw decodingFailed(environment, typeError);
  if (unknownFields.length === 0) return;
  const fields = unknownFields.map((field) => `unknown field ${JSON.stringify(field)}`).join(', ');
  throw decodingFailed(environment, `strict decoding error: ${fields}`);
}

function decodingFailed({ fileName = 'policy.yaml' }: PolicyEnvironment, why: string): PolicyError {
  return new PolicyError(`failed decoding descheduler's policy config ${JSON.stringify(fileName)}: ${why}`);
}

function withSortedKeys(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(withSortedKeys);
  if (typeof content !== 'object' || content === null) return content;
  const entries = Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, withSortedKeys(item)]));
}
