import type { Pod } from 'kubernetes-types/core/v1';
import { type AnyPluginDefinition, definePlugin, type Plugin, type PluginHandle } from '../../framework/plugin.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import type { DeschedulerRun } from '../../framework/steps.ts';
import { type NodeUtilizationAlgorithm, upstreamAlgorithm } from './algorithm.ts';
import {
  type HighNodeUtilizationArgs,
  highNodeUtilizationArgsType,
  onlyThresholdingResources,
  validateHighNodeUtilizationArgs,
} from './args.ts';
import { evictPodsFromSourceNodes } from './evict-pods.ts';
import { classifyNodes, gatesOnUnderutilized, passGates, sortNodesByUsage } from './node-utilization.ts';
import { highNodeUtilizationThresholds } from './thresholds.ts';

/** Evicts all pods that it may from lightly used nodes, so that an autoscaler can remove the nodes. It only makes sense with
 *  a scheduler that packs (MostAllocated), which it does not check.
 *  @models pkg/framework/plugins/nodeutilization/highnodeutilization.go NewHighNodeUtilization */
export function highNodeUtilization(
  version: DeschedulerVersion,
  algorithm: NodeUtilizationAlgorithm = upstreamAlgorithm,
): AnyPluginDefinition {
  return definePlugin<HighNodeUtilizationArgs>({
    name: 'HighNodeUtilization',
    extensionPoints: ['balance'],
    argsType: highNodeUtilizationArgsType(version),
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
      podFilter: this.#podFilter(),
    });
  }

  /** @models pkg/framework/plugins/nodeutilization/nodeutilization.go withResourceRequestForAny */
  #podFilter(): ((pod: Pod) => string | undefined) | undefined {
    const { evictionModes = [], thresholds = new Map() } = this.#args;
    if (!evictionModes.includes(onlyThresholdingResources)) return undefined;
    const names = [...thresholds.keys()];
    return ({ spec }) => {
      const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
      const requestsAny = containers.some(({ resources }) =>
        names.some((name) => Object.hasOwn(resources?.requests ?? {}, name)),
      );
      // Upstream passes over such a pod without a word.
      return requestsAny ? undefined : `pod requests none of ${names.join(', ')}, which evictionModes asks for`;
    };
  }
}
