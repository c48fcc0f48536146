import type { Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { matchesSelector, type Selector } from '../api/labels.ts';
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
  private readonly pods = new Map<string, { readonly pod: Pod; readonly node: string }>();
  /** The uids of the pods of each namespace: a new selector is counted over those alone. */
  private readonly byNamespace = new Map<string, Set<string>>();

  /** Nodes that have such pods, and how many. The map stays current; do not keep it. */
  byNode(namespace: string, labelSelector: LabelSelector, counted: CountedPods): ReadonlyMap<string, number> {
    const key = `${counted} ${namespace} ${JSON.stringify(labelSelector)}`;
    let counter = this.counters.get(key);
    if (!counter) {
      counter = { selector: readSelector(labelSelector), counted, byNode: new Map() };
      this.counters.set(key, counter);
      this.index.add(namespace, labelSelector, counter);
      for (const uid of this.byNamespace.get(namespace) ?? []) {
        const known = this.pods.get(uid);
        if (known) count(counter, known.pod, known.node, 1);
      }
    }
    return counter.byNode;
  }

  add(pod: Pod, node: string): void {
    const uid = pod.metadata?.uid ?? '';
    this.remove(uid);
    this.pods.set(uid, { pod, node });
    const namespace = pod.metadata?.namespace ?? '';
    const there = this.byNamespace.get(namespace);
    if (there) there.add(uid);
    else this.byNamespace.set(namespace, new Set([uid]));
    this.changeCounters(pod, node, 1);
  }

  remove(uid: string): void {
    const known = this.pods.get(uid);
    if (!known) return;
    this.pods.delete(uid);
    this.byNamespace.get(known.pod.metadata?.namespace ?? '')?.delete(uid);
    this.changeCounters(known.pod, known.node, -1);
  }

  private changeCounters(pod: Pod, node: string, sign: 1 | -1): void {
    this.index.visit(pod.metadata?.namespace ?? '', pod.metadata?.labels, (counter) => count(counter, pod, node, sign));
  }
}

function count({ selector, counted, byNode }: Counter, pod: Pod, node: string, sign: 1 | -1): void {
  if (counted === 'live' && pod.metadata?.deletionTimestamp) return;
  if (!matchesSelector(selector, pod.metadata?.labels)) return;
  const after = (byNode.get(node) ?? 0) + sign;
  if (after === 0) byNode.delete(node);
  else byNode.set(node, after);
}
