import type { Pod } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { labelAskedFor } from './selector-index.ts';

/** A pod and the node it is on. */
export interface PlacedPod {
  readonly pod: Pod;
  readonly node: string;
}

interface NamespacePods {
  readonly all: Set<PlacedPod>;
  /** By key and value, for the few keys that selectors ask for. */
  readonly byLabel: Map<string, Map<string, Set<PlacedPod>>>;
}

/** All pods by namespace, and within it by those labels that selectors ask for; so that a new selector looks at the pods
 *  of its workload and not at those of the whole cluster. */
export class PlacedPods {
  private readonly byUid = new Map<string, PlacedPod>();
  private readonly byNamespace = new Map<string, NamespacePods>();

  add(placed: PlacedPod): void {
    this.byUid.set(placed.pod.metadata?.uid ?? '', placed);
    const pods = this.namespace(placed.pod.metadata?.namespace ?? '');
    pods.all.add(placed);
    for (const [key, byValue] of pods.byLabel) file(byValue, key, placed);
  }

  remove(uid: string): PlacedPod | undefined {
    const known = this.byUid.get(uid);
    if (!known) return undefined;
    this.byUid.delete(uid);
    const pods = this.namespace(known.pod.metadata?.namespace ?? '');
    pods.all.delete(known);
    for (const [key, byValue] of pods.byLabel) byValue.get(known.pod.metadata?.labels?.[key] ?? '')?.delete(known);
    return known;
  }

  /** Every pod that a selector may select; whether it does is still to be asked. */
  candidates(namespace: string, selector: LabelSelector): Iterable<PlacedPod> {
    const pods = this.namespace(namespace);
    const asked = labelAskedFor(selector);
    if (!asked) return pods.all;
    const [key, value] = asked;
    let byValue = pods.byLabel.get(key);
    if (!byValue) {
      byValue = new Map();
      pods.byLabel.set(key, byValue);
      for (const placed of pods.all) file(byValue, key, placed);
    }
    return byValue.get(value) ?? [];
  }

  private namespace(name: string): NamespacePods {
    const known = this.byNamespace.get(name);
    if (known) return known;
    const pods = { all: new Set<PlacedPod>(), byLabel: new Map() };
    this.byNamespace.set(name, pods);
    return pods;
  }
}

function file(byValue: Map<string, Set<PlacedPod>>, key: string, placed: PlacedPod): void {
  const value = placed.pod.metadata?.labels?.[key];
  if (value === undefined) return;
  const there = byValue.get(value);
  if (there) there.add(placed);
  else byValue.set(value, new Set([placed]));
}
