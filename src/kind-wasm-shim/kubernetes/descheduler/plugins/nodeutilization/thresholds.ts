import { countable, oneMilli, oneUnit, type Quantity } from '../../../api/quantity.ts';
import type { ResourceUsage } from './algorithm-types.ts';
import type { ResourceThresholds } from './args.ts';
import type { ThresholdFact, ThresholdPercentage } from './steps.ts';

const basicResources = ['cpu', 'memory', 'pods'];

/** The percentages of LowNodeUtilization. A basic resource that the policy does not name gets 100, with deviations 0: so it
 *  can still make a node overutilized, when more is requested than there is.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go LowNodeUtilization.Balance */
export function lowNodeUtilizationThresholds(
  thresholds: ResourceThresholds,
  targetThresholds: ResourceThresholds,
  useDeviationThresholds: boolean,
): ThresholdPercentage[] {
  const unnamed = useDeviationThresholds ? 0 : 100;
  return resourceNames(thresholds).map((resource) => {
    const low = thresholds.get(resource);
    if (low === undefined) return { resource, low: unnamed, high: unnamed, configured: false };
    return { resource, low, high: targetThresholds.get(resource) ?? unnamed, configured: true };
  });
}

/** The percentages of HighNodeUtilization: a target node may be filled up to its capacity.
 *  @models pkg/framework/plugins/nodeutilization/highnodeutilization.go setDefaultForThresholds */
export function highNodeUtilizationThresholds(thresholds: ResourceThresholds): ThresholdPercentage[] {
  return resourceNames(thresholds).map((resource) => {
    const low = thresholds.get(resource);
    return { resource, low: low ?? 100, high: 100, configured: low !== undefined };
  });
}

/** The resources that count: the basic ones always, then those that the policy names, by name. */
function resourceNames(thresholds: ResourceThresholds): string[] {
  return [...basicResources, ...[...thresholds.keys()].filter((name) => !basicResources.includes(name)).sort()];
}

/** How much of a resource a node has, and how much of it is requested. */
export interface MeasuredResource {
  readonly name: string;
  readonly usage: Quantity;
  readonly capacity: Quantity;
}

/** One threshold of one resource on one node: the amount, and how it came about. */
interface Threshold {
  readonly quantity: Quantity;
  readonly fact: Omit<ThresholdFact, 'capacity' | 'value'>;
}

/** Puts thresholds to the resources of all nodes. Both arguments name the same resources in the same order.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go getNodeThresholds */
export class ThresholdRule {
  readonly #percentages: readonly ThresholdPercentage[];
  /** With deviation thresholds, the average percentage of each resource over all nodes. */
  readonly #averages: readonly number[] | undefined;

  constructor(
    percentages: readonly ThresholdPercentage[],
    nodes: readonly (readonly MeasuredResource[])[],
    useDeviationThresholds: boolean,
  ) {
    this.#percentages = percentages;
    this.#averages = useDeviationThresholds ? percentages.map((_, index) => averagePercent(nodes, index)) : undefined;
  }

  /** A node's resources with their thresholds. */
  apply(resources: readonly MeasuredResource[]): ResourceUsage[] {
    return resources.map(({ name, usage, capacity }, index) => {
      const [low, high] = this.#thresholds(index, name, capacity);
      return { name, usage, capacity, lowThreshold: low.quantity, highThreshold: high.quantity };
    });
  }

  /** How the thresholds of a node's resource came about. */
  explain(index: number, { name, capacity }: MeasuredResource): { low: ThresholdFact; high: ThresholdFact } {
    const [low, high] = this.#thresholds(index, name, capacity).map(({ quantity, fact }) => ({
      ...fact,
      capacity: countable(name, capacity),
      value: countable(name, quantity),
    }));
    if (low === undefined || high === undefined) throw new Error('a resource has two thresholds');
    return { low, high };
  }

  #thresholds(index: number, name: string, capacity: Quantity): [low: Threshold, high: Threshold] {
    const { low = 0, high = 0 } = this.#percentages[index] ?? {};
    if (this.#averages === undefined) {
      return [
        { quantity: percentOfCapacity(low, name, capacity), fact: { rule: 'percent', percent: low } },
        { quantity: percentOfCapacity(high, name, capacity), fact: { rule: 'percent', percent: high } },
      ];
    }
    const average = this.#averages[index] ?? 0;
    if (low === 0) {
      const full: Threshold = {
        quantity: capacity,
        fact: { rule: 'fullCapacity', percent: 100, average: orNull(average) },
      };
      return [
        { ...full, fact: { ...full.fact, deviation: -low } },
        { ...full, fact: { ...full.fact, deviation: high } },
      ];
    }
    return [deviating(average, -low, name, capacity), deviating(average, high, name, capacity)];
  }
}

/** @models pkg/framework/plugins/nodeutilization/nodeutilization.go normalizePercentage */
function deviating(average: number, deviation: number, name: string, capacity: Quantity): Threshold {
  const percent = average + deviation;
  // NaN is neither above nor below, and stays what it is.
  const kept = Math.max(Math.min(percent, 100), 0);
  return {
    quantity: percentOfCapacity(kept, name, capacity),
    fact: { rule: 'deviation', percent: orNull(kept), average: orNull(average), deviation },
  };
}

/** A percentage of a capacity, cut off after the millicore of cpu and the unit of everything else. The multiplication is in
 *  this order and in floating point, so that 58% of 110 pods are 63 and 58% of 100 pods are 57.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go resourceThreshold */
export function percentOfCapacity(percent: number, resource: string, capacity: Quantity): Quantity {
  const amount = percent * 0.01 * countable(resource, capacity);
  return toInt64(amount) * (resource === 'cpu' ? oneMilli : oneUnit);
}

/** A float as Go makes an int64 of it on amd64: what is no number, or too large, becomes the least of all. */
function toInt64(amount: number): bigint {
  const whole = Math.trunc(amount);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}

/** The average over all nodes of usage in percent of capacity, in floating point and in the order of the nodes.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go averageNodeBasicresources
 *  @simplifies upstream adds in random order, which can change the last bit; here by name of the nodes. */
function averagePercent(nodes: readonly (readonly MeasuredResource[])[], index: number): number {
  let sum = 0;
  for (const resources of nodes) {
    const resource = resources[index];
    if (resource === undefined) continue;
    const { name, usage, capacity } = resource;
    sum += (countable(name, usage) / countable(name, capacity)) * 100;
  }
  return sum / nodes.length;
}

function orNull(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
