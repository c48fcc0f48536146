import type { Node, Pod } from 'kubernetes-types/core/v1';
import { evictInOrder } from '../../framework/evict-in-order.ts';
import { judged } from '../../framework/judgement.ts';
import { NodeFit } from '../../framework/node-fit.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { PodSelection } from '../../framework/pod-selection.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { Preferences, requiredOnNode } from './affinity-checks.ts';
import { type NodeAffinityArgs, nodeAffinityArgsType, validateNodeAffinityArgs } from './args.ts';

/** Evicts pods from nodes that their node affinity does not choose any more, if it chooses another.
 *  @models pkg/framework/plugins/removepodsviolatingnodeaffinity/node_affinity.go New */
export function removePodsViolatingNodeAffinity(version: DeschedulerVersion = usualVersion): AnyPluginDefinition {
  return definePlugin<NodeAffinityArgs>({
    name: 'RemovePodsViolatingNodeAffinity',
    extensionPoints: ['deschedule'],
    argsType: nodeAffinityArgsType,
    validate: (args) => validateNodeAffinityArgs(args, version),
    setDefaults: (args) => args,
    build: (args) => new RemovePodsViolatingNodeAffinity(args),
  });
}

type Affinity = 'required' | 'preferred';

const affinities: Readonly<Record<string, Affinity>> = {
  requiredDuringSchedulingIgnoredDuringExecution: 'required',
  preferredDuringSchedulingIgnoredDuringExecution: 'preferred',
};

class RemovePodsViolatingNodeAffinity implements Plugin {
  readonly name = 'RemovePodsViolatingNodeAffinity';
  readonly #types: readonly string[];
  readonly #selection: PodSelection;

  constructor(args: NodeAffinityArgs) {
    this.#types = args.nodeAffinityType ?? [];
    this.#selection = new PodSelection(args);
  }

  /** Each type is a pass over all nodes: a pod that violates both is evicted in the first, and asked for again in the second
   *  when its eviction is not seen yet.
   *  @models pkg/framework/plugins/removepodsviolatingnodeaffinity/node_affinity.go Deschedule */
  *deschedule(handle: PluginHandle): DeschedulerRun {
    const known: Known = {
      fit: new NodeFit(handle.snapshot, handle.version),
      preferences: new Preferences(handle.nodes),
    };
    for (const type of this.#types) {
      const affinity = affinities[type];
      if (affinity === undefined) continue;
      for (const node of handle.nodes) {
        const name = nodeName(node);
        const pods = yield* this.#selection.evictable(handle.snapshot.activePods(name), name, handle);
        const victims = yield* judge(affinity, pods, node, handle, known);
        if ((yield* evictInOrder(victims, name, handle)) === 'end') break;
      }
    }
  }
}

/** What is found out once for all pods of a run. */
interface Known {
  readonly fit: NodeFit;
  readonly preferences: Preferences;
}

/** @models pkg/framework/plugins/removepodsviolatingnodeaffinity/node_affinity.go processNodes */
function* judge(
  affinity: Affinity,
  pods: readonly Pod[],
  node: Node,
  { nodes, detail }: PluginHandle,
  { fit, preferences }: Known,
): DeschedulerRun<Pod[]> {
  const victims: Pod[] = [];
  for (const pod of pods) {
    const standing = affinity === 'required' ? requiredOnNode(pod, node) : preferences.onNode(pod, node);
    if (standing === undefined || (standing.matches && detail !== 'full')) continue;
    const fitsSomewhere = fit.fitsAny(pod, nodes);
    const victim = !standing.matches && fitsSomewhere;
    if (victim) victims.push(pod);
    yield judged(pod, nodeName(node), victim, {
      plugin: 'RemovePodsViolatingNodeAffinity',
      affinity,
      ...standing,
      fitsSomewhere,
    });
  }
  return victims;
}
