/** A mistake in an arithmetic expression, in bash's words, without the expression before them. */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

/** Where an expression finds its variables. */
export interface ArithmeticVariables {
  get(name: string, subscript: string | undefined): string | undefined;
  set(name: string, subscript: string | undefined, text: string): void;
}

const deepest = 200;

/** Evaluates an expression as bash does: 64-bit integers that wrap around. `$` and quotes are expanded already. */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (depth > deepest) throw new ArithmeticError('expression recursion level exceeded');
  const parser = new ArithmeticParser(text, variables, depth);
  return parser.whole();
}

interface Place {
  readonly name: string;
  readonly subscript: string | undefined;
}

const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

const operators =
  /^(?:<<=|>>=|\*\*|&&|\|\||<<|>>|<=|>=|==|!=|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|[-+*/%<>=!~&|^?:,()])/;

class ArithmeticParser {
  private readonly text: string;
  private readonly variables: ArithmeticVariables;
  private readonly depth: number;
  private at = 0;
  /** Above 0 in the branch that is not taken: nothing is assigned there. */
  private skipped = 0;

  constructor(text: string, variables: ArithmeticVariables, depth: number) {
    this.text = text;
    this.variables = variables;
    this.depth = depth;
  }

  whole(): bigint {
    this.skipBlanks();
    if (this.at >= this.text.length) return 0n;
    const value = this.comma();
    this.skipBlanks();
    if (this.at < this.text.length) {
      const rest = this.text.slice(this.at);
      const message = /^[-+*/%<>=!&|^?:,]/.test(rest) ? 'syntax error: operand expected' : 'syntax error in expression';
      throw this.mistake(message);
    }
    return value;
  }

  private comma(): bigint {
    let value = this.assignment();
    while (this.accept(',')) value = this.assignment();
    return value;
  }

  private assignment(): bigint {
    const start = this.at;
    const place = this.tryPlace();
    if (place) {
      const operator = this.peekOperator();
      if (operator === '=' || /^(?:[-+*/%&|^]|<<|>>)=$/.test(operator)) {
        this.take(operator);
        const right = this.assignment();
        const value = operator === '=' ? right : this.apply(operator.slice(0, -1), this.valueOf(place), right);
        this.store(place, value);
        return value;
      }
    }
    this.at = start;
    return this.ternary();
  }

  private ternary(): bigint {
    const condition = this.binary(0);
    if (!this.accept('?')) return condition;
    const taken = condition !== 0n;
    const left = this.branch(taken, () => this.comma());
    if (!this.accept(':')) throw this.mistake("`:' expected for conditional expression");
    const right = this.branch(!taken, () => this.assignment());
    return taken ? left : right;
  }

  private branch(taken: boolean, evaluate: () => bigint): bigint {
    if (taken) return evaluate();
    this.skipped++;
    try {
      return evaluate();
    } finally {
      this.skipped--;
    }
  }

