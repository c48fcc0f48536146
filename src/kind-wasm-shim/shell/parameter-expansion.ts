import type { Task } from '../kernel/effect.ts';
import { ExpansionError } from './control-flow.ts';
import {
  arithmeticValue,
  expandParts,
  expandPlainText,
  expandToPattern,
  expandToText,
  fieldSeparators,
} from './expansion.ts';
import { hasPatternCharacters, patternRegExp, patternSource } from './pattern.ts';
import { quote } from './quoting.ts';
import { type Segment, textOf } from './segments.ts';
import type { Shell } from './shell.ts';
import type { Operation, ParameterOperation, Part, Word } from './syntax.ts';

/** What a parameter stands for: one text, or a list as `@` and `*` give it. */
type Value =
  | { readonly kind: 'text'; readonly text: string | undefined }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly star: boolean };

interface Reference {
  readonly name: string;
  readonly subscript: string | undefined;
}

/** Expands `$name` and everything that `${…}` can do. */
export function* expandParameter(shell: Shell, part: Part<'ParameterExpansion'>, inQuotes: boolean): Task<Segment[]> {
  const operation = part.operation;
  if (operation?.type === 'Indirection') return yield* expandIndirection(shell, part, operation, inQuotes);
  if (operation?.type === 'ArrayKeys') {
    return segmentsOf(shell, list(shell.variables.keys(operation.array), operation.star), inQuotes);
  }
  if (operation?.type === 'VarNamePrefix') {
    const names = shell.variables.names().filter((name) => name.startsWith(operation.prefix));
    return segmentsOf(shell, list(names, operation.star), inQuotes);
  }
  const reference = referenceOf(part.parameter);
  const value = yield* parameterValue(shell, reference);
  if (!operation) {
    if (value.kind === 'text') shell.requireSet(part.parameter, value.text);
    return segmentsOf(shell, value, inQuotes);
  }
  return yield* operate(shell, part.parameter, reference, value, operation, inQuotes);
}

function list(items: readonly string[], star: boolean): Value {
  return { kind: 'list', items, star };
}

function text(value: string | undefined): Value {
  return { kind: 'text', text: value };
}

function referenceOf(parameter: string): Reference {
  const match = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(parameter);
  return match
    ? { name: match[1] as string, subscript: match[2] as string }
    : { name: parameter, subscript: undefined };
}

function* parameterValue(shell: Shell, reference: Reference): Task<Value> {
  const { name, subscript } = reference;
  if (name === '@' || name === '*') return list(shell.positional, name === '*');
  if (subscript === undefined) return text(shell.parameter(name));
  if (subscript === '@' || subscript === '*') return list(shell.variables.values(name), subscript === '*');
  return text(shell.variables.getElement(name, yield* subscriptKey(shell, name, subscript)));
}

/** The key that a subscript means: a text for an associative array, a number otherwise. */
export function* subscriptKey(shell: Shell, name: string, subscript: string): Task<string> {
  if (shell.variables.find(name)?.kind !== 'associative') return String(yield* arithmeticValue(shell, subscript));
  const expanded = yield* expandPlainText(shell, subscript.replace(/^'(.*)'$/s, '$1'));
  return expanded.replace(/^"(.*)"$/s, '$1');
}

function segmentsOf(shell: Shell, value: Value, inQuotes: boolean): Segment[] {
  const from = inQuotes ? 'quoted' : 'expanded';
  if (value.kind === 'text') return [{ text: value.text ?? '', from }];
  if (value.star && inQuotes) return [{ text: value.items.join(fieldSeparators(shell).slice(0, 1)), from }];
  const separator = fieldSeparators(shell).slice(0, 1);
  const between: Segment = !value.star ? 'break' : separator === '' ? 'seam' : { text: separator, from: 'expanded' };
  return value.items.flatMap((item, index): Segment[] => {
    const segment: Segment = { text: item, from };
    return index === 0 ? [segment] : [between, segment];
  });
}

function* expandIndirection(
  shell: Shell,
  part: Part<'ParameterExpansion'>,
  operation: Operation<'Indirection'>,
  inQuotes: boolean,
): Task<Segment[]> {
  const pointer = yield* parameterValue(shell, referenceOf(part.parameter));
  const target = pointer.kind === 'text' ? pointer.text : pointer.items.join(' ');
  if (!target) throw new ExpansionError(`${part.parameter}: invalid indirect expansion`, 1);
  const inner: Part<'ParameterExpansion'> = {
    type: 'ParameterExpansion',
    parameter: target,
    operation: operation.innerOp ?? null,
  };
  return yield* expandParameter(shell, inner, inQuotes);
}

