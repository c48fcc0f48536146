/** A JSON merge patch (RFC 7386) that turns one object into another; undefined when they are the same.
 *  @models gopkg.in/evanphx/json-patch.v4 merge.go CreateMergePatch */
export function mergePatch(from: unknown, to: unknown): unknown {
  if (isEqual(from, to)) return undefined;
  if (!isRecord(from) || !isRecord(to)) return to;
  const patch: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (to[key] === undefined) {
      if (from[key] !== undefined) patch[key] = null;
    } else if (from[key] === undefined) patch[key] = to[key];
    else {
      const change = mergePatch(from[key], to[key]);
      if (change !== undefined) patch[key] = change;
    }
  }
  return patch;
}

/** Whether a decoded JSON value is an object, and neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two decoded JSON values are the same, the order of keys aside. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => isEqual(left[key], right[key]));
}
