import { compactSchema } from './compact-schema.ts';

/** What a field holds. */
export type FieldType =
  | { readonly is: 'string' | 'integer' | 'boolean' | 'intOrString' | 'time' | 'quantity' | 'any' }
  | { readonly is: 'object'; readonly type: string }
  | { readonly is: 'list' | 'map'; readonly of: FieldType };

/** The fields of one type of the API. */
export interface ObjectType {
  /** File and name, as `core/v1.Container`. */
  readonly id: string;
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldType>;
  readonly required: readonly string[];
}

let all: ReadonlyMap<string, ObjectType> | undefined;

/** Every type that the server knows, by id. Read when first asked for. */
export function objectTypes(): ReadonlyMap<string, ObjectType> {
  all ??= readCompactSchema(compactSchema);
  return all;
}

/** The type of a kind, undefined when the server has no schema of it and so takes whatever comes. */
export function kindType(group: string, version: string, kind: string): ObjectType | undefined {
  const file = group === '' ? 'core' : (group.split('.')[0] ?? '');
  return objectTypes().get(`${file}/${version}.${kind}`);
}

function readCompactSchema(text: string): Map<string, ObjectType> {
  const types = new Map<string, ObjectType>();
  let file = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) file = line.slice(2);
    else if (line !== '') {
      const [name = '', ...words] = line.split(' ');
      const fields = new Map<string, FieldType>();
      const required: string[] = [];
      for (const word of words) {
        const [, mark, field = '', notation = ''] = /^(!?)([\w$-]+)(.*)$/.exec(word) ?? [];
        if (mark === '!') required.push(field);
        fields.set(field, readNotation(file, notation));
      }
      types.set(`${file}.${name}`, { id: `${file}.${name}`, name, fields, required });
    }
  }
  return types;
}

const leaves: Readonly<Record<string, FieldType>> = {
  '': { is: 'string' },
  '#': { is: 'integer' },
  '?': { is: 'boolean' },
  '%': { is: 'intOrString' },
  '@': { is: 'time' },
  '~': { is: 'quantity' },
  '*': { is: 'any' },
};

function readNotation(file: string, notation: string): FieldType {
  if (notation.startsWith('[]')) return { is: 'list', of: readNotation(file, notation.slice(2)) };
  if (notation.startsWith('{}')) return { is: 'map', of: readNotation(file, notation.slice(2)) };
  if (notation.startsWith(':')) {
    const name = notation.slice(1);
    return { is: 'object', type: name.includes('.') ? name : `${file}.${name}` };
  }
  return leaves[notation] ?? { is: 'any' };
}
