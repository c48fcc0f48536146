/** JSON as Go writes it: keys in byte order, `<`, `>` and `&` escaped.
 *  @models encoding/json MarshalIndent */
export function goJSON(value: unknown, indent?: string): string {
  return render(value, indent, '');
}

function render(value: unknown, indent: string | undefined, at: string): string {
  if (typeof value === 'string') return quoteJSON(value);
  if (Array.isArray(value)) {
    return surround(
      '[',
      ']',
      value.map((item) => render(item, indent, at + (indent ?? ''))),
      indent,
      at,
    );
  }
  if (typeof value === 'object' && value !== null) {
    const record = value as Record<string, unknown>;
    const entries = Object.keys(record)
      .filter((key) => record[key] !== undefined)
      .sort(byBytes)
      .map(
        (key) =>
          `${quoteJSON(key)}:${indent === undefined ? '' : ' '}${render(record[key], indent, at + (indent ?? ''))}`,
      );
    return surround('{', '}', entries, indent, at);
  }
  return value === undefined ? 'null' : String(value);
}

function surround(
  open: string,
  close: string,
  parts: readonly string[],
  indent: string | undefined,
  at: string,
): string {
  if (parts.length === 0) return open + close;
  if (indent === undefined) return open + parts.join(',') + close;
  return `${open}\n${parts.map((part) => at + indent + part).join(',\n')}\n${at}${close}`;
}

/** A string the way encoding/json writes it, safe to put into HTML. */
export function quoteJSON(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029\u007f]/g, (character) =>
    character === '\u007f' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Orders keys as Go does, by their UTF-8 bytes. */
export function byBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A value the way Go's `%#v` shows decoded JSON; kubectl shows it when a template fails. */
export function goSyntax(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>;
    const entries = Object.keys(record)
      .sort(byBytes)
      .map((key) => `${JSON.stringify(key)}:${goSyntax(record[key])}`);
    return `map[string]interface {}{${entries.join(', ')}}`;
  }
  return String(value);
}
