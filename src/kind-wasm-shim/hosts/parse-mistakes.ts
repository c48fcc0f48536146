import type { Script } from '../shell/syntax.ts';

/** A mistake in a script's syntax. `incomplete` says that more lines could mend it. */
export interface Mistake {
  readonly message: string;
  readonly line: number;
  readonly incomplete: boolean;
}

const tokenTexts: Readonly<Record<string, string>> = {
  SEMICOLON: ';',
  NEWLINE: 'newline',
  AMP: '&',
  PIPE: '|',
  AND_AND: '&&',
  OR_OR: '||',
  LPAREN: '(',
  RPAREN: ')',
  LBRACE: '{',
  RBRACE: '}',
  DSEMI: ';;',
};

/** What just-bash's parser threw, in bash's words. */
export function mistakeOf(error: unknown, text: string): Mistake {
  if (!(error instanceof Error)) throw error;
  const token = (error as { token?: { type?: string; value?: string } }).token;
  const lines = text.split('\n').length;
  const given = (error as { line?: number }).line;
  const line = given && given > 0 ? given : lines;
  const message = error.message.replace(/^(?:Parse error at \d+:\d+|line \d+): /, '');
  if (/unexpected EOF while looking for matching/.test(message)) {
    return { message: message.replace(/'(.)'$/, "`$1'"), line: lines, incomplete: true };
  }
  if (token?.type === 'EOF') return { message: 'syntax error: unexpected end of file', line: lines, incomplete: true };
  const expected = /^Expected .*?(?:, got (\w+))?$/.exec(message);
  if (expected) {
    const name = token?.value?.trim() || tokenTexts[expected[1] ?? ''] || 'newline';
    return { message: `syntax error near unexpected token \`${name}'`, line, incomplete: false };
  }
  return { message, line, incomplete: false };
}

/** Mistakes that the parser lets through: a here-document without its end, an empty command in a pipeline, an
 *  arithmetic expansion that is not closed. */
export function mistakeInTree(script: Script, text: string): Mistake | undefined {
  const lines = text.split('\n').length;
  const incomplete = (message: string): Mistake => ({ message, line: lines, incomplete: true });
  let mistake: Mistake | undefined;
  let lastArithmetic: string | undefined;
  const visit = (node: unknown): void => {
    if (mistake || typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    const record = node as Record<string, unknown>;
    if (record.type === 'Statement' && record.deferredError) return;
    if (record.type === 'HereDoc' && record.terminated === false) {
      mistake = incomplete(`here-document delimited by end-of-file (wanted \`${record.delimiter}')`);
    }
    if (record.type === 'SimpleCommand' && isEmptyCommand(record)) {
      mistake = /(?:\||&&)\s*$/.test(text)
        ? incomplete('syntax error: unexpected end of file')
        : emptyCommandMistake(text, Number(record.line ?? 1));
    }
    if (record.type === 'Subshell' && Array.isArray(record.body) && record.body.length === 0) {
      mistake = { message: "syntax error near unexpected token `)'", line: lines, incomplete: false };
    }
    if (record.type === 'ArithmeticExpansion') {
      lastArithmetic = (record.expression as { originalText?: string } | undefined)?.originalText;
    }
    for (const value of Object.values(record)) visit(value);
  };
  visit(script);
  if (mistake) return mistake;
  const opening = text.lastIndexOf('$((');
  if (lastArithmetic !== undefined && opening >= 0 && !text.includes('))', opening)) {
    if (text.slice(opening + 3).startsWith(lastArithmetic.trimEnd())) {
      return incomplete("unexpected EOF while looking for matching `)'");
    }
  }
  if (/(?:^|[^\\])(?:\\\\)*\\$/.test(text) && !/#[^\n]*$/.test(text)) return incomplete('unexpected end of file');
  return undefined;
}

function isEmptyCommand(command: Record<string, unknown>): boolean {
  const isEmpty = (list: unknown) => !Array.isArray(list) || list.length === 0;
  return !command.name && isEmpty(command.args) && isEmpty(command.assignments) && isEmpty(command.redirections);
}

/** Which operator stood where a command should have been. */
function emptyCommandMistake(text: string, line: number): Mistake {
  const token = /(?:\|\||&&|\||^)\s*(\|\||&&|\||;|\)|&)/m.exec(text)?.[1] ?? 'newline';
  return { message: `syntax error near unexpected token \`${token}'`, line, incomplete: false };
}
