import type { Pod } from 'kubernetes-types/core/v1';
import { hasOwnerOfKind } from '../../framework/container-statuses.ts';
import { evictInOrder } from '../../framework/evict-in-order.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { PodSelection } from '../../framework/pod-selection.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName, podName } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { type RemoveDuplicatesArgs, removeDuplicatesArgsType, validateRemoveDuplicatesArgs } from './args.ts';
import { DuplicateFinder, type OwnedPods } from './duplicates.ts';
import { targetNodes } from './target-nodes.ts';

/** Evicts pods of one workload that stand together on a node, when other nodes could take them.
 *  @models pkg/framework/plugins/removeduplicates/removeduplicates.go New */
export function removeDuplicates(version: DeschedulerVersion = usualVersion): AnyPluginDefinition {
  return definePlugin<RemoveDuplicatesArgs>({
    name: 'RemoveDuplicates',
    extensionPoints: ['balance'],
    argsType: removeDuplicatesArgsType,
    validate: (args) => validateRemoveDuplicatesArgs(args, version),
    setDefaults: (args) => args,
    build: (args) => new RemoveDuplicates(args),
  });
}

class RemoveDuplicates implements Plugin {
  readonly name = 'RemoveDuplicates';
  readonly #excludeOwnerKinds: readonly string[];
  readonly #selection: PodSelection;

  constructor({ namespaces, excludeOwnerKinds }: RemoveDuplicatesArgs) {
    this.#excludeOwnerKinds = excludeOwnerKinds ?? [];
    this.#selection = new PodSelection({ namespaces, labelSelector: undefined });
  }

  /** A pod with several owners is a duplicate for each, and may be asked for once for each.
   *  @models pkg/framework/plugins/removeduplicates/removeduplicates.go Balance */
  *balance(handle: PluginHandle): DeschedulerRun {
    const finder = new DuplicateFinder();
    for (const node of handle.nodes) {
      const name = nodeName(node);
      const pods = yield* this.#selection.evictable(handle.snapshot.activePods(name), name, handle);
      finder.addNode(
        name,
        pods.filter((pod) => !hasOwnerOfKind(pod, this.#excludeOwnerKinds)),
      );
    }
    for (const owned of finder.owners) {
      for (const [node, pods] of yield* victimsOf(owned, handle)) {
        if ((yield* evictInOrder(pods, node, handle)) === 'end') return;
      }
    }
  }
}

/** The duplicates that are too many on their node, by node. */
function* victimsOf(
  { owner, occurrences, duplicates }: OwnedPods,
  { nodes }: PluginHandle,
): DeschedulerRun<[string, Pod[]][]> {
  const targets = targetNodes([...duplicates.values()].flat(), nodes);
  const upperAverage = targets.length === 0 ? occurrences : Math.ceil(occurrences / targets.length);
  const victims = targets.length < 2 ? [] : [...duplicates].flatMap(beyond(upperAverage));
  const told = (byNode: Iterable<[string, Pod[]]>) =>
    [...byNode].map(([node, pods]) => ({ node, pods: pods.map(podName) }));
  yield {
    kind: 'duplicatesCounted',
    owner,
    occurrences,
    targets,
    upperAverage,
    duplicates: told(duplicates),
    victims: told(victims),
  };
  return victims;
}

/** The duplicates of a node that come after the first pod and `upperAverage - 1` others. */
function beyond(upperAverage: number): (onNode: [string, Pod[]]) => [string, Pod[]][] {
  return ([node, pods]) => (pods.length + 1 > upperAverage ? [[node, pods.slice(upperAverage - 1)]] : []);
}
