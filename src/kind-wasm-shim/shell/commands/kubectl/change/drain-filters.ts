import type { Pod } from 'kubernetes-types/core/v1';
import { isDaemonSetPod, isMirrorPod } from '../../../../kubernetes/api/pod-properties.ts';

export interface DrainRules {
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDirData: boolean;
  readonly isManaged: (pod: Pod) => boolean;
}

/** Which pods a drain evicts, what it warns of, and why it does not begin.
 *  @models staging/src/k8s.io/kubectl/pkg/drain/filters.go Helper.makeFilters
 *  @simplifies a pod of a DaemonSet that no longer exists counts as one whose DaemonSet exists. */
export function podsToEvict(
  pods: readonly Pod[],
  rules: DrainRules,
): { pods: Pod[]; warnings: string[]; errors: string[] } {
  const evicted: Pod[] = [];
  const warnings = new Map<string, string[]>();
  const errors = new Map<string, string[]>();
  for (const pod of pods) {
    const verdict = judge(pod, rules);
    if (verdict.evict) evicted.push(pod);
    const name = `${pod.metadata?.namespace}/${pod.metadata?.name}`;
    for (const warning of verdict.warnings) warnings.set(warning, [...(warnings.get(warning) ?? []), name]);
    if (verdict.error) errors.set(verdict.error, [...(errors.get(verdict.error) ?? []), name]);
  }
  const lines = (map: ReadonlyMap<string, readonly string[]>) =>
    [...map].map(([text, names]) => `${text}: ${names.join(', ')}`);
  return { pods: evicted, warnings: lines(warnings), errors: lines(errors) };
}

interface Verdict {
  readonly evict: boolean;
  readonly warnings: readonly string[];
  readonly error?: string;
}

function judge(pod: Pod, rules: DrainRules): Verdict {
  if (isDaemonSetPod(pod)) {
    if (!rules.ignoreDaemonSets)
      return {
        evict: false,
        warnings: [],
        error: 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
      };
    return { evict: false, warnings: ['ignoring DaemonSet-managed Pods'] };
  }
  if (isMirrorPod(pod)) return { evict: false, warnings: [] };
  const finished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const warnings: string[] = [];
  if (!finished && pod.spec?.volumes?.some(({ emptyDir }) => emptyDir !== undefined)) {
    if (!rules.deleteEmptyDirData)
      return {
        evict: false,
        warnings,
        error: 'cannot delete Pods with local storage (use --delete-emptydir-data to override)',
      };
    warnings.push('deleting Pods with local storage');
  }
  if (!finished && !rules.isManaged(pod)) {
    if (!rules.force)
      return {
        evict: false,
        warnings,
        error: 'cannot delete Pods that declare no controller (use --force to override)',
      };
    warnings.push('deleting Pods that declare no controller');
  }
  return { evict: true, warnings };
}
