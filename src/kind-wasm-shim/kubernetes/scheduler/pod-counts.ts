import type { Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { InvalidSelector, labelSelectorAsSelector, matchesSelector, type Selector } from '../api/labels.ts';

interface Counter {
  readonly namespace: string;
  readonly selector: Selector;
  readonly byNode: Map<string, number>;
}

/** How many pods that match a selector run on each node. A selector is counted over all pods the first time it is
 *  asked for and kept up to date from then on, so that spreading pods does not mean counting them again and again.
 *  Terminating pods count only if asked for.
 *  @models pkg/scheduler/framework/plugins/podtopologyspread/common.go countPodsMatchSelector */
export class PodCounts {
  private readonly counters = new Map<string, Counter>();
  /** Counters by `namespace/key=value` of one label that every pod they count must have; under the bare namespace
   *  those that ask for no such label. */
  private readonly index = new Map<string, Counter[]>();
  private readonly pods = new Map<string, { readonly pod: Pod; readonly node: string }>();
  private readonly terminating: boolean;

  constructor({ terminating = false }: { readonly terminating?: boolean } = {}) {
    this.terminating = terminating;
  }

  /** Pods that match, by node name. The map stays current; do not keep it. */
  byNode(namespace: string, labelSelector: LabelSelector): ReadonlyMap<string, number> {
    const key = `${namespace} ${JSON.stringify(labelSelector)}`;
    let counter = this.counters.get(key);
    if (!counter) {
      counter = { namespace, selector: readSelector(labelSelector), byNode: new Map() };
      this.counters.set(key, counter);
      const place = indexKey(namespace, labelSelector);
      const neighbours = this.index.get(place);
      if (neighbours) neighbours.push(counter);
      else this.index.set(place, [counter]);
      for (const { pod, node } of this.pods.values()) {
        if (pod.metadata?.namespace === namespace) count(counter, pod, node, 1);
      }
    }
    return counter.byNode;
  }

  add(pod: Pod, node: string): void {
    const uid = pod.metadata?.uid ?? '';
    this.remove(uid);
    if (pod.metadata?.deletionTimestamp && !this.terminating) return;
    this.pods.set(uid, { pod, node });
    this.changeCounters(pod, node, 1);
  }

  remove(uid: string): void {
    const known = this.pods.get(uid);
    if (!known) return;
    this.pods.delete(uid);
    this.changeCounters(known.pod, known.node, -1);
  }

  private changeCounters(pod: Pod, node: string, sign: 1 | -1): void {
    const namespace = pod.metadata?.namespace ?? '';
    for (const counter of this.index.get(namespace) ?? []) count(counter, pod, node, sign);
    const labels = pod.metadata?.labels ?? {};
    for (const key in labels) {
      for (const counter of this.index.get(`${namespace}/${key}=${labels[key]}`) ?? []) count(counter, pod, node, sign);
    }
  }
}

function count(counter: Counter, pod: Pod, node: string, sign: 1 | -1): void {
  if (!matchesSelector(counter.selector, pod.metadata?.labels)) return;
  counter.byNode.set(node, (counter.byNode.get(node) ?? 0) + sign);
}

function readSelector(labelSelector: LabelSelector): Selector {
  try {
    return labelSelectorAsSelector(labelSelector);
  } catch (error) {
    if (error instanceof InvalidSelector) return 'nothing';
    throw error;
  }
}

/** The rarest label is the best place to wait at: the hash of a pod template, if the selector asks for it. */
function indexKey(namespace: string, { matchLabels = {} }: LabelSelector): string {
  const key = 'pod-template-hash' in matchLabels ? 'pod-template-hash' : Object.keys(matchLabels)[0];
  return key === undefined ? namespace : `${namespace}/${key}=${matchLabels[key]}`;
}
