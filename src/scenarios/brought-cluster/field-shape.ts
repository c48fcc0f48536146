import { InvalidQuantity, parseQuantity } from 'kind-wasm-shim/kubernetes/api/quantity.ts';
import type { SharedValues } from './shared-values.ts';

/** A field that is not what the API says it is. */
export class WrongField extends Error {
  override readonly name = 'WrongField';
  readonly kind: 'wrongField' | 'badQuantity';
  readonly expected: string;
  readonly found: string;

  constructor(kind: WrongField['kind'], expected: string, value: unknown) {
    super(`expected ${expected}`);
    this.kind = kind;
    this.expected = expected;
    this.found = spelled(value);
  }
}

/** The reading of one object. */
export interface FieldReading {
  /** Where in the object the reading is; after a WrongField, where the field stands. */
  readonly path: (string | number)[];
  readonly shared: SharedValues;
  /** The latest time that has been read, in Unix milliseconds. */
  latestMs: number;
}

/** What a field is read as: its value without what is not kept. Undefined leaves the field out. */
export type FieldShape = (value: unknown, reading: FieldReading) => unknown;

type Fields = Readonly<Record<string, unknown>>;

/** A text of any kind. */
export const text: FieldShape = (value) => {
  if (typeof value !== 'string') throw new WrongField('wrongField', 'a string', value);
  return value;
};

/** A text that many objects have. */
export const sharedText: FieldShape = (value, { shared }) => {
  if (typeof value !== 'string') throw new WrongField('wrongField', 'a string', value);
  return shared.text(value);
};

/** A whole number. */
export const integer: FieldShape = (value) => {
  if (!Number.isSafeInteger(value)) throw new WrongField('wrongField', 'a whole number', value);
  return value;
};

/** True or false. */
export const flag: FieldShape = (value) => {
  if (typeof value !== 'boolean') throw new WrongField('wrongField', 'true or false', value);
  return value;
};

/** A number or a share in percent, as budgets have them. */
export const integerOrPercent: FieldShape = (value) => {
  if (Number.isSafeInteger(value) || (typeof value === 'string' && /^[0-9]+%?$/.test(value))) return value;
  throw new WrongField('wrongField', 'a whole number or a percentage such as "50%"', value);
};

/** A time of the API. */
export const time: FieldShape = (value, reading) => {
  readTime(value, reading);
  return reading.shared.text(value as string);
};

/** A time that only tells how late it was when the snapshot was taken. */
export const timeSeen: FieldShape = (value, reading) => {
  readTime(value, reading);
  return undefined;
};

/** A time that may lie ahead, as that of a deletion with a grace period does. */
export const timeAhead: FieldShape = (value, { shared }) => {
  timeMs(value);
  return shared.text(value as string);
};

function readTime(value: unknown, reading: FieldReading): void {
  const ms = timeMs(value);
  if (ms > reading.latestMs) reading.latestMs = ms;
}

function timeMs(value: unknown): number {
  const ms = typeof value === 'string' && timeGrammar.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new WrongField('wrongField', 'a time such as "2026-01-31T08:00:00Z"', value);
  return ms;
}

const timeGrammar = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})$/;

const longestQuantity = 100;

/** An amount of a resource. */
export const quantity: FieldShape = (value, { shared }) => {
  if ((typeof value !== 'string' || value.length > longestQuantity) && typeof value !== 'number') {
    throw new WrongField('badQuantity', 'an amount such as "500m" or "1Gi"', value);
  }
  try {
    parseQuantity(value);
  } catch (error) {
    if (!(error instanceof InvalidQuantity)) throw error;
    throw new WrongField('badQuantity', 'an amount such as "500m" or "1Gi"', value);
  }
  return typeof value === 'string' ? shared.text(value) : value;
};

/** Whether the field is there; what it holds is not read. */
export const presence: FieldShape = (value) => {
  assertFields(value);
  return {};
};

/** An object, of which only these fields are kept. Those that are missing or null are left out. */
export function record(shapes: Readonly<Record<string, FieldShape>>): FieldShape {
  const entries = Object.entries(shapes);
  return (value, reading) => {
    const fields = assertFields(value);
    const kept: Record<string, unknown> = {};
    for (const [name, shape] of entries) {
      const field = fields[name];
      if (field === undefined || field === null) continue;
      reading.path.push(name);
      const read = shape(field, reading);
      reading.path.pop();
      if (read !== undefined) kept[name] = read;
    }
    return kept;
  };
}

/** An object with any field names, such as labels. */
export function map(shape: FieldShape, keeps: (name: string) => boolean = () => true): FieldShape {
  return (value, reading) => {
    const fields = assertFields(value);
    const kept: Record<string, unknown> = {};
    let isEmpty = true;
    for (const name of Object.keys(fields)) {
      if (!keeps(name)) continue;
      reading.path.push(name);
      kept[name] = shape(fields[name], reading);
      reading.path.pop();
      isEmpty = false;
    }
    return isEmpty ? undefined : kept;
  };
}

/** A list. An empty one is left out. */
export function list(shape: FieldShape): FieldShape {
  return (value, reading) => {
    if (!Array.isArray(value)) throw new WrongField('wrongField', 'a list', value);
    const kept: unknown[] = [];
    for (const [index, item] of value.entries()) {
      reading.path.push(index);
      const read = shape(item, reading);
      reading.path.pop();
      if (read !== undefined) kept.push(read);
    }
    return kept.length === 0 ? undefined : kept;
  };
}

/** A list that is never empty. */
export function someOf(shape: FieldShape, what: string): FieldShape {
  const read = list(shape);
  return (value, reading) => {
    const kept = read(value, reading);
    if (kept === undefined) throw new WrongField('wrongField', `at least one ${what}`, value);
    return kept;
  };
}

/** The same with its equals shared. */
export function shared(shape: FieldShape): FieldShape {
  return (value, reading) => {
    const read = shape(value, reading);
    return read === undefined ? undefined : reading.shared.value(read);
  };
}

/** An object of which nothing is left out when it is empty, because being there means something. */
function assertFields(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new WrongField('wrongField', 'an object', value);
}

/** A value for a message, cut short. */
export function spelled(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
