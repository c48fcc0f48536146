import type { Pod } from 'kubernetes-types/core/v1';
import { formatGoDuration } from '../../../api/go-duration.ts';
import { InvalidSelector, labelSelectorAsSelector, matchesSelector, type Selector } from '../../../api/labels.ts';
import {
  hasLocalStorage,
  hasPersistentVolumeClaim,
  isCriticalPriorityPod,
  isDaemonSetPod,
  isMirrorPod,
  isStaticPod,
  isTerminating,
  systemCriticalPriority,
} from '../../../api/pod-properties.ts';
import { protectsByList, tellsSelectorErrors } from '../../framework/differences.ts';
import { type ClusterView, PluginError } from '../../framework/plugin.ts';
import { readLabelSelector } from '../../framework/pod-selection.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import type { DefaultEvictorArgs } from './args.ts';
import { effectivePodProtections, type PodProtection } from './protections.ts';

/** Why a pod must not be evicted, in upstream's words; undefined when this check has nothing against it. */
export type Check = (pod: Pod, view: ClusterView) => string | undefined;

/** The checks of a policy in the order in which a release makes them. All that fail are told. Throws PluginError.
 *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go New; since v0.34 addAllConstraints */
export function checksOf(args: DefaultEvictorArgs, version: DeschedulerVersion): readonly Check[] {
  const labels = labelCheck(readSelector(args, version));
  return protectsByList(version) ? checksByList(args, labels) : checksByArgs(args, labels);
}

const isMirror = check(isMirrorPod, 'pod is a mirror pod');
const isStatic = check(isStaticPod, 'pod is a static pod');
const isEnding = check(isTerminating, 'pod is terminating');

/** @models pkg/framework/plugins/defaultevictor/defaultevictor.go DefaultEvictor.Filter, of v0.28 */
function checksByArgs(args: DefaultEvictorArgs, labels: Check): readonly Check[] {
  const localStorage = 'pod has local storage and descheduler is not configured with evictLocalStoragePods';
  return [
    check(isDaemonSetPod, 'pod is a DaemonSet pod'),
    isMirror,
    isStatic,
    isEnding,
    bareCheck(args.evictFailedBarePods),
    // With evictSystemCriticalPods the threshold is not applied at all.
    ...(args.evictSystemCriticalPods ? [] : [criticalCheck('pod has system critical priority'), thresholdCheck(args)]),
    ...(args.evictLocalStoragePods ? [] : [check(hasLocalStorage, localStorage)]),
    ...(args.ignorePvcPods
      ? [check(hasPersistentVolumeClaim, 'pod has a PVC and descheduler is configured to ignore PVC pods')]
      : []),
    labels,
  ];
}

/** @models pkg/framework/plugins/defaultevictor/defaultevictor.go applyEffectivePodProtections */
function checksByList(args: DefaultEvictorArgs, labels: Check): readonly Check[] {
  const inForce = effectivePodProtections(args);
  const protect = (protection: PodProtection, ...checks: readonly Check[]) => (inForce.has(protection) ? checks : []);
  const critical = criticalCheck('pod has system critical priority and is protected against eviction');
  const claims = 'pod has ResourceClaims and descheduler is configured to protect ResourceClaims pods';
  return [
    isMirror,
    isStatic,
    isEnding,
    ...protect('SystemCriticalPods', critical, thresholdCheck(args)),
    bareCheck(!inForce.has('FailedBarePods')),
    ...protect(
      'PodsWithLocalStorage',
      check(hasLocalStorage, 'pod has local storage and is protected against eviction'),
    ),
    ...protect('DaemonSetPods', check(isDaemonSetPod, 'daemonset pods are protected against eviction')),
    ...protect('PodsWithPVC', volumeClaimCheck(args)),
    ...protect('PodsWithoutPDB', budgetCheck),
    ...protect('PodsWithResourceClaims', check(hasResourceClaims, claims)),
    labels,
    ...((args.minReplicas ?? 0) > 1 ? [replicasCheck(args.minReplicas ?? 0)] : []),
    ...(args.minPodAge === undefined ? [] : [ageCheck(args.minPodAge)]),
  ];
}

function check(isProtected: (pod: Pod) => boolean, text: string): Check {
  return (pod) => (isProtected(pod) ? text : undefined);
}

function bareCheck(evictFailedBarePods: boolean): Check {
  return ({ metadata, status }) => {
    if ((metadata?.ownerReferences?.length ?? 0) > 0) return undefined;
    if (!evictFailedBarePods) return 'pod does not have any ownerRefs';
    return status?.phase === 'Failed' ? undefined : 'pod does not have any ownerRefs and is not in failed phase';
  };
}

