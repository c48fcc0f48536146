import type { Pod } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import {
  InvalidSelector,
  labelSelectorAsSelector,
  matchesSelector,
  type Selector,
} from '../../kubernetes/api/labels.ts';
import { isTerminalPhase, isTerminating } from '../../kubernetes/api/pod-properties.ts';
import { isPodReady } from '../../kubernetes/controllers/pod-conditions.ts';
import type { EvictionResult } from '../../kubernetes/descheduler/framework/steps.ts';

/** What the eviction API answered, and the budget that spoke. */
export interface BudgetAnswer {
  readonly result: EvictionResult;
  /** `namespace/name` of the budget that refused. */
  readonly budget?: string;
  /** The cause in the details of the refusal. */
  readonly cause?: string;
}

interface Budget {
  readonly name: string;
  readonly selector: Selector;
  /** Set when the controller had not seen the latest change of the budget. */
  readonly isBehind: boolean;
  readonly desiredHealthy: number;
  currentHealthy: number;
  disruptionsAllowed: number;
}

const violated = "Cannot evict pod as it would violate the pod's disruption budget.";
const severalBudgets =
  'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

/** The disruption budgets of a snapshot, counted on as pods are evicted and their successors come to run. */
export class WhatIfBudgets {
  readonly #byNamespace = new Map<string, Budget[]>();

  constructor(budgets: readonly PodDisruptionBudget[], pods: Iterable<Pod>) {
    for (const budget of budgets) {
      const namespace = budget.metadata?.namespace ?? '';
      const list = this.#byNamespace.get(namespace);
      const read = readBudget(budget);
      if (list) list.push(read);
      else this.#byNamespace.set(namespace, [read]);
    }
    const unknown = new Map<Budget, PodDisruptionBudget>();
    for (const budget of budgets) {
      if (budget.status?.disruptionsAllowed !== undefined) continue;
      const read = this.#byNamespace.get(budget.metadata?.namespace ?? '')?.find(({ name }) => name === nameOf(budget));
      if (read) unknown.set(read, budget);
    }
    if (unknown.size > 0) this.#count(unknown, pods);
  }

  /** What the API answers to the eviction of a pod; a budget that allows it is charged.
   *  @models pkg/registry/core/pod/storage/eviction.go EvictionREST.Create, canIgnorePDB */
  evict(pod: Pod): BudgetAnswer {
    const evicted: BudgetAnswer = { result: { evicted: true } };
    if (isTerminalPhase(pod) || pod.status?.phase === 'Pending' || isTerminating(pod)) return evicted;
    const [budget, another] = this.#covering(pod);
    if (budget === undefined) return evicted;
    if (another !== undefined) {
      const result = { evicted: false as const, code: 500, message: severalBudgets };
      return { result, budget: budget.name, cause: severalBudgets };
    }
    const { name, currentHealthy, desiredHealthy, disruptionsAllowed, isBehind } = budget;
    const short = name.slice(name.indexOf('/') + 1);
    if (!isPodReady(pod) && currentHealthy >= desiredHealthy && desiredHealthy > 0) return evicted;
    if (isBehind) return refusal(name, `The disruption budget ${short} is still being processed by the server.`);
    if (disruptionsAllowed <= 0) {
      const needs = `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
      return refusal(name, `The disruption budget ${short} ${needs}`);
    }
    budget.disruptionsAllowed -= 1;
    budget.currentHealthy -= 1;
    return evicted;
  }

  /** A pod came to run: its budget is whole again by one.
   *  @simplifies a budget in percent is not reckoned anew when a bare pod of it is gone for good */
  becameReady(pod: Pod): void {
    for (const budget of this.#covering(pod)) {
      budget.currentHealthy += 1;
      budget.disruptionsAllowed = Math.max(0, budget.currentHealthy - budget.desiredHealthy);
    }
  }

  /** How many healthy pods each budget has and needs, by `namespace/name`. */
  *levels(): Generator<{ readonly name: string; readonly currentHealthy: number; readonly desiredHealthy: number }> {
    for (const budgets of this.#byNamespace.values()) yield* budgets;
  }

  #covering(pod: Pod): Budget[] {
    const budgets = this.#byNamespace.get(pod.metadata?.namespace ?? '') ?? [];
    return budgets.filter(({ selector }) => matchesSelector(selector, pod.metadata?.labels));
  }

  /** Fills in what the disruption controller would have written.
   *  @models pkg/controller/disruption/disruption.go DisruptionController.trySync
   *  @simplifies the expected number is that of the pods that are there, since their controllers are not in the snapshot */
  #count(unknown: ReadonlyMap<Budget, PodDisruptionBudget>, pods: Iterable<Pod>): void {
    const tallies = new Map<Budget, { expected: number; healthy: number }>();
    for (const pod of pods) {
      if (isTerminalPhase(pod)) continue;
      for (const budget of this.#covering(pod)) {
        if (!unknown.has(budget)) continue;
        const tally = tallies.get(budget) ?? { expected: 0, healthy: 0 };
        tally.expected += 1;
        if (isPodReady(pod) && !isTerminating(pod)) tally.healthy += 1;
        tallies.set(budget, tally);
      }
    }
    for (const [budget, { spec }] of unknown) {
      const { expected, healthy } = tallies.get(budget) ?? { expected: 0, healthy: 0 };
      const { minAvailable, maxUnavailable } = spec ?? {};
      const desired =
        maxUnavailable === undefined
          ? scaled(minAvailable ?? 0, expected)
          : Math.max(0, expected - scaled(maxUnavailable, expected));
      Object.assign(budget, {
        desiredHealthy: desired,
        currentHealthy: healthy,
        disruptionsAllowed: Math.max(0, healthy - desired),
      });
    }
  }
}

function readBudget(budget: PodDisruptionBudget): Budget {
  const { status, metadata, spec } = budget;
  let selector: Selector;
  try {
    selector = labelSelectorAsSelector(spec?.selector);
  } catch (error) {
    if (!(error instanceof InvalidSelector)) throw error;
    selector = 'nothing';
  }
  return {
    name: nameOf(budget),
    selector,
    isBehind: (status?.observedGeneration ?? metadata?.generation ?? 0) < (metadata?.generation ?? 0),
    desiredHealthy: status?.desiredHealthy ?? 0,
    currentHealthy: status?.currentHealthy ?? 0,
    disruptionsAllowed: status?.disruptionsAllowed ?? 0,
  };
}

function nameOf({ metadata }: PodDisruptionBudget): string {
  return `${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`;
}

/** A number, or a percentage rounded up. */
function scaled(amount: string | number, total: number): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * total) / 100);
}

function refusal(budget: string, cause: string): BudgetAnswer {
  return { result: { evicted: false, code: 429, message: violated }, budget, cause };
}
