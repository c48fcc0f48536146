import { qualifiedNameErrors } from './label-syntax.ts';
import {
  InvalidSelector,
  type LabelRequirement,
  newRequirement,
  type Selector,
  type SelectorOperator,
} from './labels.ts';

type Token = 'identifier' | 'end' | '(' | ')' | ',' | '!' | '=' | '==' | '!=' | '>' | '<' | 'in' | 'notin';

interface Lexeme {
  readonly token: Token;
  readonly literal: string;
}

const specialCharacters = '=!(),><';
const whitespace = ' \t\r\n';
const operators = new Map<Token, SelectorOperator>([
  ['in', 'in'],
  ['=', '='],
  ['==', '=='],
  ['>', 'gt'],
  ['<', 'lt'],
  ['notin', 'notin'],
  ['!=', '!='],
]);
const binaryOperators = 'in, notin, =, ==, !=, gt, lt';

/** Reads a selector string such as `app=web,tier!=db,zone in (a,b),!canary`. The requirements come ordered by key. Throws
 *  InvalidSelector with upstream's text.
 *  @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go Parse */
export function parseSelector(text: string): Selector {
  const reader = new SelectorReader(lex(text));
  return reader.read().sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go Lexer.Lex */
function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text.charAt(position);
    if (whitespace.includes(character)) {
      position += 1;
      continue;
    }
    const start = position;
    const special = specialCharacters.includes(character);
    position += special ? symbolLength(text, position) : identifierLength(text, position);
    const literal = text.slice(start, position);
    if (special) lexemes.push({ token: literal as Token, literal });
    else lexemes.push({ token: literal === 'in' || literal === 'notin' ? literal : 'identifier', literal });
  }
  lexemes.push({ token: 'end', literal: '' });
  return lexemes;
}

function symbolLength(text: string, position: number): number {
  const pair = text.slice(position, position + 2);
  return pair === '==' || pair === '!=' ? 2 : 1;
}

function identifierLength(text: string, position: number): number {
  let end = position;
  while (end < text.length && !specialCharacters.includes(text.charAt(end)) && !whitespace.includes(text.charAt(end))) {
    end += 1;
  }
  return end - position;
}

/** @models staging/src/k8s.io/apimachinery/pkg/labels/selector.go Parser */
class SelectorReader {
  readonly #lexemes: readonly Lexeme[];
  #position = 0;

  constructor(lexemes: readonly Lexeme[]) {
    this.#lexemes = lexemes;
  }

  read(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const { token, literal } = this.#lookahead('values');
      if (token === 'end') return requirements;
      if (token !== 'identifier' && token !== '!') {
        throw new InvalidSelector(`found '${literal}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#requirementInContext());
      const next = this.#consume('values');
      if (next.token === 'end') return requirements;
      if (next.token !== ',') {
        throw new InvalidSelector(`found '${next.literal}', expected: ',' or 'end of string'`);
      }
      const following = this.#lookahead('values');
      if (following.token !== 'identifier' && following.token !== '!') {
        throw new InvalidSelector(`found '${following.literal}', expected: identifier after ','`);
      }
    }
  }

  #requirementInContext(): LabelRequirement {
    try {
      return this.#requirement();
    } catch (error) {
      if (error instanceof InvalidSelector) throw new InvalidSelector(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  #requirement(): LabelRequirement {
    let lexeme = this.#consume('values');
    const negated = lexeme.token === '!';
    if (negated) lexeme = this.#consume('values');
    if (lexeme.token !== 'identifier') throw new InvalidSelector(`found '${lexeme.literal}', expected: identifier`);
    const key = lexeme.literal;
    const keyErrors = qualifiedNameErrors(key);
    // Upstream has no path to this field and prints Go's nil for it.
    if (keyErrors.length > 0)
      throw new InvalidSelector(`<nil>: Invalid value: ${JSON.stringify(key)}: ${keyErrors.join('; ')}`);
    const after = this.#lookahead('values').token;
    if (negated) return newRequirement(key, '!', []);
    if (after === 'end' || after === ',') return newRequirement(key, 'exists', []);
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#valueList() : this.#exactValue();
    return newRequirement(key, operator, [...new Set(values)].sort());
  }

  #operator(): SelectorOperator {
    const { token, literal } = this.#consume('operator');
    const operator = operators.get(token);
    if (operator === undefined) throw new InvalidSelector(`found '${literal}', expected: ${binaryOperators}`);
    return operator;
  }

  #valueList(): string[] {
    const open = this.#consume('values');
    if (open.token !== '(') throw new InvalidSelector(`found '${open.literal}' expected: '('`);
    const first = this.#lookahead('values');
    if (first.token === ')') {
      this.#consume('values');
      return [''];
    }
    if (first.token !== 'identifier' && first.token !== ',') {
      throw new InvalidSelector(`found '${first.literal}', expected: ',', ')' or identifier`);
    }
    const values = this.#identifiers();
    if (this.#consume('values').token !== ')') throw new InvalidSelector(`found '${first.literal}', expected: ')'`);
    return values;
  }

  #identifiers(): string[] {
    const values: string[] = [];
    for (;;) {
      const { token, literal } = this.#consume('values');
      const next = this.#lookahead('values');
      if (token === 'identifier') {
        values.push(literal);
        if (next.token === ')') return values;
        if (next.token !== ',') throw new InvalidSelector(`found '${next.literal}', expected: ',' or ')'`);
      } else if (token === ',') {
        if (values.length === 0) values.push('');
        if (next.token === ')') return [...values, ''];
        if (next.token === ',') {
          this.#consume('values');
          values.push('');
        }
      } else {
        throw new InvalidSelector(`found '${literal}', expected: ',', or identifier`);
      }
    }
  }

  #exactValue(): string[] {
    const next = this.#lookahead('values');
    if (next.token === 'end' || next.token === ',') return [''];
    const { token, literal } = this.#consume('values');
    if (token !== 'identifier') throw new InvalidSelector(`found '${literal}', expected: identifier`);
    return [literal];
  }

  /** The next lexeme. `in` and `notin` are words like any other where no operator can stand. */
  #lookahead(context: 'values' | 'operator'): Lexeme {
    const lexeme = this.#lexemes[this.#position] ?? { token: 'end', literal: '' };
    const isWord = lexeme.token === 'in' || lexeme.token === 'notin';
    return context === 'values' && isWord ? { token: 'identifier', literal: lexeme.literal } : lexeme;
  }

  #consume(context: 'values' | 'operator'): Lexeme {
    const lexeme = this.#lookahead(context);
    this.#position += 1;
    return lexeme;
  }
}
