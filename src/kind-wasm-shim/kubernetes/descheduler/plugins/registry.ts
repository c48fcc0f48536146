import type { Registry } from '../framework/plugin.ts';
import { type DeschedulerVersion, usualVersion } from '../framework/release.ts';
import { defaultEvictor } from './defaultevictor/default-evictor.ts';
import type { NodeUtilizationAlgorithm } from './nodeutilization/algorithm.ts';
import { highNodeUtilization } from './nodeutilization/high-node-utilization.ts';
import { lowNodeUtilization } from './nodeutilization/low-node-utilization.ts';
import { podLifeTime } from './podlifetime/pod-life-time.ts';
import { removeDuplicates } from './removeduplicates/remove-duplicates.ts';
import { removeFailedPods } from './removefailedpods/remove-failed-pods.ts';
import { removePodsHavingTooManyRestarts } from './removepodshavingtoomanyrestarts/remove-pods-having-too-many-restarts.ts';
import { removePodsViolatingInterPodAntiAffinity } from './removepodsviolatinginterpodantiaffinity/remove-pods-violating-inter-pod-anti-affinity.ts';
import { removePodsViolatingNodeAffinity } from './removepodsviolatingnodeaffinity/remove-pods-violating-node-affinity.ts';
import { removePodsViolatingNodeTaints } from './removepodsviolatingnodetaints/remove-pods-violating-node-taints.ts';
import { removePodsViolatingTopologySpreadConstraint } from './removepodsviolatingtopologyspreadconstraint/remove-pods-violating-topology-spread-constraint.ts';

/** The plugins of a release. `nodeUtilization` replaces what decides in LowNodeUtilization and HighNodeUtilization.
 *  @models pkg/descheduler/setupplugins.go SetupPlugins */
export function setupPlugins(
  version: DeschedulerVersion = usualVersion,
  replaced: { readonly nodeUtilization?: NodeUtilizationAlgorithm } = {},
): Registry {
  const definitions = [
    defaultEvictor(version),
    lowNodeUtilization(version, replaced.nodeUtilization),
    highNodeUtilization(version, replaced.nodeUtilization),
    podLifeTime(version),
    removeDuplicates(version),
    removeFailedPods(version),
    removePodsHavingTooManyRestarts(version),
    removePodsViolatingInterPodAntiAffinity(version),
    removePodsViolatingNodeAffinity(version),
    removePodsViolatingNodeTaints(version),
    removePodsViolatingTopologySpreadConstraint(version),
  ];
  return { version, plugins: new Map(definitions.map((definition) => [definition.name, definition])) };
}
