import type { Pod } from 'kubernetes-types/core/v1';
import { parseSelector } from '../../../api/label-selector-parser.ts';
import { InvalidSelector, matchesSelector, type Selector } from '../../../api/labels.ts';
import { NodeFit } from '../../framework/node-fit.ts';
import {
  type AnyPluginDefinition,
  type ClusterView,
  definePlugin,
  type Plugin,
  PluginError,
} from '../../framework/plugin.ts';
import { evictAnnotation, prefersNoEviction } from '../../framework/pod-annotations.ts';
import { readLabelSelector } from '../../framework/pod-selection.ts';
import type { DeschedulerVersion } from '../../framework/release.ts';
import { type ClusterSnapshot, isReady } from '../../framework/snapshot.ts';
import type { SkipReason } from '../../framework/steps.ts';
import { type DefaultEvictorArgs, defaultEvictorArgsType, validateDefaultEvictorArgs } from './args.ts';
import { type Check, checksOf } from './checks.ts';

/** Says which pods may be evicted, for every plugin of a profile.
 *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go New */
export function defaultEvictor(version: DeschedulerVersion): AnyPluginDefinition {
  return definePlugin<DefaultEvictorArgs>({
    name: 'DefaultEvictor',
    extensionPoints: ['filter', 'preEvictionFilter'],
    argsType: defaultEvictorArgsType(version),
    validate: (args) => validateDefaultEvictorArgs(args, version),
    setDefaults: (args) => args,
    build: (args) => new DefaultEvictor(args, version),
  });
}

class DefaultEvictor implements Plugin {
  readonly name = 'DefaultEvictor';
  readonly #args: DefaultEvictorArgs;
  readonly #checks: readonly Check[];
  readonly #namespaceSelector: Selector | undefined;
  #nodeFit:
    | { readonly snapshot: ClusterSnapshot; readonly fit: NodeFit; readonly nodes: ClusterView['nodes'] }
    | undefined;

  constructor(args: DefaultEvictorArgs, version: DeschedulerVersion) {
    this.#args = args;
    this.#checks = checksOf(args, version);
    this.#namespaceSelector = readNamespaceSelector(args, version);
  }

  /** All checks that the pod fails, in upstream's words; undefined when it may be evicted.
   *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go DefaultEvictor.Filter */
  filter(pod: Pod, view: ClusterView): string | undefined {
    if (pod.metadata?.annotations?.[evictAnnotation] !== undefined) return undefined;
    // Upstream passes over such a pod without a word.
    if (this.#args.noEvictionPolicy === 'Mandatory' && prefersNoEviction(pod)) return 'pod prefers no eviction';
    const failed: string[] = [];
    for (const check of this.#checks) {
      const text = check(pod, view);
      if (text !== undefined) failed.push(text);
    }
    if (failed.length === 0) return undefined;
    return failed.length === 1 ? failed[0] : `[${failed.join(', ')}]`;
  }

  /** With nodeFit, whether the pod fits on another ready node that the evictor's own nodeSelector selects; and whether its
   *  namespace has the labels that the policy asks for.
   *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go DefaultEvictor.PreEvictionFilter */
  preEvictionFilter(pod: Pod, view: ClusterView): SkipReason | undefined {
    return this.#fitsNowhere(pod, view) ?? this.#isOutsideNamespaces(pod, view);
  }

  #fitsNowhere(pod: Pod, view: ClusterView): SkipReason | undefined {
    if (!this.#args.nodeFit) return undefined;
    const { snapshot, detail, version } = view;
    if (this.#nodeFit?.snapshot !== snapshot) {
      this.#nodeFit = { snapshot, fit: new NodeFit(snapshot, version), nodes: this.#candidateNodes(snapshot) };
    }
    const { fit, nodes } = this.#nodeFit;
    if (fit.fitsAnyOther(pod, nodes)) return undefined;
    return { reason: 'nodeFit', nodes: detail === 'full' ? fit.explain(pod, nodes) : undefined };
  }

  #isOutsideNamespaces(pod: Pod, { snapshot }: ClusterView): SkipReason | undefined {
    const selector = this.#namespaceSelector;
    if (selector === undefined) return undefined;
    const namespace = snapshot.others.namespaces?.find(({ metadata }) => metadata?.name === pod.metadata?.namespace);
    const isSelected = namespace !== undefined && matchesSelector(selector, namespace.metadata?.labels);
    return isSelected ? undefined : { reason: 'namespaceLabels' };
  }

  /** A selector that cannot be read selects no node, so nothing is evicted. */
  #candidateNodes(snapshot: ClusterSnapshot): ClusterView['nodes'] {
    try {
      const selector = parseSelector(this.#args.nodeSelector);
      return snapshot.nodes.filter((node) => isReady(node) && matchesSelector(selector, node.metadata?.labels));
    } catch (error) {
      if (error instanceof InvalidSelector) return [];
      throw error;
    }
  }
}

/** A selector without matchLabels is not asked, even when it has matchExpressions. */
function readNamespaceSelector(
  { namespaceLabelSelector }: DefaultEvictorArgs,
  version: DeschedulerVersion,
): Selector | undefined {
  if ((namespaceLabelSelector?.matchLabels?.size ?? 0) === 0) return undefined;
  try {
    return readLabelSelector(namespaceLabelSelector, version);
  } catch (error) {
    if (!(error instanceof InvalidSelector)) throw error;
    throw new PluginError(`unable to convert namespaceLabelSelector to label selector: ${error.message}`);
  }
}
