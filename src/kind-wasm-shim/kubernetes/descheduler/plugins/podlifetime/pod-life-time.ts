import type { Pod } from 'kubernetes-types/core/v1';
import { learnsLimitsFromRefusals } from '../../framework/differences.ts';
import { evictOne } from '../../framework/evict-in-order.ts';
import { judged } from '../../framework/judgement.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { creationMs } from '../../framework/pod-age.ts';
import { PodSelection } from '../../framework/pod-selection.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { type PodLifeTimeArgs, podLifeTimeArgsType, validatePodLifeTimeArgs } from './args.ts';
import { judgeLifeTime } from './life-time.ts';

/** Evicts pods that are older than the policy lets them be, the oldest of the whole cluster first.
 *  @models pkg/framework/plugins/podlifetime/pod_lifetime.go New */
export function podLifeTime(version: DeschedulerVersion = usualVersion): AnyPluginDefinition {
  return definePlugin<PodLifeTimeArgs>({
    name: 'PodLifeTime',
    extensionPoints: ['deschedule'],
    argsType: podLifeTimeArgsType(version),
    validate: (args) => validatePodLifeTimeArgs(args, version),
    setDefaults: (args) => args,
    build: (args) => new PodLifeTime(args),
  });
}

class PodLifeTime implements Plugin {
  readonly name = 'PodLifeTime';
  readonly #args: PodLifeTimeArgs;
  readonly #selection: PodSelection;

  constructor(args: PodLifeTimeArgs) {
    this.#args = args;
    this.#selection = new PodSelection(args);
  }

  /** @models pkg/framework/plugins/podlifetime/pod_lifetime.go Deschedule
   *  @simplifies pods of the same age come in random order upstream; here by node, namespace and name. */
  *deschedule(handle: PluginHandle): DeschedulerRun {
    const victims: { pod: Pod; node: string; createdMs: number }[] = [];
    for (const node of handle.nodes) {
      const name = nodeName(node);
      for (const pod of yield* this.#selection.evictable(handle.snapshot.allPods(name), name, handle)) {
        const judgement = judgeLifeTime(pod, this.#args, handle.nowMs, handle.version);
        const victim = judgement.keptBy === undefined;
        if (victim) victims.push({ pod, node: name, createdMs: creationMs(pod) });
        if (victim || handle.detail === 'full') yield judged(pod, name, victim, judgement);
      }
    }
    victims.sort((a, b) => (a.createdMs < b.createdMs ? -1 : a.createdMs > b.createdMs ? 1 : 0));
    for (const { pod, node } of victims) {
      const asksFirst = !learnsLimitsFromRefusals(handle.version);
      if (asksFirst && handle.evictor.nodeLimitExceeded(node)) continue;
      const { next } = yield* evictOne(pod, node, handle);
      if (next === 'end') return;
    }
  }
}
