import { countable, type Quantity } from '../../../api/quantity.ts';
import type { ResourceFact, ThresholdFact, ThresholdPercentage } from './steps.ts';
import {
  clampPercent,
  type JudgedResources,
  type MeasuredResource,
  percentOfCapacity,
  type ThresholdRule,
} from './thresholds.ts';

/** The two thresholds of a resource, in percent and the same on every node. */
interface PercentThreshold {
  readonly low: number;
  readonly high: number;
  /** With deviation thresholds, the average that the two deviate from, and by how much. */
  readonly average: number | undefined;
  readonly deviations: { readonly low: number; readonly high: number };
}

/** Since v0.33 usage becomes a percentage of each node's capacity, and percentages are compared: only of the resources that
 *  the policy names. How far a node is emptied or filled is an amount still.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go assessNodesUsagesAndStaticThresholds,
 *  assessNodesUsagesAndRelativeThresholds
 *  @simplifies the resource MetricResource, which every node is said to have 100 of, is one like any other. */
export class PercentThresholds implements ThresholdRule {
  readonly #thresholds: ReadonlyMap<string, PercentThreshold>;
  readonly #useDeviationThresholds: boolean;

  constructor(
    configured: readonly ThresholdPercentage[],
    nodes: readonly (readonly MeasuredResource[])[],
    useDeviationThresholds: boolean,
  ) {
    this.#useDeviationThresholds = useDeviationThresholds;
    const thresholds = new Map<string, PercentThreshold>();
    for (const { resource, low, high } of configured) {
      if (!useDeviationThresholds) {
        thresholds.set(resource, { low, high, average: undefined, deviations: { low: 0, high: 0 } });
        continue;
      }
      const average = averagePercent(nodes, resource);
      if (average === undefined) continue;
      thresholds.set(resource, {
        low: clampPercent(average - low),
        high: clampPercent(average + high),
        average,
        deviations: { low: -low, high },
      });
    }
    this.#thresholds = thresholds;
  }

  judge(resources: readonly MeasuredResource[]): JudgedResources {
    const compared = resources.flatMap((resource) => {
      const threshold = this.#thresholds.get(resource.name);
      if (threshold === undefined) return [];
      const { low: lowThreshold, high: highThreshold } = threshold;
      return [{ name: resource.name, usage: percentOf(resource) ?? 0, capacity: 100, lowThreshold, highThreshold }];
    });
    return { compared, limits: resources.map((resource) => this.#limit(resource)) };
  }

  /** @models pkg/framework/plugins/nodeutilization/nodeutilization.go capNodeCapacityToThreshold */
  #limit({ name, capacity }: MeasuredResource): Quantity {
    const threshold = this.#thresholds.get(name);
    return threshold === undefined ? capacity : percentOfCapacity(threshold.high, name, capacity);
  }

  explain(resources: readonly MeasuredResource[]): ResourceFact[] {
    return resources.map((resource) => {
      const { name, usage } = resource;
      const threshold = this.#thresholds.get(name);
      const capacity = countable(name, resource.capacity);
      const percent = percentOf(resource);
      // Of a resource that only the eviction looks at, deviations make no percentage.
      const isLogged = percent !== undefined && (threshold !== undefined || !this.#useDeviationThresholds);
      const fact = {
        name,
        usage: countable(name, usage),
        capacity,
        usagePercent: isLogged ? Math.round(percent) : null,
      };
      if (threshold === undefined) {
        const full: ThresholdFact = { rule: 'fullCapacity', percent: 100, capacity, value: capacity };
        return { ...fact, low: full, high: full, atOrBelowLow: true, aboveHigh: false, compared: null };
      }
      const compared = { usage: percent ?? 0, low: threshold.low, high: threshold.high };
      return {
        ...fact,
        low: thresholdFact(threshold, 'low', resource),
        high: thresholdFact(threshold, 'high', resource),
        atOrBelowLow: compared.usage <= compared.low,
        aboveHigh: compared.usage > compared.high,
        compared,
      };
    });
  }
}

function thresholdFact(
  threshold: PercentThreshold,
  bound: 'low' | 'high',
  { name, capacity }: MeasuredResource,
): ThresholdFact {
  const percent = threshold[bound];
  const amounts = {
    percent,
    capacity: countable(name, capacity),
    value: countable(name, percentOfCapacity(percent, name, capacity)),
  };
  if (threshold.average === undefined) return { rule: 'percent', ...amounts };
  return { rule: 'deviation', ...amounts, average: threshold.average, deviation: threshold.deviations[bound] };
}

/** Usage in percent of capacity: 0 when the capacity is 0, undefined on a node that does not offer the resource.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go ResourceUsageToResourceThreshold */
function percentOf({ name, usage, capacity, isOffered }: MeasuredResource): number | undefined {
  if (!isOffered) return undefined;
  const whole = countable(name, capacity);
  return whole > 0 ? (countable(name, usage) / whole) * 100 : 0;
}

/** The average over the nodes that offer the resource, undefined when none does.
 *  @models pkg/framework/plugins/nodeutilization/normalizer/normalizer.go Average
 *  @simplifies upstream adds in random order, which can change the last bit; here by name of the nodes. */
function averagePercent(nodes: readonly (readonly MeasuredResource[])[], resource: string): number | undefined {
  const percents = nodes.flatMap((resources) => {
    const measured = resources.find(({ name }) => name === resource);
    return (measured && percentOf(measured)) ?? [];
  });
  return percents.length === 0 ? undefined : percents.reduce((sum, percent) => sum + percent, 0) / percents.length;
}
