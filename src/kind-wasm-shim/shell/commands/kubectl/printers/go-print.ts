import { byBytes } from './go-json.ts';

/** A decoded JSON value the way Go's `%v` shows it: `map[a:1 b:2]`, `[x y]`, `<none>` for nothing. */
export function goSyntaxPlain(value: unknown): string {
  if (value === null || value === undefined) return '<none>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value === 'object') return goValue(value);
  return String(value);
}

function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const record = value as Record<string, unknown>;
  const entries = Object.keys(record)
    .sort(byBytes)
    .map((key) => `${key}:${goValue(record[key])}`);
  return `map[${entries.join(' ')}]`;
}
