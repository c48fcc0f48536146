import { stringify } from 'yaml';
import { StatusError } from '../api/errors.ts';
import type { KubernetesObject, StoredObject } from '../api/meta.ts';
import type { Representation } from './negotiation.ts';
import type { ApiResponse } from './request.ts';

const baseHeaders = { 'cache-control': 'no-cache, private' };

/** A whole answer. Objects go out as JSON by the host, or as text when the client wants YAML or line breaks. */
export function complete(
  code: number,
  body: unknown,
  options: {
    readonly format?: 'json' | 'yaml';
    readonly pretty?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): ApiResponse {
  const { format = 'json', pretty = false, headers = {} } = options;
  const contentType = format === 'yaml' ? 'application/yaml' : 'application/json';
  return {
    type: 'complete',
    code,
    headers: { ...baseHeaders, 'content-type': contentType, ...headers },
    body: format === 'yaml' ? toYaml(body) : pretty ? JSON.stringify(body, null, 2) : body,
  };
}

/** An answer for people: what the health checks and unknown paths give. */
export function plainText(code: number, body: string): ApiResponse {
  const headers = { ...baseHeaders, 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  return { type: 'complete', code, headers, body };
}

/** What a path gets that nothing is behind, outside the known groups. */
export function pageNotFound(): ApiResponse {
  return plainText(404, '404 page not found\n');
}

/** A refusal as an answer; it says when to come again if the Status does. */
export function statusResponse(error: StatusError, representation?: Representation): ApiResponse {
  const retryAfter = error.status.details?.retryAfterSeconds;
  const headers: Record<string, string> = {};
  if (retryAfter !== undefined) headers['retry-after'] = String(retryAfter);
  return complete(error.code, error.status, { format: representation?.format ?? 'json', headers });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewGenericServerResponse */
export function unknownResource(): StatusError {
  const message = 'the server could not find the requested resource';
  return new StatusError({ code: 404, reason: 'NotFound', message, details: {} });
}

/** @models staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go NewGenericServerResponse */
export function unknownMethod(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError({ code: 405, reason: 'MethodNotAllowed', message, details: {} });
}

/** An object as an item of a list: what all items have in common is said once, by the list. */
export function asItem(object: StoredObject): KubernetesObject {
  const { kind: _, apiVersion: __, ...item } = object;
  return item;
}

/** YAML as the real server writes it: keys in order, and texts in quotes that could be taken for something else. */
function toYaml(body: unknown): string {
  return stringify(body, { sortMapEntries: true, version: '1.1', lineWidth: 0, indentSeq: false });
}
