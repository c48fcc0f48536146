import { badRequest, StatusError } from '../../api/errors.ts';
import type { KubernetesObject } from '../../api/meta.ts';
import type { ObjectType } from '../schema/schema.ts';
import { jsonPatch } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';
import { strategicMergePatch } from './strategic-merge-patch.ts';

/** The kinds of patch, as `kubectl patch --type` names them. */
export type PatchType = 'json' | 'merge' | 'strategic';

export const patchContentTypes: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** Whether a content type is that of a patch that the server applies. */
export function isPatchType(contentType: string): boolean {
  return Object.values(patchContentTypes).includes(contentType);
}

/** The object with a patch applied; the object itself is left as it is. The patch is its text or what the text says.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go patcher.applyPatch */
export function applyPatch(
  object: KubernetesObject,
  patch: unknown,
  contentType: string,
  type: ObjectType | undefined,
): KubernetesObject {
  const value = typeof patch === 'string' ? parse(patch) : patch;
  switch (contentType) {
    case patchContentTypes.json:
      return asObject(jsonPatch(object, value));
    case patchContentTypes.merge:
      return asObject(mergePatch(object, asPatchObject(value)));
    case patchContentTypes.strategic:
      return asObject(strategicMergePatch(object, asPatchObject(value), type));
    default:
      throw new StatusError({
        code: 415,
        reason: 'UnsupportedMediaType',
        message: '415: Unsupported Media Type',
        details: {},
      });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function asPatchObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  const found = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
  throw badRequest(`json: cannot unmarshal ${found} into Go value of type map[string]interface {}`);
}

function asObject(value: unknown): KubernetesObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as KubernetesObject;
  throw badRequest('json: cannot unmarshal the patched document into an object');
}
