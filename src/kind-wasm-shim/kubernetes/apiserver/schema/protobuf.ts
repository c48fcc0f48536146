import { type FieldType, type ObjectType, objectTypes } from './schema.ts';

/** A body that is not the protobuf of its kind. */
export class InvalidProtobuf extends Error {
  override readonly name = 'InvalidProtobuf';
}

const magic = 'k8s\u0000';
const deepest = 100;

/** Numbers and booleans that the Go types hold by pointer, or always write: of these a zero says something. */
const meansZero = new Set(
  (
    'replicas parallelism completions backoffLimit backoffLimitPerIndex maxFailedIndexes ttlSecondsAfterFinished suspend ' +
    'manualSelector activeDeadlineSeconds terminationGracePeriodSeconds revisionHistoryLimit progressDeadlineSeconds ' +
    'automountServiceAccountToken enableServiceLinks shareProcessNamespace hostUsers runAsUser runAsGroup runAsNonRoot ' +
    'privileged allowPrivilegeEscalation readOnlyRootFilesystem fsGroup controller blockOwnerDeletion gracePeriodSeconds ' +
    'orphanDependents immutable optional tolerationSeconds value priority defaultMode mode expirationSeconds ' +
    'allocateLoadBalancerNodePorts exitCode ready restartCount allowed'
  ).split(' '),
);

/** Reads the protobuf of an object, wrapped as Kubernetes wraps it, one character of `body` a byte. The answer is what
 *  the JSON of the object would say. Throws InvalidProtobuf.
 *  @models staging/src/k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go Serializer.Decode
 *  @simplifies which zeros Go would not have written is known from a list of fields, not from the Go types. */
export function decodeProtobuf(body: string, type: ObjectType | undefined): Record<string, unknown> {
  if (!body.startsWith(magic)) throw new InvalidProtobuf('provided data does not appear to be a protobuf message');
  const bytes = Uint8Array.from(body.slice(magic.length), (character) => character.charCodeAt(0));
  const wrapper = new Reader(bytes);
  let typeMeta: Record<string, unknown> = {};
  let raw = new Uint8Array();
  for (let field = wrapper.next(); field; field = wrapper.next()) {
    if (field.number === 1) typeMeta = readTypeMeta(field.bytes());
    else if (field.number === 2) raw = field.bytes();
    else field.skip();
  }
  if (!type) throw new InvalidProtobuf(`no protobuf is known for ${JSON.stringify(String(typeMeta.kind))}`);
  return { ...typeMeta, ...readObject(raw, type, 0) };
}

function readTypeMeta(bytes: Uint8Array<ArrayBuffer>): Record<string, unknown> {
  const meta: Record<string, unknown> = {};
  const reader = new Reader(bytes);
  for (let field = reader.next(); field; field = reader.next()) {
    const text = decodeText(field.bytes());
    if (field.number === 1) meta.apiVersion = text;
    else if (field.number === 2) meta.kind = text;
  }
  return meta;
}

function readObject(bytes: Uint8Array<ArrayBuffer>, type: ObjectType, depth: number): Record<string, unknown> {
  if (depth > deepest) throw new InvalidProtobuf('exceeded max depth');
  const object: Record<string, unknown> = {};
  const reader = new Reader(bytes);
  for (let field = reader.next(); field; field = reader.next()) {
    const known = type.wire.get(field.number);
    if (!known) field.skip();
    else if (known.isInlined) Object.assign(object, readValue(field, known.type, depth));
    else if (known.type.is === 'list') {
      const list = (object[known.name] ??= []) as unknown[];
      list.push(readValue(field, known.type.of, depth));
    } else if (known.type.is === 'map') {
      const map = (object[known.name] ??= {}) as Record<string, unknown>;
      const [key, value] = readEntry(field.bytes(), known.type.of, depth);
      Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
    } else {
      const value = readValue(field, known.type, depth);
      const isZero =
        value === '' || value === undefined || ((value === 0 || value === false) && !meansZero.has(known.name));
      if (!isZero) object[known.name] = value;
    }
  }
  return object;
}

