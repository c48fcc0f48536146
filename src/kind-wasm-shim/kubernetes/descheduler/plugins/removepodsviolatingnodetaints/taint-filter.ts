import type { Taint } from 'kubernetes-types/core/v1';
import type { NodeTaintsArgs } from './args.ts';

/** Whether a taint can make a pod a victim. NoExecute is not asked about: the taint manager evicts for it.
 *  @models pkg/framework/plugins/removepodsviolatingnodetaints/node_taint.go New */
export function countsTaint(
  taint: Taint,
  {
    includePreferNoSchedule,
    excludedTaints,
    includedTaints,
  }: Pick<NodeTaintsArgs, 'includePreferNoSchedule' | 'excludedTaints' | 'includedTaints'>,
): boolean {
  const isAsked = taint.effect === 'NoSchedule' || (includePreferNoSchedule && taint.effect === 'PreferNoSchedule');
  if (!isAsked || names(excludedTaints ?? [], taint)) return false;
  return includedTaints === undefined || names(includedTaints, taint);
}

/** Whether a list of `key` and `key=value` names the taint. */
function names(list: readonly string[], { key, value }: Taint): boolean {
  return list.includes(key) || (value !== undefined && value !== '' && list.includes(`${key}=${value}`));
}

/** A taint as kubectl writes it: `key=value:effect`.
 *  @models staging/src/k8s.io/api/core/v1/taint.go Taint.ToString */
export function taintText({ key, value, effect }: Taint): string {
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}
