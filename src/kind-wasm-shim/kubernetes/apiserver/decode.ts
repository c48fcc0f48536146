import { badRequest } from '../api/errors.ts';
import type { KubernetesObject } from '../api/meta.ts';
import { InvalidJson, parseJson, parseYamlObject } from './go-json.ts';
import type { BodyFormat } from './negotiation.ts';
import { conform, DoesNotConform } from './schema/conform.ts';
import { decodeProtobuf, InvalidProtobuf } from './schema/protobuf.ts';
import { kindType, type ObjectType } from './schema/schema.ts';

/** The kind that a body has to be of. */
export interface ExpectedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** An object that came in, and what the client should be warned of. */
export interface Decoded {
  readonly object: KubernetesObject;
  readonly warnings: readonly string[];
}

/** Reads the body of a create or an update. Throws a bad request when it is not an object of the expected kind.
 *  @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go transformDecodeError
 *  @simplifies `known` kinds are those that the server serves. */
export function decodeBody(
  body: string,
  format: BodyFormat,
  expected: ExpectedKind,
  fieldValidation: 'Ignore' | 'Warn' | 'Strict',
  isKnown: (apiVersion: string, kind: string) => boolean,
): Decoded {
  const refuse = (why: string) => {
    const text = `the object provided is unrecognized (must be of type ${expected.kind}): ${why} (${summary(body)})`;
    return badRequest(text);
  };
  let document: unknown;
  try {
    document = parseBody(body, format, kindType(expected.group, expected.version, expected.kind));
  } catch (error) {
    if (error instanceof InvalidProtobuf) throw refuse(error.message);
    if (!(error instanceof InvalidJson)) throw error;
    throw refuse(`couldn't get version/kind; json parse error: ${error.message}`);
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    const found = Array.isArray(document) ? 'array' : document === null ? 'null' : typeof document;
    const target =
      'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
    const why = `json: cannot unmarshal ${found} into Go value of type ${target.replaceAll('\\"', '"')}`;
    throw refuse(`couldn't get version/kind; json parse error: ${why}`);
  }
  return conformTo(document as KubernetesObject, expected, fieldValidation, isKnown);
}

/** Reads a body as plain data. Throws InvalidJson or InvalidProtobuf. */
export function parseBody(body: string, format: BodyFormat, type: ObjectType | undefined): unknown {
  if (format === 'json') return parseJson(body);
  return format === 'yaml' ? parseYamlObject(body) : decodeProtobuf(body, type);
}

/** Fits an object that came in, or that a patch made, to its kind. */
export function conformTo(
  document: KubernetesObject,
  expected: ExpectedKind,
  fieldValidation: 'Ignore' | 'Warn' | 'Strict',
  isKnown: (apiVersion: string, kind: string) => boolean,
): Decoded {
  const apiVersion = expected.group === '' ? expected.version : `${expected.group}/${expected.version}`;
  const kind = typeof document.kind === 'string' && document.kind !== '' ? document.kind : expected.kind;
  const given =
    typeof document.apiVersion === 'string' && document.apiVersion !== '' ? document.apiVersion : apiVersion;
  const version = given.split('/').at(-1) ?? '';
  const refuse = (why: string) =>
    badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${expected.kind}: ${why}`);
  if (kind !== expected.kind || given !== apiVersion) {
    if (isKnown(given, kind)) {
      const internal = expected.group === '' ? 'core' : expected.group.split('.')[0];
      throw refuse(`converting (${version}.${kind}) to (${internal}.${expected.kind}): unknown conversion`);
    }
    throw refuse(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(given)} in scheme "pkg/api/legacyscheme/scheme.go:30"`,
    );
  }
  const type = kindType(expected.group, expected.version, expected.kind);
  if (!type) return { object: document, warnings: [] };
  try {
    const { value, unknown } = conform(document, type);
    const problems = unknown.map((place) => `unknown field ${JSON.stringify(place)}`);
    if (problems.length > 0 && fieldValidation === 'Strict') {
      throw refuse(`strict decoding error: ${problems.join(', ')}`);
    }
    return { object: value as KubernetesObject, warnings: fieldValidation === 'Warn' ? problems : [] };
  } catch (error) {
    if (error instanceof DoesNotConform) throw refuse(error.message);
    throw error;
  }
}

const longestSummary = 30;

/** @models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/rest.go summarizeData */
function summary(body: string): string {
  if (body === '') return '<empty>';
  const isLong = body.length > longestSummary;
  if (body.startsWith('{')) return isLong ? `${body.slice(0, longestSummary)} ...` : body;
  const bytes = [...new TextEncoder().encode(body)].slice(0, longestSummary);
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return isLong ? `${hex} ...` : hex;
}
