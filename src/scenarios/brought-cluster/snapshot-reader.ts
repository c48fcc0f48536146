import type { BroughtCluster, SnapshotFinding, SnapshotProgress, SnapshotResult } from './brought-cluster.ts';
import { clusterFindings, finding } from './cluster-findings.ts';
import { ObjectCollector } from './object-collector.ts';
import { SnapshotFile } from './snapshot-file.ts';
import type { SnapshotProblem } from './snapshot-problem.ts';

/** How a snapshot is read. */
export interface SnapshotReaderOptions {
  /** How many problems are kept with all their words; the others are only counted. 100 when not given. */
  readonly problemLimit?: number;
  /** The most bytes that one object may have, 16 MiB when not given. etcd holds none of 2 MiB. */
  readonly largestObject?: number;
}

/** Reads the files of a snapshot piece by piece, as they come: JSON, NDJSON or YAML. It never throws for what the files
 *  hold, and keeps of each object only what is read later, so its memory is that of what it keeps. gzip is the host's to
 *  unpack (`isGzip` tells). To cancel, stop pushing.
 *
 *      const reader = new SnapshotReader();
 *      for (const file of files) {
 *        for await (const chunk of unpacked(file)) {        // 64 KiB, not more: YAML is read 50 times slower than JSON
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
  readonly #problemLimit: number;
  readonly #largestObject: number;
  readonly #problems: SnapshotProblem[] = [];
  readonly #warnings: string[] = [];
  readonly #pages: string[] = [];
  readonly #collector: ObjectCollector;
  #problemCount = 0;
  #warningCount = 0;
  #bytesRead = 0;
  #filesRead = 0;
  #file: SnapshotFile | undefined;

  constructor({ problemLimit = 100, largestObject = 16 << 20 }: SnapshotReaderOptions = {}) {
    this.#problemLimit = problemLimit;
    this.#largestObject = largestObject;
    this.#collector = new ObjectCollector(
      (problem) => this.#report(problem),
      () => this.#problems.length < this.#problemLimit,
    );
  }

  /** Reads a piece of a file: bytes, or text that has been decoded already. Another name than before begins another file.
   *  The bytes may be reused afterwards. */
  push(fileName: string, chunk: Uint8Array | string): void {
    if (this.#file?.name !== fileName) this.endFile();
    this.#file ??= this.#open(fileName);
    this.#bytesRead += this.#file.push(chunk);
  }

  /** Says that the file has ended. A file that was empty has to be pushed once, as an empty chunk. */
  endFile(): void {
    if (this.#file === undefined) return;
    this.#file.end();
    this.#file = undefined;
    this.#filesRead += 1;
  }

  /** How far the reading is. */
  progress(): SnapshotProgress {
    return {
      bytesRead: this.#bytesRead,
      filesRead: this.#filesRead,
      kept: this.#collector.counts(),
      skipped: this.#collector.skippedCount(),
      problems: this.#problemCount,
    };
  }

  /** Ends the last file and says what came of it all. Nothing is pushed afterwards. */
  finish(): SnapshotResult {
    this.endFile();
    if (this.#problemCount === 0) return { ok: true, cluster: this.#cluster() };
    return {
      ok: false,
      problems: this.#problems,
      problemCount: this.#problemCount,
      wouldKeep: this.#collector.counts(),
      continueWithRest: () => this.#cluster(),
    };
  }

  #open(name: string): SnapshotFile {
    return new SnapshotFile(name, this.#largestObject, {
      object: (found) => this.#collector.add(name, found),
      problem: (problem) => this.#report(problem),
      warning: (line) => {
        this.#warningCount += 1;
        if (this.#warnings.length < this.#problemLimit) this.#warnings.push(line);
      },
      pageOfList: () => this.#pages.push(name),
    });
  }

  #report(problem: SnapshotProblem): void {
    this.#problemCount += 1;
    if (this.#problems.length < this.#problemLimit) this.#problems.push(problem);
  }

  #cluster(): BroughtCluster {
    const { kept, skipped, latestMs } = this.#collector;
    const { nodes, pods, priorityclasses, poddisruptionbudgets, namespaces } = kept;
    return {
      nodes,
      pods,
      priorityClasses: priorityclasses,
      podDisruptionBudgets: poddisruptionbudgets,
      namespaces,
      takenAtMs: latestMs,
      counts: this.#collector.counts(),
      skippedKinds: [...skipped].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count),
      findings: [...clusterFindings(kept), ...this.#findingsOfText()],
    };
  }

  #findingsOfText(): SnapshotFinding[] {
    const findings: SnapshotFinding[] = [];
    if (this.#pages.length > 0) findings.push(finding('pagesMissing', this.#pages, this.#pages.length));
    if (this.#warningCount > 0) findings.push(finding('kubectlWarnings', this.#warnings, this.#warningCount));
    return findings;
  }
}
