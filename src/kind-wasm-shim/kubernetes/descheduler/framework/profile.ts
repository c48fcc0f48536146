import type { Pod } from 'kubernetes-types/core/v1';
import {
  type AnyPluginDefinition,
  type ClusterView,
  type Evictor,
  type Plugin,
  PluginError,
  type PluginHandle,
  type Registry,
} from './plugin.ts';
import type { PodEvictor } from './pod-evictor.ts';
import type { DeschedulerProfile, ExtensionPoint } from './policy.ts';
import type { DeschedulerRun } from './steps.ts';

/** A profile that cannot be run. The message is upstream's. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/** What a run of a profile's plugins needs, beside the profile: a fresh snapshot for each plugin. */
export interface ProfileRun {
  readonly podEvictor: PodEvictor;
  snapshotFor(plugin: string): Omit<ClusterView, 'version'>;
}

/** A profile whose plugins are built.
 *  @models pkg/framework/profile/profile.go profileImpl */
export interface BuiltProfile {
  readonly name: string;
  /** Runs the enabled plugins of one extension point, in order. One that fails does not keep the others from running. */
  run(extensionPoint: 'deschedule' | 'balance', run: ProfileRun): DeschedulerRun;
}

/** Builds a profile's plugins. Throws ProfileError.
 *  @models pkg/framework/profile/profile.go NewProfile
 *  @simplifies upstream builds the plugins in random order; here in the order of the extension points, which decides only
 *  which of several errors is told. */
export function newProfile(profile: DeschedulerProfile, registry: Registry): BuiltProfile {
  const { name, enabled } = profile;
  for (const extensionPoint of extensionPoints) {
    const strangers = enabled[extensionPoint].filter(
      (plugin) => !registry.plugins.get(plugin)?.extensionPoints.includes(extensionPoint),
    );
    if (strangers.length === 0) continue;
    const set = [...new Set(strangers)].sort().map((plugin) => `${plugin}:{}`);
    const text = `configures ${extensionPoint} extension point of non-existing plugins: map[${set.join(' ')}]`;
    throw new ProfileError(`profile ${JSON.stringify(name)} ${text}`);
  }
  const plugins = new Map<string, Plugin>();
  for (const plugin of new Set(extensionPoints.flatMap((extensionPoint) => enabled[extensionPoint]))) {
    plugins.set(plugin, buildPlugin(plugin, profile, registry.plugins.get(plugin)));
  }
  const pluginsAt = (extensionPoint: ExtensionPoint) =>
    enabled[extensionPoint].flatMap((plugin) => plugins.get(plugin) ?? []);
  return {
    name,
    *run(extensionPoint, { podEvictor, snapshotFor }) {
      for (const plugin of pluginsAt(extensionPoint)) {
        const before = podEvictor.totalEvicted;
        yield { kind: 'pluginStarted', profile: name, plugin: plugin.name };
        const view: ClusterView = { ...snapshotFor(plugin.name), version: registry.version };
        const filters = { filter: pluginsAt('filter'), preEvictionFilter: pluginsAt('preEvictionFilter') };
        const handle: PluginHandle = { ...view, evictor: evictorFor(plugin.name, filters, podEvictor, view) };
        const pluginRun = extensionPoint === 'balance' ? plugin.balance?.(handle) : plugin.deschedule?.(handle);
        try {
          if (pluginRun !== undefined) yield* pluginRun;
        } catch (error) {
          if (!(error instanceof PluginError)) throw error;
          yield { kind: 'pluginFailed', profile: name, plugin: plugin.name, extensionPoint, error: error.message };
        }
        const evicted = podEvictor.totalEvicted - before;
        yield { kind: 'pluginFinished', profile: name, plugin: plugin.name, extensionPoint, evicted };
      }
    },
  };
}

const extensionPoints: readonly ExtensionPoint[] = ['deschedule', 'balance', 'filter', 'preEvictionFilter'];

/** @models pkg/framework/profile/profile.go buildPlugin */
function buildPlugin(plugin: string, profile: DeschedulerProfile, definition: AnyPluginDefinition | undefined): Plugin {
  const config = profile.pluginConfigs.find(({ name }) => name === plugin);
  if (config === undefined || definition === undefined) {
    throw new ProfileError(`unable to build ${plugin} plugin: unable to find ${JSON.stringify(plugin)} plugin config`);
  }
  try {
    return definition.build(config.args);
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    const text = `unable to initialize ${JSON.stringify(plugin)} plugin: ${error.message}`;
    throw new ProfileError(`unable to build ${plugin} plugin: ${text}`);
  }
}

/** @models pkg/framework/profile/profile.go evictorImpl */
function evictorFor(
  plugin: string,
  plugins: { readonly filter: readonly Plugin[]; readonly preEvictionFilter: readonly Plugin[] },
  podEvictor: PodEvictor,
  view: ClusterView,
): Evictor {
  return {
    filter: (pod: Pod) => firstAnswer(plugins.filter, (filter) => filter.filter?.(pod, view)),
    preEvictionFilter: (pod: Pod) =>
      firstAnswer(plugins.preEvictionFilter, (filter) => filter.preEvictionFilter?.(pod, view)),
    evict: (pod, node) => podEvictor.evict(pod, node, plugin),
    nodeLimitExceeded: (node) => podEvictor.nodeLimitExceeded(node),
    totalLimitExceeded: () => podEvictor.totalLimitExceeded(),
  };
}

function firstAnswer<Answer>(
  plugins: readonly Plugin[],
  ask: (plugin: Plugin) => Answer | undefined,
): Answer | undefined {
  for (const plugin of plugins) {
    const answer = ask(plugin);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
