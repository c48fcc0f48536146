// Decoding of JSON into typed arguments, with the errors of the decoder that the descheduler is built on. Readers of a
// policy meet these texts in its log, so they are part of the model.

import { parseGoDuration } from '../../api/go-duration.ts';

/** What was wrong with a document: the first value of a wrong type, and every field that does not exist. */
export interface DecodingProblems {
  typeError?: string;
  readonly unknownFields: string[];
}

interface Place {
  readonly problems: DecodingProblems;
  /** The struct that the value is a field of, and the names of the fields that lead to it. */
  readonly struct: string | undefined;
  readonly fields: readonly string[];
  /** The place as strict decoding writes it: fields with dots, positions in brackets. */
  readonly path: string;
}

/** What a type is made of, as plain JSON: so that a page can list the fields of arguments. `name` is Go's. */
export type TypeDescription =
  | { readonly kind: 'string' | 'bool' | 'number' | 'duration' | 'any'; readonly name: string }
  | { readonly kind: 'integer'; readonly name: string; readonly least: number; readonly most: number }
  | { readonly kind: 'list' | 'map'; readonly name: string; readonly element: TypeDescription }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: readonly FieldDescription[] };

/** A field of a struct. One that is `optional` is nil when it is left out; any other has its type's zero value then. */
export interface FieldDescription {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeDescription;
}

/** A type that JSON is decoded into. `zero` makes the value of a field that is absent or null. */
export interface GoType<T> {
  readonly name: string;
  readonly description: TypeDescription;
  zero(): T;
  decode(value: unknown, place: Place): T;
}

/** What a type decodes into: `Decoded<typeof someType>`. */
export type Decoded<Type> = Type extends GoType<infer T> ? T : never;

/** Decodes a value. The result is whole even when there are problems; it is for the caller to refuse it.
 *  @models sigs.k8s.io/json UnmarshalStrict
 *  @simplifies numbers are told as JavaScript prints them, and a duplicate field is for the parser of the text to find. */
export function decodeGo<T>(type: GoType<T>, value: unknown): { value: T; problems: DecodingProblems } {
  const problems: DecodingProblems = { unknownFields: [] };
  const place: Place = { problems, struct: undefined, fields: [], path: '' };
  return { value: isAbsent(value) ? type.zero() : type.decode(value, place), problems };
}

/** What a type is made of, down to its last field.
 *  @ours so that a reference of the policy's arguments can be generated */
export function describeType(type: GoType<unknown>): TypeDescription {
  return type.description;
}

/** Any JSON, kept as it is for a later decoding. */
export const goRaw: GoType<unknown> = {
  name: 'runtime.RawExtension',
  description: { kind: 'any', name: 'runtime.RawExtension' },
  zero: () => undefined,
  decode: (value) => value,
};

/** A string. */
export const goString = scalar<string>('string', 'string', '', (value) => typeof value === 'string');
/** A bool. */
export const goBool = scalar<boolean>('bool', 'bool', false, (value) => typeof value === 'boolean');

/** A string under the name of its Go type.
 *  @models sigs.k8s.io/json internal/golang/encoding/json/decode.go decodeState.literalStore */
export function goNamedString(name: string): GoType<string> {
  return scalar('string', name, '', (value) => typeof value === 'string');
}

/** A float64 under the name of its Go type.
 *  @models sigs.k8s.io/json internal/golang/encoding/json/decode.go decodeState.literalStore */
export function goFloat(name: string): GoType<number> {
  return scalar('number', name, 0, (value) => typeof value === 'number');
}

/** A duration such as `"1h30m"`, in milliseconds.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/duration.go Duration.UnmarshalJSON */
export const goDuration: GoType<number> = {
  name: 'v1.Duration',
  description: { kind: 'duration', name: 'v1.Duration' },
  zero: () => 0,
  decode(value, { problems }) {
    if (typeof value !== 'string') {
      problems.typeError ??= `json: cannot unmarshal ${kindOf(value)} into Go value of type string`;
      return 0;
    }
    const duration = parseGoDuration(value);
    if ('ms' in duration) return duration.ms;
    problems.typeError ??= duration.error;
    return 0;
  },
};

const integerRanges = {
  int: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint: [0, Number.MAX_SAFE_INTEGER],
} as const;

/** An integer of one of Go's kinds.
 *  @models sigs.k8s.io/json internal/golang/encoding/json/decode.go decodeState.literalStore */
