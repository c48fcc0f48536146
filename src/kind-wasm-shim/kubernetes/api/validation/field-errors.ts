import type { FieldError } from '../errors.ts';

/** @models staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go Required */
export function required(field: string, text = ''): FieldError {
  return { field, type: 'FieldValueRequired', detail: text === '' ? 'Required value' : `Required value: ${text}` };
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go Invalid */
export function invalidValue(field: string, value: unknown, text: string): FieldError {
  return { field, type: 'FieldValueInvalid', detail: `Invalid value: ${goValue(value)}: ${text}` };
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go NotSupported */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = [...supported].sort().map((text) => JSON.stringify(text));
  return {
    field,
    type: 'FieldValueNotSupported',
    detail: `Unsupported value: ${goValue(value)}: supported values: ${list.join(', ')}`,
  };
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go Duplicate */
export function duplicate(field: string, value: unknown): FieldError {
  return { field, type: 'FieldValueDuplicate', detail: `Duplicate value: ${goValue(value)}` };
}

/** @models staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go Forbidden */
export function forbidden(field: string, text: string): FieldError {
  return { field, type: 'FieldValueForbidden', detail: `Forbidden: ${text}` };
}

/** A value in the words of the API server's messages: simple values as they are, maps as Go prints them.
 *  @models staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go Error.ErrorBody
 *  @simplifies structures print as JSON; upstream prints Go syntax for most and JSON for some. */
function goValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object' && value !== null) return JSON.stringify(value);
  return String(value);
}

/** A map of texts as Go's %#v prints it, with its keys in order. */
export function goStringMap(map: Readonly<Record<string, string>> | undefined): string {
  if (map === undefined) return 'map[string]string(nil)';
  const pairs = Object.keys(map)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(map[key])}`);
  return `map[string]string{${pairs.join(', ')}}`;
}
