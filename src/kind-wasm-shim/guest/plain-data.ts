/** The key that marks an object as the encoding of a value JSON has no notation for. */
export const marker = '$guest';

/** Writes plain data as the JSON text that crosses into or out of the sandbox. bigint, NaN, the infinities and -0 are
 *  written as marked objects; a property that is undefined is left out. Throws a TypeError that names the path of
 *  anything that is not plain data. */
export function encodePlainData(value: unknown): string {
  return JSON.stringify(isJSON(value) ? value : toJSONValue(value, 'input'));
}

/** Whether JSON has a notation for all of it. Most of what goes in is Kubernetes objects, and large: nothing is copied then. */
function isJSON(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isJSON);
  if (!isPlain(value) || marker in value) return false;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key in fields) if (fields[key] !== undefined && !isJSON(fields[key])) return false;
  return true;
}

/** Reads what the prelude's encoder (prelude.ts) or encodePlainData wrote. An object of the reader's own may look like a
 *  marked one and be none. */
export function decodePlainData(text: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  try {
    const isMarked = text.includes(`"${marker}"`);
    const value: unknown = isMarked ? JSON.parse(text, (_key, item: unknown) => fromMarked(item)) : JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, problem: error.message };
    throw error;
  }
}

function toJSONValue(value: unknown, path: string): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : marked('number', value);
  if (typeof value === 'bigint') return marked('bigint', value);
  if (Array.isArray(value)) return value.map((item, index) => toJSONValue(item, `${path}[${index}]`));
  if (typeof value === 'object' && isPlain(value)) {
    if (marker in value)
      throw new TypeError(`${path} has a property named ${marker}, which the sandbox keeps for itself`);
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, toJSONValue(item, `${path}.${key}`)]));
  }
  throw new TypeError(
    `${path} is ${typeof value === 'object' ? 'not a plain object' : `of type ${typeof value}`}; only plain data can enter the sandbox`,
  );
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function marked(type: 'bigint' | 'number', value: bigint | number): Record<string, string> {
  return { [marker]: type, text: Object.is(value, -0) ? '-0' : String(value) };
}

function fromMarked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, marker)) return value;
  const { [marker]: type, text } = value as Record<string, unknown>;
  if (type === 'undefined') return undefined;
  if (type === 'bigint' && typeof text === 'string' && /^-?\d+$/.test(text)) return BigInt(text);
  if (type === 'number' && typeof text === 'string') return Number(text);
  throw new SyntaxError(
    `an object with the key ${marker} stands for a bigint, a number or undefined, found ${JSON.stringify(value)}`,
  );
}
