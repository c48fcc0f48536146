import type { Node, Pod } from 'kubernetes-types/core/v1';
import { quantityOf } from '../../../api/pod-resources.ts';
import { countable, milliValue, oneUnit, type Quantity } from '../../../api/quantity.ts';
import type { ClusterView } from '../../framework/plugin.ts';
import { requestIntoUsage } from '../../framework/pod-requests.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import { isUnschedulable, nodeName } from '../../framework/snapshot.ts';
import type { NodeUsage } from './algorithm-types.ts';
import type { ResourceCounts } from './steps.ts';
import type { MeasuredResource } from './thresholds.ts';

/** A node with what is requested on it, before any eviction. */
export interface MeasuredNode {
  readonly node: Node;
  readonly name: string;
  readonly pods: readonly Pod[];
  readonly resources: readonly MeasuredResource[];
}

/** A measured node with its limits, and what is still requested on it as evictions go on. Both by the position of the
 *  resource in `resources`. */
export interface NodeInfo extends MeasuredNode {
  readonly limits: readonly Quantity[];
  readonly current: Quantity[];
}

/** Adds up what the active pods of a node request: requests only, of pods of every kind.
 *  @models pkg/descheduler/node/node.go NodeUtilization */
export function measureNode(
  node: Node,
  { snapshot, version }: ClusterView,
  resources: readonly string[],
): MeasuredNode {
  const name = nodeName(node);
  const pods = snapshot.activePods(name);
  const capacity = nodeCapacity(node);
  return {
    node,
    name,
    pods,
    resources: resources.map((resource) => ({
      name: resource,
      usage: resource === 'pods' ? BigInt(pods.length) * oneUnit : sumOfRequests(pods, resource, version),
      capacity: quantityOf(capacity, resource),
      isOffered: Object.hasOwn(capacity, resource),
    })),
  };
}

function sumOfRequests(pods: readonly Pod[], resource: string, version: DeschedulerVersion): Quantity {
  let sum = 0n;
  for (const pod of pods) sum += requestIntoUsage(pod, resource, version);
  return sum;
}

/** @models pkg/framework/plugins/nodeutilization/nodeutilization.go getNodeThresholds */
function nodeCapacity(node: Node): Readonly<Record<string, string>> {
  const { allocatable, capacity } = node.status ?? {};
  return allocatable && Object.keys(allocatable).length > 0 ? allocatable : (capacity ?? {});
}

/** What an algorithm sees of a node.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go NodeInfo */
export function asNodeUsage(node: MeasuredNode, resources: NodeUsage['resources']): NodeUsage {
  return {
    name: node.name,
    unschedulable: isUnschedulable(node.node),
    labels: node.node.metadata?.labels ?? {},
    resources,
  };
}

/** The key by which source nodes are sorted: bytes of memory, millicores, pods and extended resources, added up as if they
 *  were the same. So memory decides.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go sortNodesByUsage */
export function sortKey({ resources }: MeasuredNode): number {
  return resources.reduce((sum, { name, usage }) => sum + countable(name, usage), 0);
}

/** 100 × usage / capacity with two decimals, null without capacity: what the log says up to v0.32.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go resourceUsagePercentages */
export function loggedPercentOfAmounts({ usage, capacity }: MeasuredResource): number | null {
  if (capacity === 0n) return null;
  const percent = (100 * Number(milliValue(usage))) / Number(milliValue(capacity));
  return (Math.sign(percent) * Math.round(Math.abs(percent) * 100)) / 100;
}

/** Amounts as plain numbers, by resource.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go usageToKeysAndValues */
export function counts(resources: readonly { readonly name: string }[], amounts: readonly Quantity[]): ResourceCounts {
  return Object.fromEntries(resources.map(({ name }, index) => [name, countable(name, amounts[index] ?? 0n)]));
}
