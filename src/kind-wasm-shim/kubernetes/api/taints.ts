import type { Taint, Toleration } from 'kubernetes-types/core/v1';

/** Whether this toleration tolerates this taint.
 *  @models staging/src/k8s.io/api/core/v1/toleration.go Toleration.ToleratesTaint */
export function toleratesTaint(toleration: Toleration, taint: Taint): boolean {
  const { effect, key, operator } = toleration;
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (!operator || operator === 'Equal') && (toleration.value ?? '') === (taint.value ?? '');
}

/** Whether some of these tolerations tolerates this taint.
 *  @models staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go TolerationsTolerateTaint */
export function tolerationsTolerateTaint(tolerations: readonly Toleration[] | undefined, taint: Taint): boolean {
  return tolerations?.some((toleration) => toleratesTaint(toleration, taint)) ?? false;
}

/** The first of these taints, with one of these effects, that no toleration tolerates.
 *  @models staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go FindMatchingUntoleratedTaint */
export function untoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined {
  return taints?.find((taint) => effects.includes(taint.effect) && !tolerationsTolerateTaint(tolerations, taint));
}