  private binary(level: number): bigint {
    const known = levels[level];
    if (!known) return this.power();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.peekOperator();
      if (!known.includes(operator)) return left;
      this.take(operator);
      if (operator === '||' || operator === '&&') {
        const decided = operator === '||' ? left !== 0n : left === 0n;
        const right = this.branch(!decided, () => this.binary(level + 1));
        left = (operator === '||' ? left !== 0n || right !== 0n : left !== 0n && right !== 0n) ? 1n : 0n;
      } else left = this.apply(operator, left, this.binary(level + 1));
    }
  }

  private power(): bigint {
    const base = this.unary();
    if (!this.accept('**')) return base;
    return this.apply('**', base, this.power());
  }

  private unary(): bigint {
    const operator = this.peekOperator();
    if (operator === '++' || operator === '--') {
      this.take(operator);
      const place = this.tryPlace();
      if (place) {
        const value = wrap(this.valueOf(place) + (operator === '++' ? 1n : -1n));
        this.store(place, value);
        return value;
      }
      return this.unary();
    }
    if (['!', '~', '-', '+'].includes(operator)) {
      this.take(operator);
      const value = this.unary();
      if (operator === '!') return value === 0n ? 1n : 0n;
      if (operator === '~') return ~value;
      return wrap(operator === '-' ? -value : value);
    }
    return this.primary();
  }

  private primary(): bigint {
    if (this.accept('(')) {
      const value = this.comma();
      if (!this.accept(')')) throw this.mistake("missing `)'");
      return value;
    }
    const place = this.tryPlace();
    if (place) {
      const value = this.valueOf(place);
      const operator = this.peekOperator();
      if (operator === '++' || operator === '--') {
        this.take(operator);
        this.store(place, wrap(value + (operator === '++' ? 1n : -1n)));
      }
      return value;
    }
    return this.number();
  }

  private number(): bigint {
    this.skipBlanks();
    const match = /^(?:\d+#[\w@]+|0[xX][0-9a-fA-F]+|\d\w*)/.exec(this.text.slice(this.at));
    if (!match) throw this.mistake('syntax error: operand expected');
    const value = parseNumber(match[0]);
    if (typeof value === 'string') throw this.mistake(value);
    this.at += match[0].length;
    return value;
  }

  private tryPlace(): Place | undefined {
    this.skipBlanks();
    const match = /^[A-Za-z_]\w*/.exec(this.text.slice(this.at));
    if (!match) return undefined;
    this.at += match[0].length;
    if (this.text[this.at] !== '[') return { name: match[0], subscript: undefined };
    const start = this.at + 1;
    let open = 0;
    for (; this.at < this.text.length; this.at++) {
      if (this.text[this.at] === '[') open++;
      else if (this.text[this.at] === ']' && --open === 0) break;
    }
    const subscript = this.text.slice(start, this.at);
    this.at++;
    return { name: match[0], subscript };
  }

  private valueOf(place: Place): bigint {
    const text = this.variables.get(place.name, place.subscript);
    if (text === undefined || text.trim() === '') return 0n;
    return evaluateArithmetic(text, this.variables, this.depth + 1);
  }

  private store(place: Place, value: bigint): void {
    if (this.skipped === 0) this.variables.set(place.name, place.subscript, String(value));
  }

  private apply(operator: string, left: bigint, right: bigint): bigint {
    switch (operator) {
      case '+':
        return wrap(left + right);
      case '-':
        return wrap(left - right);
      case '*':
        return wrap(left * right);
      case '/':
      case '%':
        if (right === 0n) {
          if (this.skipped > 0) return 0n;
          throw new ArithmeticError(`division by 0 (error token is "${this.text.slice(this.lastOperand)}")`);
        }
        return wrap(operator === '/' ? left / right : left % right);
      case '**':
        if (right < 0n) throw this.mistake('exponent less than 0');
        return power(left, right);
      case '<<':
        return wrap(left << (right & 63n));
      case '>>':
        return left >> (right & 63n);
      case '&':
        return left & right;
      case '|':
        return left | right;
      case '^':
        return left ^ right;
      default:
        return compare(operator, left, right) ? 1n : 0n;
    }
  }

  private lastOperand = 0;

  private peekOperator(): string {
    this.skipBlanks();
    return operators.exec(this.text.slice(this.at))?.[0] ?? '';
  }

  private take(operator: string): void {
    this.at += operator.length;
    this.skipBlanks();
    this.lastOperand = this.at;
  }

  private accept(operator: string): boolean {
    if (this.peekOperator() !== operator) return false;
    this.take(operator);
    return true;
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }

  private mistake(message: string): ArithmeticError {
    this.skipBlanks();
    const rest = this.text.slice(this.at) || this.text.slice(this.lastOperandStart());
    return new ArithmeticError(`${message} (error token is "${rest}")`);
  }

  private lastOperandStart(): number {
    const match = /[-+*/%<>=!&|^?:,]+\s*$/.exec(this.text);
    return match ? match.index : 0;
  }
}

function compare(operator: string, left: bigint, right: bigint): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  if (operator === '>') return left > right;
  if (operator === '>=') return left >= right;
  return operator === '==' ? left === right : left !== right;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let factor = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = wrap(result * factor);
    factor = wrap(factor * factor);
  }
  return result;
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

function parseNumber(text: string): bigint | string {
  const [base, rest] = text.includes('#')
    ? [Number(text.slice(0, text.indexOf('#'))), text.slice(text.indexOf('#') + 1)]
    : /^0[xX]/.test(text)
      ? [16, text.slice(2)]
      : text.length > 1 && text.startsWith('0')
        ? [8, text.slice(1)]
        : [10, text];
  if (base < 2 || base > 64) return 'invalid arithmetic base';
  let value = 0n;
  for (const character of rest) {
    const digit = digits.indexOf(base <= 36 ? character.toLowerCase() : character);
    if (digit < 0 || digit >= base) return 'value too great for base';
    value = wrap(value * BigInt(base) + BigInt(digit));
  }
  return value;
}
