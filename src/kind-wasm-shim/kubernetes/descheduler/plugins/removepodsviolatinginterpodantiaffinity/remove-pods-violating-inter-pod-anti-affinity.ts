import type { Pod } from 'kubernetes-types/core/v1';
import { podQOSClass } from '../../../api/pod-resources.ts';
import { learnsLimitsFromRefusals, sparesPodsThatPreferToStay } from '../../framework/differences.ts';
import { evictOne } from '../../framework/evict-in-order.ts';
import { judged } from '../../framework/judgement.ts';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import { prefersNoEviction } from '../../framework/pod-annotations.ts';
import { mayEvict, PodSelection } from '../../framework/pod-selection.ts';
import { type DeschedulerVersion, usualVersion } from '../../framework/release.ts';
import { nodeName, podName } from '../../framework/snapshot.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { compareForEviction } from '../nodeutilization/eviction-order.ts';
import {
  type InterPodAntiAffinityArgs,
  interPodAntiAffinityArgsType,
  validateInterPodAntiAffinityArgs,
} from './args.ts';
import { antiAffinityTerms, type Conflict, Conflicts } from './conflicts.ts';

/** Evicts pods that stand near others which their required anti-affinity forbids near them.
 *  @models pkg/framework/plugins/removepodsviolatinginterpodantiaffinity/pod_antiaffinity.go New */
export function removePodsViolatingInterPodAntiAffinity(
  version: DeschedulerVersion = usualVersion,
): AnyPluginDefinition {
  return definePlugin<InterPodAntiAffinityArgs>({
    name: 'RemovePodsViolatingInterPodAntiAffinity',
    extensionPoints: ['deschedule'],
    argsType: interPodAntiAffinityArgsType,
    validate: (args) => validateInterPodAntiAffinityArgs(args, version),
    setDefaults: (args) => args,
    build: (args) => new RemovePodsViolatingInterPodAntiAffinity(args),
  });
}

class RemovePodsViolatingInterPodAntiAffinity implements Plugin {
  readonly name = 'RemovePodsViolatingInterPodAntiAffinity';
  readonly #selection: PodSelection;

  constructor(args: InterPodAntiAffinityArgs) {
    this.#selection = new PodSelection(args);
  }

  /** A pod that is evicted conflicts with nobody any more, so of two that cannot stand each other one stays.
   *  @models pkg/framework/plugins/removepodsviolatinginterpodantiaffinity/pod_antiaffinity.go Deschedule
   *  @simplifies upstream takes the nodes in random order, which can decide who stays when the domain spans several. */
  *deschedule(handle: PluginHandle): DeschedulerRun {
    const podsByNode = new Map<string, Pod[]>();
    for (const node of handle.nodes) {
      const name = nodeName(node);
      podsByNode.set(
        name,
        handle.snapshot.activePods(name).filter((pod) => this.#selection.includes(pod)),
      );
    }
    const conflicts = new Conflicts(handle.nodes, [...podsByNode.values()].flat());
    for (const [node, pods] of podsByNode) {
      if ((yield* this.#processNode(node, pods, conflicts, handle)) === 'end') return;
    }
  }

  *#processNode(
    node: string,
    pods: readonly Pod[],
    conflicts: Conflicts,
    handle: PluginHandle,
  ): DeschedulerRun<'onward' | 'end'> {
    // Conflicts only become fewer, so on a node without one there is nothing to put in order.
    if (handle.detail !== 'full' && !pods.some((pod) => conflicts.of(pod) !== undefined)) return 'onward';
    for (const pod of orderedForEviction(pods, handle.version)) {
      if (yield* isInConflict(pod, node, conflicts, handle)) {
        const { evicted, next } = yield* evictOne(pod, node, handle);
        if (evicted) conflicts.remove(pod);
        if (next === 'end') return 'end';
        if (next === 'leaveNode') return 'onward';
      }
      if (!learnsLimitsFromRefusals(handle.version) && handle.evictor.nodeLimitExceeded(node)) return 'onward';
    }
    return 'onward';
  }
}

/** Whether a pod conflicts with another and may be evicted for it. */
function* isInConflict(pod: Pod, node: string, conflicts: Conflicts, handle: PluginHandle): DeschedulerRun<boolean> {
  if (antiAffinityTerms(pod).length === 0) return false;
  const conflict = conflicts.of(pod);
  const victim = conflict !== undefined;
  if (victim || handle.detail === 'full') yield judged(pod, node, victim, judgement(conflict));
  return victim && (yield* mayEvict(pod, node, handle));
}

function judgement(conflict: Conflict | undefined) {
  return {
    plugin: 'RemovePodsViolatingInterPodAntiAffinity',
    conflict: conflict && {
      pod: podName(conflict.pod),
      node: conflict.pod.spec?.nodeName ?? '',
      topologyKey: conflict.topologyKey,
    },
  } as const;
}

/** @models pkg/descheduler/pod/pods.go SortPodsBasedOnPriorityLowToHigh */
function orderedForEviction(pods: readonly Pod[], version: DeschedulerVersion): Pod[] {
  const ranked = pods.map((pod) => ({
    pod,
    ...podName(pod),
    labels: pod.metadata?.labels ?? {},
    priority: pod.spec?.priority ?? undefined,
    qosClass: podQOSClass(pod),
    requests: {},
    ...(sparesPodsThatPreferToStay(version) ? { prefersToStay: prefersNoEviction(pod) } : {}),
  }));
  return ranked.sort(compareForEviction).map(({ pod }) => pod);
}
