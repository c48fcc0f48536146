import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { type NodeUtilizationAlgorithm, upstreamAlgorithm } from './algorithm.ts';
import { type HighNodeUtilizationArgs, highNodeUtilizationArgsType, validateHighNodeUtilizationArgs } from './args.ts';
import { evictPodsFromSourceNodes } from './evict-pods.ts';
import { classifyNodes, gatesOnUnderutilized, passGates, sortNodesByUsage } from './node-utilization.ts';
import { highNodeUtilizationThresholds } from './thresholds.ts';

/** Evicts all pods that it may from lightly used nodes, so that an autoscaler can remove the nodes. It only makes sense with
 *  a scheduler that packs (MostAllocated), which it does not check.
 *  @models pkg/framework/plugins/nodeutilization/highnodeutilization.go NewHighNodeUtilization */
export function highNodeUtilization(algorithm: NodeUtilizationAlgorithm = upstreamAlgorithm): AnyPluginDefinition {
  return definePlugin<HighNodeUtilizationArgs>({
    name: 'HighNodeUtilization',
    extensionPoints: ['balance'],
    argsType: highNodeUtilizationArgsType,
    validate: validateHighNodeUtilizationArgs,
    setDefaults: (args) => args,
    build: (args) => new HighNodeUtilization(args, algorithm),
  });
}

class HighNodeUtilization implements Plugin {
  readonly name = 'HighNodeUtilization';
  readonly #args: HighNodeUtilizationArgs;
  readonly #algorithm: NodeUtilizationAlgorithm;

  constructor(args: HighNodeUtilizationArgs, algorithm: NodeUtilizationAlgorithm) {
    this.#args = args;
    this.#algorithm = algorithm;
  }

  /** @models pkg/framework/plugins/nodeutilization/highnodeutilization.go HighNodeUtilization.Balance */
  *balance(handle: PluginHandle): DeschedulerRun {
    const { thresholds = new Map(), numberOfNodes } = this.#args;
    const { under, over } = yield* classifyNodes({
      handle,
      algorithm: this.#algorithm,
      classify: 'classifyForHighNodeUtilization',
      thresholds: highNodeUtilizationThresholds(thresholds),
      useDeviationThresholds: false,
      numberOfNodes,
    });
    const gates = [
      ...gatesOnUnderutilized(under.length, handle.nodes.length, numberOfNodes),
      {
        gate: 'someNodeIsTarget' as const,
        open: over.length > 0,
        found: over.length,
        limit: 0,
        message: 'No node is available to schedule the pods, nothing to do here',
      },
    ];
    if (!(yield* passGates(gates))) return;
    yield* evictPodsFromSourceNodes({
      handle,
      algorithm: this.#algorithm,
      sources: sortNodesByUsage(under, 'ascending'),
      targets: over,
      excludedNamespaces: this.#args.evictableNamespaces?.exclude ?? [],
      stopAtTarget: false,
    });
  }
}
