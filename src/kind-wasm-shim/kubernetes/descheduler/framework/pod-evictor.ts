import type { Pod } from 'kubernetes-types/core/v1';
import type { DeschedulerRun, PodName } from './steps.ts';

/** Carries out evictions and keeps count of them, within the limits of the policy. One lives as long as one cycle, and all
 *  plugins of all profiles share it.
 *  @models pkg/descheduler/evictions/evictions.go PodEvictor */
export class PodEvictor {
  readonly #maxPerNode: number | undefined;
  readonly #maxPerNamespace: number | undefined;
  readonly #byNode = new Map<string, number>();
  readonly #byNamespace = new Map<string, number>();
  #total = 0;

  constructor(limits: {
    readonly maxNoOfPodsToEvictPerNode?: number | undefined;
    readonly maxNoOfPodsToEvictPerNamespace?: number | undefined;
  }) {
    this.#maxPerNode = limits.maxNoOfPodsToEvictPerNode;
    this.#maxPerNamespace = limits.maxNoOfPodsToEvictPerNamespace;
  }

  get totalEvicted(): number {
    return this.#total;
  }

  /** Whether the node's count has reached the limit: with a limit of 0 from the start.
   *  @models pkg/descheduler/evictions/evictions.go NodeLimitExceeded */
  nodeLimitExceeded(node: string): boolean {
    return this.#maxPerNode !== undefined && (this.#byNode.get(node) ?? 0) === this.#maxPerNode;
  }

  /** Asks the driver to evict a pod, unless a limit forbids it, and says whether it was evicted. A refused eviction counts
   *  for no limit.
   *  @models pkg/descheduler/evictions/evictions.go EvictPod */
  *evict(pod: Pod, node: string, reason: string): DeschedulerRun<boolean> {
    const namespace = pod.metadata?.namespace ?? '';
    const name: PodName = { namespace, name: pod.metadata?.name ?? '' };
    const onNode = this.#byNode.get(node) ?? 0;
    if (node !== '' && this.#maxPerNode !== undefined && onNode + 1 > this.#maxPerNode) {
      const error = `maximum number of evicted pods per node reached: ${this.#maxPerNode} on ${node}`;
      yield { kind: 'evictionRefused', pod: name, node, by: 'nodeLimit', error };
      return false;
    }
    const inNamespace = this.#byNamespace.get(namespace) ?? 0;
    if (this.#maxPerNamespace !== undefined && inNamespace + 1 > this.#maxPerNamespace) {
      const error = `maximum number of evicted pods per namespace reached: ${this.#maxPerNamespace} in ${namespace}`;
      yield { kind: 'evictionRefused', pod: name, node, by: 'namespaceLimit', error };
      return false;
    }
    const answer = yield { kind: 'evict', pod: name, uid: pod.metadata?.uid, node, reason };
    if (answer?.evicted === false) {
      yield { kind: 'evictionRefused', pod: name, node, by: 'api', error: apiError(name.name, answer) };
      return false;
    }
    if (node !== '') this.#byNode.set(node, onNode + 1);
    this.#byNamespace.set(namespace, inNamespace + 1);
    this.#total += 1;
    return true;
  }
}

/** @models pkg/descheduler/evictions/evictions.go evictPod */
function apiError(pod: string, { code, message }: { readonly code: number; readonly message: string }): string {
  if (code === 429) return `error when evicting pod (ignoring) ${JSON.stringify(pod)}: ${message}`;
  if (code === 404) return `pod not found when evicting ${JSON.stringify(pod)}: ${message}`;
  return message;
}
