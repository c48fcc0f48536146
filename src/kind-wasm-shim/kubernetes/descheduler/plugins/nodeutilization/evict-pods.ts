import type { Pod, Taint } from 'kubernetes-types/core/v1';
import { podQOSClass } from '../../../api/pod-resources.ts';
import { oneUnit, type Quantity } from '../../../api/quantity.ts';
import { tolerationsTolerateTaint } from '../../../api/taints.ts';
import { learnsLimitsFromRefusals, sparesPodsThatPreferToStay } from '../../framework/differences.ts';
import type { PluginHandle } from '../../framework/plugin.ts';
import { prefersNoEviction } from '../../framework/pod-annotations.ts';
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
  /** How many pods the plugin may evict from one node, undefined for any number. */
  readonly maxPerNode?: number | undefined;
  /** Why the plugin itself leaves a pod alone that the evictor lets go, undefined when it does not. */
  readonly podFilter?: ((pod: Pod) => string | undefined) | undefined;
}

/** Evicts from one source after another, until its condition ends it or there is no room left anywhere. Where an evicted pod
 *  would go is not tracked: the room is one sum over all targets, measured once.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go evictPodsFromSourceNodes */
export function* evictPodsFromSourceNodes(eviction: Eviction): DeschedulerRun {
  const { sources, targets, handle } = eviction;
  const resources = targets[0]?.resources ?? [];
  const roomOf = ({ limits, current }: NodeInfo) => limits.map((limit, index) => limit - (current[index] ?? 0n));
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
    const end = yield* evictFromSource(eviction, source, index + 1, { room, targetTaints });
    if (end === 'totalLimit') return;
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

function* evictFromSource(
  eviction: Eviction,
  source: NodeInfo,
  position: number,
  shared: Shared,
): DeschedulerRun<SourceEnd> {
  const { handle, algorithm, sources, podFilter } = eviction;
  const removable: Candidate[] = [];
  const others: { pod: Pod; reason: string }[] = [];
  for (const pod of source.pods) {
    const reason = handle.evictor.filter(pod) ?? podFilter?.(pod);
    if (reason === undefined) removable.push(candidate(pod, source, handle));
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
    pods: handle.detail === 'full' ? ranking(eviction, source, ranked, others) : undefined,
  };
  const { reason, resources, evicted } =
    ranked.length === 0
      ? { reason: 'noRemovablePods' as const, resources: [], evicted: 0 }
      : yield* evictPods(eviction, source, ranked, shared);
  const usage = counts(source.resources, source.current);
  yield { kind: 'sourceFinished', node: source.name, reason, resources, evicted, usage };
  return reason;
}

function candidate(pod: Pod, source: NodeInfo, { version }: PluginHandle): Candidate {
  const requests: Record<string, Quantity> = {};
  for (const { name } of source.resources)
    requests[name] = name === 'pods' ? oneUnit : requestOutOfUsage(pod, name, version);
  const forEviction: PodForEviction = {
    namespace: pod.metadata?.namespace ?? '',
    name: pod.metadata?.name ?? '',
    labels: pod.metadata?.labels ?? {},
    priority: pod.spec?.priority ?? undefined,
    qosClass: podQOSClass(pod),
    requests,
    ...(sparesPodsThatPreferToStay(version) ? { prefersToStay: prefersNoEviction(pod) } : {}),
  };
  return { pod, forEviction };
}

/** A pod's requests by the position of the resource. */
function requestList(source: NodeInfo, { requests }: PodForEviction): Quantity[] {
  return source.resources.map(({ name }) => (Object.hasOwn(requests, name) ? (requests[name] ?? 0n) : 0n));
}

function ranking(
  { handle }: Eviction,
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
    ...others.map(({ pod, reason }) => ({
      ...facts(candidate(pod, source, handle)),
      evictable: false as const,
      reason,
    })),
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
  const { handle, maxPerNode = Number.POSITIVE_INFINITY } = eviction;
  let evicted = 0;
  let end = endOfEviction(eviction, source, shared.room);
  for (const candidate of ranked) {
    if (end === undefined && evicted >= maxPerNode) end = { reason: 'pluginNodeLimit', resources: [] };
    if (end !== undefined) break;
    const { pod, forEviction } = candidate;
    const name: PodName = { namespace: forEviction.namespace, name: forEviction.name };
    if (!toleratesSomeTarget(pod, shared.targetTaints)) {
      // Here upstream goes on to the next pod without a look at the limit of the node.
      yield { kind: 'podSkipped', pod: name, node: source.name, reason: 'taints' };
      continue;
    }
    const skip = reasonToSkip(eviction, pod);
    if (skip !== undefined) {
      yield { kind: 'podSkipped', pod: name, node: source.name, ...skip };
      end = limitReached(handle, source, 'skipped');
    } else if (yield* handle.evictor.evict(pod, source.name)) {
      evicted += 1;
      yield* subtract(handle, source, candidate, shared);
      end = endOfEviction(eviction, source, shared.room) ?? limitReached(handle, source, 'evicted');
    } else {
      end = limitReached(handle, source, 'refused');
    }
  }
  return { ...(end ?? { reason: 'podsExhausted', resources: [] }), evicted };
}

/** Which limit of the policy keeps the plugin from going on with this source after what became of a pod. */
function limitReached(
  { version, evictor }: PluginHandle,
  source: NodeInfo,
  after: 'skipped' | 'evicted' | 'refused',
): End | undefined {
  if (learnsLimitsFromRefusals(version) && after !== 'refused') return undefined;
  if (evictor.totalLimitExceeded()) return { reason: 'totalLimit', resources: [] };
  return evictor.nodeLimitExceeded(source.name) ? { reason: 'nodeLimit', resources: [] } : undefined;
}

/** Takes an evicted pod out of the usage of its node and out of the room that is left for others.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go subtractPodUsageFromNodeAvailability */
function* subtract(
  { detail }: PluginHandle,
  source: NodeInfo,
  { forEviction }: Candidate,
  { room }: Shared,
): DeschedulerRun {
  const requests = requestList(source, forEviction);
  for (const [index, request] of requests.entries()) {
    source.current[index] = (source.current[index] ?? 0n) - request;
    room[index] = (room[index] ?? 0n) - request;
  }
  const { namespace, name } = forEviction;
  const tell = (amounts: readonly Quantity[]) => (detail === 'full' ? counts(source.resources, amounts) : undefined);
  yield {
    kind: 'podEvicted',
    pod: { namespace, name },
    node: source.name,
    requests: tell(requests),
    usage: tell(source.current),
    room: tell(room),
  };
}

/** Why no more pods of this source are evicted, undefined while they are.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go continueEvictionCond */
function endOfEviction(eviction: Eviction, source: NodeInfo, room: readonly Quantity[]): End | undefined {
  const isAboveTarget = source.limits.some((limit, index) => (source.current[index] ?? 0n) > limit);
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
