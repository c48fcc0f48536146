import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { InvalidSelector, type Labels, labelSelectorAsSelector, type Selector } from '../api/labels.ts';

/** Things that wait for pods by a namespace and a selector, each filed under one label that its selector asks for. So a
 *  pod meets only those filed under one of its own labels, and not all that there are. */
export class SelectorIndex<T> {
  /** By `namespace/key=value`; under the bare namespace those whose selector asks for no label with one value. */
  private readonly places = new Map<string, Set<T>>();

  get isEmpty(): boolean {
    return this.places.size === 0;
  }

  add(namespace: string, selector: LabelSelector, item: T): void {
    const place = placeOf(namespace, selector);
    const there = this.places.get(place);
    if (there) there.add(item);
    else this.places.set(place, new Set([item]));
  }

  delete(namespace: string, selector: LabelSelector, item: T): void {
    const place = placeOf(namespace, selector);
    const there = this.places.get(place);
    there?.delete(item);
    if (there?.size === 0) this.places.delete(place);
  }

  /** Shows everything that may select a pod; whether it does is still to be asked. */
  visit(namespace: string, labels: Labels, show: (item: T) => void): void {
    if (this.isEmpty) return;
    for (const item of this.places.get(namespace) ?? []) show(item);
    for (const key in labels) {
      for (const item of this.places.get(`${namespace}/${key}=${labels[key]}`) ?? []) show(item);
    }
  }
}

function placeOf(namespace: string, selector: LabelSelector): string {
  const asked = labelAskedFor(selector);
  return asked ? `${namespace}/${asked[0]}=${asked[1]}` : namespace;
}

/** A label that every selected pod must have: the rarest, which is the hash of a pod template, if it is asked for.
 *  @ours upstream looks at every pod, on many cores */
export function labelAskedFor({ matchLabels = {} }: LabelSelector): readonly [key: string, value: string] | undefined {
  const key = 'pod-template-hash' in matchLabels ? 'pod-template-hash' : Object.keys(matchLabels)[0];
  return key === undefined ? undefined : [key, matchLabels[key] ?? ''];
}

/** A selector ready to be asked. One that the API would have refused selects nothing, as does none.
 *  @ours a snapshot may hold what no API server would take */
export function readSelector(labelSelector: LabelSelector | undefined): Selector {
  try {
    return labelSelectorAsSelector(labelSelector);
  } catch (error) {
    if (error instanceof InvalidSelector) return 'nothing';
    throw error;
  }
}
