import { formatDate } from './date-format.ts';
import { backslashQuote } from './quoting.ts';

const simple: Record<string, string> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Replaces backslash escapes as `echo -e`, a printf format or `%b` do. `stopped` says that `\c` ended the text. */
export function replaceEscapes(text: string, style: 'echo' | 'format' | 'b'): { text: string; stopped: boolean } {
  let stopped = false;
  const pattern = /\\(?:(0?[0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([\s\S])|$)/g;
  const bytes: number[] = [];
  let result = '';
  const flush = () => {
    if (bytes.length > 0) result += new TextDecoder().decode(Uint8Array.from(bytes.splice(0)));
  };
  let last = 0;
  for (let match = pattern.exec(text); match && !stopped; match = pattern.exec(text)) {
    if (match.index > last) {
      flush();
      result += text.slice(last, match.index);
    }
    last = match.index + match[0].length;
    const [whole, octal, hex, u4, u8, letter] = match;
    const code = u4 ?? u8;
    if (octal !== undefined && (style !== 'echo' || octal.startsWith('0'))) {
      const digits = octal.length > 3 && !octal.startsWith('0') ? octal.slice(0, 3) : octal;
      bytes.push(Number.parseInt(digits, 8) & 255);
      last -= octal.length - digits.length;
      pattern.lastIndex = last;
      continue;
    }
    if (hex !== undefined) {
      bytes.push(Number.parseInt(hex, 16));
      continue;
    }
    flush();
    if (code !== undefined) result += String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
    else if (letter === 'c' && style !== 'format') stopped = true;
    else if (letter !== undefined && letter in simple) result += simple[letter];
    else if (style === 'format' && (letter === '"' || letter === "'")) result += letter;
    else if (style === 'b' && (letter === '"' || letter === "'")) result += letter;
    else result += whole;
  }
  flush();
  return { text: stopped ? result : result + text.slice(last), stopped };
}

/** Formats as bash's printf: the format is used again while arguments are left. */
export function formatPrintf(
  format: string,
  args: readonly string[],
  nowMs: number,
): { text: string; mistakes: string[] } {
  const mistakes: string[] = [];
  let text = '';
  let next = 0;
  let stopped = false;
  const take = () => args[next++];
  const unescaped =
    /(%(?:%|\([^)]*\)T|[-+ 0#']*(?:\*|\d+)?(?:\.(?:\*|\d*))?[hlLjzt]*[a-zA-Z]))|((?:[^%\\]|\\[\s\S]|\\$)+)|([\s\S])/g;
  do {
    const before = next;
    for (const [, directive, literal, other] of format.matchAll(unescaped)) {
      if (literal !== undefined) text += replaceEscapes(literal, 'format').text;
      else if (other !== undefined) {
        mistakes.push(`\`${other}': missing format character`);
        return { text, mistakes };
      } else if (directive === '%%') text += '%';
      else if (directive !== undefined) {
        const result = formatOne(directive, take, mistakes, nowMs);
        text += result.text;
        stopped = result.stopped;
        if (stopped) break;
      }
    }
    if (next === before || stopped) break;
  } while (next < args.length);
  return { text, mistakes };
}

function formatOne(
  directive: string,
  take: () => string | undefined,
  mistakes: string[],
  nowMs: number,
): { text: string; stopped: boolean } {
  const plain = (text: string) => ({ text, stopped: false });
  const time = /^%\(([^)]*)\)T$/.exec(directive);
  if (time) {
    const seconds = Number(take() ?? '-1');
    return plain(formatDate(time[1] || '%X', seconds < 0 ? nowMs : { unixSeconds: seconds }));
  }
  const match = /^%([-+ 0#']*)(\*|\d+)?(?:\.(\*|\d*))?[hlLjzt]*([a-zA-Z])$/.exec(directive);
  if (!match) return plain(directive);
  let [, flags = '', widthText, precisionText] = match;
  const conversion = match[4] as string;
  if (widthText === '*') {
    const given = Number(take() ?? '0');
    if (given < 0) flags += '-';
    widthText = String(Math.abs(given));
  }
  if (precisionText === '*') precisionText = take() ?? '0';
  const width = Number(widthText ?? '0');
  const precision = precisionText === undefined ? undefined : Number(precisionText);
  const pad = (body: string, numeric: boolean) => padded(body, width, flags, numeric);
  switch (conversion) {
    case 's':
      return plain(pad(cut(take() ?? '', precision), false));
    case 'q':
      return plain(pad(backslashQuote(take() ?? ''), false));
    case 'b': {
      const result = replaceEscapes(take() ?? '', 'b');
      return { text: pad(cut(result.text, precision), false), stopped: result.stopped };
    }
    case 'c':
      return plain(pad((take() ?? '').slice(0, 1), false));
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
      return plain(
        pad(integerText(integerOf(take(), mistakes), conversion, flags, precision), precision === undefined),
      );
    case 'f':
    case 'F':
    case 'e':
    case 'E':
    case 'g':
    case 'G':
      return plain(pad(floatText(floatOf(take(), mistakes), conversion, flags, precision), true));
    default:
      mistakes.push(`\`${conversion}': invalid format character`);
      return { text: '', stopped: true };
  }
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : [...text].slice(0, precision).join('');
}

function padded(body: string, width: number, flags: string, numeric: boolean): string {
  const missing = width - [...body].length;
  if (missing <= 0) return body;
  if (flags.includes('-')) return body + ' '.repeat(missing);
  if (numeric && flags.includes('0')) {
    const sign = /^[-+ ]|^0[xX]/.exec(body)?.[0] ?? '';
    return sign + '0'.repeat(missing) + body.slice(sign.length);
  }
  return ' '.repeat(missing) + body;
}

function integerOf(text: string | undefined, mistakes: string[]): bigint {
  if (text === undefined || text === '') return 0n;
  if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
  const match = /^\s*([-+]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)(.*)$/s.exec(text);
  if (!match) {
    mistakes.push(`${text}: invalid number`);
    return 0n;
  }
  const [, sign, digits = '0', rest = ''] = match;
  if (rest !== '') mistakes.push(`${text}: invalid number`);
  const value = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits);
  return sign === '-' ? -value : value;
}

function integerText(value: bigint, conversion: string, flags: string, precision: number | undefined): string {
  const unsigned = value < 0n ? BigInt.asUintN(64, value) : value;
  const radix = conversion === 'o' ? 8 : /x/i.test(conversion) ? 16 : 10;
  const isSigned = conversion === 'd' || conversion === 'i';
  let digits = (isSigned ? (value < 0n ? -value : value) : unsigned).toString(radix);
  if (conversion === 'X') digits = digits.toUpperCase();
  if (precision !== undefined) digits = digits.padStart(precision, '0');
  if (flags.includes('#') && value !== 0n) {
    if (radix === 16) digits = (conversion === 'X' ? '0X' : '0x') + digits;
    if (radix === 8) digits = `0${digits}`;
  }
  if (!isSigned) return digits;
  const sign = value < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return sign + digits;
}

function floatOf(text: string | undefined, mistakes: string[]): number {
  if (text === undefined || text === '') return 0;
  const value = Number(text);
  if (!Number.isNaN(value)) return value;
  mistakes.push(`${text}: invalid number`);
  return Number.parseFloat(text) || 0;
}

function floatText(value: number, conversion: string, flags: string, precision = 6): string {
  const exponent = (text: string) => text.replace(/e([-+])(\d)$/, 'e$10$2');
  let text: string;
  if (/f/i.test(conversion)) text = value.toFixed(precision);
  else if (/e/i.test(conversion)) text = exponent(value.toExponential(precision));
  else {
    text = exponent(value.toPrecision(precision || 1));
    if (!flags.includes('#') && text.includes('.')) text = text.replace(/\.?0+(?=e|$)/, '');
  }
  if (conversion === conversion.toUpperCase()) text = text.toUpperCase();
  if (!text.startsWith('-') && flags.includes('+')) return `+${text}`;
  return text;
}
