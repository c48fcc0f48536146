import type { Pod } from 'kubernetes-types/core/v1';
import { evictsMostRestartedFirst } from '../../framework/differences.ts';
import { evictInOrder } from '../../framework/evict-in-order.ts';
import { judged } from '../../framework/judgement.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { PodSelection } from '../../framework/pod-selection.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { type TooManyRestartsArgs, tooManyRestartsArgsType, validateTooManyRestartsArgs } from './args.ts';
import { judgeRestarts } from './restarts.ts';

/** Evicts pods whose containers restart over and over, which another node may cure.
 *  @models pkg/framework/plugins/removepodshavingtoomanyrestarts/toomanyrestarts.go New */
export function removePodsHavingTooManyRestarts(version: DeschedulerVersion = usualVersion): AnyPluginDefinition {
  return definePlugin<TooManyRestartsArgs>({
    name: 'RemovePodsHavingTooManyRestarts',
    extensionPoints: ['deschedule'],
    argsType: tooManyRestartsArgsType,
    validate: (args) => validateTooManyRestartsArgs(args, version),
    setDefaults: (args) => args,
    build: (args) => new RemovePodsHavingTooManyRestarts(args),
  });
}

class RemovePodsHavingTooManyRestarts implements Plugin {
  readonly name = 'RemovePodsHavingTooManyRestarts';
  readonly #args: TooManyRestartsArgs;
  readonly #selection: PodSelection;

  constructor(args: TooManyRestartsArgs) {
    this.#args = args;
    this.#selection = new PodSelection(args);
  }

  /** @models pkg/framework/plugins/removepodshavingtoomanyrestarts/toomanyrestarts.go Deschedule */
  *deschedule(handle: PluginHandle): DeschedulerRun {
    for (const node of handle.nodes) {
      const name = nodeName(node);
      const victims: { pod: Pod; restarts: number }[] = [];
      for (const pod of yield* this.#selection.evictable(handle.snapshot.allPods(name), name, handle)) {
        const judgement = judgeRestarts(pod, this.#args);
        const victim = judgement.keptBy === undefined;
        if (victim) victims.push({ pod, restarts: judgement.restarts });
        if (victim || handle.detail === 'full') yield judged(pod, name, victim, judgement);
      }
      if (evictsMostRestartedFirst(handle.version)) victims.sort((a, b) => b.restarts - a.restarts);
      const pods = victims.map(({ pod }) => pod);
      if ((yield* evictInOrder(pods, name, handle)) === 'end') return;
    }
  }
}