export function goInteger(name: keyof typeof integerRanges): GoType<number> {
  const [least, most] = integerRanges[name];
  return {
    name,
    description: { kind: 'integer', name, least, most },
    zero: () => 0,
    decode(value, place) {
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
      return mismatch(typeof value === 'number' ? `number ${value}` : kindOf(value), this, place);
    },
  };
}

function scalar<T extends string | number | boolean>(
  kind: 'string' | 'bool' | 'number',
  name: string,
  zero: T,
  accepts: (value: unknown) => boolean,
): GoType<T> {
  return {
    name,
    description: { kind, name },
    zero: () => zero,
    decode(value, place) {
      return accepts(value) ? (value as T) : mismatch(kindOf(value), this, place);
    },
  };
}

/** A value that may be absent: nil in Go, undefined here.
 *  @models sigs.k8s.io/json internal/golang/encoding/json/decode.go indirect */
export function goPointer<T>(type: GoType<T>): GoType<T | undefined> {
  const { name, description } = type;
  return { name, description, zero: () => undefined, decode: (value, place) => type.decode(value, place) };
}

/** A slice: nil when absent.
 *  @models sigs.k8s.io/json internal/golang/encoding/json/decode.go decodeState.array */
export function goSlice<T>(element: GoType<T>): GoType<T[] | undefined> {
  const name = `[]${element.name}`;
  return {
    name,
    description: { kind: 'list', name, element: element.description },
    zero: () => undefined,
    decode(value, place) {
      if (!Array.isArray(value)) return mismatch(kindOf(value), this, place);
      return value.map((item, index) =>
        isAbsent(item) ? element.zero() : element.decode(item, { ...place, path: `${place.path}[${index}]` }),
      );
    },
  };
}

/** A map with string keys, in the document's order: nil when absent.
 *  @models sigs.k8s.io/json internal/golang/encoding/json/decode.go decodeState.object */
export function goMap<T>(name: string, element: GoType<T>): GoType<Map<string, T> | undefined> {
  return {
    name,
    description: { kind: 'map', name, element: element.description },
    zero: () => undefined,
    decode(value, place) {
      if (kindOf(value) !== 'object') return mismatch(kindOf(value), this, place);
      return new Map(
        Object.entries(value as object).map(([key, item]) => {
          const at = { ...place, path: join(place.path, key) };
          return [key, isAbsent(item) ? element.zero() : element.decode(item, at)];
        }),
      );
    },
  };
}

type Fields<T> = { readonly [Name in keyof T]: GoType<T[Name]> };

/** A struct that is an API object of its own: `kind` and `apiVersion` may stand in it.
 *  @models staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go TypeMeta */
export function goObject<T extends object>(qualifiedName: string, fields: Fields<T>): GoType<T> {
  return goStruct(qualifiedName, fields, ['kind', 'apiVersion']);
}

/** A struct. `qualifiedName` is its name with the package, such as `api.Namespaces`. Fields that are `ignored` may stand in
 *  the document and are dropped.
 *  @models sigs.k8s.io/json internal/golang/encoding/json/decode.go decodeState.object */
export function goStruct<T extends object>(
  qualifiedName: string,
  fields: Fields<T>,
  ignored: readonly string[] = [],
): GoType<T> {
  const struct = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
  const names = Object.keys(fields) as (keyof T & string)[];
  const empty = (): T => Object.fromEntries(names.map((name) => [name, fields[name].zero()])) as T;
  return {
    name: qualifiedName,
    description: {
      kind: 'struct',
      name: qualifiedName,
      fields: names.map((name) => ({
        name,
        optional: fields[name].zero() === undefined,
        type: fields[name].description,
      })),
    },
    zero: empty,
    decode(value, place) {
      if (kindOf(value) !== 'object') return mismatch(kindOf(value), this, place);
      const decoded = empty();
      for (const [name, item] of Object.entries(value as object)) {
        const at: Place = { ...place, struct, fields: [...place.fields, name], path: join(place.path, name) };
        if (Object.hasOwn(fields, name)) {
          const known = name as keyof T & string;
          if (!isAbsent(item)) decoded[known] = fields[known].decode(item, at);
        } else if (!ignored.includes(name)) {
          place.problems.unknownFields.push(at.path);
        }
      }
      return decoded;
    },
  };
}

function mismatch<T>(found: string, type: GoType<T>, { problems, struct, fields }: Place): T {
  const target = struct === undefined ? 'Go value' : `Go struct field ${struct}.${fields.join('.')}`;
  problems.typeError ??= `json: cannot unmarshal ${found} into ${target} of type ${type.name}`;
  return type.zero();
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' || typeof value === 'number' ? typeof value : 'object';
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
