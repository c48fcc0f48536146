import { lineKind } from './first-line.ts';
import { excerpt } from './found-object.ts';
import type { SnapshotProblem } from './snapshot-problem.ts';

/** How a file goes on after its first lines: as JSON or YAML from a byte on, or not at all. */
export interface Opening {
  readonly format: 'json' | 'yaml' | 'none';
  readonly at: number;
  readonly line: number;
  readonly problems: readonly Omit<SnapshotProblem, 'expected'>[];
  readonly warnings: readonly string[];
}

/** So much is looked at before a file counts as not recognised. */
const longestOpening = 1 << 16;

const compressions: readonly { readonly name: string; readonly magic: readonly number[] }[] = [
  { name: 'gzip', magic: [0x1f, 0x8b] },
  { name: 'zip', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58] },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68] },
];

/** What kind of compressed file this is, if it is one. */
export function compressionOf(bytes: Uint8Array): string | undefined {
  return compressions.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte))?.name;
}

/** Looks for the line with which the objects begin, past what kubectl and the shell may have written before. Undefined when
 *  more bytes have to be seen first. */
export function openFile(file: string, bytes: Uint8Array, isWhole: boolean): Opening | undefined {
  const warnings: string[] = [];
  const problems: Opening['problems'][number][] = [];
  let at = 0;
  let others = 0;
  for (let line = 1; ; line++) {
    const lineEnd = bytes.indexOf(0x0a, at);
    const isLineWhole = lineEnd >= 0 || isWhole || bytes.length - at >= longestOpening;
    const text = new TextDecoder().decode(
      bytes.subarray(at, Math.min(lineEnd < 0 ? bytes.length : lineEnd, at + 4096)),
    );
    const first = text.trimStart();
    const place = { file, line, column: 1 };
    if (/^[{[]/.test(first)) return { format: 'json', at, line, problems, warnings };
    if (!isLineWhole) return undefined;
    if (at > longestOpening) return none('notRecognised', place, 'no object so far');
    if (first !== '') {
      const kind = lineKind(text);
      if (kind === 'kubectlWarning') warnings.push(text.trimEnd());
      else if (kind === 'kubectlError') problems.push({ kind, place, found: text.trimEnd(), lost: 'nothing' });
      else if (isBinary(text)) return none('binary', place, excerpt(spelledControls(text)));
      else if (kind === 'table') return none('table', place, excerpt(text));
      else if (kind === 'html') return none('htmlPage', place, excerpt(text));
      else if (kind === 'yaml') return { format: 'yaml', at, line, problems, warnings };
      else if (++others === mostOtherLines) return none('notRecognised', place, excerpt(text));
      else problems.push({ kind: 'strayText', place, found: excerpt(text), lost: 'nothing' });
    }
    if (lineEnd < 0) {
      const stray = problems.find(({ kind }) => kind === 'strayText');
      if (stray) return none('notRecognised', stray.place, stray.found);
      const isEmpty = problems.length === 0 && warnings.length === 0;
      return isEmpty ? none('emptyFile', { file }, 'nothing') : { format: 'none', at, line, problems, warnings };
    }
    at = lineEnd + 1;
  }

  function none(kind: SnapshotProblem['kind'], place: SnapshotProblem['place'], found: string): Opening {
    const told = problems.filter((problem) => problem.kind !== 'strayText');
    const problem = { kind, place, found, lost: 'file' } as const;
    return { format: 'none', at: 0, line: place.line ?? 1, problems: [...told, problem], warnings };
  }
}

/** After so many lines of other text no objects are expected any more. */
const mostOtherLines = 20;

function isBinary(text: string): boolean {
  return [...text].some(isControl);
}

function spelledControls(text: string): string {
  return [...text].map((character) => (isControl(character) ? '·' : character)).join('');
}

/** White space and the escape character, with which terminals colour, are no sign of a binary file. */
function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return (
    code < 0x09 || (code > 0x0d && code < 0x20 && code !== 0x1b) || (code > 0x7e && code < 0xa0) || code === 0xfffd
  );
}
