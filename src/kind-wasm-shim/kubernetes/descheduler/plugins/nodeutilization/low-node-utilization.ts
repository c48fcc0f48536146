import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { type NodeUtilizationAlgorithm, upstreamAlgorithm } from './algorithm.ts';
import { type LowNodeUtilizationArgs, lowNodeUtilizationArgsType, validateLowNodeUtilizationArgs } from './args.ts';
import { evictPodsFromSourceNodes } from './evict-pods.ts';
import { refuseMetrics } from './metrics.ts';
import { classifyNodes, gatesOnUnderutilized, passGates, sortNodesByUsage } from './node-utilization.ts';
import { lowNodeUtilizationThresholds } from './thresholds.ts';

/** Evicts pods from overutilized nodes, so that the scheduler can place their successors on underutilized ones.
 *  @models pkg/framework/plugins/nodeutilization/lownodeutilization.go NewLowNodeUtilization */
export function lowNodeUtilization(
  version: DeschedulerVersion,
  algorithm: NodeUtilizationAlgorithm = upstreamAlgorithm,
): AnyPluginDefinition {
  return definePlugin<LowNodeUtilizationArgs>({
    name: 'LowNodeUtilization',
    extensionPoints: ['balance'],
    argsType: lowNodeUtilizationArgsType(version),
    validate: validateLowNodeUtilizationArgs,
    setDefaults: (args) => args,
    build: (args) => new LowNodeUtilization(args, algorithm),
  });
}

class LowNodeUtilization implements Plugin {
  readonly name = 'LowNodeUtilization';
  readonly #args: LowNodeUtilizationArgs;
  readonly #algorithm: NodeUtilizationAlgorithm;

  constructor(args: LowNodeUtilizationArgs, algorithm: NodeUtilizationAlgorithm) {
    const { metricsUtilization, thresholds = new Map(), targetThresholds = new Map() } = args;
    refuseMetrics(metricsUtilization, { thresholds, targetThresholds });
    this.#args = args;
    this.#algorithm = algorithm;
  }

  /** @models pkg/framework/plugins/nodeutilization/lownodeutilization.go LowNodeUtilization.Balance */
  *balance(handle: PluginHandle): DeschedulerRun {
    const { thresholds = new Map(), targetThresholds = new Map(), useDeviationThresholds, numberOfNodes } = this.#args;
    const { under, over } = yield* classifyNodes({
      handle,
      algorithm: this.#algorithm,
      classify: 'classifyForLowNodeUtilization',
      thresholds: lowNodeUtilizationThresholds(thresholds, targetThresholds, useDeviationThresholds),
      useDeviationThresholds,
      numberOfNodes,
    });
    const gates = [
      ...gatesOnUnderutilized(under.length, handle.nodes.length, numberOfNodes),
      {
        gate: 'someNodeIsOver' as const,
        open: over.length > 0,
        found: over.length,
        limit: 0,
        message: 'All nodes are under target utilization, nothing to do here',
      },
    ];
    if (!(yield* passGates(gates))) return;
    yield* evictPodsFromSourceNodes({
      handle,
      algorithm: this.#algorithm,
      sources: sortNodesByUsage(over, 'descending'),
      targets: under,
      excludedNamespaces: this.#args.evictableNamespaces?.exclude ?? [],
      stopAtTarget: true,
      maxPerNode: this.#args.evictionLimits?.node,
    });
  }
}
