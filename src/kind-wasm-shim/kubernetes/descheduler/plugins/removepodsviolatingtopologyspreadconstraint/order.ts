import type { Pod } from 'kubernetes-types/core/v1';
import { spreadComparesPriorities } from '../../framework/differences.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import type { Domain } from './domains.ts';

/** Sorts the domains by size, the smallest first, and in each the pods so that those to be moved first come last: pods that
 *  choose their nodes stand before those that may go anywhere.
 *  @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go sortDomains
 *  @simplifies domains of the same size and pods that nothing tells apart come in random order upstream; here by value of the
 *  topology key, and by namespace and name within a node. */
export function sortDomains(domains: readonly Domain[], version: DeschedulerVersion): Domain[] {
  return domains
    .map(({ value, pods }) => ({ value, pods: [...pods].sort((a, b) => compareForMoving(a, b, version)) }))
    .sort((a, b) => a.pods.length - b.pods.length || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
}

/** Negative when `b` is moved before `a`. A pod without priority counts as the lowest. */
function compareForMoving(a: Pod, b: Pod, version: DeschedulerVersion): number {
  const bySelection = Number(choosesNodes(b)) - Number(choosesNodes(a));
  if (bySelection !== 0 || !spreadComparesPriorities(version)) return bySelection;
  const [priorityA, priorityB] = [a.spec?.priority ?? undefined, b.spec?.priority ?? undefined];
  if (priorityA === priorityB) return 0;
  return (priorityA ?? Number.NEGATIVE_INFINITY) < (priorityB ?? Number.NEGATIVE_INFINITY) ? -1 : 1;
}

/** @models pkg/framework/plugins/removepodsviolatingtopologyspreadconstraint/topologyspreadconstraint.go hasSelectorOrAffinity */
function choosesNodes({ spec }: Pod): boolean {
  return Boolean(spec?.nodeSelector ?? spec?.affinity?.nodeAffinity);
}
