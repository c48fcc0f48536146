import type { Token } from './position-marks.ts';

/** Rewrites loops over something that is yielded for, `for (const x of yield* y)`, which the engine's compiler breaks on: what is
 *  looped over is worked out in a loop of one turn around it. Lines stay what they were. A loop with a label is left alone, as
 *  `continue` would mean another loop. */
export function rewriteForOfYield(code: string, tokensOf: (code: string) => readonly Token[]): string {
  if (!/\bof\b[^;{]*\byield\b/.test(code)) return code;
  let rewritten = code;
  for (let left = mostLoops; left > 0; left--) {
    const loop = findLoop(rewritten, tokensOf(rewritten));
    if (loop === undefined) return rewritten;
    const { start, from, to } = loop;
    const list = `$$of${mostLoops - left}`;
    const once = `$$once${mostLoops - left}`;
    const around = `for (let ${list} = (${rewritten.slice(from, to)}), ${once} = true; ${once}; ${once} = false) `;
    rewritten = `${rewritten.slice(0, start)}${around}${rewritten.slice(start, from)} ${list}${rewritten.slice(to)}`;
  }
  return rewritten;
}

const mostLoops = 200;

/** The first such loop: where it starts, and from where to where the expression is. */
function findLoop(code: string, tokens: readonly Token[]): { start: number; from: number; to: number } | undefined {
  for (const [index, token] of tokens.entries()) {
    if (token.label !== 'for' || tokens[index - 1]?.label === ':') continue;
    const head = headOf(code, tokens, index);
    if (head) return { start: token.start, ...head };
  }
  return undefined;
}

function headOf(code: string, tokens: readonly Token[], forIndex: number): { from: number; to: number } | undefined {
  let depth = 0;
  let from: number | undefined;
  let yields = false;
  for (let index = forIndex + 1; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) return undefined;
    if (opening.has(token.label)) depth++;
    else if (closing.has(token.label)) depth--;
    if (depth === 0) return from !== undefined && yields ? { from, to: token.start } : undefined;
    const text = code.slice(token.start, token.end);
    if (from === undefined && depth === 1 && text === 'of' && index > forIndex + 2) from = token.end;
    else if (from !== undefined && text === 'yield') yields = true;
  }
  return undefined;
}

const opening = new Set(['(', '[', '{', '${']);
const closing = new Set([')', ']', '}']);
