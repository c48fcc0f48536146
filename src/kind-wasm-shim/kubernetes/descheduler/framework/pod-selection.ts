import type { Pod } from 'kubernetes-types/core/v1';
import {
  asGoStrings,
  asJSONStrings,
  InvalidSelector,
  labelSelectorAsSelector,
  matchesSelector,
  type Selector,
} from '../../api/labels.ts';
import { selectsBeforeAsking, tellsAllArgErrors, tellsSelectorValuesAsJSON } from './differences.ts';
import type { Decoded } from './go-json.ts';
import type { PluginHandle } from './plugin.ts';
import { asLabelSelector, type labelSelectorType, type namespacesType } from './policy.ts';
import { type DeschedulerVersion, usualVersion } from './release.ts';
import { podName } from './snapshot.ts';
import type { DeschedulerRun } from './steps.ts';

/** The arguments by which a plugin narrows down the pods that it looks at. */
export interface PodSelectionArgs {
  readonly namespaces: Decoded<typeof namespacesType> | undefined;
  readonly labelSelector: Decoded<typeof labelSelectorType> | undefined;
}

/** What is wrong with such arguments, undefined when nothing is. The namespaces are checked before the selector.
 *  @models pkg/framework/plugins/podlifetime/validation.go ValidatePodLifeTimeArgs */
export function podSelectionErrors(
  { namespaces, labelSelector }: PodSelectionArgs,
  version: DeschedulerVersion = usualVersion,
): string[] {
  const errors: string[] = [];
  if ((namespaces?.include ?? []).length > 0 && (namespaces?.exclude ?? []).length > 0) {
    errors.push('only one of Include/Exclude namespaces can be set');
  }
  try {
    readLabelSelector(labelSelector, version);
  } catch (error) {
    if (!(error instanceof InvalidSelector)) throw error;
    errors.push(`failed to get label selectors from strategy's params: ${error.message}`);
  }
  return errors;
}

/** The pods of a plugin's namespaces with a plugin's labels. */
export class PodSelection {
  readonly #include: ReadonlySet<string>;
  readonly #exclude: ReadonlySet<string>;
  readonly #selector: Selector;

  constructor({ namespaces, labelSelector }: PodSelectionArgs) {
    this.#include = new Set(namespaces?.include);
    this.#exclude = new Set(namespaces?.exclude);
    this.#selector = readLabelSelector(labelSelector);
  }

  /** @models pkg/descheduler/pod/pods.go Options.BuildFilterFunc */
  includes(pod: Pod): boolean {
    const namespace = pod.metadata?.namespace ?? '';
    if (this.#include.size > 0 && !this.#include.has(namespace)) return false;
    return !this.#exclude.has(namespace) && matchesSelector(this.#selector, pod.metadata?.labels);
  }

  /** Whether the evictor is asked about a pod at all.
   *  @models pkg/descheduler/pod/pods.go Options.BuildFilterFunc */
  isAskedAbout(pod: Pod, { version }: PluginHandle): boolean {
    return !selectsBeforeAsking(version) || this.includes(pod);
  }

  /** The pods that the evictor lets go and the selection includes, in their order. What the evictor refuses is told.
   *  @models pkg/descheduler/pod/pods.go Options.BuildFilterFunc */
  *evictable(pods: readonly Pod[], node: string, handle: PluginHandle): DeschedulerRun<Pod[]> {
    const chosen: Pod[] = [];
    for (const pod of pods) {
      if (this.isAskedAbout(pod, handle) && (yield* mayEvict(pod, node, handle)) && this.includes(pod))
        chosen.push(pod);
    }
    return chosen;
  }
}

/** Whether the evictor lets a pod go, now: its filter and its pre-eviction filter. A refusal is told.
 *  @models pkg/descheduler/pod/pods.go WrapFilterFuncs */
export function* mayEvict(pod: Pod, node: string, { evictor }: PluginHandle): DeschedulerRun<boolean> {
  const reason = evictor.filter(pod);
  if (reason !== undefined) {
    yield { kind: 'podNotEvictable', pod: podName(pod), node, reason };
    return false;
  }
  const skip = evictor.preEvictionFilter(pod);
  if (skip !== undefined) yield { kind: 'podSkipped', pod: podName(pod), node, ...skip };
  return skip === undefined;
}

/** What is wrong with a plugin's arguments as the version tells it: up to v0.32 the first thing, since then everything.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/errors/errors.go NewAggregate */
export function toldErrors(errors: readonly string[], version: DeschedulerVersion): string | undefined {
  return tellsAllArgErrors(version) ? aggregated(errors) : errors[0];
}

/** Several errors as one: in brackets when there is more than one, each text once.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/errors/errors.go aggregate.Error */
export function aggregated(errors: readonly string[]): string | undefined {
  const different = [...new Set(errors)];
  return different.length > 1 ? `[${different.join(', ')}]` : different[0];
}

/** The selector of a plugin's arguments: none selects everything. Throws InvalidSelector, in the words of the version.
 *  @models pkg/descheduler/pod/pods.go Options.WithLabelSelector */
export function readLabelSelector(
  labelSelector: PodSelectionArgs['labelSelector'],
  version: DeschedulerVersion = usualVersion,
): Selector {
  const selector = asLabelSelector(labelSelector);
  const showValues = tellsSelectorValuesAsJSON(version) ? asJSONStrings : asGoStrings;
  return selector === undefined ? [] : labelSelectorAsSelector(selector, showValues);
}
