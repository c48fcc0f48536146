import { patchExtensions } from '../patch/merge-keys.ts';
import { type FieldType, type ObjectType, objectTypes } from '../schema/schema.ts';
import { modelName } from './document.ts';

// The numbers of the fields in openapi_v2.Document and below, as gnostic's OpenAPIv2.proto has them.
const document = { swagger: 1, info: 2, paths: 8, definitions: 9 };
const info = { title: 1, version: 2 };
const named = { name: 1, value: 2 };
const list = 1;
const schema = {
  reference: 1,
  format: 2,
  required: 19,
  additionalProperties: 21,
  type: 22,
  items: 23,
  properties: 25,
  vendorExtension: 31,
};
const anyYaml = 2;

/** The description of all types as the old protobuf document, which kubectl before 1.27 reads to check what it sends.
 *  @models k8s.io/kube-openapi/pkg/handler/handler.go OpenAPIService.RegisterOpenAPIVersionedService
 *  @simplifies there are definitions and no paths, and no descriptions. */
export function openapiV2Protobuf(version: string, kinds: ReadonlyMap<string, GroupVersionKind>): Uint8Array {
  const definitions = [...objectTypes().values()].map((type) => field(list, definition(type, kinds.get(type.id))));
  return concat([
    field(document.swagger, utf8('2.0')),
    field(document.info, concat([field(info.title, utf8('Kubernetes')), field(info.version, utf8(version))])),
    field(document.paths, new Uint8Array()),
    field(document.definitions, concat(definitions)),
  ]);
}

/** What a document calls a kind. */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function definition(type: ObjectType, kind: GroupVersionKind | undefined): Uint8Array {
  const properties = [...type.fields].map(([name, fieldType]) => {
    const extensions = Object.entries(patchExtensions(type.name, name)).map(([key, value]) => extension(key, value));
    return field(list, namedValue(name, concat([describe(fieldType), ...extensions])));
  });
  const parts = [
    ...type.required.map((name) => field(schema.required, utf8(name))),
    field(schema.type, field(list, utf8('object'))),
    field(schema.properties, concat(properties)),
  ];
  if (kind) parts.push(extension('x-kubernetes-group-version-kind', `- ${JSON.stringify(kind)}`));
  return namedValue(modelName(type.id), concat(parts));
}

function describe(type: FieldType): Uint8Array {
  switch (type.is) {
    case 'object':
      return field(schema.reference, utf8(`#/definitions/${modelName(type.type)}`));
    case 'list':
      return concat([ofType('array'), field(schema.items, field(list, describe(type.of)))]);
    case 'map':
      return concat([ofType('object'), field(schema.additionalProperties, field(1, describe(type.of)))]);
    case 'int32':
    case 'int64':
      return concat([ofType('integer'), field(schema.format, utf8(type.is))]);
    case 'boolean':
      return ofType('boolean');
    case 'intOrString':
      return concat([ofType('string'), field(schema.format, utf8('int-or-string'))]);
    case 'any':
      return ofType('object');
    default:
      return ofType('string');
  }
}

function ofType(name: string): Uint8Array {
  return field(schema.type, field(list, utf8(name)));
}

function extension(name: string, yaml: string): Uint8Array {
  return field(schema.vendorExtension, namedValue(name, field(anyYaml, utf8(`${yaml}\n`))));
}

function namedValue(name: string, value: Uint8Array): Uint8Array {
  return concat([field(named.name, utf8(name)), field(named.value, value)]);
}

/** A field whose value is bytes: a text or a message. */
function field(number: number, value: Uint8Array): Uint8Array {
  return concat([varint(number * 8 + 2), varint(value.length), value]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
