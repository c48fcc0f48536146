import type { Pod } from 'kubernetes-types/core/v1';
import { matchesSelector, type Selector } from '../../api/labels.ts';

/** Pods by namespace, and there by their labels. The pods of one workload have the same labels, so a selector is asked once
 *  for all of them, not once for each: what makes thousands of selectors over thousands of pods quick. */
export class PodsByLabels {
  readonly #namespaces = new Map<string, Map<string, Pod[]>>();

  constructor(pods: Iterable<Pod>) {
    for (const pod of pods) {
      const namespace = pod.metadata?.namespace ?? '';
      let groups = this.#namespaces.get(namespace);
      if (groups === undefined) {
        groups = new Map();
        this.#namespaces.set(namespace, groups);
      }
      const labels = JSON.stringify(pod.metadata?.labels ?? {});
      const group = groups.get(labels);
      if (group === undefined) groups.set(labels, [pod]);
      else group.push(pod);
    }
  }

  /** The pods of a namespace that a selector selects: those with the same labels together.
   *  @ours because upstream asks the selector about every pod. */
  *matching(namespace: string, selector: Selector): Generator<Pod, void> {
    for (const group of this.#namespaces.get(namespace)?.values() ?? []) {
      if (matchesSelector(selector, group[0]?.metadata?.labels)) yield* group;
    }
  }
}
