import { bracketSource, escapeRegExp } from './pattern.ts';

/** A POSIX regular expression, basic or extended, as one of JavaScript; undefined when it is not well formed. */
export function regularExpression(
  source: string,
  syntax: 'basic' | 'extended' | 'fixed' | 'perl',
  flags: string,
): RegExp | undefined {
  try {
    if (syntax === 'fixed') return new RegExp(escapeRegExp(source), `u${flags}`);
    if (syntax === 'perl') return new RegExp(source, flags);
    return new RegExp(translate(source, syntax === 'basic'), `u${flags}`);
  } catch {
    return undefined;
  }
}

/** Basic expressions have the special meaning of `( ) { } | + ?` after a backslash, extended ones without. */
function translate(source: string, basic: boolean): string {
  let result = '';
  let at = 0;
  while (at < source.length) {
    const character = String.fromCodePoint(source.codePointAt(at) as number);
    const rest = source.slice(at);
    const bracket = /^\[(\^?)(\]?(?:\[:\w+:\]|[^\]])*)\]/u.exec(rest);
    if (bracket) {
      result += `[${bracket[1]}${bracketSource((bracket[2] as string).replace(/\\/g, '\\\\'))}]`;
      at += bracket[0].length;
    } else if (character === '\\') {
      const next = rest.slice(1, 2);
      result += escaped(next, basic);
      at += 2;
    } else {
      result += plain(character, basic, result);
      at += character.length;
    }
  }
  return result;
}

function escaped(next: string, basic: boolean): string {
  if (basic && '(){}|+?'.includes(next)) return next;
  if (next === '<' || next === '>') return '\\b';
  if (/[wWsSbB]/.test(next) || /[1-9]/.test(next)) return `\\${next}`;
  if (next === '') throw new SyntaxError('trailing backslash');
  return /[A-Za-z0-9_ ]/.test(next) ? next : escapeRegExp(next);
}

function plain(character: string, basic: boolean, before: string): string {
  if (basic && '(){}|+?'.includes(character)) return `\\${character}`;
  // A star with nothing before it is literal.
  if (character === '*' && (before === '' || /(?:^|[^\\])[(|^]$/.test(before))) return '\\*';
  if (basic && character === '^' && before !== '' && !/[(|]$/.test(before)) return '\\^';
  if (character === ']' || character === '/') return `\\${character}`;
  if (!basic && (character === '{' || character === '}')) return character;
  return character;
}
