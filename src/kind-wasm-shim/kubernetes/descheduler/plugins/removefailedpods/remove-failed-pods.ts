import type { Pod } from 'kubernetes-types/core/v1';
import { evictInOrder } from '../../framework/evict-in-order.ts';
import { judged } from '../../framework/judgement.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { PodSelection } from '../../framework/pod-selection.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { defaultFailedPodsArgs, type FailedPodsArgs, failedPodsArgsType, validateFailedPodsArgs } from './args.ts';
import { judgeFailedPod } from './failed-pod.ts';

/** Removes pods that have failed and that nobody cleared away. One without owner only if DefaultEvictor evicts failed bare
 *  pods.
 *  @models pkg/framework/plugins/removefailedpods/failedpods.go New */
export function removeFailedPods(version: DeschedulerVersion = usualVersion): AnyPluginDefinition {
  return definePlugin<FailedPodsArgs>({
    name: 'RemoveFailedPods',
    extensionPoints: ['deschedule'],
    argsType: failedPodsArgsType(version),
    validate: (args) => validateFailedPodsArgs(args, version),
    setDefaults: defaultFailedPodsArgs,
    build: (args) => new RemoveFailedPods(args),
  });
}

class RemoveFailedPods implements Plugin {
  readonly name = 'RemoveFailedPods';
  readonly #args: FailedPodsArgs;
  readonly #selection: PodSelection;

  constructor(args: FailedPodsArgs) {
    this.#args = args;
    this.#selection = new PodSelection(args);
  }

  /** @models pkg/framework/plugins/removefailedpods/failedpods.go Deschedule */
  *deschedule(handle: PluginHandle): DeschedulerRun {
    for (const node of handle.nodes) {
      const name = nodeName(node);
      const failed = handle.snapshot.allPods(name).filter(({ status }) => status?.phase === 'Failed');
      const victims: Pod[] = [];
      for (const pod of yield* this.#selection.evictable(failed, name, handle)) {
        const judgement = judgeFailedPod(pod, this.#args, handle.nowMs);
        const victim = judgement.keptBy === undefined;
        if (victim) victims.push(pod);
        if (victim || handle.detail === 'full') yield judged(pod, name, victim, judgement);
      }
      if ((yield* evictInOrder(victims, name, handle)) === 'end') return;
    }
  }
}
