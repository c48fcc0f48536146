// YAML exactly as kubectl prints it. The writer of go-yaml v2 decides quoting and folding by rules of its own (a line is
// folded at the first space after column 80, lists are not indented below their key), which no setting of a JavaScript
// YAML library gives.

const lineWidth = 80;

/** @models sigs.k8s.io/yaml/goyaml.v2 encode.go Marshal
 *  @simplifies keys longer than 128 characters stay on their line. */
export function goYAML(value: unknown): string {
  const out: string[] = [];
  if (isCollection(value)) writeCollection(value, 0, out, '');
  else out.push(scalar(value, 0, 2, true));
  return `${out.join('\n')}\n`;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: object): boolean {
  return Array.isArray(value) ? value.length === 0 : keysOf(value as Record<string, unknown>).length === 0;
}

function keysOf(record: Record<string, unknown>): string[] {
  return Object.keys(record).filter((key) => record[key] !== undefined);
}

/** Writes a block; `lead` is what already stands on the first line, such as `- `. */
function writeCollection(value: object, indent: number, out: string[], lead: string): void {
  if (isEmpty(value)) {
    out.push(lead + (Array.isArray(value) ? '[]' : '{}'));
    return;
  }
  const pad = ' '.repeat(indent);
  let first = lead === '' ? pad : lead;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (isCollection(item)) writeCollection(item, indent + 2, out, `${first}- `);
      else out.push(`${first}- ${scalar(item, indent + 2, indent + 2, true)}`);
      first = pad;
    }
    return;
  }
  const record = value as Record<string, unknown>;
  for (const key of keysOf(record).sort(naturalOrder)) {
    const head = `${first}${scalar(key, first.length, indent + 2, false)}:`;
    const child = record[key];
    if (!isCollection(child)) out.push(`${head} ${scalar(child, head.length + 1, indent + 2, true)}`);
    else if (isEmpty(child)) out.push(`${head} ${Array.isArray(child) ? '[]' : '{}'}`);
    else {
      out.push(head);
      writeCollection(child, Array.isArray(child) ? indent : indent + 2, out, '');
    }
    first = pad;
  }
}

/** One scalar that starts at `column`; its continuation lines are indented by `indent`. A key may not break. */
function scalar(value: unknown, column: number, indent: number, mayBreak: boolean): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return goNumber(value);
  if (typeof value !== 'string') return String(value);
  const allowed = analyze(value);
  if (value.includes('\n') && mayBreak && allowed.block) return literal(value, indent);
  if (value.includes('\n') || !resolvesToString(value)) return doubleQuoted(value, column, indent, mayBreak);
  if (allowed.plain) return fold(value, column, indent, mayBreak);
  if (allowed.single) return `'${fold(value.replaceAll("'", "''"), column + 1, indent, mayBreak)}'`;
  return doubleQuoted(value, column, indent, mayBreak);
}

function goNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return String(value);
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

const otherTypes =
  /^(?:~|null|Null|NULL|y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|<<)$/;
const integer = /^[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]*|[1-9][0-9_]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const timestamp = /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|[ ])\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;

/** Whether a plain scalar with this text would be read back as a string.
 *  @models sigs.k8s.io/yaml/goyaml.v2 resolve.go resolve */
function resolvesToString(text: string): boolean {
  if (text === '') return false;
  return ![otherTypes, integer, float, base60, timestamp].some(
    (pattern) => pattern.test(text.replaceAll('_', '')) && pattern.test(text),
  );
}

/** Which styles can hold a text.
 *  @models sigs.k8s.io/yaml/goyaml.v2 emitterc.go yaml_emitter_analyze_scalar */
