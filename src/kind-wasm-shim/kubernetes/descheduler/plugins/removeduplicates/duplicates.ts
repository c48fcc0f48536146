import type { Pod } from 'kubernetes-types/core/v1';
import type { DuplicateOwner } from '../../framework/judgement.ts';

/** What was found of one owner with one set of images. */
export interface OwnedPods {
  readonly owner: DuplicateOwner;
  occurrences: number;
  /** By node: its pods beyond the first. */
  readonly duplicates: Map<string, Pod[]>;
}

/** Finds the pods that are alike on one node: the same owners, the same images. Which of them counts as the first, and stays,
 *  is the order in which they are met. */
export class DuplicateFinder {
  readonly #owned = new Map<string, OwnedPods>();

  /** The owners that have duplicates, in the order in which these were met.
   *  @models pkg/framework/plugins/removeduplicates/removeduplicates.go Balance
   *  @simplifies upstream takes owners, nodes and pods in random order, so which pod survives is left to chance there. */
  get owners(): OwnedPods[] {
    return [...this.#owned.values()].filter(({ duplicates }) => duplicates.size > 0);
  }

  /** @models pkg/framework/plugins/removeduplicates/removeduplicates.go Balance */
  addNode(node: string, pods: readonly Pod[]): void {
    const seen = new Set<string>();
    for (const pod of pods) {
      const owners = this.#ownersOf(pod);
      if (owners.length === 0) continue;
      for (const owned of owners) owned.occurrences += 1;
      const alike = signature(owners.map(({ owner }) => owner));
      if (!seen.has(alike)) {
        seen.add(alike);
        continue;
      }
      for (const { duplicates } of owners) {
        const onNode = duplicates.get(node);
        if (onNode === undefined) duplicates.set(node, [pod]);
        else onNode.push(pod);
      }
    }
  }

  #ownersOf({ metadata, spec }: Pod): OwnedPods[] {
    const images = (spec?.containers ?? []).map(({ image }) => image ?? '').sort();
    return (metadata?.ownerReferences ?? []).map(({ kind, name }) => {
      const key = JSON.stringify([metadata?.namespace, kind, name, images]);
      const known = this.#owned.get(key);
      if (known !== undefined) return known;
      const owner = { namespace: metadata?.namespace ?? '', kind, name, images };
      const owned: OwnedPods = { owner, occurrences: 0, duplicates: new Map() };
      this.#owned.set(key, owned);
      return owned;
    });
  }
}

/** What pods that are alike have in common: every image of every owner, in order. */
function signature(owners: readonly DuplicateOwner[]): string {
  const keys = owners.flatMap(({ namespace, kind, name, images }) =>
    images.map((image) => `${namespace}/${kind}/${name}/${image}`),
  );
  return JSON.stringify(keys.sort());
}
