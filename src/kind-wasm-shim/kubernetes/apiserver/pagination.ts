import { badRequest, StatusError } from '../api/errors.ts';
import { InvalidJson, parseJson } from './go-json.ts';

/** Where a list goes on: at which resourceVersion, from which key on. */
export interface ContinuePosition {
  readonly resourceVersion: number;
  readonly startKey: string;
}

/** @models staging/src/k8s.io/apiserver/pkg/storage/continue.go EncodeContinue */
export function encodeContinue({ resourceVersion, startKey }: ContinuePosition): string {
  const token = JSON.stringify({ v: 'meta.k8s.io/v1', rv: resourceVersion, start: `${startKey}\u0000` });
  return toBase64Url(token);
}

/** @models staging/src/k8s.io/apiserver/pkg/storage/continue.go DecodeContinue */
export function decodeContinue(token: string): ContinuePosition {
  const refuse = (why: string) => badRequest(`invalid continue token: ${why}`);
  const text = fromBase64Url(token);
  if (text === undefined)
    throw refuse(`continue key is not valid: illegal base64 data at input byte ${badByte(token)}`);
  let content: { v?: unknown; rv?: unknown; start?: unknown } | null;
  try {
    content = parseJson(text) as typeof content;
  } catch (error) {
    if (error instanceof InvalidJson) throw refuse(`continue key is not valid: ${error.message}`);
    throw error;
  }
  if (content?.v !== 'meta.k8s.io/v1') {
    throw refuse(`server does not recognize this encoded version ${JSON.stringify(String(content?.v ?? ''))}`);
  }
  const { rv, start } = content;
  if (typeof rv !== 'number' || rv === 0)
    throw refuse('incorrect encoded start resourceVersion (version meta.k8s.io/v1)');
  if (typeof start !== 'string' || start === '') throw refuse('encoded start key empty (version meta.k8s.io/v1)');
  return { resourceVersion: rv, startKey: start.endsWith('\u0000') ? start.slice(0, -1) : start };
}

/** The refusal of a list that would go on at a resourceVersion that is gone. Its token goes on at the present one.
 *  @models staging/src/k8s.io/apiserver/pkg/storage/etcd3/errors.go handleCompactedErrorForPaging */
export function continueExpired(startKey: string, resourceVersion: number): StatusError {
  return new StatusError({
    code: 410,
    reason: 'Expired',
    metadata: { continue: encodeContinue({ resourceVersion, startKey }) },
    message:
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
      'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
      'deleted between the time the first chunk was returned and now may show up in the list.',
  });
}

function toBase64Url(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(token: string): string | undefined {
  if (badByte(token) < token.length || token.length % 4 === 1) return undefined;
  const bytes = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
  return bytes;
}

function badByte(token: string): number {
  const place = token.search(/[^A-Za-z0-9_-]/);
  return place < 0 ? token.length : place;
}
