import type { Registry } from '../framework/plugin.ts';
import { type DeschedulerVersion, usualVersion } from '../framework/release.ts';
import { defaultEvictor } from './defaultevictor/default-evictor.ts';
import type { NodeUtilizationAlgorithm } from './nodeutilization/algorithm.ts';
import { highNodeUtilization } from './nodeutilization/high-node-utilization.ts';
import { lowNodeUtilization } from './nodeutilization/low-node-utilization.ts';

/** The plugins of a release. `nodeUtilization` replaces what decides in LowNodeUtilization and HighNodeUtilization.
 *  @models pkg/descheduler/setupplugins.go SetupPlugins
 *  @simplifies the plugins other than LowNodeUtilization, HighNodeUtilization and DefaultEvictor do not exist yet. */
export function setupPlugins(
  version: DeschedulerVersion = usualVersion,
  replaced: { readonly nodeUtilization?: NodeUtilizationAlgorithm } = {},
): Registry {
  const definitions = [
    defaultEvictor,
    lowNodeUtilization(replaced.nodeUtilization),
    highNodeUtilization(replaced.nodeUtilization),
  ];
  return { version, plugins: new Map(definitions.map((definition) => [definition.name, definition])) };
}
