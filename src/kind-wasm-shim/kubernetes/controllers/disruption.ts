import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from 'kubernetes-types/policy/v1';
import { labelSelectorAsSelector, matchesSelector } from '../api/labels.ts';
import { apiTime, controllerOf, namespacedName, virtualTime } from '../api/meta.ts';
import { isTerminalPhase } from '../api/pod-properties.ts';
import { type ControllerContext, newController } from './controller-context.ts';
import { isPodReady } from './pod-conditions.ts';

const budgets = 'poddisruptionbudgets.policy';
/** How long a pod that was evicted may still be there before it counts again.
 *  @models pkg/controller/disruption/disruption.go DeletionTimeout */
const deletionTimeoutMs = 120_000;

/** Counts for each disruption budget how many of its pods are healthy, and how many may be evicted.
 *  @models pkg/controller/disruption/disruption.go DisruptionController
 *  @simplifies pods whose controller is not a ReplicaSet or a Deployment do not add to the expected number */
export function disruptionController(context: ControllerContext) {
  const { kernel, client, informers } = context;
  const { queue, run } = newController(context, 'disruption', syncBudget);
  const store = informers.watch<PodDisruptionBudget>(budgets, ({ object }) => queue.add(namespacedName(object)));
  const pods = informers.watch<Pod>('pods', ({ object }) => {
    if (store.size === 0) return;
    for (const [key, budget] of store) if (covers(budget, object)) queue.add(key);
  });
  const replicaSets = informers.watch<ReplicaSet>('replicasets.apps', () => {});
  const deployments = informers.watch<Deployment>('deployments.apps', ({ object }) => {
    for (const [key, { metadata }] of store) if (metadata?.namespace === object.metadata?.namespace) queue.add(key);
  });
  return { run };

  /** @models pkg/controller/disruption/disruption.go DisruptionController.trySync */
  function syncBudget(key: string): void {
    const budget = store.get(key);
    if (!budget) return;
    const covered = [...pods.values()].filter((pod) => covers(budget, pod) && !isTerminalPhase(pod));
    const { expected, desired } = expectations(budget, covered);
    const disruptedPods = stillDisrupted(budget, covered);
    const healthy = covered.filter(
      (pod) => !pod.metadata?.deletionTimestamp && !disruptedPods[pod.metadata?.name ?? ''] && isPodReady(pod),
    ).length;
    const allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
    const status: PodDisruptionBudgetStatus = {
      conditions: [allowedCondition(budget, allowed)],
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: allowed,
      ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
      expectedPods: expected,
      observedGeneration: budget.metadata?.generation ?? 1,
    };
    client.updateStatus<PodDisruptionBudget>(budgets, { ...budget, status });
    if (status.disruptedPods) queue.addAfter(key, deletionTimeoutMs);
  }

  /** @models pkg/controller/disruption/disruption.go DisruptionController.getExpectedPodCount */
  function expectations({ spec }: PodDisruptionBudget, covered: readonly Pod[]): { expected: number; desired: number } {
    const { minAvailable, maxUnavailable } = spec ?? {};
    if (maxUnavailable !== undefined) {
      const expected = scaleOf(covered);
      return { expected, desired: Math.max(0, expected - scaled(maxUnavailable, expected)) };
    }
    if (typeof minAvailable === 'string') {
      const expected = scaleOf(covered);
      return { expected, desired: scaled(minAvailable, expected) };
    }
    return { expected: covered.length, desired: minAvailable ?? 0 };
  }

  /** How many pods the controllers of these pods ask for together.
   *  @models pkg/controller/disruption/disruption.go DisruptionController.getExpectedScale */
  function scaleOf(covered: readonly Pod[]): number {
    const scales = new Map<string, number>();
    for (const pod of covered) {
      const owner = controllerOf(pod);
      if (owner?.kind !== 'ReplicaSet') continue;
      const replicaSet = replicaSets.get(`${pod.metadata?.namespace}/${owner.name}`);
      const above = replicaSet && controllerOf(replicaSet);
      const deployment = above && deployments.get(`${pod.metadata?.namespace}/${above.name}`);
      const uid = deployment ? above.uid : owner.uid;
      scales.set(uid, (deployment ?? replicaSet)?.spec?.replicas ?? 0);
    }
    return [...scales.values()].reduce((sum, replicas) => sum + replicas, 0);
  }

  /** @models pkg/controller/disruption/disruption.go DisruptionController.buildDisruptedPodMap */
  function stillDisrupted({ status }: PodDisruptionBudget, covered: readonly Pod[]): Record<string, string> {
    const there = new Map(covered.map((pod) => [pod.metadata?.name ?? '', pod]));
    const entries = Object.entries(status?.disruptedPods ?? {}).filter(([name, time]) => {
      const pod = there.get(name);
      return pod && !pod.metadata?.deletionTimestamp && virtualTime(time) + deletionTimeoutMs > kernel.nowMs;
    });
    return Object.fromEntries(entries);
  }

  function allowedCondition({ status, metadata }: PodDisruptionBudget, allowed: number) {
    const before = status?.conditions?.find(({ type }) => type === 'DisruptionAllowed');
    const is = allowed > 0 ? 'True' : 'False';
    const lastTransitionTime = before?.status === is ? before.lastTransitionTime : apiTime(kernel.nowMs);
    const reason = allowed > 0 ? 'SufficientPods' : 'InsufficientPods';
    const observedGeneration = metadata?.generation ?? 1;
    return { type: 'DisruptionAllowed', status: is, reason, message: '', lastTransitionTime, observedGeneration };
  }
}

/** Whether a budget is about a pod.
 *  @models pkg/controller/disruption/disruption.go DisruptionController.getPdbForPod */
export function covers({ metadata, spec }: PodDisruptionBudget, pod: Pod): boolean {
  if (metadata?.namespace !== pod.metadata?.namespace) return false;
  return matchesSelector(labelSelectorAsSelector(spec?.selector), pod.metadata?.labels);
}

/** A number, or a percentage rounded up.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent */
function scaled(value: string | number, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * total) / 100);
}
