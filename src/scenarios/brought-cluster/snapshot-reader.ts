import type { SnapshotProgress, SnapshotResult } from './brought-cluster.ts';

/** How a snapshot is read. */
export interface SnapshotReaderOptions {
  /** How many problems are kept with all their words; the others are only counted. 100 when not given. */
  readonly problemLimit?: number;
}

/** Reads the files of a snapshot piece by piece, as they come: JSON, NDJSON or YAML. It never throws for what the files
 *  hold. gzip is the host's to unpack (`isGzip` tells). To cancel, stop pushing.
 *
 *      const reader = new SnapshotReader();
 *      for (const file of files) {
 *        for await (const chunk of unpacked(file)) {        // 64 KB or so at a time
 *          reader.push(file.name, chunk);
 *          post(reader.progress());
 *        }
 *        reader.endFile();
 *      }
 *      const result = reader.finish();
 *      if (result.ok) use(result.cluster);
 *      else ask(result.problems, () => use(result.continueWithRest()));
 */
export class SnapshotReader {
  constructor(_options: SnapshotReaderOptions = {}) {}

  /** Reads a piece of a file: bytes, or text that has been decoded already. Another name than before begins another file. */
  push(_fileName: string, _chunk: Uint8Array | string): void {}

  /** Says that the file has ended. */
  endFile(): void {}

  progress(): SnapshotProgress {
    throw new Error('not written yet');
  }

  /** Ends the last file and says what came of it all. */
  finish(): SnapshotResult {
    throw new Error('not written yet');
  }
}
