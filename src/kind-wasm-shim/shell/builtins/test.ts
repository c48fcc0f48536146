import type { Task } from '../../kernel/effect.ts';
import { compareNumbers, testFiles, testUnary } from '../condition.ts';
import type { Shell } from '../shell.ts';

/** A mistake in a test expression. */
class TestError extends Error {
  override readonly name = 'TestError';
}

/** `[ … ]`. */
export function* bracket(shell: Shell, args: readonly string[]): Task<number> {
  if (args[args.length - 1] !== ']') return yield* shell.complain("[: missing `]'", 2);
  return yield* run(shell, '[', args.slice(0, -1));
}

/** `test`: decides by the number of its arguments, as POSIX says. */
export function* test(shell: Shell, args: readonly string[]): Task<number> {
  return yield* run(shell, 'test', args);
}

function* run(shell: Shell, name: string, args: readonly string[]): Task<number> {
  try {
    return evaluate(shell, args) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    return yield* shell.complain(`${name}: ${error.message}`, 2);
  }
}

/** POSIX decides by the number of arguments; longer expressions have `!`, `-a`, `-o` and parentheses. */
function evaluate(shell: Shell, args: readonly string[]): boolean {
  const [first = '', second = '', third = '', fourth] = args;
  switch (args.length) {
    case 0:
      return false;
    case 1:
      return first !== '';
    case 2:
      if (first === '!') return second === '';
      if (isUnary(first)) return testUnary(shell, first, second);
      throw new TestError(`${first}: unary operator expected`);
    case 3:
      if (isBinary(second)) return binary(shell, first, second, third);
      if (first === '!') return !evaluate(shell, args.slice(1));
      if (first === '(' && third === ')') return second !== '';
      if (second === '-a') return first !== '' && third !== '';
      if (second === '-o') return first !== '' || third !== '';
      throw new TestError(`${second}: binary operator expected`);
    case 4:
      if (first === '!') return !evaluate(shell, args.slice(1));
      if (first === '(' && fourth === ')') return evaluate(shell, args.slice(1, -1));
  }
  const parser = new LongTest(shell, args);
  return parser.whole();
}

function isUnary(operator: string): boolean {
  return /^-[abcdefghknoprstuvwxzGLNOSR]$/.test(operator);
}

function isBinary(operator: string): boolean {
  return /^(?:=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/.test(operator);
}

function binary(shell: Shell, left: string, operator: string, right: string): boolean {
  if (operator === '=' || operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  if (/^-(?:nt|ot|ef)$/.test(operator)) return testFiles(shell, left, operator, right);
  return compareNumbers(operator, integer(left), integer(right));
}

function integer(text: string): bigint {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new TestError(`${text}: integer expression expected`);
  return BigInt(text.trim().replace(/^\+/, ''));
}

class LongTest {
  private readonly shell: Shell;
  private readonly args: readonly string[];
  private at = 0;

  constructor(shell: Shell, args: readonly string[]) {
    this.shell = shell;
    this.args = args;
  }

  whole(): boolean {
    const value = this.or();
    if (this.at < this.args.length) throw new TestError('too many arguments');
    return value;
  }

  private or(): boolean {
    let value = this.and();
    while (this.args[this.at] === '-o') {
      this.at++;
      value = this.and() || value;
    }
    return value;
  }

  private and(): boolean {
    let value = this.primary();
    while (this.args[this.at] === '-a') {
      this.at++;
      value = this.primary() && value;
    }
    return value;
  }

  private primary(): boolean {
    const [first, second, third] = this.args.slice(this.at, this.at + 3);
    if (first === undefined) throw new TestError('argument expected');
    if (first === '!') {
      this.at++;
      return !this.primary();
    }
    if (first === '(') {
      this.at++;
      const value = this.or();
      if (this.args[this.at] !== ')') throw new TestError("`)' expected");
      this.at++;
      return value;
    }
    if (second !== undefined && third !== undefined && isBinary(second)) {
      this.at += 3;
      return binary(this.shell, first, second, third);
    }
    if (second !== undefined && isUnary(first)) {
      this.at += 2;
      return testUnary(this.shell, first, second);
    }
    this.at++;
    return first !== '';
  }
}
