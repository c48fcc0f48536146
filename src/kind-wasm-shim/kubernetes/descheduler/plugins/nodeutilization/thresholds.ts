import { countable, oneMilli, oneUnit, type Quantity } from '../../../api/quantity.ts';
import type { ResourceUsage } from './algorithm-types.ts';
import type { ResourceThresholds } from './args.ts';
import type { ResourceFact, ThresholdPercentage } from './steps.ts';

/** How much of a resource a node has, and how much of it is requested. */
export interface MeasuredResource {
  readonly name: string;
  readonly usage: Quantity;
  /** 0 when the node does not offer the resource. */
  readonly capacity: Quantity;
  readonly isOffered: boolean;
}

/** Puts the policy's thresholds to the resources of nodes. `AmountThresholds` did until v0.32, `PercentThresholds` does
 *  since. */
export interface ThresholdRule {
  judge(resources: readonly MeasuredResource[]): JudgedResources;
  /** How a judgement came about, for the log and for readers. */
  explain(resources: readonly MeasuredResource[]): ResourceFact[];
}

/** What the thresholds mean on one node. */
export interface JudgedResources {
  /** What is compared to classify the node. */
  readonly compared: readonly ResourceUsage[];
  /** Of each resource that was measured, the amount down to which a source is emptied, and up to which a target is filled. */
  readonly limits: readonly Quantity[];
}

const basicResources = ['cpu', 'memory', 'pods'];

/** The percentages of LowNodeUtilization. A basic resource that the policy does not name gets 100, with deviations 0.
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

/** The resources that are measured: the basic ones always, then those that the policy names, by name. */
function resourceNames(thresholds: ResourceThresholds): string[] {
  return [...basicResources, ...[...thresholds.keys()].filter((name) => !basicResources.includes(name)).sort()];
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

/** A percentage within 0 and 100. NaN is neither above nor below, and stays what it is.
 *  @models pkg/framework/plugins/nodeutilization/nodeutilization.go normalizePercentage */
export function clampPercent(percent: number): number {
  return Math.max(Math.min(percent, 100), 0);
}

/** A number as JSON has it.
 *  @ours because steps are plain JSON, which knows no NaN */
export function finiteOrNull(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
