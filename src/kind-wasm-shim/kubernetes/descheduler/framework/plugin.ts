import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { GoType } from './go-json.ts';
import type { ExtensionPoint } from './policy.ts';
import type { DeschedulerVersion } from './release.ts';
import type { ClusterSnapshot } from './snapshot.ts';
import type { DeschedulerRun, SkipReason } from './steps.ts';

/** What a plugin can do to a cluster, and ask about it.
 *  @models pkg/framework/types/types.go Handle */
export interface PluginHandle {
  /** The release that the plugin is of. */
  readonly version: DeschedulerVersion;
  /** The nodes to act on: ready and selected by the policy, by name. */
  readonly nodes: readonly Node[];
  readonly snapshot: ClusterSnapshot;
  readonly evictor: Evictor;
  readonly detail: StepDetail;
  /** The time by which pods are so and so old, in milliseconds since 1970. */
  readonly nowMs: number;
}

/** What a filter sees of the cluster: all that a plugin does, without the evictor that it is a part of. */
export type ClusterView = Omit<PluginHandle, 'evictor'>;

/** How much a run tells: `full` has every pod's rank and every node's reasons, `decisions` leaves out what costs time to
 *  find out and decides nothing. */
export type StepDetail = 'full' | 'decisions';

/** What stands between a plugin and the eviction API.
 *  @models pkg/framework/types/types.go Evictor */
export interface Evictor {
  /** Why the pod must not be evicted, undefined when it may be. */
  filter(pod: Pod): string | undefined;
  /** Why an eviction of the pod would be useless right now, undefined when it would not. */
  preEvictionFilter(pod: Pod): SkipReason | undefined;
  /** Evicts unless a limit or the API refuses, and says whether it did. */
  evict(pod: Pod, node: string): DeschedulerRun<boolean>;
  /** Whether the node has used up its evictions. */
  nodeLimitExceeded(node: string): boolean;
  /** Whether the cycle has used up its evictions. */
  totalLimitExceeded(): boolean;
}

/** A plugin of one profile. It has the methods of the extension points that it implements.
 *  @models pkg/framework/types/types.go Plugin */
export interface Plugin {
  readonly name: string;
  deschedule?(handle: PluginHandle): DeschedulerRun;
  balance?(handle: PluginHandle): DeschedulerRun;
  filter?(pod: Pod, view: ClusterView): string | undefined;
  preEvictionFilter?(pod: Pod, view: ClusterView): SkipReason | undefined;
}

/** How a plugin is registered: its arguments' type, its checks, and how it is built.
 *  @models pkg/framework/pluginregistry/pluginregistry.go PluginUtilities */
export interface PluginDefinition<Args> {
  readonly name: string;
  readonly extensionPoints: readonly ExtensionPoint[];
  readonly argsType: GoType<Args>;
  /** What is wrong with arguments as they were written, before defaults; undefined when nothing is. */
  validate(args: Args): string | undefined;
  /** Arguments with the defaults of what was left out. */
  setDefaults(args: Args): Args;
  /** The plugin. Throws PluginError when it cannot be built. */
  build(args: Args): Plugin;
}

/** A plugin definition whose arguments' type is its own affair. */
export type AnyPluginDefinition = PluginDefinition<unknown>;

/** Hides the type of a definition's arguments: what its own `argsType` decoded is all that ever reaches it.
 *  @models pkg/framework/pluginregistry/pluginregistry.go Register */
export function definePlugin<Args>(definition: PluginDefinition<Args>): AnyPluginDefinition {
  return definition as unknown as AnyPluginDefinition;
}

/** A plugin that cannot be built from its arguments, or that fails while it runs. The message is upstream's. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
}

/** The plugins of a release, by name.
 *  @models pkg/framework/pluginregistry/pluginregistry.go Registry */
export interface Registry {
  readonly version: DeschedulerVersion;
  readonly plugins: ReadonlyMap<string, AnyPluginDefinition>;
}
