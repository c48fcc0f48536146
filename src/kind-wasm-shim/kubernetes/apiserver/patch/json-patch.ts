import { equalJson } from '../../api/equal-json.ts';
import { badRequest, StatusError } from '../../api/errors.ts';
import { set } from './merge-patch.ts';

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

const largestPatch = 10_000;

/** A JSON patch (RFC 6902). Whatever cannot be carried out refuses the whole patch, in the few words that the API server
 *  has for it.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go jsonPatcher.applyJSPatch */
export function jsonPatch(document: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) {
    const found = patch === null ? 'null' : typeof patch;
    const text = `error decoding patch: json: cannot unmarshal ${found} into Go value of type []handlers.jsonPatchOp`;
    throw badRequest(text);
  }
  if (patch.length > largestPatch) {
    const message = `The allowed maximum operations in a JSON patch is ${largestPatch}, got ${patch.length}`;
    throw new StatusError({ code: 413, reason: 'RequestEntityTooLarge', message });
  }
  return patch.reduce((current: unknown, operation: unknown) => applyOperation(current, operation), document);
}

function applyOperation(document: unknown, given: unknown): unknown {
  const operation = given as Operation | null;
  if (typeof operation !== 'object' || operation === null || typeof operation.path !== 'string') throw rejected();
  const path = pointer(operation.path);
  switch (operation.op) {
    case 'add':
      return change(document, path, 'add', operation.value ?? null);
    case 'replace':
      read(document, path);
      return change(document, path, 'replace', operation.value ?? null);
    case 'remove':
      read(document, path);
      return change(document, path, 'remove', undefined);
    case 'test':
      if (!equalJson(readOrNull(document, path), operation.value ?? null)) throw rejected();
      return document;
    case 'copy':
      return change(document, path, 'add', read(document, pointer(operation.from)));
    case 'move': {
      const from = pointer(operation.from);
      const moved = read(document, from);
      return change(change(document, from, 'remove', undefined), path, 'add', moved);
    }
    default:
      throw rejected();
  }
}

/** The server hides what went wrong inside a patch behind this one text. */
function rejected(): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  return new StatusError({ code: 422, reason: 'Invalid', message, details: {} });
}

function pointer(text: unknown): string[] {
  if (typeof text !== 'string' || (text !== '' && !text.startsWith('/'))) throw rejected();
  return text
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const token of path) {
    if (Array.isArray(value)) value = value[index(token, value.length - 1)];
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, token)) {
      value = (value as Record<string, unknown>)[token];
    } else throw rejected();
  }
  return value;
}

function readOrNull(document: unknown, path: readonly string[]): unknown {
  try {
    return read(document, path);
  } catch (error) {
    if (error instanceof StatusError) return null;
    throw error;
  }
}

function change(target: unknown, path: readonly string[], kind: 'add' | 'replace' | 'remove', value: unknown): unknown {
  const [token, ...rest] = path;
  if (token === undefined) {
    if (kind === 'remove') throw rejected();
    return value;
  }
  if (Array.isArray(target)) {
    const copy = [...target];
    if (rest.length > 0) {
      const at = index(token, copy.length - 1);
      copy[at] = change(copy[at], rest, kind, value);
    } else if (kind === 'add') copy.splice(token === '-' ? copy.length : index(token, copy.length), 0, value);
    else if (kind === 'remove') copy.splice(index(token, copy.length - 1), 1);
    else copy[index(token, copy.length - 1)] = value;
    return copy;
  }
  if (typeof target !== 'object' || target === null) throw rejected();
  const copy: Record<string, unknown> = { ...(target as Record<string, unknown>) };
  if (rest.length > 0) {
    if (!Object.hasOwn(copy, token)) throw rejected();
    set(copy, token, change(copy[token], rest, kind, value));
  } else if (kind === 'remove') delete copy[token];
  else set(copy, token, value);
  return copy;
}

function index(token: string, last: number): number {
  const number = /^-?(0|[1-9]\d*)$/.test(token) ? Number(token) : Number.NaN;
  // A negative index counts from the end, as the library that the API server uses allows.
  const at = number < 0 ? number + last + 1 : number;
  if (!(at >= 0 && at <= last)) throw rejected();
  return at;
}
