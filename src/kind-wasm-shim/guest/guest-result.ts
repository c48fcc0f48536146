/** Why a run ended without an answer.
 *  - syntax: the text is not TypeScript.
 *  - missing: an import, or the function to call, does not exist.
 *  - thrown: the code threw.
 *  - deadline: it was still running at its deadline.
 *  - memory: it asked for more memory than it may have.
 *  - stack: it called itself too deep.
 *  - badReturn: it answered, but not with plain data of the expected form. */
export type GuestFailureKind = 'syntax' | 'missing' | 'thrown' | 'deadline' | 'memory' | 'stack' | 'badReturn';

/** A failed run, told in terms of the reader's files. Line and column count from 1. */
export interface GuestFailure {
  readonly ok: false;
  readonly kind: GuestFailureKind;
  readonly message: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly logs: readonly string[];
}

/** A run that answered, with what it wrote to its console. */
export interface GuestSuccess<T> {
  readonly ok: true;
  readonly value: T;
  readonly logs: readonly string[];
}

export type GuestResult<T> = GuestSuccess<T> | GuestFailure;

/** What a caller thinks of a returned value. A problem may name the function that is to blame. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly problem: string;
      readonly blame?: { readonly file: string; readonly function: string };
    };
