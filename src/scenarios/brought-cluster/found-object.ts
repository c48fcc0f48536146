/** Where a piece of text begins. Lines and columns count from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** One object as it stood in a file. */
export interface FoundObject {
  readonly value: unknown;
  readonly start: TextPosition;
  /** Its place in `items` when it stood in a list. */
  readonly index: number | undefined;
  /** The kind of that list, when it came before the items. */
  readonly listKind: string | undefined;
  /** The object's own text, to look up where a field stands. */
  readonly text: string;
}

/** What is wrong with a document's text. */
export interface DocumentError {
  readonly kind: 'syntax' | 'truncated' | 'tooLarge' | 'notUTF8' | 'notAnObject';
  readonly at: TextPosition;
  readonly index: number | undefined;
  readonly expected: string;
  readonly found: string;
  readonly lost: 'nothing' | 'object' | 'restOfFile';
}

/** Where the pieces of a file go. */
export interface DocumentSink {
  object(found: FoundObject): void;
  /** A list has ended; `list` is what it holds beside its items. */
  listEnd(list: unknown): void;
  error(error: DocumentError): void;
  /** A line between documents that belongs to none. */
  strayLine(text: string, at: TextPosition): void;
}

/** A reader of one format. */
export interface DocumentReader {
  push(chunk: Uint8Array): void;
  /** The file has ended. */
  end(): void;
}

/** What stands somewhere in a text, for a message: the rest of the line, and not too much of it. */
export function excerpt(rest: string): string {
  const line = /^[^\r\n]*/.exec(rest)?.[0].trimEnd() ?? '';
  if (line === '') return 'the end of the line';
  return line.length > 40 ? `\`${line.slice(0, 40)}…\`` : `\`${line}\``;
}
