import { countable, type Quantity } from '../../../api/quantity.ts';
import type { ResourceFact, ThresholdFact, ThresholdPercentage } from './steps.ts';
import {
  clampPercent,
  finiteOrNull,
  type JudgedResources,
  type MeasuredResource,
  percentOfCapacity,
  type ThresholdRule,
} from './thresholds.ts';
import { loggedPercentOfAmounts } from './usage.ts';

/** One threshold of one resource on one node: the amount, and how it came about. */
interface Threshold {
  readonly quantity: Quantity;
  readonly fact: Omit<ThresholdFact, 'capacity' | 'value'>;
}

/** Up to v0.32 a threshold becomes an amount on each node, and amounts are compared: of cpu, memory and pods always, even
 *  when the policy does not name them, so that a node whose pods request more than there is can be overutilized by that.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go getNodeThresholds */
export class AmountThresholds implements ThresholdRule {
  readonly #percentages: readonly ThresholdPercentage[];
  /** With deviation thresholds, the average percentage of each resource over all nodes. */
  readonly #averages: readonly number[] | undefined;

  /** The resources of all nodes are those of the percentages, in their order. */
  constructor(
    percentages: readonly ThresholdPercentage[],
    nodes: readonly (readonly MeasuredResource[])[],
    useDeviationThresholds: boolean,
  ) {
    this.#percentages = percentages;
    this.#averages = useDeviationThresholds ? percentages.map((_, index) => averagePercent(nodes, index)) : undefined;
  }

  judge(resources: readonly MeasuredResource[]): JudgedResources {
    const limits: Quantity[] = [];
    const compared = resources.map(({ name, usage, capacity }, index) => {
      const [low, high] = this.#thresholds(index, name, capacity);
      limits.push(high.quantity);
      return { name, usage, capacity, lowThreshold: low.quantity, highThreshold: high.quantity };
    });
    return { compared, limits };
  }

  explain(resources: readonly MeasuredResource[]): ResourceFact[] {
    return resources.map((resource, index) => {
      const { name, usage, capacity } = resource;
      const [low, high] = this.#thresholds(index, name, capacity);
      const fact = ({ quantity, fact: how }: Threshold): ThresholdFact => ({
        ...how,
        capacity: countable(name, capacity),
        value: countable(name, quantity),
      });
      return {
        name,
        usage: countable(name, usage),
        capacity: countable(name, capacity),
        usagePercent: loggedPercentOfAmounts(resource),
        low: fact(low),
        high: fact(high),
        atOrBelowLow: usage <= low.quantity,
        aboveHigh: usage > high.quantity,
      };
    });
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
      const full = { rule: 'fullCapacity', percent: 100, average: finiteOrNull(average) } as const;
      return [
        { quantity: capacity, fact: { ...full, deviation: -low } },
        { quantity: capacity, fact: { ...full, deviation: high } },
      ];
    }
    return [deviating(average, -low, name, capacity), deviating(average, high, name, capacity)];
  }
}

function deviating(average: number, deviation: number, name: string, capacity: Quantity): Threshold {
  const percent = clampPercent(average + deviation);
  return {
    quantity: percentOfCapacity(percent, name, capacity),
    fact: { rule: 'deviation', percent: finiteOrNull(percent), average: finiteOrNull(average), deviation },
  };
}

/** The average over all nodes of usage in percent of capacity, in floating point and in the order of the nodes. A node
 *  without the resource makes it NaN.
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
