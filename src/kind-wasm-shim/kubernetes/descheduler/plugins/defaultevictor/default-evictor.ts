import type { Pod } from 'kubernetes-types/core/v1';
import { parseSelector } from '../../../api/label-selector-parser.ts';
import { InvalidSelector, labelSelectorAsSelector, matchesSelector, type Selector } from '../../../api/labels.ts';
import {
  hasLocalStorage,
  hasPersistentVolumeClaim,
  isCriticalPriorityPod,
  isDaemonSetPod,
  isMirrorPod,
  isStaticPod,
  isTerminating,
  systemCriticalPriority,
} from '../../../api/pod-properties.ts';
import { NodeFit } from '../../framework/node-fit.ts';
import { definePlugin, type Plugin, PluginError, type PluginHandle } from '../../framework/plugin.ts';
import { asLabelSelector } from '../../framework/policy.ts';
import { type ClusterSnapshot, isReady } from '../../framework/snapshot.ts';
import type { SkipReason } from '../../framework/steps.ts';
import { type DefaultEvictorArgs, defaultEvictorArgsType, validateDefaultEvictorArgs } from './args.ts';

/** A pod with this annotation, whatever its value, may be evicted: no other check is made. */
export const evictAnnotation = 'descheduler.alpha.kubernetes.io/evict';

/** Says which pods may be evicted, for every plugin of a profile.
 *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go New */
export const defaultEvictor = definePlugin<DefaultEvictorArgs>({
  name: 'DefaultEvictor',
  extensionPoints: ['filter', 'preEvictionFilter'],
  argsType: defaultEvictorArgsType,
  validate: validateDefaultEvictorArgs,
  setDefaults: (args) => args,
  build: (args) => new DefaultEvictor(args),
});

class DefaultEvictor implements Plugin {
  readonly name = 'DefaultEvictor';
  readonly #args: DefaultEvictorArgs;
  readonly #labelSelector: Selector;
  readonly #priorityThreshold: number;
  #nodeFit:
    | { readonly snapshot: ClusterSnapshot; readonly fit: NodeFit; readonly nodes: PluginHandle['nodes'] }
    | undefined;

  constructor(args: DefaultEvictorArgs) {
    this.#args = args;
    this.#priorityThreshold = args.priorityThreshold?.value ?? systemCriticalPriority;
    try {
      const selector = asLabelSelector(args.labelSelector);
      this.#labelSelector = selector === undefined ? [] : labelSelectorAsSelector(selector);
    } catch (error) {
      if (error instanceof InvalidSelector) throw new PluginError('could not get selector from label selector');
      throw error;
    }
  }

  /** All checks that the pod fails, in upstream's words; undefined when it may be evicted.
   *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go DefaultEvictor.Filter */
  filter(pod: Pod): string | undefined {
    if (pod.metadata?.annotations?.[evictAnnotation] !== undefined) return undefined;
    const failed: string[] = [];
    this.#checkKind(pod, failed);
    this.#checkPriority(pod, failed);
    this.#checkVolumesAndLabels(pod, failed);
    if (failed.length === 0) return undefined;
    return failed.length === 1 ? failed[0] : `[${failed.join(', ')}]`;
  }

  #checkKind(pod: Pod, failed: string[]): void {
    if (isDaemonSetPod(pod)) failed.push('pod is a DaemonSet pod');
    if (isMirrorPod(pod)) failed.push('pod is a mirror pod');
    if (isStaticPod(pod)) failed.push('pod is a static pod');
    if (isTerminating(pod)) failed.push('pod is terminating');
    if ((pod.metadata?.ownerReferences?.length ?? 0) > 0) return;
    if (!this.#args.evictFailedBarePods) failed.push('pod does not have any ownerRefs');
    else if (pod.status?.phase !== 'Failed') failed.push('pod does not have any ownerRefs and is not in failed phase');
  }

  /** With evictSystemCriticalPods the threshold is not applied at all. */
  #checkPriority(pod: Pod, failed: string[]): void {
    if (this.#args.evictSystemCriticalPods) return;
    if (isCriticalPriorityPod(pod)) failed.push('pod has system critical priority');
    const priority = pod.spec?.priority;
    if (typeof priority === 'number' && priority >= this.#priorityThreshold) {
      failed.push('pod has higher priority than specified priority class threshold');
    }
  }

  #checkVolumesAndLabels(pod: Pod, failed: string[]): void {
    if (!this.#args.evictLocalStoragePods && hasLocalStorage(pod)) {
      failed.push('pod has local storage and descheduler is not configured with evictLocalStoragePods');
    }
    if (this.#args.ignorePvcPods && hasPersistentVolumeClaim(pod)) {
      failed.push('pod has a PVC and descheduler is configured to ignore PVC pods');
    }
    if (!matchesSelector(this.#labelSelector, pod.metadata?.labels)) {
      failed.push('pod labels do not match the labelSelector filter in the policy parameter');
    }
  }

  /** With nodeFit, whether the pod fits on another ready node that the evictor's own nodeSelector selects.
   *  @models pkg/framework/plugins/defaultevictor/defaultevictor.go DefaultEvictor.PreEvictionFilter */
  preEvictionFilter(pod: Pod, { snapshot, detail }: Omit<PluginHandle, 'evictor'>): SkipReason | undefined {
    if (!this.#args.nodeFit) return undefined;
    if (this.#nodeFit?.snapshot !== snapshot) {
      this.#nodeFit = { snapshot, fit: new NodeFit(snapshot), nodes: this.#candidateNodes(snapshot) };
    }
    const { fit, nodes } = this.#nodeFit;
    if (fit.fitsAnyOther(pod, nodes)) return undefined;
    return { reason: 'nodeFit', nodes: detail === 'full' ? fit.explain(pod, nodes) : undefined };
  }

  /** A selector that cannot be read selects no node, so nothing is evicted. */
  #candidateNodes(snapshot: ClusterSnapshot): PluginHandle['nodes'] {
    try {
      const selector = parseSelector(this.#args.nodeSelector);
      return snapshot.nodes.filter((node) => isReady(node) && matchesSelector(selector, node.metadata?.labels));
    } catch (error) {
      if (error instanceof InvalidSelector) return [];
      throw error;
    }
  }
}
