import { escapePattern, escapeRegExp } from './pattern.ts';

/** A stretch of an expanded word that still knows where it came from, because quoting decides what happens to it
 *  next: only `expanded` text is split into fields, only `expanded` and `glob` text makes patterns. */
export interface Stretch {
  readonly text: string;
  readonly from: 'literal' | 'quoted' | 'expanded' | 'glob';
}

/** A stretch, or the place where a list such as `"$@"` begins its next field. Where no fields are made, a `break` is a
 *  blank and a `seam`, that of `$*` with an empty IFS, is nothing. */
export type Segment = Stretch | 'break' | 'seam';

/** The segments as one text, as an assignment takes them. */
export function textOf(segments: readonly Segment[]): string {
  return segments.map((segment) => (typeof segment === 'string' ? blankOf(segment) : segment.text)).join('');
}

function blankOf(place: 'break' | 'seam'): string {
  return place === 'break' ? ' ' : '';
}

/** The segments as a pattern in which quoted text is literal. */
export function patternOf(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      if (typeof segment === 'string') return blankOf(segment);
      if (segment.from === 'quoted') return escapePattern(segment.text);
      return segment.from === 'literal' ? segment.text.replace(/[\\*?[]/g, '\\$&') : segment.text;
    })
    .join('');
}

/** The segments as a regular expression in which quoted text is literal. */
export function regularExpressionOf(segments: readonly Segment[]): string {
  return segments
    .map((segment) => {
      if (typeof segment === 'string') return blankOf(segment);
      return segment.from === 'quoted' ? escapeRegExp(segment.text) : segment.text;
    })
    .join('');
}

/** One field of a command line: what it is made of, for globbing. */
export type Field = Stretch[];

/** Splits what came from unquoted expansions at the characters of IFS, as bash does: runs of blanks are one
 *  separator, every other character is one of its own. */
export function splitFields(segments: readonly Segment[], separators: string): Field[] {
  const fields: Field[] = [];
  let field: Field = [];
  let endedByBlank = false;
  const finish = () => {
    fields.push(field);
    field = [];
  };
  for (const segment of segments) {
    if (typeof segment === 'string') {
      // Where IFS begins with no blank, an empty element of a list is a field all the same.
      if (field.length > 0 || !' \t\n'.includes(separators.slice(0, 1))) finish();
      continue;
    }
    if (segment.from !== 'expanded') {
      field.push(segment);
      endedByBlank = false;
      continue;
    }
    let run = '';
    for (const character of segment.text) {
      if (!separators.includes(character)) {
        run += character;
        endedByBlank = false;
        continue;
      }
      if (run !== '') field.push({ text: run, from: 'expanded' });
      run = '';
      const isBlank = character === ' ' || character === '\t' || character === '\n';
      if (field.length > 0) {
        finish();
        endedByBlank = isBlank;
      } else if (!isBlank) {
        if (!endedByBlank) finish();
        endedByBlank = false;
      }
    }
    if (run !== '') field.push({ text: run, from: 'expanded' });
  }
  if (field.length > 0) finish();
  return fields;
}
