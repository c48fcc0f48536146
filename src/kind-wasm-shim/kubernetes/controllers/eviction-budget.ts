import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { StatusError } from '../api/errors.ts';
import { apiTime } from '../api/meta.ts';
import type { ApiClient } from '../apiserver/client.ts';
import type { EvictionGuard } from '../apiserver/server.ts';
import { covers } from './disruption.ts';
import { isPodReady } from './pod-conditions.ts';

const budgets = 'poddisruptionbudgets.policy';
const violated = "Cannot evict pod as it would violate the pod's disruption budget.";

/** Holds every eviction against the disruption budget of its pod, and takes it off the budget.
 *  @models pkg/registry/core/pod/storage/eviction.go EvictionREST.checkAndDecrement
 *  @simplifies unhealthyPodEvictionPolicy AlwaysAllow is not read */
export function evictionBudgetGuard(client: ApiClient): EvictionGuard {
  return (pod, dryRun) => {
    const { namespace } = pod.metadata ?? {};
    const { items } = client.list<PodDisruptionBudget>(budgets, namespace ? { namespace } : {});
    const [budget, another] = items.filter((each) => covers(each, pod));
    if (!budget) return;
    if (another) {
      const message =
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
      throw new StatusError({ code: 500, reason: 'InternalError', message });
    }
    const { status, metadata } = budget;
    const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status ?? {};
    // A pod that is not ready takes nothing away, as long as enough others are.
    if (!isPodReady(pod) && currentHealthy >= desiredHealthy && desiredHealthy > 0) return;
    if ((status?.observedGeneration ?? 0) < (metadata?.generation ?? 0)) {
      throw refusal(`The disruption budget ${metadata?.name} is still being processed by the server.`);
    }
    if (disruptionsAllowed <= 0) {
      const needs = `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
      throw refusal(`The disruption budget ${metadata?.name} ${needs}`);
    }
    if (!dryRun) decrement(client, budget, pod);
  };
}

function decrement(client: ApiClient, budget: PodDisruptionBudget, pod: Pod): void {
  const { status } = budget;
  const now = apiTime(client.server.kernel.nowMs);
  const allowed = (status?.disruptionsAllowed ?? 0) - 1;
  const conditions = (status?.conditions ?? []).map((condition) =>
    condition.type === 'DisruptionAllowed' && allowed === 0
      ? { ...condition, status: 'False', reason: 'InsufficientPods', lastTransitionTime: now }
      : condition,
  );
  client.updateStatus<PodDisruptionBudget>(budgets, {
    ...budget,
    status: {
      currentHealthy: 0,
      desiredHealthy: 0,
      expectedPods: 0,
      ...status,
      conditions,
      disruptionsAllowed: allowed,
      disruptedPods: { ...status?.disruptedPods, [pod.metadata?.name ?? '']: now },
    },
  });
}

function refusal(why: string): StatusError {
  const causes = [{ reason: 'DisruptionBudget', message: why }];
  return new StatusError({ code: 429, reason: 'TooManyRequests', message: violated, details: { causes } });
}
