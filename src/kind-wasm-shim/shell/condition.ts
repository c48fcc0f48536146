import type { Task } from '../kernel/effect.ts';
import { ExpansionError } from './control-flow.ts';
import { arithmeticValue, expandParts, expandToPattern, expandToText } from './expansion.ts';
import { matchesPattern } from './pattern.ts';
import { regularExpression } from './regular-expression.ts';
import { regularExpressionOf } from './segments.ts';
import type { Shell } from './shell.ts';
import type { Condition } from './syntax.ts';

/** Decides what `[[ … ]]` holds. */
export function* evaluateCondition(shell: Shell, condition: Condition): Task<boolean> {
  switch (condition.type) {
    case 'CondAnd':
      return (yield* evaluateCondition(shell, condition.left)) && (yield* evaluateCondition(shell, condition.right));
    case 'CondOr':
      return (yield* evaluateCondition(shell, condition.left)) || (yield* evaluateCondition(shell, condition.right));
    case 'CondNot':
      return !(yield* evaluateCondition(shell, condition.operand));
    case 'CondGroup':
      return yield* evaluateCondition(shell, condition.expression);
    case 'CondWord':
      return (yield* expandToText(shell, condition.word)) !== '';
    case 'CondUnary':
      return testUnary(shell, condition.operator, yield* expandToText(shell, condition.operand));
    case 'CondBinary':
      return yield* binary(shell, condition);
  }
}

function* binary(shell: Shell, condition: Extract<Condition, { type: 'CondBinary' }>): Task<boolean> {
  const { operator } = condition;
  const left = yield* expandToText(shell, condition.left);
  if (operator === '=' || operator === '==' || operator === '!=') {
    const pattern = yield* expandToPattern(shell, condition.right);
    return matchesPattern(left, pattern) === (operator !== '!=');
  }
  if (operator === '=~') {
    const source = regularExpressionOf(yield* expandParts(shell, condition.right.parts, false));
    return matchRegularExpression(shell, left, source);
  }
  const right = yield* expandToText(shell, condition.right);
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  if (/^-(?:nt|ot|ef)$/.test(operator)) return testFiles(shell, left, operator, right);
  return compareNumbers(operator, yield* arithmeticValue(shell, left), yield* arithmeticValue(shell, right));
}

function matchRegularExpression(shell: Shell, text: string, source: string): boolean {
  const regExp = regularExpression(source, 'extended', '');
  if (!regExp) throw new ExpansionError(`[[: invalid regular expression \`${source}'`);
  const match = regExp.exec(text);
  shell.variables.setList('BASH_REMATCH', match ? match.map((group) => group ?? '') : []);
  return match !== null;
}

/** Compares as `-eq`, `-ne`, `-lt`, `-le`, `-gt` and `-ge` do. */
export function compareNumbers(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case '-eq':
      return left === right;
    case '-ne':
      return left !== right;
    case '-lt':
      return left < right;
    case '-le':
      return left <= right;
    case '-gt':
      return left > right;
    default:
      return left >= right;
  }
}

/** Compares two files as `-nt`, `-ot` and `-ef` do. */
export function testFiles(shell: Shell, left: string, operator: string, right: string): boolean {
  const files = shell.machine.files;
  const one = files.stat(shell.path(left));
  const other = files.stat(shell.path(right));
  if (operator === '-ef') return one !== undefined && one === other;
  const oneMs = one?.modifiedMs ?? Number.NEGATIVE_INFINITY;
  const otherMs = other?.modifiedMs ?? Number.NEGATIVE_INFINITY;
  return operator === '-nt' ? oneMs > otherMs : oneMs < otherMs;
}

/** One of the tests with a single operand, for `[[`, `[` and `test`. */
export function testUnary(shell: Shell, operator: string, operand: string): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  if (operator === '-v') return isVariableSet(shell, operand);
  if (operator === '-o') return shell.options.has(operand);
  if (operator === '-t') return isTerminal(shell, Number(operand));
  const path = shell.path(operand);
  const files = shell.machine.files;
  if (operator === '-L' || operator === '-h') return files.lstat(path)?.type === 'link';
  const node = operand === '' ? undefined : files.stat(path);
  if (!node) return false;
  switch (operator) {
    case '-a':
    case '-e':
    case '-O':
    case '-G':
      return true;
    case '-f':
      return node.type === 'file' && operand !== '/dev/null';
    case '-c':
      return operand === '/dev/null';
    case '-d':
      return node.type === 'directory';
    case '-s':
      return node.type === 'directory' || (node.type === 'file' && node.text !== '');
    case '-r':
      return (node.mode & 0o444) !== 0;
    case '-w':
      return (node.mode & 0o222) !== 0;
    case '-x':
      return (node.mode & 0o111) !== 0;
    default:
      return false;
  }
}

function isVariableSet(shell: Shell, name: string): boolean {
  const element = /^(\w+)\[(.*)\]$/s.exec(name);
  if (!element) return shell.parameter(name) !== undefined;
  const [, array = '', key = ''] = element;
  if (key === '@' || key === '*') return shell.variables.values(array).length > 0;
  return shell.variables.getElement(array, key) !== undefined;
}

function isTerminal(shell: Shell, number: number): boolean {
  const file = shell.descriptors.get(number);
  return file?.reader?.isTerminal === true || file?.writer?.terminal !== undefined;
}
