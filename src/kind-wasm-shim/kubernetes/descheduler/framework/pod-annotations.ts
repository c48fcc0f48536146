import type { Pod } from 'kubernetes-types/core/v1';

/** A pod with this annotation, whatever its value, may be evicted: no other check is made.
 *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go HaveEvictAnnotation */
export const evictAnnotation = 'descheduler.alpha.kubernetes.io/evict';

/** A pod with this annotation, whatever its value, asks to stay. The policy says whether that is a wish or a rule. */
export const preferNoEvictionAnnotation = 'descheduler.alpha.kubernetes.io/prefer-no-eviction';

/** @models pkg/descheduler/evictions/utils/utils.go HaveNoEvictionAnnotation */
export function prefersNoEviction(pod: Pod): boolean {
  return pod.metadata?.annotations?.[preferNoEvictionAnnotation] !== undefined;
}
