import { isNode, LineCounter, parseDocument } from 'yaml';
import type { FoundObject, TextPosition } from './found-object.ts';

/** A path as the API writes it: `spec.containers[0].image`, `metadata.labels[app.kubernetes.io/name]`. */
export function fieldPath(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' || /[^A-Za-z0-9_]/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

const longestSearched = 1 << 18;

/** Where a field of an object stands, or the nearest thing around it that is there; the object itself when its text is not
 *  known. */
export function placeOfField({ text, start }: FoundObject, path: readonly (string | number)[]): TextPosition {
  if (text === '' || text.length > longestSearched) return start;
  const lines = new LineCounter();
  // JSON is YAML, and the parser of YAML remembers where things stand.
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const { line, col } = lines.linePos(node.range[0]);
    return { line: start.line + line - 1, column: line === 1 ? start.column + col - 1 : col };
  }
  return start;
}
