import type { Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { matchesSelector, type Selector } from '../api/labels.ts';
import { type PlacedPod, PlacedPods } from './placed-pods.ts';
import { readSelector, SelectorIndex } from './selector-index.ts';

/** Whether pods that are terminating count. For spreading they do not; those that keep others away, or draw them near,
 *  do so until they are gone. */
export type CountedPods = 'live' | 'all';

interface Counter {
  readonly selector: Selector;
  readonly counted: CountedPods;
  readonly byNode: Map<string, number>;
}

/** How many pods that match a selector are on each node. A selector is counted over all pods the first time it is
 *  asked for and kept up to date from then on, so that spreading pods does not mean counting them again and again.
 *  @models pkg/scheduler/framework/plugins/podtopologyspread/common.go countPodsMatchSelector */
export class PodCounts {
  private readonly counters = new Map<string, Counter>();
  private readonly index = new SelectorIndex<Counter>();
  private readonly pods = new PlacedPods();

  /** Nodes that have such pods, and how many. The map stays current; do not keep it. */
  byNode(namespace: string, labelSelector: LabelSelector, counted: CountedPods): ReadonlyMap<string, number> {
    const key = `${counted} ${namespace} ${JSON.stringify(labelSelector)}`;
    let counter = this.counters.get(key);
    if (!counter) {
      counter = { selector: readSelector(labelSelector), counted, byNode: new Map() };
      this.counters.set(key, counter);
      this.index.add(namespace, labelSelector, counter);
      for (const placed of this.pods.candidates(namespace, labelSelector)) count(counter, placed, 1);
    }
    return counter.byNode;
  }

  add(pod: Pod, node: string): void {
    this.remove(pod.metadata?.uid ?? '');
    const placed = { pod, node };
    this.pods.add(placed);
    this.changeCounters(placed, 1);
  }

  remove(uid: string): void {
    const known = this.pods.remove(uid);
    if (known) this.changeCounters(known, -1);
  }

  private changeCounters(placed: PlacedPod, sign: 1 | -1): void {
    const { namespace = '', labels } = placed.pod.metadata ?? {};
    this.index.visit(namespace, labels, (counter) => count(counter, placed, sign));
  }
}

function count({ selector, counted, byNode }: Counter, { pod, node }: PlacedPod, sign: 1 | -1): void {
  if (counted === 'live' && pod.metadata?.deletionTimestamp) return;
  if (!matchesSelector(selector, pod.metadata?.labels)) return;
  const after = (byNode.get(node) ?? 0) + sign;
  if (after === 0) byNode.delete(node);
  else byNode.set(node, after);
}
