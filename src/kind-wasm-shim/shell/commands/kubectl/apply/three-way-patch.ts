import { listStrategy, retainsKeys } from '../../../../kubernetes/apiserver/patch/merge-keys.ts';
import { type ObjectType, typeWithin } from '../../../../kubernetes/apiserver/schema/schema.ts';
import { isEqual, isRecord } from '../change/merge-diff.ts';

type Fields = Record<string, unknown>;

/** The strategic merge patch that brings `current` to what the manifest says now (`modified`), and takes away what the
 *  manifest said before (`original`) and says no more. What others have set stays. An empty patch means: nothing to do.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go CreateThreeWayMergePatch
 *  @simplifies conflicts between the manifest and the present object are not looked for; kubectl overwrites them, too. */
export function threeWayPatch(
  type: ObjectType | undefined,
  original: Fields,
  modified: Fields,
  current: Fields,
): Fields {
  return patchFields(type, original, modified, current);
}

function patchFields(type: ObjectType | undefined, original: Fields, modified: Fields, current: Fields): Fields {
  const patch: Fields = {};
  for (const [field, wanted] of Object.entries(modified)) {
    if (wanted === null || wanted === undefined) continue;
    const inside = typeWithin(type, field);
    const before = current[field];
    if (Array.isArray(wanted)) patchList(type, field, asList(original[field]), wanted, before, patch);
    else if (isRecord(wanted) && isRecord(before)) {
      const change = patchFields(inside, asFields(original[field]), wanted, before);
      if (Object.keys(change).length === 0) continue;
      patch[field] = retainsKeys(type?.name, field) ? { $retainKeys: Object.keys(wanted).sort(), ...change } : change;
    } else if (!isEqual(wanted, before)) patch[field] = wanted;
  }
  for (const [field, old] of Object.entries(original)) {
    if (old === null || old === undefined) continue;
    if (modified[field] === undefined || modified[field] === null) patch[field] = null;
  }
  return patch;
}

function patchList(
  type: ObjectType | undefined,
  field: string,
  original: readonly unknown[],
  wanted: readonly unknown[],
  before: unknown,
  patch: Fields,
): void {
  const strategy = listStrategy(type?.name, field);
  const current = asList(before);
  if (strategy === 'replace' || !Array.isArray(before)) {
    if (!isEqual(wanted, before)) patch[field] = wanted;
    return;
  }
  if (strategy === 'set') {
    const added = wanted.filter((item) => !current.includes(item));
    const removed = original.filter((item) => !wanted.includes(item));
    if (added.length > 0) patch[field] = added;
    if (removed.length > 0) patch[`$deleteFromPrimitiveList/${field}`] = removed;
    if (added.length + removed.length > 0) patch[`$setElementOrder/${field}`] = wanted;
    return;
  }
  const { key } = strategy;
  const find = (list: readonly unknown[], item: unknown) =>
    list.find((other) => asFields(other)[key] === asFields(item)[key]);
  const changes: Fields[] = [];
  for (const item of wanted) {
    const there = find(current, item);
    if (!isRecord(there)) changes.push(asFields(item));
    else {
      const change = patchFields(typeWithin(type, field), asFields(find(original, item)), asFields(item), there);
      if (Object.keys(change).length > 0) changes.push({ ...change, [key]: asFields(item)[key] });
    }
  }
  for (const item of original) {
    if (!find(wanted, item)) changes.push({ $patch: 'delete', [key]: asFields(item)[key] });
  }
  const keys = wanted.map((item) => asFields(item)[key]);
  const orderNow = current.map((item) => asFields(item)[key]).filter((value) => keys.includes(value));
  if (changes.length === 0 && isEqual(orderNow, keys)) return;
  patch[`$setElementOrder/${field}`] = keys.map((value) => ({ [key]: value }));
  if (changes.length > 0) patch[field] = changes;
}

function asFields(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
