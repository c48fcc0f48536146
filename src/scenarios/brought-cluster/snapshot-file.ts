import { compressionOf, openFile } from './file-opening.ts';
import { lineKind } from './first-line.ts';
import {
  type DocumentError,
  type DocumentReader,
  type DocumentSink,
  excerpt,
  type FoundObject,
} from './found-object.ts';
import { JSONDocuments } from './json-documents.ts';
import type { SnapshotProblem } from './snapshot-problem.ts';
import { UTF8Bytes } from './text-encoding.ts';
import { YAMLDocuments } from './yaml-documents.ts';

/** Where what is found in a file goes. */
export interface FileSink {
  object(found: FoundObject): void;
  problem(problem: SnapshotProblem): void;
  /** A line that kubectl wrote, and that takes nothing away. */
  warning(line: string): void;
  /** A list that says of itself that it goes on elsewhere. */
  pageOfList(): void;
}

/** What is asked for, in messages. */
const kubectlOutput = '`kubectl get nodes,pods,priorityclasses -A -o json`';

/** One file of a snapshot: tells what it is by its first bytes, then reads it. */
export class SnapshotFile {
  readonly name: string;
  readonly #sink: FileSink;
  readonly #largestObject: number;
  readonly #utf8 = new UTF8Bytes();
  #beginning: Uint8Array | undefined = new Uint8Array(0);
  #reader: DocumentReader | undefined;
  #isSilent = true;

  constructor(name: string, largestObject: number, sink: FileSink) {
    this.name = name;
    this.#largestObject = largestObject;
    this.#sink = this.#listening(sink);
  }

  /** Reads a piece and says how many bytes it had. */
  push(chunk: Uint8Array | string): number {
    const bytes = this.#utf8.bytesOf(chunk);
    this.#read(this.#utf8.decode(bytes, false), false);
    return bytes.length;
  }

  /** Reads what is left. */
  end(): void {
    this.#read(this.#utf8.decode(new Uint8Array(0), true), true);
    this.#reader?.end();
    if (!this.#isSilent) return;
    const place = { file: this.name };
    this.#sink.problem({ kind: 'noObjects', place, expected: kubectlOutput, found: 'no object', lost: 'nothing' });
  }

  /** The same sink; whether anything comes is noticed, so that no file is passed over in silence. */
  #listening(sink: FileSink): FileSink {
    const heard = <Argument>(tell: (argument: Argument) => void) => {
      return (argument: Argument) => {
        this.#isSilent = false;
        tell(argument);
      };
    };
    return {
      object: heard((found) => sink.object(found)),
      problem: heard((problem) => sink.problem(problem)),
      warning: heard((line) => sink.warning(line)),
      pageOfList: () => sink.pageOfList(),
    };
  }

  #read(bytes: Uint8Array, isWhole: boolean): void {
    if (this.#beginning === undefined) {
      this.#reader?.push(bytes);
      return;
    }
    const beginning = joined(this.#beginning, bytes);
    this.#beginning = beginning;
    if (beginning.length < 6 && !isWhole) return;
    const compression = compressionOf(beginning);
    if (compression) {
      this.#beginning = undefined;
      const place = { file: this.name };
      this.#sink.problem({ kind: 'compressed', place, expected: kubectlOutput, found: compression, lost: 'file' });
      return;
    }
    const opening = openFile(this.name, beginning, isWhole);
    if (opening === undefined) return;
    this.#beginning = undefined;
    for (const line of opening.warnings) this.#sink.warning(line);
    for (const problem of opening.problems) this.#sink.problem({ ...problem, expected: kubectlOutput });
    if (opening.format === 'none') return;
    const options = { firstLine: opening.line, largestObject: this.#largestObject };
    const Documents = opening.format === 'json' ? JSONDocuments : YAMLDocuments;
    this.#reader = new Documents(this.#documentSink(), options);
    this.#reader.push(beginning.subarray(opening.at));
  }

  #documentSink(): DocumentSink {
    const file = this.name;
    const sink = this.#sink;
    return {
      object: (found) => sink.object(found),
      listEnd: (list) => this.#listEnd(list),
      error: ({ at, index, ...error }: DocumentError) => {
        const place = { file, ...at, ...(index === undefined ? {} : { object: `items[${index}]` }) };
        sink.problem({ ...error, place });
      },
      strayLine: (text, at) => {
        const kind = lineKind(text);
        const place = { file, ...at };
        if (kind === 'kubectlWarning') sink.warning(text.trimEnd());
        else if (kind === 'kubectlError') {
          sink.problem({ kind, place, expected: kubectlOutput, found: text.trimEnd(), lost: 'nothing' });
        } else {
          sink.problem({ kind: 'strayText', place, expected: '`{`', found: excerpt(text), lost: 'nothing' });
        }
      },
    };
  }

  #listEnd(list: unknown): void {
    this.#isSilent = false;
    const { items, metadata } = list as { items?: unknown; metadata?: { continue?: unknown } | null };
    if (Array.isArray(items) && items.length > 0) {
      const place = { file: this.name, object: 'List', field: 'items' };
      this.#sink.problem({ kind: 'wrongField', place, expected: '`items` once', found: 'it twice', lost: 'object' });
    }
    if (typeof metadata?.continue === 'string' && metadata.continue !== '') this.#sink.pageOfList();
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b.slice();
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
