import { StatusError } from '../../api/errors.ts';
import { type ObjectType, typeWithin } from '../schema/schema.ts';
import { type ListStrategy, listStrategy } from './merge-keys.ts';
import { isObject, set } from './merge-patch.ts';

type JsonObject = Record<string, unknown>;

const directive = '$patch';
const retainKeys = '$retainKeys';
const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';

/** A strategic merge patch: as a merge patch, but lists merge by the keys that the API declares, and directives in the
 *  patch replace, delete, retain and order.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go StrategicMergeMapPatch */
export function strategicMergePatch(original: JsonObject, patch: JsonObject, type: ObjectType | undefined): JsonObject {
  return mergeMap(original, patch, type);
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go mergeMap */
function mergeMap(original: JsonObject, given: JsonObject, type: ObjectType | undefined): JsonObject {
  const patch = { ...given };
  if (Object.hasOwn(patch, directive)) {
    const wanted = patch[directive];
    delete patch[directive];
    if (wanted === 'replace') return patch;
    if (wanted === 'delete') return {};
    if (wanted !== 'merge') throw badPatch(`unknown patch type found: ${String(wanted)}`);
  }
  const result = retained(original, patch);
  mergeOrderedLists(result, patch, type);
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith(deletePrefix)) {
      const field = key.slice(deletePrefix.length);
      const list = result[field];
      if (Array.isArray(list) && Array.isArray(value)) {
        result[field] = list.filter((item) => !value.includes(item));
      }
      continue;
    }
    if (value === null) {
      delete result[key];
      continue;
    }
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    if (isObject(value)) {
      set(result, key, isObject(before) ? mergeMap(before, value, typeWithin(type, key)) : withoutDirectives(value));
    } else if (Array.isArray(value)) {
      const list = Array.isArray(before) ? mergeList(before, value, type, key) : listWithoutDirectives(value);
      set(result, key, list);
    } else set(result, key, value);
  }
  return result;
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go applyRetainKeysDirective */
function retained(original: JsonObject, patch: JsonObject): JsonObject {
  const kept = patch[retainKeys];
  if (kept === undefined) return { ...original };
  delete patch[retainKeys];
  if (!Array.isArray(kept)) throw badPatch(`invalid patch format of ${retainKeys}`);
  return Object.fromEntries(Object.entries(original).filter(([key]) => kept.includes(key)));
}

/** Lists whose order the patch sets: they are merged, put in order and taken out of the patch.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go mergePatchIntoOriginal */
function mergeOrderedLists(result: JsonObject, patch: JsonObject, type: ObjectType | undefined): void {
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(orderPrefix)) continue;
    delete patch[name];
    if (!Array.isArray(order)) throw badPatch(`invalid patch format of ${name}`);
    const field = name.slice(orderPrefix.length);
    const before = result[field];
    const change = patch[field];
    delete patch[field];
    const deletion = patch[deletePrefix + field];
    delete patch[deletePrefix + field];
    const server = Array.isArray(before) ? before : [];
    const strategy = listStrategy(type?.name, field);
    let merged: unknown[] = Array.isArray(change) ? mergeList(server, change, type, field) : server;
    if (Array.isArray(deletion)) merged = merged.filter((item) => !deletion.includes(item));
    if (!Array.isArray(before) && !Array.isArray(change)) continue;
    set(result, field, inOrder(merged, order, server, strategy));
  }
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go mergeSlice */
function mergeList(
  original: readonly unknown[],
  patch: readonly unknown[],
  type: ObjectType | undefined,
  field: string,
): unknown[] {
  const strategy = listStrategy(type?.name, field);
  if (strategy === 'replace') return listWithoutDirectives(patch);
  if (strategy === 'set') return inOrder([...new Set([...original, ...patch])], patch, original, strategy);
  const { key } = strategy;
  let server = [...original];
  const changes: JsonObject[] = [];
  let isReplaced = false;
  for (const item of patch) {
    if (!isObject(item)) throw badPatch(`expected an object with the key ${key}, found ${JSON.stringify(item)}`);
    if (!Object.hasOwn(item, directive)) {
      changes.push(item);
      continue;
    }
    if (item[directive] === 'replace') {
      isReplaced = true;
    } else if (item[directive] === 'delete') {
      const wanted = keyOf(item, key);
      server = server.filter((other) => !isObject(other) || other[key] !== wanted);
    } else throw badPatch(`unknown patch type found: ${String(item[directive])}`);
  }
  if (isReplaced) return changes.map(withoutDirectives);
  const merged = [...server];
  for (const item of changes) {
    const wanted = keyOf(item, key);
    const place = merged.findIndex((other) => isObject(other) && other[key] === wanted);
    const found = merged[place];
    if (isObject(found)) merged[place] = mergeMap(found, item, typeWithin(type, field));
    else merged.push(withoutDirectives(item));
  }
  return inOrder(merged, changes, original, strategy);
}

function keyOf(item: JsonObject, key: string): unknown {
  if (Object.hasOwn(item, key)) return item[key];
  throw badPatch(`map: ${goMap(item)} does not contain declared merge key: ${key}`);
}

/** Items of the patch in the patch's order, the others in the server's; where the two meet, the server's order decides, and
 *  what the server did not know goes first.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go normalizeElementOrder */
function inOrder(
  merged: readonly unknown[],
  order: readonly unknown[],
  server: readonly unknown[],
  strategy: ListStrategy,
): unknown[] {
  const identity = (item: unknown) => (typeof strategy === 'object' && isObject(item) ? item[strategy.key] : item);
  const place = (list: readonly unknown[], item: unknown) => {
    const wanted = identity(item);
    return list.findIndex((other) => identity(other) === wanted);
  };
  const sorted = (items: unknown[], by: readonly unknown[]) =>
    items.sort((left, right) => place(by, left) - place(by, right));
  const patched = sorted(
    merged.filter((item) => place(order, item) >= 0),
    order,
  );
  const others = sorted(
    merged.filter((item) => place(order, item) < 0),
    server,
  );
  const all: unknown[] = [];
  while (others.length > 0 && patched.length > 0) {
    const left = place(server, others[0]);
    const right = place(server, patched[0]);
    all.push(left >= 0 && right >= 0 && left < right ? others.shift() : patched.shift());
  }
  return [...all, ...others, ...patched];
}

/** What a patch adds where nothing was: its values without nulls and directives.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go discardNullValuesFromPatch */
function withoutDirectives(value: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, part] of Object.entries(value)) {
    if (part === null || key === directive || key === retainKeys) continue;
    if (key.startsWith(orderPrefix) || key.startsWith(deletePrefix)) continue;
    if (isObject(part)) set(result, key, withoutDirectives(part));
    else set(result, key, Array.isArray(part) ? listWithoutDirectives(part) : part);
  }
  return result;
}

function listWithoutDirectives(list: readonly unknown[]): unknown[] {
  return list
    .filter((item) => !isObject(item) || item[directive] === undefined)
    .map((item) => (isObject(item) ? withoutDirectives(item) : item));
}

/** These are errors of the server's own, without a reason, as far as its answer tells. */
function badPatch(message: string): StatusError {
  return new StatusError({ code: 500, message });
}

function goMap(map: JsonObject): string {
  const pairs = Object.keys(map)
    .sort()
    .map((key) => `${key}:${isObject(map[key]) ? goMap(map[key]) : String(map[key])}`);
  return `map[${pairs.join(' ')}]`;
}
