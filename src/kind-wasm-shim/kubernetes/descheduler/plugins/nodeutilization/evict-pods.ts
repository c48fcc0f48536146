import type { Pod, Taint } from 'kubernetes-types/core/v1';
import { podQOSClass } from '../../../api/pod-resources.ts';
import { oneUnit, type Quantity } from '../../../api/quantity.ts';
import { tolerationsTolerateTaint } from '../../../api/taints.ts';
import type { PluginHandle } from '../../framework/plugin.ts';
import { requestOutOfUsage } from '../../framework/pod-requests.ts';
import { nodeTaints } from '../../framework/snapshot.ts';
import type { DeschedulerRun, PodName, SkipReason } from '../../framework/steps.ts';
import { type NodeUtilizationAlgorithm, orderWith } from './algorithm.ts';
import type { PodForEviction } from './algorithm-types.ts';
import type { RankedPod, SourceEnd } from './steps.ts';
import { counts, type NodeInfo, sortKey } from './usage.ts';

/** What the eviction of pods works on. */
export interface Eviction {
  readonly handle: PluginHandle;
  readonly algorithm: NodeUtilizationAlgorithm;
  /** Sorted: the first is emptied first. */
  readonly sources: readonly NodeInfo[];
  readonly targets: readonly NodeInfo[];
  readonly excludedNamespaces: readonly string[];
  /** Whether a source is left as soon as it is at or below its high thresholds. HighNodeUtilization empties it instead. */
  readonly stopAtTarget: boolean;
}

/** Evicts from one source after another, until its condition ends it or there is no room left anywhere. Where an evicted pod
 *  would go is not tracked: the room is one sum over all targets, measured once.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go evictPodsFromSourceNodes */
export function* evictPodsFromSourceNodes(eviction: Eviction): DeschedulerRun {
  const { sources, targets, handle } = eviction;
  const resources = targets[0]?.usage.resources ?? [];
  const roomOf = ({ usage }: NodeInfo) => usage.resources.map(({ highThreshold, usage: used }) => highThreshold - used);
  const room = resources.map(() => 0n);
  for (const target of targets) {
    for (const [index, quantity] of roomOf(target).entries()) room[index] = (room[index] ?? 0n) + quantity;
  }
  yield {
    kind: 'roomMeasured',
    targets: targets.map(({ name }) => name),
    room: counts(resources, room),
    perTarget:
      handle.detail === 'full'
        ? targets.map((target) => ({ node: target.name, room: counts(resources, roomOf(target)) }))
        : undefined,
  };
  const targetTaints = targets.map(({ node }) => nodeTaints(node));
  for (const [index, source] of sources.entries()) {
    yield* evictFromSource(eviction, source, index + 1, { room, targetTaints });
  }
}

interface Shared {
  /** What is left to be moved, by the position of the resource. Every source draws on it. */
  readonly room: Quantity[];
  readonly targetTaints: readonly (readonly Taint[])[];
}

interface Candidate {
  readonly pod: Pod;
  readonly forEviction: PodForEviction;
}

function* evictFromSource(eviction: Eviction, source: NodeInfo, position: number, shared: Shared): DeschedulerRun {
  const { handle, algorithm, sources } = eviction;
  const removable: Candidate[] = [];
  const others: { pod: Pod; reason: string }[] = [];
  for (const pod of source.pods) {
    const reason = handle.evictor.filter(pod);
    if (reason === undefined) removable.push(candidate(pod, source));
    else others.push({ pod, reason });
  }
  const order = orderWith(
    algorithm,
    source.name,
    removable.map(({ forEviction }) => forEviction),
  );
  const ranked: Candidate[] = [];
  for (const index of order) {
    const next = removable[index];
    if (next !== undefined) ranked.push(next);
  }
  yield {
    kind: 'sourceStarted',
    node: source.name,
    position,
    sources: sources.length,
    sortKey: sortKey(source),
    usage: counts(source.resources, source.current),
    removable: ranked.length,
    notRemovable: others.length,
    pods: handle.detail === 'full' ? ranking(source, ranked, others) : undefined,
  };
  const { reason, resources, evicted } =
    ranked.length === 0
      ? { reason: 'noRemovablePods' as const, resources: [], evicted: 0 }
      : yield* evictPods(eviction, source, ranked, shared);
  const usage = counts(source.resources, source.current);
  yield { kind: 'sourceFinished', node: source.name, reason, resources, evicted, usage };
}

function candidate(pod: Pod, source: NodeInfo): Candidate {
  const requests: Record<string, Quantity> = {};
  for (const { name } of source.resources) requests[name] = name === 'pods' ? oneUnit : requestOutOfUsage(pod, name);
  const forEviction: PodForEviction = {
    namespace: pod.metadata?.namespace ?? '',
    name: pod.metadata?.name ?? '',
    labels: pod.metadata?.labels ?? {},
    priority: pod.spec?.priority ?? undefined,
    qosClass: podQOSClass(pod),
    requests,
  };
  return { pod, forEviction };
}

