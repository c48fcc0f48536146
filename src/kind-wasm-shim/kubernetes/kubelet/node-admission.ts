import type { Node, Pod } from 'kubernetes-types/core/v1';
import { matchesRequiredNodeAffinity } from '../api/node-affinity.ts';
import { podRequests, type ResourceAmounts } from '../api/pod-resources.ts';
import { countable, parseQuantity } from '../api/quantity.ts';
import { untoleratedTaint } from '../api/taints.ts';

/** Why a node will not take a pod that was bound to it. */
export interface AdmissionRejection {
  readonly reason: string;
  readonly message: string;
}

/** Looks at a pod once more before it is run: the binding may have been made by somebody who did not count.
 *  @models pkg/kubelet/lifecycle/predicate.go predicateAdmitHandler.Admit
 *  @simplifies critical pods do not push others out to make room */
export function admitPod(
  pod: Pod,
  node: Node,
  requested: ReadonlyMap<string, bigint>,
  pods: number,
): AdmissionRejection | undefined {
  const allocatable = node.status?.allocatable ?? {};
  const capacity = (resource: string) => countable(resource, parseQuantity(allocatable[resource] ?? 0));
  if (pods + 1 > capacity('pods')) return outOf('pods', 1, pods, capacity('pods'));
  for (const [resource, quantity] of podRequests(pod)) {
    const wanted = countable(resource, quantity);
    const used = countable(resource, requested.get(resource) ?? 0n);
    if (wanted > 0 && wanted > capacity(resource) - used) return outOf(resource, wanted, used, capacity(resource));
  }
  if (!matchesRequiredNodeAffinity(pod, node)) {
    return {
      reason: 'NodeAffinity',
      message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    };
  }
  const taint = untoleratedTaint(node.spec?.taints, pod.spec?.tolerations, ['NoExecute']);
  if (!taint) return undefined;
  const text = `node(s) had taints that the pod didn't tolerate`;
  return { reason: 'TaintToleration', message: `Predicate TaintToleration failed: ${text}` };
}

/** @models pkg/scheduler/framework/plugins/noderesources/fit.go Fits */
function outOf(resource: string, requested: number, used: number, capacity: number): AdmissionRejection {
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}

/** Adds or takes away what a pod requests.
 *  @models pkg/scheduler/framework/types.go NodeInfo.update */
export function countRequests(sums: ResourceAmounts, pod: Pod, sign: 1n | -1n): void {
  for (const [resource, quantity] of podRequests(pod)) {
    sums.set(resource, (sums.get(resource) ?? 0n) + sign * quantity);
  }
}
