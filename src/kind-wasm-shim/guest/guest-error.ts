import type { GuestFailureKind } from './guest-result.ts';

/** An error of the guest as the prelude's describe function tells it. */
export interface DescribedError {
  readonly isError: boolean;
  readonly name: string;
  readonly message: string;
  readonly className: string;
  readonly stack: string;
  /** Where a loop of the reader noticed that the run was being stopped, as a stack; else empty. */
  readonly stoppedAt: string;
}

/** A place in one of the reader's files, in the columns of the code that ran. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** Reads describe's answer. It came out of the sandbox, so nothing about it is taken for granted. */
export function parseDescription(json: string): DescribedError | undefined {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) return undefined;
  const { isError, ...texts } = value as Record<string, unknown>;
  const text = (key: string): string => (typeof texts[key] === 'string' ? texts[key] : '');
  return {
    isError: isError === true,
    name: text('name'),
    message: text('message'),
    className: text('className'),
    stack: text('stack'),
    stoppedAt: text('stoppedAt'),
  };
}

/** The innermost frame of a stack that lies in one of the reader's files, other than the constructor of the error. */
export function firstPosition(stack: string, files: ReadonlySet<string>, className = ''): Position | undefined {
  for (const frame of stack.split('\n')) {
    const match = /^at (?:(.*) \()?([^()]+?):(\d+)(?::(\d+))?\)?$/.exec(frame.trim());
    if (!match?.[2] || !files.has(match[2]) || (className !== '' && match[1] === className)) continue;
    return { file: match[2], line: Number(match[3]), column: match[4] === undefined ? undefined : Number(match[4]) };
  }
  return undefined;
}

/** Tells the engine's own complaints about limits from what the reader's code threw. */
export function kindOfError({ isError, name, message }: DescribedError): GuestFailureKind {
  if (!isError) return 'thrown';
  if (message === 'stack overflow') return 'stack';
  if (name === 'InternalError' && (message === 'out of memory' || message === 'string too long')) return 'memory';
  if (name === 'RangeError' && message.startsWith('BigInt is too large')) return 'memory';
  return name === 'SyntaxError' ? 'syntax' : 'thrown';
}

/** Where the text declares the function, for failures that have no stack: a wrong answer, an absent import. */
export function declarationOf(source: string, name: string): { line: number; column: number } | undefined {
  const escaped = name.replace(/[$]/g, '\\$&');
  return lineAndColumn(
    source,
    new RegExp(`\\b(?:function\\s*\\*?|const|let|var)\\s+${escaped}\\b`).exec(source)?.index,
  );
}

/** Where the text names the module it imports. */
export function importOf(source: string, specifier: string): { line: number; column: number } | undefined {
  const quoted = [`'${specifier}'`, `"${specifier}"`].map((text) => source.indexOf(text)).filter((index) => index >= 0);
  return lineAndColumn(source, quoted.length === 0 ? undefined : Math.min(...quoted));
}

function lineAndColumn(source: string, offset: number | undefined): { line: number; column: number } | undefined {
  if (offset === undefined) return undefined;
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
