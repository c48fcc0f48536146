import { InvalidSelector } from './labels.ts';

/** One condition on one field, such as `spec.nodeName=node-1`. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** A field selector: all requirements must hold. */
export type FieldSelector = readonly FieldRequirement[];

/** Reads a field selector string such as `metadata.name=a,status.phase!=Running`. Which fields exist is for each resource to
 *  say. Throws InvalidSelector with upstream's text.
 *  @models staging/src/k8s.io/apimachinery/pkg/fields/selector.go ParseSelector */
export function parseFieldSelector(text: string): FieldSelector {
  return splitTerms(text)
    .sort()
    .filter((term) => term !== '')
    .map((term) => {
      const requirement = splitTerm(term);
      if (requirement === undefined)
        throw new InvalidSelector(`invalid selector: '${text}'; can't understand '${term}'`);
      return { ...requirement, value: unescapeValue(requirement.value) };
    });
}

/** Whether an object with these fields is selected. A field that it does not have reads as empty.
 *  @models staging/src/k8s.io/apimachinery/pkg/fields/selector.go hasTerm.Matches, notHasTerm.Matches */
export function matchesFieldSelector(selector: FieldSelector, fields: Readonly<Record<string, string>>): boolean {
  return selector.every(({ field, operator, value }) => {
    const found = Object.hasOwn(fields, field) ? fields[field] : '';
    return operator === '=' ? found === value : found !== value;
  });
}

/** @models staging/src/k8s.io/apimachinery/pkg/fields/selector.go splitTerms */
function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '\\') position += 1;
    else if (character === ',') {
      terms.push(text.slice(start, position));
      start = position + 1;
    }
  }
  return [...terms, text.slice(start)];
}

/** @models staging/src/k8s.io/apimachinery/pkg/fields/selector.go splitTerm */
function splitTerm(term: string): FieldRequirement | undefined {
  for (let position = 0; position < term.length; position++) {
    for (const [spelling, operator] of [
      ['!=', '!='],
      ['==', '='],
      ['=', '='],
    ] as const) {
      if (!term.startsWith(spelling, position)) continue;
      return { field: term.slice(0, position), operator, value: term.slice(position + spelling.length) };
    }
  }
  return undefined;
}

/** @models staging/src/k8s.io/apimachinery/pkg/fields/selector.go UnescapeValue */
function unescapeValue(text: string): string {
  let value = '';
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '\\') {
      position += 1;
      const escaped = text.charAt(position);
      if (escaped === '' || !'\\,='.includes(escaped)) {
        throw new InvalidSelector(`invalid field selector: invalid escape sequence: \\${escaped}`);
      }
      value += escaped;
    } else if (character === ',' || character === '=') {
      const code = character.charCodeAt(0);
      throw new InvalidSelector(`invalid field selector: unescaped character in value: ${code}`);
    } else {
      value += character;
    }
  }
  return value;
}