function readEntry(bytes: Uint8Array<ArrayBuffer>, type: FieldType, depth: number): [string, unknown] {
  const reader = new Reader(bytes);
  let key = '';
  let value: unknown = '';
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) key = decodeText(field.bytes());
    else if (field.number === 2) value = readValue(field, type, depth);
    else field.skip();
  }
  return [key, value];
}

function readValue(field: Field, type: FieldType, depth: number): unknown {
  switch (type.is) {
    case 'int32':
    case 'int64':
      return field.integer();
    case 'boolean':
      return field.integer() !== 0;
    case 'object': {
      const inner = objectTypes().get(type.type);
      if (!inner) throw new InvalidProtobuf(`no protobuf is known for ${type.type}`);
      return readObject(field.bytes(), inner, depth + 1);
    }
    case 'quantity':
      return decodeText(partOf(field.bytes(), 1)?.bytes() ?? new Uint8Array());
    case 'time':
      return readTime(field.bytes());
    case 'intOrString':
      return readIntOrString(field.bytes());
    case 'bytes':
      return toBase64(field.bytes());
    case 'any':
      return readRaw(field.bytes());
    default:
      return decodeText(field.bytes());
  }
}

function readTime(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  const seconds = partOf(bytes, 1)?.integer();
  return seconds === undefined ? undefined : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

function readIntOrString(bytes: Uint8Array<ArrayBuffer>): number | string {
  const isText = partOf(bytes, 1)?.integer() === 1;
  if (isText) return decodeText(partOf(bytes, 3)?.bytes() ?? new Uint8Array());
  return partOf(bytes, 2)?.integer() ?? 0;
}

function readRaw(bytes: Uint8Array<ArrayBuffer>): unknown {
  const text = decodeText(partOf(bytes, 1)?.bytes() ?? new Uint8Array());
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new InvalidProtobuf('a raw part of the object is not JSON');
  }
}

function partOf(bytes: Uint8Array<ArrayBuffer>, wanted: number): Field | undefined {
  const reader = new Reader(bytes);
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === wanted) return field;
    field.skip();
  }
  return undefined;
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** One field of a message, whose value is still to be read. */
interface Field {
  readonly number: number;
  bytes(): Uint8Array<ArrayBuffer>;
  integer(): number;
  skip(): void;
}

const cutShort = 'proto: unexpected EOF';

/** Goes through the fields of a message. */
class Reader {
  private readonly data: Uint8Array<ArrayBuffer>;
  private at = 0;

  constructor(data: Uint8Array<ArrayBuffer>) {
    this.data = data;
  }

  next(): Field | undefined {
    if (this.at >= this.data.length) return undefined;
    const tag = Number(this.varint());
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number === 0) throw new InvalidProtobuf('proto: illegal tag 0');
    const expect = (wanted: number) => {
      if (wire !== wanted) throw new InvalidProtobuf(`proto: wrong wireType = ${wire} for field ${number}`);
    };
    return {
      number,
      bytes: () => {
        expect(2);
        return this.take(Number(this.varint()));
      },
      integer: () => {
        expect(0);
        return Number(BigInt.asIntN(64, this.varint()));
      },
      skip: () => this.skip(wire),
    };
  }

  private skip(wire: number): void {
    if (wire === 0) this.varint();
    else if (wire === 1) this.take(8);
    else if (wire === 2) this.take(Number(this.varint()));
    else if (wire === 5) this.take(4);
    else throw new InvalidProtobuf(`proto: illegal wireType ${wire}`);
  }

  private take(length: number): Uint8Array<ArrayBuffer> {
    const end = this.at + length;
    if (!(end <= this.data.length)) throw new InvalidProtobuf(cutShort);
    const part = this.data.slice(this.at, end);
    this.at = end;
    return part;
  }

  private varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.data[this.at++];
      if (byte === undefined) throw new InvalidProtobuf(cutShort);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new InvalidProtobuf('proto: integer overflow');
  }
}
