import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { controllerOf, namespacedName } from '../api/meta.ts';
import type { ObjectChange } from './shared-informers.ts';

/** Objects by the uid of the controller that owns them, and those without one by namespace, so that a controller finds
 *  its own without looking through all.
 *  @models pkg/controller/controller_utils.go AddPodControllerUIDIndexer */
export class OwnedIndex<T extends { metadata?: ObjectMeta }> {
  private readonly owned = new Map<string, Map<string, T>>();
  private readonly orphans = new Map<string, Map<string, T>>();

  change({ type, object, previous }: ObjectChange<T>): void {
    const key = namespacedName(object);
    if (previous && placeOf(previous) !== placeOf(object)) this.group(previous)?.delete(key);
    if (type !== 'DELETED') this.group(object, true)?.set(key, object);
    else this.remove(object, key);
  }

  /** What this controller owns, in no order that means anything. */
  ownedBy(uid: string): readonly T[] {
    return [...(this.owned.get(uid)?.values() ?? [])];
  }

  /** What nobody owns in a namespace. */
  orphansIn(namespace: string): readonly T[] {
    return [...(this.orphans.get(namespace)?.values() ?? [])];
  }

  private remove(object: T, key: string): void {
    const group = this.group(object);
    group?.delete(key);
    if (group?.size === 0) this.groupsOf(object).delete(placeOf(object));
  }

  private group(object: T, create = false): Map<string, T> | undefined {
    const groups = this.groupsOf(object);
    const place = placeOf(object);
    let group = groups.get(place);
    if (!group && create) {
      group = new Map();
      groups.set(place, group);
    }
    return group;
  }

  private groupsOf(object: T): Map<string, Map<string, T>> {
    return controllerOf(object) ? this.owned : this.orphans;
  }
}

function placeOf(object: { metadata?: ObjectMeta }): string {
  return controllerOf(object)?.uid ?? object.metadata?.namespace ?? '';
}