function* operate(
  shell: Shell,
  parameter: string,
  reference: Reference,
  value: Value,
  operation: Exclude<ParameterOperation, { type: 'Indirection' | 'ArrayKeys' | 'VarNamePrefix' }>,
  inQuotes: boolean,
): Task<Segment[]> {
  const segments = (result: Value) => segmentsOf(shell, result, inQuotes);
  switch (operation.type) {
    case 'Length':
      if (value.kind === 'list') return segments(text(String(value.items.length)));
      return segments(text(String([...shell.requireSet(parameter, value.text)].length)));
    case 'DefaultValue':
      return isPresent(value, operation.checkEmpty)
        ? segments(value)
        : yield* expandReplacementWord(shell, operation.word, inQuotes);
    case 'UseAlternative':
      return isPresent(value, operation.checkEmpty)
        ? yield* expandReplacementWord(shell, operation.word, inQuotes)
        : segments(text(''));
    case 'AssignDefault': {
      if (isPresent(value, operation.checkEmpty)) return segments(value);
      const assigned = textOf(yield* expandParts(shell, operation.word.parts, inQuotes));
      yield* assign(shell, reference, assigned);
      return segments(text(assigned));
    }
    case 'ErrorIfUnset': {
      if (isPresent(value, operation.checkEmpty)) return segments(value);
      const message = operation.word ? textOf(yield* expandParts(shell, operation.word.parts, inQuotes)) : '';
      const standard = operation.checkEmpty ? 'parameter null or not set' : 'parameter not set';
      throw new ExpansionError(`${parameter}: ${message || standard}`, 1);
    }
    case 'Substring':
      return segments(yield* substring(shell, parameter, reference, value, operation));
    case 'LengthSliceError':
      throw new ExpansionError(`\${#${parameter}:…}: bad substitution`, 1);
    case 'BadSubstitution':
      throw new ExpansionError(`${operation.text}: bad substitution`, 1);
    default: {
      if (value.kind === 'text') shell.requireSet(parameter, value.text);
      const change = yield* textChange(shell, operation, parameter);
      return segments(
        value.kind === 'text' ? text(change(value.text ?? '')) : list(value.items.map(change), value.star),
      );
    }
  }
}

function isPresent(value: Value, checkEmpty: boolean): boolean {
  if (value.kind === 'text') return value.text !== undefined && !(checkEmpty && value.text === '');
  return value.items.length > 0 && !(checkEmpty && value.items.join('') === '');
}

/** Text in `${x:-a b}` is split into fields unless it is quoted there. */
function* expandReplacementWord(shell: Shell, word: Word, inQuotes: boolean): Task<Segment[]> {
  const segments = yield* expandParts(shell, word.parts, inQuotes);
  return segments.map((segment) =>
    typeof segment !== 'string' && (segment.from === 'literal' || segment.from === 'glob')
      ? { text: segment.text, from: 'expanded' }
      : segment,
  );
}

function* assign(shell: Shell, reference: Reference, value: string): Task {
  if (!/^[A-Za-z_]\w*$/.test(reference.name))
    throw new ExpansionError(`$${reference.name}: cannot assign in this way`, 1);
  if (reference.subscript === undefined) shell.variables.set(reference.name, value);
  else {
    const key = yield* subscriptKey(shell, reference.name, reference.subscript);
    shell.variables.setElement(reference.name, key, value);
  }
}

function* substring(
  shell: Shell,
  parameter: string,
  reference: Reference,
  value: Value,
  operation: Operation<'Substring'>,
): Task<Value> {
  const offset = Number(yield* arithmeticValue(shell, operation.offset.originalText ?? '0'));
  const length = operation.length
    ? Number(yield* arithmeticValue(shell, operation.length.originalText ?? '0'))
    : undefined;
  if (value.kind === 'text') {
    const characters = [...shell.requireSet(parameter, value.text)];
    return text(slice(characters, offset, length, parameter).join(''));
  }
  if (length !== undefined && length < 0) throw new ExpansionError(`${length}: substring expression < 0`, 1);
  // The positional parameters count from $0.
  if (reference.name === '@' || reference.name === '*') {
    return list(slice([shell.name, ...value.items], offset, length, parameter), value.star);
  }
  return list(slice(value.items, offset, length, parameter), value.star);
}

