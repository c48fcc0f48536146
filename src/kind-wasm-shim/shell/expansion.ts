import type { Task } from '../kernel/effect.ts';
import { ArithmeticError, evaluateArithmetic } from './arithmetic.ts';
import { ExpansionError } from './control-flow.ts';
import { expandPath } from './glob.ts';
import { expandParameter } from './parameter-expansion.ts';
import { hasPatternCharacters } from './pattern.ts';
import { patternOf, type Segment, splitFields, textOf } from './segments.ts';
import type { Shell } from './shell.ts';
import type { Part, Script, Word, WordPart } from './syntax.ts';

/** Brace expansion makes at most so many words of one. */
const mostBraceWords = 10_000;

/** Expands the words of a command line into its arguments: braces, tilde, parameters, commands, arithmetic, fields,
 *  paths, in bash's order. */
export function* expandWords(shell: Shell, words: readonly Word[]): Task<string[]> {
  const fields: string[] = [];
  for (const word of words) {
    for (const parts of expandBraces(word.parts)) {
      const segments = yield* expandParts(shell, parts, false);
      for (const field of splitFields(segments, fieldSeparators(shell))) {
        const pattern = patternOf(field);
        const isPattern = field.some((stretch) => stretch.from === 'expanded' || stretch.from === 'glob');
        if (isPattern && !shell.options.has('noglob') && hasPatternCharacters(pattern)) {
          const paths = expandPath(shell.machine.files, shell.cwd, pattern);
          if (paths.length > 0) {
            fields.push(...paths);
            continue;
          }
          if (shell.options.has('nullglob')) continue;
        }
        fields.push(textOf(field));
      }
    }
  }
  return fields;
}

/** The characters of IFS, or what it is while it is unset. */
export function fieldSeparators(shell: Shell): string {
  return shell.variables.get('IFS') ?? ' \t\n';
}

/** Expands a word where it makes one text: an assignment, a redirection, a here-document. */
export function* expandToText(shell: Shell, word: Word): Task<string> {
  return textOf(yield* expandParts(shell, word.parts, false));
}

/** Expands a word where it is a pattern: after `case`, `==` and `#`. */
export function* expandToPattern(shell: Shell, word: Word): Task<string> {
  return patternOf(yield* expandParts(shell, word.parts, false));
}

/** Expands the parts of a word, remembering what was quoted. */
export function* expandParts(shell: Shell, parts: readonly WordPart[], inQuotes: boolean): Task<Segment[]> {
  const segments: Segment[] = [];
  for (const part of parts) segments.push(...(yield* expandPart(shell, part, inQuotes)));
  return segments;
}

function* expandPart(shell: Shell, part: WordPart, inQuotes: boolean): Task<Segment[]> {
  const expanded = inQuotes ? 'quoted' : 'expanded';
  switch (part.type) {
    case 'Literal':
      return [{ text: part.value, from: inQuotes ? 'quoted' : 'literal' }];
    case 'SingleQuoted':
      return [{ text: part.value, from: 'quoted' }];
    case 'Escaped':
      return [{ text: part.value, from: 'quoted' }];
    case 'Glob':
      return [{ text: part.pattern, from: inQuotes ? 'quoted' : 'glob' }];
    case 'DoubleQuoted':
      if (part.parts.length === 0) return [{ text: '', from: 'quoted' }];
      return yield* expandParts(shell, part.parts, true);
    case 'TildeExpansion':
      return [{ text: homeOf(shell, part), from: 'quoted' }];
    case 'ParameterExpansion':
      return yield* expandParameter(shell, part, inQuotes);
    case 'CommandSubstitution': {
      const text = yield* shell.execution.capture(shell, part.body);
      return [{ text: text.replace(/\n+$/, ''), from: expanded }];
    }
    case 'ArithmeticExpansion': {
      const text = part.expression.originalText ?? '';
      return [{ text: String(yield* arithmeticValue(shell, text)), from: expanded }];
    }
    case 'ProcessSubstitution': {
      const path = yield* shell.execution.substituteProcess(shell, part.body, part.direction);
      return [{ text: path, from: 'quoted' }];
    }
    case 'BraceExpansion':
      // Only where braces are not expanded: they stand for themselves.
      return [{ text: braceText(part), from: 'literal' }];
  }
}

function homeOf(shell: Shell, part: Part<'TildeExpansion'>): string {
  if (part.user === null) return shell.variables.get('HOME') ?? '/root';
  if (part.user === '+') return shell.cwd;
  if (part.user === '-') return shell.variables.get('OLDPWD') ?? '~-';
  return part.user === 'root' ? '/root' : `~${part.user}`;
}

