/** Where something is wrong. Lines and columns count from 1. */
export interface SnapshotPlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The object, as kubectl would name it: `items[1234] pods "kube-system/dns-0"`. */
  readonly object?: string;
  /** The path of the field inside the object: `spec.containers[0].resources.requests.cpu`. */
  readonly field?: string;
}

/** What is wrong with a snapshot. `kind` says which words to use (see `describeProblem`), `found` what stood there,
 *  `expected` what should have. */
export interface SnapshotProblem {
  readonly kind: SnapshotProblemKind;
  readonly place: SnapshotPlace;
  readonly expected: string;
  readonly found: string;
  /** How much is not read because of it: nothing, the one object, the rest of the file or the whole file. */
  readonly lost: 'nothing' | 'object' | 'restOfFile' | 'file';
}

/** Every kind of problem:
 *  - about a file as a whole: `emptyFile`, `compressed` (gzip in gzip, zip, …), `binary`, `htmlPage`, `table` (kubectl without
 *    `-o json`), `notRecognised`, `noObjects`;
 *  - about its text: `kubectlError` (a line that kubectl wrote between), `strayText`, `notUTF8`, `syntax`, `truncated`, `tooLarge`;
 *  - about one object: `notAnObject`, `noKind`, `noName`, `wrongField`, `badQuantity`, `duplicate`, `apiStatus` (the answer of
 *    an API server that refused). */
export type SnapshotProblemKind =
  | 'emptyFile'
  | 'compressed'
  | 'binary'
  | 'htmlPage'
  | 'table'
  | 'notRecognised'
  | 'noObjects'
  | 'kubectlError'
  | 'strayText'
  | 'notUTF8'
  | 'syntax'
  | 'truncated'
  | 'tooLarge'
  | 'notAnObject'
  | 'noKind'
  | 'noName'
  | 'wrongField'
  | 'badQuantity'
  | 'duplicate'
  | 'apiStatus';