function criticalCheck(text: string): Check {
  return check(isCriticalPriorityPod, text);
}

/** A pod without priority passes.
 *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go IsPodEvictableBasedOnPriority */
function thresholdCheck({ priorityThreshold }: DefaultEvictorArgs): Check {
  const threshold = priorityThreshold?.value ?? systemCriticalPriority;
  return check(
    ({ spec }) => typeof spec?.priority === 'number' && spec.priority >= threshold,
    'pod has higher priority than specified priority class threshold',
  );
}

function labelCheck(selector: Selector): Check {
  return check(
    ({ metadata }) => !matchesSelector(selector, metadata?.labels),
    'pod labels do not match the labelSelector filter in the policy parameter',
  );
}

function readSelector({ labelSelector }: DefaultEvictorArgs, version: DeschedulerVersion): Selector {
  try {
    return readLabelSelector(labelSelector, version);
  } catch (error) {
    if (!(error instanceof InvalidSelector)) throw error;
    const text = tellsSelectorErrors(version) ? error.message : 'could not get selector from label selector';
    throw new PluginError(text);
  }
}

function hasResourceClaims({ spec }: Pod): boolean {
  return (spec?.resourceClaims?.length ?? 0) > 0;
}

/** With storage classes in the policy, only claims of those classes protect; a claim that cannot be looked up does too.
 *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go applyPVCPodsProtection
 *  @simplifies of several protected classes upstream names a random one; here the one of the first volume. */
function volumeClaimCheck({ podProtections }: DefaultEvictorArgs): Check {
  const classes = podProtections?.config?.PodsWithPVC?.protectedStorageClasses?.map(({ name }) => name) ?? [];
  if (classes.length === 0) return check(hasPersistentVolumeClaim, 'pod with PVC is protected against eviction');
  return (pod, { snapshot }) => {
    const namespace = pod.metadata?.namespace ?? '';
    const used: string[] = [];
    for (const { persistentVolumeClaim } of pod.spec?.volumes ?? []) {
      if (!persistentVolumeClaim) continue;
      const { claimName } = persistentVolumeClaim;
      const claim = snapshot.others.persistentVolumeClaims?.find(
        ({ metadata }) => metadata?.namespace === namespace && metadata.name === claimName,
      );
      if (claim === undefined) {
        const notFound = `persistentvolumeclaim "${claimName}" not found`;
        return `failed to get persistent volume claim "${namespace}"/"${claimName}": ${notFound}`;
      }
      const name = claim.spec?.storageClassName;
      if (!name) return `failed to resolve storage class for pod "${namespace}"/"${claimName}"`;
      used.push(name);
    }
    const found = used.find((name) => classes.includes(name));
    return found === undefined ? undefined : `pod using protected storage class ${JSON.stringify(found)}`;
  };
}

/** @models pkg/utils/pod.go IsPodCoveredByPDB */
const budgetCheck: Check = ({ metadata }, { snapshot }) => {
  const budgets = snapshot.others.podDisruptionBudgets ?? [];
  const isCovered = budgets.some(
    (budget) =>
      budget.metadata?.namespace === metadata?.namespace &&
      matchesSelector(selectorOrNothing(budget.spec?.selector), metadata?.labels),
  );
  return isCovered ? undefined : 'pod does not have a PodDisruptionBudget and is protected against eviction';
};

function selectorOrNothing(selector: Parameters<typeof labelSelectorAsSelector>[0]): Selector {
  try {
    return labelSelectorAsSelector(selector);
  } catch (error) {
    if (error instanceof InvalidSelector) return 'nothing';
    throw error;
  }
}

/** A pod without owner, or with several, passes.
 *  @models pkg/framework/plugins/defaultevictor/constraints.go evictionConstraintsForMinReplicas */
function replicasCheck(minReplicas: number): Check {
  return ({ metadata }, { snapshot }) => {
    const [owner, ...others] = metadata?.ownerReferences ?? [];
    if (owner === undefined || others.length > 0) return undefined;
    const replicas = snapshot.podsOfOwner(owner.uid);
    if (replicas >= minReplicas) return undefined;
    return `owner has ${replicas} replicas which is less than minReplicas of ${minReplicas}`;
  };
}

/** A pod that has not started is too young.
 *  @models pkg/framework/plugins/defaultevictor/constraints.go evictionConstraintsForMinPodAge */
function ageCheck(minPodAgeMs: number): Check {
  return ({ status }, { nowMs }) => {
    const startedAt = status?.startTime;
    if (startedAt && nowMs - Date.parse(startedAt) >= minPodAgeMs) return undefined;
    return `pod age is not older than MinPodAge: ${formatGoDuration(minPodAgeMs)} seconds`;
  };
}