/** Expands text that is not a word yet, such as a subscript or an arithmetic expression: as in double quotes. */
export function* expandPlainText(shell: Shell, text: string): Task<string> {
  if (!/[$`\\]/.test(text)) return text;
  if (/^(?:[^$`\\]|\$\w+|\$[#?!]|\$\{\w+\})*$/.test(text)) {
    return text.replace(/\$\{(\w+)\}|\$([A-Za-z_]\w*|[0-9#?!])/g, (_, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return shell.requireSet(name, shell.parameter(name));
    });
  }
  let end = 'END';
  while (text.includes(end)) end += '_';
  const answer = yield* shell.parse(`: <<${end}\n${text}\n${end}\n`);
  if ('error' in answer) throw new ExpansionError(answer.error.message);
  const content = hereDocumentOf(answer.script);
  return (yield* expandToText(shell, content)).replace(/\n$/, '');
}

function hereDocumentOf(script: Script): Word {
  const command = script.statements[0]?.pipelines[0]?.commands[0];
  const target = command?.type === 'SimpleCommand' ? command.redirections[0]?.target : undefined;
  if (target?.type !== 'HereDoc') throw new ExpansionError('bad substitution');
  return target.content;
}

/** The value of an arithmetic expression. */
export function* arithmeticValue(shell: Shell, text: string): Task<bigint> {
  const expanded = (yield* expandPlainText(shell, text)).replace(/"/g, '');
  try {
    return evaluateArithmetic(expanded, arithmeticVariables(shell));
  } catch (error) {
    if (error instanceof ArithmeticError) throw new ExpansionError(`${expanded.trimStart()}: ${error.message}`);
    throw error;
  }
}

/** How arithmetic reads and writes the shell's variables. */
export function arithmeticVariables(shell: Shell): Parameters<typeof evaluateArithmetic>[1] {
  const keyOf = (name: string, subscript: string): string => {
    if (shell.variables.find(name)?.kind === 'associative') return subscript;
    return String(evaluateArithmetic(subscript, arithmeticVariables(shell)));
  };
  return {
    get(name, subscript) {
      const value =
        subscript === undefined ? shell.parameter(name) : shell.variables.getElement(name, keyOf(name, subscript));
      return shell.requireSet(name, value);
    },
    set(name, subscript, text) {
      if (subscript === undefined) shell.variables.set(name, text);
      else shell.variables.setElement(name, keyOf(name, subscript), text);
    },
  };
}

/** A word's parts once for every word that its braces make. */
export function expandBraces(parts: readonly WordPart[]): WordPart[][] {
  let words: WordPart[][] = [[]];
  for (const part of parts) {
    if (part.type !== 'BraceExpansion') {
      for (const word of words) word.push(part);
      continue;
    }
    const choices = part.items.flatMap(braceChoices);
    if (words.length * choices.length > mostBraceWords) {
      throw new ExpansionError(`brace expansion: more than ${mostBraceWords} words`, 1);
    }
    words = words.flatMap((word) => choices.map((choice) => [...word, ...choice]));
  }
  return words;
}

type BraceItem = Part<'BraceExpansion'>['items'][number];

function braceChoices(item: BraceItem): WordPart[][] {
  if (item.type === 'Word') return expandBraces(item.word.parts);
  const letters = typeof item.start === 'string';
  const start = letters ? String(item.start).charCodeAt(0) : Number(item.start);
  const end = typeof item.end === 'string' ? item.end.charCodeAt(0) : item.end;
  const step = Math.abs(item.step ?? 1) || 1;
  if (Math.abs(end - start) / step > mostBraceWords) {
    throw new ExpansionError(`brace expansion: more than ${mostBraceWords} words`, 1);
  }
  const texts = [item.startStr ?? '', item.endStr ?? ''];
  const padded = texts.some((text) => /^-?0\d/.test(text));
  const width = padded ? Math.max(...texts.map((text) => text.length)) : 0;
  const choices: WordPart[][] = [];
  for (let at = start; start <= end ? at <= end : at >= end; at += start <= end ? step : -step) {
    const sign = at < 0 ? '-' : '';
    const value = letters ? String.fromCharCode(at) : sign + String(Math.abs(at)).padStart(width - sign.length, '0');
    choices.push([{ type: 'Literal', value }]);
  }
  return choices;
}

function braceText(part: Part<'BraceExpansion'>): string {
  const items = part.items.map((item) => {
    if (item.type === 'Word') return item.word.parts.map((inner) => ('value' in inner ? inner.value : '')).join('');
    return `${item.startStr ?? item.start}..${item.endStr ?? item.end}${item.step === undefined ? '' : `..${item.step}`}`;
  });
  return `{${items.join(',')}}`;
}
