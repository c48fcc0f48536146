import type { Pod } from 'kubernetes-types/core/v1';
import { refusesPodsWithoutUID } from './differences.ts';
import type { DeschedulerPolicy } from './policy.ts';
import { type DeschedulerVersion, usualVersion } from './release.ts';
import { podName } from './snapshot.ts';
import type { DeschedulerRun, EvictionRefusal } from './steps.ts';

/** The limits of a policy that an evictor keeps. */
export type EvictionLimits = Partial<
  Pick<
    DeschedulerPolicy,
    'maxNoOfPodsToEvictPerNode' | 'maxNoOfPodsToEvictPerNamespace' | 'maxNoOfPodsToEvictTotal' | 'gracePeriodSeconds'
  >
>;

/** Carries out evictions and keeps count of them, within the limits of the policy. One lives as long as one cycle, and all
 *  plugins of all profiles share it.
 *  @models pkg/descheduler/evictions/evictions.go PodEvictor
 *  @simplifies evictions in the background, behind a feature gate since v0.31, are not modelled. */
export class PodEvictor {
  readonly #limits: EvictionLimits;
  readonly #version: DeschedulerVersion;
  readonly #byNode = new Map<string, number>();
  readonly #byNamespace = new Map<string, number>();
  #total = 0;

  constructor(limits: EvictionLimits, version: DeschedulerVersion = usualVersion) {
    this.#limits = limits;
    this.#version = version;
  }

  get totalEvicted(): number {
    return this.#total;
  }

  /** Whether the node's count has reached the limit: with a limit of 0 from the start.
   *  @models pkg/descheduler/evictions/evictions.go NodeLimitExceeded */
  nodeLimitExceeded(node: string): boolean {
    const { maxNoOfPodsToEvictPerNode: max } = this.#limits;
    return max !== undefined && (this.#byNode.get(node) ?? 0) >= max;
  }

  /** Whether the cycle has used up its evictions.
   *  @models pkg/descheduler/evictions/errors.go EvictionTotalLimitError */
  totalLimitExceeded(): boolean {
    const { maxNoOfPodsToEvictTotal: max } = this.#limits;
    return max !== undefined && this.#total >= max;
  }

  /** Asks the driver to evict a pod, unless a limit forbids it, and says whether it was evicted. A refused eviction counts
   *  for no limit.
   *  @models pkg/descheduler/evictions/evictions.go EvictPod */
  *evict(pod: Pod, node: string, reason: string): DeschedulerRun<boolean> {
    const name = podName(pod);
    const refusal = this.#refusal(pod, node);
    if (refusal !== undefined) {
      yield { kind: 'evictionRefused', pod: name, node, ...refusal };
      return false;
    }
    const { gracePeriodSeconds } = this.#limits;
    const grace = pod.spec?.terminationGracePeriodSeconds === undefined ? gracePeriodSeconds : undefined;
    const request = { kind: 'evict', pod: name, uid: pod.metadata?.uid, node, reason } as const;
    const answer = yield grace === undefined ? request : { ...request, gracePeriodSeconds: grace };
    if (answer?.evicted === false) {
      yield { kind: 'evictionRefused', pod: name, node, by: 'api', error: apiError(name.name, answer) };
      return false;
    }
    if (node !== '') this.#byNode.set(node, (this.#byNode.get(node) ?? 0) + 1);
    this.#byNamespace.set(name.namespace, (this.#byNamespace.get(name.namespace) ?? 0) + 1);
    this.#total += 1;
    return true;
  }

  /** Why a pod is not even asked for: the total limit comes before that of the node, and that before the namespace's. */
  #refusal(pod: Pod, node: string): { by: EvictionRefusal; error: string; limit?: number } | undefined {
    const { namespace, name } = podName(pod);
    if (refusesPodsWithoutUID(this.#version) && !pod.metadata?.uid) {
      return { by: 'missingUID', error: `Pod ${namespace}/${name} is missing UID` };
    }
    const { maxNoOfPodsToEvictTotal, maxNoOfPodsToEvictPerNode, maxNoOfPodsToEvictPerNamespace } = this.#limits;
    if (maxNoOfPodsToEvictTotal !== undefined && this.totalLimitExceeded()) {
      const error = 'maximum number of evicted pods per a descheduling cycle reached';
      return { by: 'totalLimit', error, limit: maxNoOfPodsToEvictTotal };
    }
    if (maxNoOfPodsToEvictPerNode !== undefined && node !== '' && this.nodeLimitExceeded(node)) {
      const error = 'maximum number of evicted pods per node reached';
      return { by: 'nodeLimit', error, limit: maxNoOfPodsToEvictPerNode };
    }
    const inNamespace = this.#byNamespace.get(namespace) ?? 0;
    if (maxNoOfPodsToEvictPerNamespace !== undefined && inNamespace >= maxNoOfPodsToEvictPerNamespace) {
      const error = 'maximum number of evicted pods per namespace reached';
      return { by: 'namespaceLimit', error, limit: maxNoOfPodsToEvictPerNamespace };
    }
    return undefined;
  }
}

/** @models pkg/descheduler/evictions/evictions.go evictPod */
function apiError(pod: string, { code, message }: { readonly code: number; readonly message: string }): string {
  if (code === 429) return `error when evicting pod (ignoring) ${JSON.stringify(pod)}: ${message}`;
  if (code === 404) return `pod not found when evicting ${JSON.stringify(pod)}: ${message}`;
  return message;
}
