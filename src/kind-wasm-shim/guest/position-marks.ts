import { loopMark, throwMark } from './prelude.ts';

/** A token of JavaScript: what it is, and where it starts and ends as offsets into the text. */
export interface Token {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** JavaScript with calls inserted, and where: each insertion is at an offset of the unmarked text. */
export interface MarkedCode {
  readonly code: string;
  readonly insertions: readonly { readonly offset: number; readonly length: number }[];
}

/** Inserts a call into the condition of every loop and the operand of every throw. The engine records source positions
 *  at calls only, so without them a loop that calls nothing would be reported at the line of its function, and a thrown
 *  string or number at no line at all. No line break is added: lines stay what they were. */
export function markPositions(code: string, tokens: readonly Token[]): MarkedCode {
  const marks: { offset: number; text: string }[] = [];
  tokens.forEach((token, index) => {
    if (token.label === 'throw') marks.push({ offset: token.end, text: ` ${throwMark}(),` });
    if (token.label === 'while' && tokens[index + 1]?.label === '(') {
      marks.push({ offset: tokens[index + 1]?.end ?? token.end, text: `${loopMark}(),` });
    }
    if (token.label === 'for') {
      const condition = forCondition(tokens, index);
      if (condition)
        marks.push({ offset: condition.offset, text: condition.empty ? `${loopMark}()` : `${loopMark}(),` });
    }
  });
  let marked = '';
  let from = 0;
  for (const { offset, text } of marks) {
    marked += code.slice(from, offset) + text;
    from = offset;
  }
  return {
    code: marked + code.slice(from),
    insertions: marks.map(({ offset, text }) => ({ offset, length: text.length })),
  };
}

/** Finds the second clause of a three-clause for header; for-of and for-in have none and end by themselves, unless their
 *  iterator loops, which then has a mark of its own. */
function forCondition(tokens: readonly Token[], forIndex: number): { offset: number; empty: boolean } | undefined {
  let depth = 0;
  for (let index = forIndex + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) return undefined;
    if (opening.has(token.label)) depth++;
    else if (closing.has(token.label)) depth--;
    if (depth === 0) return undefined;
    if (token.label === ';' && depth === 1) return { offset: token.end, empty: tokens[index + 1]?.label === ';' };
  }
  return undefined;
}

const opening = new Set(['(', '[', '{', '${']);
const closing = new Set([')', ']', '}']);
