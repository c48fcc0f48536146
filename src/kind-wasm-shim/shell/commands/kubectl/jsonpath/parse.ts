/** One step of a template: text is printed, the others select. */
export type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'field'; readonly name: string }
  | { readonly type: 'recursive' }
  | { readonly type: 'wildcard' }
  | {
      readonly type: 'slice';
      readonly from?: number;
      readonly to?: number;
      readonly step?: number;
      readonly single: boolean;
    }
  | {
      readonly type: 'filter';
      readonly left: readonly Node[];
      readonly operator: string;
      readonly right: readonly Node[];
    }
  | { readonly type: 'union'; readonly alternatives: readonly (readonly Node[])[] }
  | { readonly type: 'literal'; readonly value: string | number | boolean }
  | { readonly type: 'keyword'; readonly word: string }
  | { readonly type: 'expression'; readonly nodes: readonly Node[] };

/** A template that cannot be read; the message is client-go's. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Reads a JSONPath template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`.
 *  @models staging/src/k8s.io/client-go/util/jsonpath/parser.go Parse */
export function parseTemplate(text: string): readonly Node[] {
  const nodes: Node[] = [];
  let rest = text;
  while (rest !== '') {
    const open = rest.indexOf('{');
    if (open < 0) return [...nodes, { type: 'text', text: rest }];
    if (open > 0) nodes.push({ type: 'text', text: rest.slice(0, open) });
    const reader = new ActionReader(rest.slice(open + 1));
    nodes.push({ type: 'expression', nodes: reader.readAction() });
    rest = reader.rest;
  }
  return nodes;
}

/** Reads what stands between braces, without the braces. */
export function parseExpression(text: string): readonly Node[] {
  const reader = new ActionReader(`${text}}`);
  const nodes = reader.readAction();
  if (reader.rest !== '') throw new TemplateError(`unexpected path string, expected a 'name1.name2' or '.name1.name2'`);
  return nodes;
}

class ActionReader {
  private text: string;

  constructor(text: string) {
    this.text = text;
  }

  get rest(): string {
    return this.text;
  }

  readAction(): readonly Node[] {
    const nodes: Node[] = [];
    for (;;) {
      const next = this.text[0];
      if (next === undefined) throw new TemplateError('unclosed action');
      if (next === '}') {
        this.skip(1);
        return nodes;
      }
      if (next === ' ' || next === '\t' || next === '\n') this.skip(1);
      else if (next === '@' || next === '$') this.skip(1);
      else if (next === '[') nodes.push(...this.readBracket());
      else if (next === '"' || next === "'") nodes.push({ type: 'literal', value: this.readQuoted(next) });
      else if (next === '.') nodes.push(...this.readDot());
      else if (next === '+' || next === '-' || /\d/.test(next)) nodes.push(this.readNumber());
      else if (/[A-Za-z_]/.test(next)) nodes.push(this.readWord());
      else throw new TemplateError(`unrecognized character in action: ${charName(next)}`);
    }
  }

  private skip(count: number): void {
    this.text = this.text.slice(count);
  }

  private take(pattern: RegExp): string {
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.skip(found.length);
    return found;
  }

  private readDot(): Node[] {
    if (this.text.startsWith('..')) {
      this.skip(2);
      return [{ type: 'recursive' }, ...this.readName()];
    }
    this.skip(1);
    return this.readName();
  }

  private readName(): Node[] {
    if (this.text[0] === '*') {
      this.skip(1);
      return [{ type: 'wildcard' }];
    }
    const name = this.take(/^(?:\\.|[^\s.[\](){}$@,|<>=!&"'*])+/).replace(/\\(.)/g, '$1');
    return name === '' ? [] : [{ type: 'field', name }];
  }

  private readNumber(): Node {
    const number = this.take(/^[+-]?[\d.]+/);
    if (!/^[+-]?\d+(\.\d+)?$/.test(number)) throw new TemplateError(`cannot parse number ${number}`);
    return { type: 'literal', value: Number(number) };
  }

  private readWord(): Node {
    const word = this.take(/^\w+/);
    if (word === 'true' || word === 'false') return { type: 'literal', value: word === 'true' };
    if (word === 'range' || word === 'end') return { type: 'keyword', word };
    throw new TemplateError(`unrecognized identifier ${word}`);
  }

  private readQuoted(quote: string): string {
    const match = new RegExp(`^${quote}((?:\\\\.|[^\\\\${quote}])*)${quote}`, 's').exec(this.text);
    if (!match) throw new TemplateError('unterminated quoted string');
    this.skip(match[0].length);
    return unquote(match[1] ?? '');
  }

  private readBracket(): Node[] {
    const inside = bracketed(this.text);
    this.skip(inside.length + 2);
    const filter = /^\?\((.*)\)$/s.exec(inside);
    if (filter) return [readFilter(filter[1] ?? '')];
    const parts = splitOutsideQuotes(inside, ',');
    if (parts.length === 1) return [readIndex(inside)];
    return [{ type: 'union', alternatives: parts.map((part) => [readIndex(part.trim())]) }];
  }
}

function readIndex(text: string): Node {
  if (text === '*') return { type: 'wildcard' };
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  if (quoted) return { type: 'field', name: unquote(quoted[2] ?? '') };
  const slice = /^\s*(-?\d*)\s*(?::\s*(-?\d*)\s*)?(?::\s*(-?\d*)\s*)?$/.exec(text);
  if (!slice || text === '') throw new TemplateError(`invalid array index ${text}`);
  const [, from, to, step] = slice;
  const number = (digits: string | undefined) => (digits ? Number(digits) : undefined);
  const single = to === undefined && step === undefined;
  const node = { type: 'slice' as const, single };
  return { ...node, ...defined({ from: number(from), to: number(to), step: number(step) }) };
}

function defined(record: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function readFilter(text: string): Node {
  const match = /^(.*?[^!<>=])(==|!=|<=|>=|<|>)(?!=)(.*)$/s.exec(text);
  if (!match) return { type: 'filter', left: parseExpression(text), operator: 'exists', right: [] };
  const [, left = '', operator = '', right = ''] = match;
  return { type: 'filter', left: parseExpression(left.trim()), operator, right: parseExpression(right.trim()) };
}

/** The text between a bracket at the start and the one that closes it. */
function bracketed(text: string): string {
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (quote !== '') {
      if (character === '\\') i++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth++;
    else if (character === ']' && --depth === 0) return text.slice(1, i);
  }
  throw new TemplateError('unterminated array');
}

function splitOutsideQuotes(text: string, at: string): string[] {
  const parts = [''];
  let quote = '';
  for (const character of text) {
    if (quote === '' && character === at) parts.push('');
    else {
      if (quote === '' && (character === '"' || character === "'")) quote = character;
      else if (character === quote) quote = '';
      parts[parts.length - 1] += character;
    }
  }
  return parts;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\u0007', b: '\b', f: '\f', v: '\v' };

function unquote(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character);
}

/** A character the way Go's `%#U` names it. */
function charName(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${character}'`;
}
