import type { Language } from '../../projections/language.ts';
import type { TypesFile } from './plugin-files.ts';

/** A place in a file that a failed run names. Counted from 1. */
export interface FailurePlace {
  readonly path: string;
  readonly line: number;
  readonly column: number | undefined;
  readonly message: string;
}

/** What a surface shows and tells. Both surfaces, Monaco and the plain one, take the same. */
export interface CodeSurfaceProps {
  readonly lang: Language;
  readonly figure: string;
  readonly types: readonly TypesFile[];
  readonly path: string;
  readonly texts: Readonly<Record<string, string>>;
  /** Changes when the texts were changed by something else than the surface's own onChange. */
  readonly revision: number;
  readonly label: string;
  /** The place of the last failure, marked until the text changes. */
  readonly failure: FailurePlace | undefined;
  /** Rises each time the reader asks to be taken to the failure. */
  readonly jumps: number;
  readonly onChange: (path: string, text: string) => void;
}
