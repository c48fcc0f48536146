import { InvalidQuantity, parseQuantity } from '../../api/quantity.ts';
import { type FieldType, type ObjectType, objectTypes } from './schema.ts';

/** A document that does not fit its kind. The message is that of Go's decoder. */
export class DoesNotConform extends Error {
  override readonly name = 'DoesNotConform';
}

/** A document as its kind has it: without nulls, without fields that the kind does not have, without empty lists and maps. */
export interface Conformed {
  readonly value: Record<string, unknown>;
  /** Where unknown fields were, as `spec.containers[0].foo`. */
  readonly unknown: readonly string[];
}

/** Fits a document to its type. Throws DoesNotConform where a value is of another type.
 *  @models staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json/json.go Serializer.Decode
 *  @simplifies a key that comes twice is not noticed. */
export function conform(document: Readonly<Record<string, unknown>>, type: ObjectType): Conformed {
  const unknown: string[] = [];
  const value = conformObject(document, type, { struct: type.name, field: '', place: '' }, unknown);
  return { value, unknown };
}

/** Where a value stands: in which struct, under which names, and where in the document. */
interface Position {
  readonly struct: string;
  readonly field: string;
  readonly place: string;
}

function conformObject(
  document: Readonly<Record<string, unknown>>,
  type: ObjectType,
  at: Position,
  unknown: string[],
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(document)) {
    const field = type.fields.get(name);
    const place = at.place === '' ? name : `${at.place}.${name}`;
    if (!field) {
      unknown.push(place);
      continue;
    }
    if (value === null || value === undefined) continue;
    const path = at.field === '' ? name : `${at.field}.${name}`;
    const conformed = conformValue(value, field, { struct: type.name, field: path, place }, unknown);
    if (!isEmptyCollection(conformed, field)) result[name] = conformed;
  }
  return inTypeOrder(result, type);
}

/** The fields in the order in which the real server writes them. */
function inTypeOrder(object: Record<string, unknown>, type: ObjectType): Record<string, unknown> {
  const ordered: Record<string, unknown> = {};
  for (const name of type.fields.keys()) if (Object.hasOwn(object, name)) ordered[name] = object[name];
  return ordered;
}

function isEmptyCollection(value: unknown, { is }: FieldType): boolean {
  if (is === 'list') return (value as readonly unknown[]).length === 0;
  return is === 'map' && Object.keys(value as object).length === 0;
}

function conformValue(value: unknown, type: FieldType, at: Position, unknown: string[]): unknown {
  switch (type.is) {
    case 'any':
      return value;
    case 'list':
      if (!Array.isArray(value)) throw mismatch(value, type, at);
      return value.map((item: unknown, index) => {
        const place = { ...at, place: `${at.place}[${index}]` };
        return item === null ? emptyOf(type.of) : conformValue(item, type.of, place, unknown);
      });
    case 'map': {
      if (!isObject(value)) throw mismatch(value, type, at);
      const entries = Object.entries(value).map(([key, item]) => {
        const place = { ...at, place: `${at.place}.${key}` };
        return [key, item === null ? emptyOf(type.of) : conformValue(item, type.of, place, unknown)];
      });
      return Object.fromEntries(entries);
    }
    case 'object': {
      if (!isObject(value)) throw mismatch(value, type, at);
      const inner = objectTypes().get(type.type);
      return inner ? conformObject(value, inner, at, unknown) : value;
    }
    case 'quantity':
      return conformQuantity(value);
    case 'time':
      if (typeof value !== 'string') throw mismatch(value, type, at);
      if (value !== '' && Number.isNaN(Date.parse(value))) {
        const quoted = JSON.stringify(value);
        throw new DoesNotConform(
          `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`,
        );
      }
      return value;
    case 'bytes':
      if (typeof value !== 'string') throw mismatch(value, type, at);
      if (!base64.test(value)) throw new DoesNotConform(`illegal base64 data at input byte ${badByte(value)}`);
      return value;
    default:
      if (!isOf(value, type.is)) throw mismatch(value, type, at);
      return value;
  }
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function badByte(text: string): number {
  const place = text.search(/[^A-Za-z0-9+/]/);
  return place < 0 ? text.length - (text.length % 4) : place;
}

function conformQuantity(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  try {
    if (typeof text !== 'string') throw new InvalidQuantity("unable to parse quantity's suffix");
    parseQuantity(text);
    return text;
  } catch (error) {
    if (error instanceof InvalidQuantity) throw new DoesNotConform(error.message);
    throw error;
  }
}

function isOf(value: unknown, is: 'string' | 'int32' | 'int64' | 'boolean' | 'intOrString'): boolean {
  switch (is) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'int32':
      return Number.isSafeInteger(value) && Math.abs(Number(value)) < 2 ** 31;
    case 'int64':
      return Number.isSafeInteger(value);
    case 'intOrString':
      return typeof value === 'string' || Number.isSafeInteger(value);
  }
}

function mismatch(value: unknown, type: FieldType, { struct, field }: Position): DoesNotConform {
  const found = goKind(value);
  if (type.is === 'intOrString')
    return new DoesNotConform(`json: cannot unmarshal ${found} into Go value of type int32`);
  const where = `${struct}.${field}`;
  return new DoesNotConform(`json: cannot unmarshal ${found} into Go struct field ${where} of type ${goType(type)}`);
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31 ? 'number' : `number ${value}`;
    default:
      return typeof value;
  }
}

function goType(type: FieldType): string {
  switch (type.is) {
    case 'list':
      return `[]${goType(type.of)}`;
    case 'map':
      return `map[string]${goType(type.of)}`;
    case 'object':
      return type.type.replace(/^.*\//, '');
    case 'int32':
    case 'int64':
      return type.is;
    case 'boolean':
      return 'bool';
    case 'quantity':
      return 'resource.Quantity';
    case 'bytes':
      return '[]uint8';
    default:
      return 'string';
  }
}

function emptyOf(type: FieldType): unknown {
  switch (type.is) {
    case 'list':
      return [];
    case 'map':
    case 'object':
      return {};
    case 'int32':
    case 'int64':
      return 0;
    case 'boolean':
      return false;
    case 'quantity':
      return '0';
    default:
      return '';
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
