import type { Registry } from '../framework/plugin.ts';
import { defaultEvictor } from './defaultevictor/default-evictor.ts';
import type { NodeUtilizationAlgorithm } from './nodeutilization/algorithm.ts';
import { highNodeUtilization } from './nodeutilization/high-node-utilization.ts';
import { lowNodeUtilization } from './nodeutilization/low-node-utilization.ts';

/** The releases of the descheduler that are modelled. */
export const deschedulerVersions = ['v0.28.1'] as const;

export type DeschedulerVersion = (typeof deschedulerVersions)[number];

/** The plugins of a release. `nodeUtilization` replaces what decides in LowNodeUtilization and HighNodeUtilization.
 *  @models pkg/descheduler/setupplugins.go SetupPlugins
 *  @simplifies the plugins other than LowNodeUtilization, HighNodeUtilization and DefaultEvictor do not exist yet. */
export function setupPlugins(
  _version: DeschedulerVersion = 'v0.28.1',
  replaced: { readonly nodeUtilization?: NodeUtilizationAlgorithm } = {},
): Registry {
  const definitions = [
    defaultEvictor,
    lowNodeUtilization(replaced.nodeUtilization),
    highNodeUtilization(replaced.nodeUtilization),
  ];
  return new Map(definitions.map((definition) => [definition.name, definition]));
}