function slice(items: readonly string[], offset: number, length: number | undefined, parameter: string): string[] {
  const start = offset < 0 ? items.length + offset : offset;
  if (start < 0 || start > items.length) return [];
  if (length === undefined) return items.slice(start);
  const end = length < 0 ? items.length + length : start + length;
  if (end < start) throw new ExpansionError(`${parameter}: ${length}: substring expression < 0`, 1);
  return items.slice(start, end);
}

type TextOperation = Operation<'PatternRemoval' | 'PatternReplacement' | 'CaseModification' | 'Transform'>;

function* textChange(shell: Shell, operation: TextOperation, parameter: string): Task<(value: string) => string> {
  if (operation.type === 'PatternRemoval') {
    const pattern = yield* expandToPattern(shell, operation.pattern);
    return (value) => removePattern(value, pattern, operation.side, operation.greedy);
  }
  if (operation.type === 'PatternReplacement') return yield* replacement(shell, operation);
  if (operation.type === 'CaseModification') {
    // The parser leaves this pattern as one literal.
    const pattern = operation.pattern ? yield* expandToText(shell, operation.pattern) : '?';
    return (value) => changeCase(value, pattern, operation.direction, operation.all);
  }
  return (value) => transform(value, operation.operator, parameter);
}

function removePattern(value: string, pattern: string, side: 'prefix' | 'suffix', greedy: boolean): string {
  if (!hasPatternCharacters(pattern)) {
    const literal = pattern.replace(/\\(.)/gs, '$1');
    if (side === 'prefix') return value.startsWith(literal) ? value.slice(literal.length) : value;
    return value.endsWith(literal) ? value.slice(0, value.length - literal.length) : value;
  }
  const regExp = patternRegExp(pattern);
  for (let step = 0; step <= value.length; step++) {
    const length = greedy ? value.length - step : step;
    const piece = side === 'prefix' ? value.slice(0, length) : value.slice(value.length - length);
    if (regExp.test(piece)) return side === 'prefix' ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

function* replacement(shell: Shell, operation: Operation<'PatternReplacement'>): Task<(value: string) => string> {
  const pattern = yield* expandToPattern(shell, operation.pattern);
  const segments = operation.replacement ? yield* expandParts(shell, operation.replacement.parts, false) : [];
  // An unquoted & stands for what was matched.
  const pieces = segments.flatMap((segment): (string | undefined)[] => {
    if (typeof segment === 'string') return [' '];
    if (segment.from === 'quoted') return [segment.text];
    return segment.text.split('&').flatMap((piece, index) => (index === 0 ? [piece] : [undefined, piece]));
  });
  const fill = (match: string) => pieces.map((piece) => piece ?? match).join('');
  if (pattern === '' && operation.anchor === null) return (value) => value;
  const source = patternSource(pattern);
  const anchored =
    operation.anchor === 'start' ? `^(?:${source})` : operation.anchor === 'end' ? `(?:${source})$` : source;
  const regExp = new RegExp(anchored, operation.all ? 'gsu' : 'su');
  return (value) => value.replace(regExp, (match) => (match === '' && operation.all ? '' : fill(match)));
}

function changeCase(value: string, pattern: string, direction: 'upper' | 'lower', all: boolean): string {
  const regExp = patternRegExp(pattern);
  return [...value]
    .map((character, index) => {
      if ((index > 0 && !all) || !regExp.test(character)) return character;
      return direction === 'upper' ? character.toUpperCase() : character.toLowerCase();
    })
    .join('');
}

function transform(value: string, operator: Operation<'Transform'>['operator'], parameter: string): string {
  switch (operator) {
    case 'Q':
      return quote(value);
    case 'U':
      return value.toUpperCase();
    case 'L':
      return value.toLowerCase();
    case 'u':
      return value.slice(0, 1).toUpperCase() + value.slice(1);
    case 'A':
      return `${parameter}=${quote(value)}`;
    case 'a':
      return '';
    default:
      return value;
  }
}
