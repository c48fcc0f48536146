import type { Pod } from 'kubernetes-types/core/v1';
import type { AnyPluginDefinition, Plugin, Registry } from '../../kubernetes/descheduler/framework/plugin.ts';

/** Told of every pod that an evictor plugin does not let go, with the plugin's text. */
export type OnRefusal = (pod: Pod, reason: string) => void;

/** The same plugins, whose filters tell what they refuse. Some plugins of the descheduler report it themselves, and some
 *  count and go on; a report wants all of them, in every detail but that of each node for each pod. */
export function tellingRefusals(registry: Registry, onRefusal: OnRefusal, explainNodes: boolean): Registry {
  const plugins = new Map<string, AnyPluginDefinition>();
  for (const [name, definition] of registry.plugins) {
    const isFilter = definition.extensionPoints.some((point) => point === 'filter' || point === 'preEvictionFilter');
    const build = (args: unknown) => telling(definition.build(args), onRefusal, explainNodes);
    plugins.set(name, isFilter ? { ...definition, build } : definition);
  }
  return { ...registry, plugins };
}

function telling(plugin: Plugin, onRefusal: OnRefusal, explainNodes: boolean): Plugin {
  const told: Plugin = Object.create(plugin);
  // The methods are called on the plugin itself, whose private fields they read.
  const { filter, preEvictionFilter, deschedule, balance } = plugin;
  if (filter) {
    told.filter = (...args) => {
      const reason = filter.apply(plugin, args);
      if (reason !== undefined) onRefusal(args[0], reason);
      return reason;
    };
  }
  if (preEvictionFilter) {
    told.preEvictionFilter = (pod, handle) =>
      preEvictionFilter.call(plugin, pod, explainNodes ? handle : { ...handle, detail: 'decisions' });
  }
  if (deschedule) told.deschedule = (handle) => deschedule.call(plugin, handle);
  if (balance) told.balance = (handle) => balance.call(plugin, handle);
  return told;
}