/** A pod's requests by the position of the resource. */
function requestList(source: NodeInfo, { requests }: PodForEviction): Quantity[] {
  return source.resources.map(({ name }) => (Object.hasOwn(requests, name) ? (requests[name] ?? 0n) : 0n));
}

function ranking(
  source: NodeInfo,
  ranked: readonly Candidate[],
  others: readonly { readonly pod: Pod; readonly reason: string }[],
): RankedPod[] {
  const facts = ({ forEviction }: Candidate) => ({
    namespace: forEviction.namespace,
    name: forEviction.name,
    priority: forEviction.priority ?? null,
    qosClass: forEviction.qosClass,
    requests: counts(source.resources, requestList(source, forEviction)),
  });
  return [
    ...ranked.map((pod, index) => ({ ...facts(pod), evictable: true as const, rank: index + 1 })),
    ...others.map(({ pod, reason }) => ({ ...facts(candidate(pod, source)), evictable: false as const, reason })),
  ];
}

interface End {
  readonly reason: SourceEnd;
  readonly resources: readonly string[];
}

/** @models pkg/framework/plugins/nodeutilization/nodeutilization.go evictPods */
function* evictPods(
  eviction: Eviction,
  source: NodeInfo,
  ranked: readonly Candidate[],
  shared: Shared,
): DeschedulerRun<End & { readonly evicted: number }> {
  const { handle } = eviction;
  let evicted = 0;
  let end = endOfEviction(eviction, source, shared.room);
  for (const { pod, forEviction } of ranked) {
    if (end !== undefined) break;
    const name: PodName = { namespace: forEviction.namespace, name: forEviction.name };
    if (!toleratesSomeTarget(pod, shared.targetTaints)) {
      // Here upstream goes on to the next pod without a look at the limit of the node.
      yield { kind: 'podSkipped', pod: name, node: source.name, reason: 'taints' };
      continue;
    }
    const skip = reasonToSkip(eviction, pod);
    if (skip !== undefined) {
      yield { kind: 'podSkipped', pod: name, node: source.name, ...skip };
    } else if (yield* handle.evictor.evict(pod, source.name)) {
      evicted += 1;
      const requests = requestList(source, forEviction);
      for (const [index, request] of requests.entries()) {
        source.current[index] = (source.current[index] ?? 0n) - request;
        shared.room[index] = (shared.room[index] ?? 0n) - request;
      }
      const full = handle.detail === 'full';
      yield {
        kind: 'podEvicted',
        pod: name,
        node: source.name,
        requests: full ? counts(source.resources, requests) : undefined,
        usage: full ? counts(source.resources, source.current) : undefined,
        room: full ? counts(source.resources, shared.room) : undefined,
      };
      end = endOfEviction(eviction, source, shared.room);
      if (end !== undefined) break;
    }
    if (handle.evictor.nodeLimitExceeded(source.name)) end = { reason: 'nodeLimit', resources: [] };
  }
  return { ...(end ?? { reason: 'podsExhausted', resources: [] }), evicted };
}

/** Why no more pods of this source are evicted, undefined while they are.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go continueEvictionCond */
function endOfEviction(eviction: Eviction, source: NodeInfo, room: readonly Quantity[]): End | undefined {
  const isAboveTarget = source.usage.resources.some(
    ({ highThreshold }, index) => (source.current[index] ?? 0n) > highThreshold,
  );
  if (eviction.stopAtTarget && !isAboveTarget) return { reason: 'atOrBelowTarget', resources: [] };
  if (room.every((quantity) => quantity > 0n)) return undefined;
  const without = source.resources.filter((_, index) => (room[index] ?? 0n) <= 0n);
  return { reason: 'noRoom', resources: without.map(({ name }) => name) };
}

function reasonToSkip({ handle, excludedNamespaces }: Eviction, pod: Pod): SkipReason | undefined {
  const skip = handle.evictor.preEvictionFilter(pod);
  if (skip !== undefined) return skip;
  return excludedNamespaces.includes(pod.metadata?.namespace ?? '') ? { reason: 'namespaceExcluded' } : undefined;
}

/** Whether the pod tolerates all taints of some target, whatever their effect. A pod with fewer tolerations than the node
 *  has taints does not, even if one of them tolerates everything.
 *  @models pkg/utils/pod.go PodToleratesTaints */
function toleratesSomeTarget(pod: Pod, targetTaints: readonly (readonly Taint[])[]): boolean {
  const tolerations = pod.spec?.tolerations ?? [];
  return targetTaints.some(
    (taints) =>
      tolerations.length >= taints.length && taints.every((taint) => tolerationsTolerateTaint(tolerations, taint)),
  );
}
