const compiled = new Map<string, RegExp>();

/** A shell pattern (`*`, `?`, `[…]`, `@(…)`, backslash for literal) as a regular expression that matches all of a
 *  text. */
export function patternRegExp(pattern: string, flags = ''): RegExp {
  const key = `${flags}/${pattern}`;
  let regExp = compiled.get(key);
  if (!regExp) {
    regExp = new RegExp(`^(?:${patternSource(pattern)})$`, `su${flags}`);
    if (compiled.size > 500) compiled.clear();
    compiled.set(key, regExp);
  }
  return regExp;
}

/** Whether all of a text matches a pattern. */
export function matchesPattern(text: string, pattern: string): boolean {
  return patternRegExp(pattern).test(text);
}

/** Makes a text match only itself in a pattern. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]()|!@+]/g, '\\$&');
}

/** True when a pattern has a character that is not literal. */
export function hasPatternCharacters(pattern: string): boolean {
  return /[*?[]|[@!+]\(/.test(pattern.replace(/\\./gs, ''));
}

/** Makes a text match only itself in a regular expression. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** The inside of the regular expression for a shell pattern. */
export function patternSource(pattern: string): string {
  const reader = { text: [...pattern], at: 0 };
  return alternatives(reader, false);
}

interface PatternReader {
  readonly text: readonly string[];
  at: number;
}

function alternatives(reader: PatternReader, inGroup: boolean): string {
  let source = '';
  while (reader.at < reader.text.length) {
    const character = reader.text[reader.at] as string;
    if (inGroup && character === ')') break;
    if (inGroup && character === '|') {
      reader.at++;
      source += '|';
    } else if (reader.text[reader.at + 1] === '(' && '@?*+!'.includes(character)) {
      source += group(reader, character);
    } else source += single(reader, character);
  }
  return source;
}

function group(reader: PatternReader, kind: string): string {
  const start = reader.at;
  reader.at += 2;
  const inner = alternatives(reader, true);
  if (reader.text[reader.at] !== ')') {
    reader.at = start + 1;
    return single({ text: [kind], at: 0 }, kind);
  }
  reader.at++;
  if (kind === '!') {
    const rest = new PatternRest(reader).source;
    return `(?!(?:${inner})${rest}$).*?`;
  }
  const repeat = kind === '@' ? '' : kind;
  return `(?:${inner})${repeat}`;
}

/** What follows in a pattern, without moving on: `!(…)` has to look ahead over it. */
class PatternRest {
  readonly source: string;

  constructor(reader: PatternReader) {
    this.source = alternatives({ text: reader.text, at: reader.at }, false);
  }
}

function single(reader: PatternReader, character: string): string {
  reader.at++;
  if (character === '*') return '.*';
  if (character === '?') return '.';
  if (character === '\\') {
    const next = reader.text[reader.at];
    if (next === undefined) return '\\\\';
    reader.at++;
    return escapeRegExp(next);
  }
  if (character === '[') return bracket(reader);
  return escapeRegExp(character);
}

const classes: Record<string, string> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}\\p{N}',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  xdigit: '0-9A-Fa-f',
  word: '\\p{L}\\p{N}_',
  cntrl: '\\x00-\\x1f\\x7f',
  print: '\\x20-\\x7e\\u{a0}-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u{a1}-\\u{10ffff}',
};

function bracket(reader: PatternReader): string {
  const rest = reader.text.slice(reader.at).join('');
  const match = /^([!^]?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]/su.exec(rest);
  if (!match) return '\\[';
  reader.at += [...match[0]].length;
  const inside = bracketSource(match[2] as string);
  if (inside === '') return match[1] ? '.' : '(?!)';
  return `[${match[1] ? '^' : ''}${inside}]`;
}

/** The inside of a bracket expression, in a regular expression's words. */
export function bracketSource(inside: string): string {
  return inside.replace(/\[:(\w+):\]|\\(.)|([\s\S])/gsu, (whole, name?: string, escaped?: string, other?: string) => {
    if (name !== undefined) return classes[name] ?? '';
    if (escaped !== undefined) return escaped === '-' ? '\\-' : escapeRegExp(escaped);
    return other === '-' ? '-' : escapeRegExp(other ?? whole);
  });
}
