import { StatusError } from '../api/errors.ts';

/** In which form the client wants its answer. */
export interface Representation {
  readonly format: 'json' | 'yaml';
  readonly as: 'Object' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
}

const json: Representation = { format: 'json', as: 'Object' };
const available =
  'application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, ' +
  'application/vnd.kubernetes.protobuf;stream=watch';

/** The first form in an Accept header that the server has.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go NegotiateOutputMediaType
 *  @simplifies protobuf is never chosen, so a client that takes nothing else gets 406; quality values are not weighed. */
export function negotiateOutput(accept: string | undefined): Representation {
  if (accept === undefined || accept.trim() === '') return json;
  for (const clause of accept.split(',')) {
    const { type, parameters } = mediaType(clause);
    const format = formatOf(type);
    if (!format) continue;
    const { as, g, v } = parameters;
    if (as === undefined) return { format, as: 'Object' };
    const isMeta = g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1');
    if (isMeta && (as === 'Table' || as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList')) {
      return { format, as };
    }
  }
  throw new StatusError({
    code: 406,
    reason: 'NotAcceptable',
    message: `406: Not Acceptable\n\nAvailable representations: ${available}`,
    details: {},
  });
}

function formatOf(type: string): 'json' | 'yaml' | undefined {
  if (type === 'application/json' || type === 'application/*' || type === '*/*') return 'json';
  return type === 'application/yaml' ? 'yaml' : undefined;
}

/** A media type and its parameters, names in lower case. */
export function mediaType(text: string): { type: string; parameters: Readonly<Record<string, string>> } {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = rest.map((part) => {
    const [name = '', value = ''] = part.split('=');
    return [name.toLowerCase(), value.replaceAll('"', '')] as const;
  });
  return { type: type.toLowerCase(), parameters: Object.fromEntries(parameters) };
}

/** How a body is written. */
export type BodyFormat = 'json' | 'yaml' | 'protobuf';

/** The kind of body that a create or an update brings.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go NegotiateInputSerializer */
export function negotiateInput(contentType: string | undefined): BodyFormat {
  const { type } = mediaType(contentType ?? '');
  if (type === '' || type === 'application/json') return 'json';
  if (type === 'application/yaml') return 'yaml';
  if (type === 'application/vnd.kubernetes.protobuf') return 'protobuf';
  throw new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message:
      'the body of the request was in an unknown format - accepted media types include: application/json, ' +
      'application/yaml, application/vnd.kubernetes.protobuf',
  });
}
