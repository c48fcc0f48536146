import type { Pod, Taint } from 'kubernetes-types/core/v1';
import { tolerationsTolerateTaint } from '../../../api/taints.ts';
import { nodeTaintsLooksAtActivePods } from '../../framework/differences.ts';
import { evictInOrder } from '../../framework/evict-in-order.ts';
import { judged } from '../../framework/judgement.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { PodSelection } from '../../framework/pod-selection.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName, nodeTaints } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { type NodeTaintsArgs, nodeTaintsArgsType, validateNodeTaintsArgs } from './args.ts';
import { countsTaint, taintText } from './taint-filter.ts';

/** Evicts pods from nodes whose taints they do not tolerate: taints that came after the pod was scheduled.
 *  @models pkg/framework/plugins/removepodsviolatingnodetaints/node_taint.go New */
export function removePodsViolatingNodeTaints(version: DeschedulerVersion = usualVersion): AnyPluginDefinition {
  return definePlugin<NodeTaintsArgs>({
    name: 'RemovePodsViolatingNodeTaints',
    extensionPoints: ['deschedule'],
    argsType: nodeTaintsArgsType(version),
    validate: (args) => validateNodeTaintsArgs(args, version),
    setDefaults: (args) => args,
    build: (args) => new RemovePodsViolatingNodeTaints(args),
  });
}

class RemovePodsViolatingNodeTaints implements Plugin {
  readonly name = 'RemovePodsViolatingNodeTaints';
  readonly #args: NodeTaintsArgs;
  readonly #selection: PodSelection;

  constructor(args: NodeTaintsArgs) {
    this.#args = args;
    this.#selection = new PodSelection(args);
  }

  /** @models pkg/framework/plugins/removepodsviolatingnodetaints/node_taint.go Deschedule */
  *deschedule(handle: PluginHandle): DeschedulerRun {
    const { nodes, snapshot } = handle;
    for (const node of nodes) {
      const name = nodeName(node);
      const taints = nodeTaints(node).filter((taint) => countsTaint(taint, this.#args));
      const pods = nodeTaintsLooksAtActivePods(handle.version) ? snapshot.activePods(name) : snapshot.allPods(name);
      const victims = yield* judge(yield* this.#selection.evictable(pods, name, handle), name, taints, handle);
      if ((yield* evictInOrder(victims, name, handle)) === 'end') return;
    }
  }
}

function* judge(
  pods: readonly Pod[],
  node: string,
  taints: readonly Taint[],
  { detail }: PluginHandle,
): DeschedulerRun<Pod[]> {
  const victims: Pod[] = [];
  for (const pod of pods) {
    const untolerated = taints.find((taint) => !tolerationsTolerateTaint(pod.spec?.tolerations, taint));
    const victim = untolerated !== undefined;
    if (victim) victims.push(pod);
    if (!victim && detail !== 'full') continue;
    yield judged(pod, node, victim, {
      plugin: 'RemovePodsViolatingNodeTaints',
      taint: untolerated && taintText(untolerated),
    });
  }
  return victims;
}
