import { compactSchema } from './compact-schema.ts';

/** What a field holds. */
export type FieldType =
  | {
      readonly is: 'string' | 'int32' | 'int64' | 'boolean' | 'intOrString' | 'time' | 'quantity' | 'bytes' | 'any';
    }
  | { readonly is: 'object'; readonly type: string }
  | { readonly is: 'list' | 'map'; readonly of: FieldType };

/** A field as protobuf has it. An inlined one lends its fields to the object that it is in. */
export interface WireField {
  readonly name: string;
  readonly type: FieldType;
  readonly isInlined: boolean;
}

/** The fields of one type of the API. */
export interface ObjectType {
  /** Package and name, as `core/v1.Container`. */
  readonly id: string;
  readonly name: string;
  /** By their names in JSON, in the order of the Go type. */
  readonly fields: ReadonlyMap<string, FieldType>;
  readonly required: readonly string[];
  /** By their numbers in protobuf. */
  readonly wire: ReadonlyMap<number, WireField>;
}

let all: ReadonlyMap<string, ObjectType> | undefined;

/** Every type that the server knows, by id. Read when first asked for. */
export function objectTypes(): ReadonlyMap<string, ObjectType> {
  all ??= readCompactSchema(compactSchema);
  return all;
}

/** The type of a kind, undefined when the server has no schema of it and so takes whatever comes. */
export function kindType(group: string, version: string, kind: string): ObjectType | undefined {
  const home = group === '' ? 'core' : (group.split('.')[0] ?? '');
  return objectTypes().get(`${home}/${version}.${kind}`);
}

/** The type of the objects in a field, whether it holds one of them or a list. */
export function typeWithin(type: ObjectType | undefined, field: string): ObjectType | undefined {
  let found: FieldType | undefined = type?.fields.get(field);
  while (found?.is === 'list') found = found.of;
  return found?.is === 'object' ? objectTypes().get(found.type) : undefined;
}

function readCompactSchema(text: string): Map<string, ObjectType> {
  const wires = new Map<string, { isKind: boolean; wire: Map<number, WireField>; required: string[] }>();
  let home = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) home = line.slice(2);
    else if (line !== '') {
      const [head = '', ...words] = line.split(' ');
      const isKind = head.startsWith('+');
      wires.set(`${home}.${head.replace('+', '')}`, { isKind, ...readFields(home, words) });
    }
  }
  const types = new Map<string, ObjectType>();
  for (const [id, { isKind, wire, required }] of wires) {
    const fields = new Map<string, FieldType>();
    if (isKind) for (const name of ['kind', 'apiVersion']) fields.set(name, { is: 'string' });
    for (const { name, type, isInlined } of wire.values()) {
      const inner = isInlined && type.is === 'object' ? wires.get(type.type) : undefined;
      if (!inner) fields.set(name, type);
      else for (const field of inner.wire.values()) fields.set(field.name, field.type);
    }
    types.set(id, { id, name: id.slice(id.lastIndexOf('.') + 1), fields, required, wire });
  }
  return types;
}

function readFields(home: string, words: readonly string[]): { wire: Map<number, WireField>; required: string[] } {
  const wire = new Map<number, WireField>();
  const required: string[] = [];
  let number = 0;
  for (const word of words) {
    const [, digits = '', mark, name = '', notation = ''] = /^(\d*)(!?)(\w+)(.*)$/.exec(word) ?? [];
    number = digits === '' ? number + 1 : Number(digits);
    if (mark === '!') required.push(name);
    wire.set(number, { name, type: readNotation(home, notation), isInlined: notation.startsWith('^') });
  }
  return { wire, required };
}

const leaves: Readonly<Record<string, FieldType>> = {
  '': { is: 'string' },
  '#': { is: 'int32' },
  $: { is: 'int64' },
  '?': { is: 'boolean' },
  '%': { is: 'intOrString' },
  '@': { is: 'time' },
  '~': { is: 'quantity' },
  '=': { is: 'bytes' },
  '*': { is: 'any' },
};

function readNotation(home: string, notation: string): FieldType {
  if (notation.startsWith('[]')) return { is: 'list', of: readNotation(home, notation.slice(2)) };
  if (notation.startsWith('{}')) return { is: 'map', of: readNotation(home, notation.slice(2)) };
  if (notation.startsWith(':') || notation.startsWith('^')) {
    const name = notation.slice(1);
    return { is: 'object', type: name.includes('.') ? name : `${home}.${name}` };
  }
  return leaves[notation] ?? { is: 'any' };
}
