import type { Task } from '../kernel/effect.ts';
import { arithmeticValue, expandParts, expandToText, expandWords } from './expansion.ts';
import { subscriptKey } from './parameter-expansion.ts';
import { textOf } from './segments.ts';
import type { Shell } from './shell.ts';
import type { Assignment, Word, WordPart } from './syntax.ts';

/** Builtins whose arguments may be assignments, which are not split into fields. */
export const declarationBuiltins: ReadonlySet<string> = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

/** Carries out one assignment. */
export function* assign(shell: Shell, assignment: Assignment): Task {
  const { name, subscript } = targetOf(assignment.name);
  if (assignment.array) {
    yield* assignArray(shell, name, assignment.array, assignment.append);
    return;
  }
  const text = assignment.value ? yield* expandToText(shell, assignment.value) : '';
  yield* assignText(shell, name, subscript, text, assignment.append);
}

/** A variable or an element, as the left side of an assignment names it. */
export function targetOf(target: string): { name: string; subscript: string | undefined } {
  const match = /^(\w+)\[(.*)\]$/s.exec(target);
  return match ? { name: match[1] as string, subscript: match[2] as string } : { name: target, subscript: undefined };
}

/** Assigns a text to a variable or an element; integers are evaluated. */
export function* assignText(
  shell: Shell,
  name: string,
  subscript: string | undefined,
  text: string,
  append: boolean,
): Task {
  const integer = shell.variables.find(name)?.integer === true;
  const key = subscript === undefined ? undefined : yield* subscriptKey(shell, name, subscript);
  const old = append
    ? ((key === undefined ? shell.variables.get(name) : shell.variables.getElement(name, key)) ?? '')
    : '';
  const value = integer
    ? String((append ? BigInt(old || '0') : 0n) + (yield* arithmeticValue(shell, text)))
    : old + text;
  if (key === undefined) shell.variables.set(name, value);
  else shell.variables.setElement(name, key, value);
}

/** Assigns a whole array, `[key]=value` elements included. */
export function* assignArray(shell: Shell, name: string, words: readonly Word[], append: boolean): Task {
  const variable = shell.variables.find(name);
  const associative = variable?.kind === 'associative';
  const items = new Map<string, string>();
  if (append) for (const key of shell.variables.keys(name)) items.set(key, shell.variables.getElement(name, key) ?? '');
  let next = append && !associative ? Math.max(-1, ...[...items.keys()].map(Number)) + 1 : 0;
  for (const word of words) {
    const element = elementOf(word);
    if (element) {
      const keyText = textOf(yield* expandParts(shell, element.key, true));
      const key = associative ? keyText : String(yield* arithmeticValue(shell, keyText));
      items.set(key, textOf(yield* expandParts(shell, element.value, false)));
      next = Number(key) + 1;
      continue;
    }
    for (const value of yield* expandWords(shell, [word])) items.set(String(next++), value);
  }
  shell.variables.setArray(name, items, associative ? 'associative' : 'indexed');
}

/** The key and value of an element written `[key]=value`; the parser leaves it as a pattern and a text. */
function elementOf(word: Word): { key: WordPart[]; value: WordPart[] } | undefined {
  const [first, ...rest] = word.parts;
  const opening = first?.type === 'Glob' ? first.pattern : first?.type === 'Literal' ? first.value : '';
  if (!opening.startsWith('[')) return undefined;
  const parts: WordPart[] = [{ type: 'Literal', value: opening.slice(1) }, ...rest];
  for (const [place, part] of parts.entries()) {
    const text = part.type === 'Literal' ? part.value : part.type === 'Glob' ? part.pattern : '';
    const next = parts[place + 1];
    const end = text.indexOf(']=');
    if (end >= 0) {
      const key: WordPart[] = [...parts.slice(0, place), { type: 'Literal', value: text.slice(0, end) }];
      return { key, value: [{ type: 'Literal', value: text.slice(end + 2) }, ...parts.slice(place + 1)] };
    }
    if (text.endsWith(']') && next?.type === 'Literal' && next.value.startsWith('=')) {
      const key: WordPart[] = [...parts.slice(0, place), { type: 'Literal', value: text.slice(0, -1) }];
      return { key, value: [{ type: 'Literal', value: next.value.slice(1) }, ...parts.slice(place + 2)] };
    }
  }
  return undefined;
}

/** An argument of `declare` and its kin, read as an assignment: `name`, `name=value`, `name+=value`,
 *  `name=(words)`. Undefined when it is something else, such as an option. */
export function declarationOf(word: Word): Assignment | undefined {
  const [first, ...rest] = word.parts;
  if (first?.type !== 'Literal') return undefined;
  const match = /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(first.value);
  if (!match) return undefined;
  const [, name = '', plus = '', value = ''] = match;
  const parts: WordPart[] = value === '' ? rest : [{ type: 'Literal', value }, ...rest];
  const array = value.startsWith('(') ? arrayWords(parts) : undefined;
  return {
    type: 'Assignment',
    name,
    append: plus === '+',
    array: array ?? null,
    value: array ? null : { type: 'Word', parts: tildes(parts) },
  };
}

function tildes(parts: WordPart[]): WordPart[] {
  const [first, ...rest] = parts;
  if (first?.type !== 'Literal' || !/^~(?:\/|$)/.test(first.value)) return parts;
  return [{ type: 'TildeExpansion', user: null }, { type: 'Literal', value: first.value.slice(1) }, ...rest];
}

/** The parser keeps `(1 "a b")` of `declare x=(1 "a b")` in one word; this cuts it into the words that it means. */
function arrayWords(parts: readonly WordPart[]): Word[] | undefined {
  const last = parts[parts.length - 1];
  if (last?.type !== 'Literal' || !last.value.endsWith(')')) return undefined;
  const words: Word[] = [];
  let current: WordPart[] = [];
  const finish = () => {
    if (current.length > 0) words.push({ type: 'Word', parts: current });
    current = [];
  };
  for (const [place, part] of parts.entries()) {
    if (part.type !== 'Literal') {
      current.push(part);
      continue;
    }
    let text = part.value;
    if (place === 0) text = text.slice(1);
    if (place === parts.length - 1) text = text.slice(0, -1);
    text.split(/\s+/).forEach((piece, index) => {
      if (index > 0) finish();
      if (piece !== '') current.push({ type: 'Literal', value: piece });
    });
  }
  finish();
  return words;
}
