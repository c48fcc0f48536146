import type { DefaultEvictorArgs } from './args.ts';

/** What DefaultEvictor protects unless the policy says otherwise.
 *  @models pkg/framework/plugins/defaultevictor/types.go defaultPodProtections */
export const defaultPodProtections = [
  'PodsWithLocalStorage',
  'SystemCriticalPods',
  'FailedBarePods',
  'DaemonSetPods',
] as const;

/** What DefaultEvictor protects when the policy asks for it.
 *  @models pkg/framework/plugins/defaultevictor/types.go extraPodProtections */
export const extraPodProtections = ['PodsWithPVC', 'PodsWithoutPDB', 'PodsWithResourceClaims'] as const;

export type PodProtection = (typeof defaultPodProtections)[number] | (typeof extraPodProtections)[number];

/** The protections in force. The older arguments, one each, count only when the list is empty on both sides.
 *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go getEffectivePodProtections */
export function effectivePodProtections(args: DefaultEvictorArgs): ReadonlySet<PodProtection> {
  const { extraEnabled = [], defaultDisabled = [] } = args.podProtections ?? {};
  if (extraEnabled.length === 0 && defaultDisabled.length === 0) return protectionsOfOlderArgs(args);
  return new Set([
    ...defaultPodProtections.filter((protection) => !defaultDisabled.includes(protection)),
    ...extraPodProtections.filter((protection) => extraEnabled.includes(protection)),
  ]);
}

/** @models pkg/framework/plugins/defaultevictor/defaultevictor.go legacyGetPodProtections */
function protectionsOfOlderArgs(args: DefaultEvictorArgs): ReadonlySet<PodProtection> {
  const inForce: Readonly<Record<PodProtection, boolean>> = {
    PodsWithLocalStorage: !args.evictLocalStoragePods,
    DaemonSetPods: !args.evictDaemonSetPods,
    SystemCriticalPods: !args.evictSystemCriticalPods,
    FailedBarePods: !args.evictFailedBarePods,
    PodsWithPVC: args.ignorePvcPods,
    PodsWithoutPDB: args.ignorePodsWithoutPDB ?? false,
    PodsWithResourceClaims: false,
  };
  const all: readonly PodProtection[] = [...defaultPodProtections, ...extraPodProtections];
  return new Set(all.filter((protection) => inForce[protection]));
}