function analyze(text: string): { plain: boolean; single: boolean; block: boolean } {
  const first = text[0] ?? '';
  const blankAfter = (i: number) => text[i + 1] === undefined || /\s/.test(text[i + 1] ?? '');
  let indicators = text.startsWith('---') || text.startsWith('...') || '#,[]{}&*!|>\'"%@`'.includes(first);
  if ('?:-'.includes(first) && blankAfter(0)) indicators = true;
  for (let i = 1; i < text.length; i++) {
    if (text[i] === ':' && blankAfter(i)) indicators = true;
    if (text[i] === '#' && /\s/.test(text[i - 1] ?? '')) indicators = true;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that only quotes can hold.
  const special = /[\u0000-\u0009\u000b-\u001f\u007f-\u0084\u0086-\u009f\ufeff]/.test(text);
  const spaceBreak = / \n/.test(text);
  const breakSpace = /\n /.test(text);
  const edge = /^[ \n]|[ \n]$/.test(text);
  return {
    plain: !indicators && !edge && !special && !spaceBreak && !breakSpace,
    single: !special && !spaceBreak && !breakSpace,
    block: !special && !spaceBreak && !text.endsWith(' '),
  };
}

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const chomp = !text.endsWith('\n') ? '-' : text === '\n' || text.endsWith('\n\n') ? '+' : '';
  const body = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  return [`|${hint}${chomp}`, ...body.map((line) => (line === '' ? '' : ' '.repeat(indent) + line))].join('\n');
}

/** Breaks a plain or single-quoted text at the first single space after the 80th column. */
function fold(text: string, column: number, indent: number, mayBreak: boolean): string {
  let out = '';
  let at = column;
  const characters = [...text];
  for (const [i, character] of characters.entries()) {
    const single = character === ' ' && characters[i - 1] !== ' ' && characters[i + 1] !== ' ';
    if (mayBreak && single && at > lineWidth && i > 0 && i < characters.length - 1) {
      out += `\n${' '.repeat(indent)}`;
      at = indent;
    } else {
      out += character;
      at++;
    }
  }
  return out;
}

const escapes: Readonly<Record<string, string>> = {
  '\u0000': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function doubleQuoted(text: string, column: number, indent: number, mayBreak: boolean): string {
  let out = '"';
  let at = column + 1;
  const characters = [...text];
  let spaces = false;
  for (const [i, character] of characters.entries()) {
    if (character === ' ' && mayBreak && !spaces && at > lineWidth && i > 0 && i < characters.length - 1) {
      out += `\n${' '.repeat(indent)}`;
      at = indent;
      if (characters[i + 1] === ' ') {
        out += '\\';
        at++;
      }
      spaces = true;
      continue;
    }
    const code = character.codePointAt(0) ?? 0;
    const control = code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0xfeff;
    const written = escapes[character] ?? (control ? hexEscape(code) : character);
    out += written;
    at += written.length;
    spaces = character === ' ';
  }
  return `${out}"`;
}

function hexEscape(code: number): string {
  return code <= 0xff
    ? `\\x${code.toString(16).toUpperCase().padStart(2, '0')}`
    : `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Orders keys so that `a2` comes before `a10` and punctuation before letters.
 *  @models sigs.k8s.io/yaml/goyaml.v2 sorter.go keyList.Less */
export function naturalOrder(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i] ?? '';
    const y = b[i] ?? '';
    if (x === y) continue;
    const letterX = /\p{L}/u.test(x);
    const letterY = /\p{L}/u.test(y);
    if (letterX && letterY) return x < y ? -1 : 1;
    if (letterX || letterY) return letterY ? -1 : 1;
    // A digit run that has begun before this place counts as begun, so that leading zeros do not hide it.
    const begun = (x === '0' || y === '0') && /[1-9]\d*$/.test(a.slice(0, i).join('')) ? '1' : '';
    const digitsX = /^\d*/.exec(a.slice(i).join(''))?.[0] ?? '';
    const digitsY = /^\d*/.exec(b.slice(i).join(''))?.[0] ?? '';
    const numberX = Number(begun + digitsX || '0');
    const numberY = Number(begun + digitsY || '0');
    if (numberX !== numberY) return numberX - numberY;
    if (digitsX.length !== digitsY.length) return digitsX.length - digitsY.length;
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}
