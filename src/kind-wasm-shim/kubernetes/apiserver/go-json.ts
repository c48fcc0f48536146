import { parse as parseYaml } from 'yaml';

/** A text that is not JSON. The message is that of the API server's decoder. */
export class InvalidJson extends Error {
  override readonly name = 'InvalidJson';
}

/** How deep a document may nest. The real decoder stops at 10,000; this is what every engine's stack can bear. */
const deepest = 1000;

/** Reads JSON. Throws InvalidJson with the words of Go's decoder. */
export function parseJson(text: string): unknown {
  if (nesting(text) > deepest) throw new InvalidJson('exceeded max depth');
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidJson(explain(text));
  }
}

/** Reads YAML, as far as it is JSON. Throws InvalidJson. */
export function parseYamlObject(text: string): unknown {
  if (nesting(text) > deepest) throw new InvalidJson('exceeded max depth');
  try {
    return parseYaml(text, { maxAliasCount: 100 }) as unknown;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new InvalidJson(`error converting YAML to JSON: yaml: ${message}`);
  }
}

function nesting(text: string): number {
  let depth = 0;
  let most = 0;
  let isString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) isString = false;
    } else if (code === 0x22) isString = true;
    else if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return most;
}

type Expectation =
  | 'looking for beginning of value'
  | 'looking for beginning of object key string'
  | 'after object key'
  | 'after object key:value pair'
  | 'after array element'
  | 'after top-level value';

/** Where a text stops being JSON, in Go's words.
 *  @models encoding/json/scanner.go scanner
 *  @simplifies inside literals, numbers and strings the words are the nearest of those for values. */
function explain(text: string): string {
  const open: ('{' | '[')[] = [];
  let expectation: Expectation = 'looking for beginning of value';
  let at = 0;
  const afterValue = (): Expectation => {
    const inside = open.at(-1);
    if (inside === undefined) return 'after top-level value';
    return inside === '{' ? 'after object key:value pair' : 'after array element';
  };
  for (;;) {
    while (/\s/.test(text.charAt(at))) at += 1;
    if (at >= text.length) return 'unexpected end of JSON input';
    const character = text.charAt(at);
    const rest = text.slice(at);
    const isEmptyEnd =
      (expectation === 'looking for beginning of object key string' &&
        character === '}' &&
        text.charAt(before(text, at)) === '{') ||
      (expectation === 'looking for beginning of value' && character === ']' && text.charAt(before(text, at)) === '[');
    if (isEmptyEnd) {
      open.pop();
      expectation = afterValue();
      at += 1;
      continue;
    }
    if (expectation === 'after object key' && character === ':') {
      expectation = 'looking for beginning of value';
      at += 1;
    } else if (expectation === 'after object key:value pair' && (character === ',' || character === '}')) {
      if (character === ',') expectation = 'looking for beginning of object key string';
      else {
        open.pop();
        expectation = afterValue();
      }
      at += 1;
    } else if (expectation === 'after array element' && (character === ',' || character === ']')) {
      if (character === ',') expectation = 'looking for beginning of value';
      else {
        open.pop();
        expectation = afterValue();
      }
      at += 1;
    } else if (character === '"' && expectation.startsWith('looking')) {
      const literal = /^"(?:[^"\\]|\\.)*"/s.exec(rest)?.[0];
      if (literal === undefined) return 'unexpected end of JSON input';
      expectation = expectation === 'looking for beginning of value' ? afterValue() : 'after object key';
      at += literal.length;
    } else if (expectation === 'looking for beginning of value' && (character === '{' || character === '[')) {
      open.push(character);
      expectation = character === '{' ? 'looking for beginning of object key string' : 'looking for beginning of value';
      at += 1;
    } else {
      const literal = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/.exec(rest)?.[0];
      if (literal === undefined || expectation !== 'looking for beginning of value') {
        return `invalid character ${goCharacter(character)} ${expectation}`;
      }
      expectation = afterValue();
      at += literal.length;
    }
  }
}

function before(text: string, at: number): number {
  let place = at - 1;
  while (place >= 0 && /\s/.test(text.charAt(place))) place -= 1;
  return place;
}

/** A character as Go quotes it in these messages. */
function goCharacter(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  const code = character.charCodeAt(0);
  if (code >= 0x20 && code < 0x7f) return `'${character}'`;
  return `'\\u${code.toString(16).padStart(4, '0')}'`;
}
