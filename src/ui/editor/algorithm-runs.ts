import {
  type EditableFile,
  type EditedFiles,
  editableFiles,
  type NodeUtilizationSnapshot,
} from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import type { EditedRun } from 'kind-wasm-shim/hosts/browser/guest-client.ts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { algorithmDifference } from './algorithm-difference.ts';
import type { RunOutcome } from './algorithm-result.tsx';
import { longestFile } from './edit-store.ts';
import { runEditedAlgorithm } from './edited-algorithm.ts';
import { editorWords } from './editor-words.ts';

/** What a run of the reader's code came to. */
export interface AlgorithmRun {
  readonly files: EditedFiles;
  readonly snapshot: NodeUtilizationSnapshot;
  readonly run: EditedRun;
}

/** The last run and the one that is on its way. */
export interface Runs {
  readonly running: boolean;
  readonly outcome: RunOutcome | undefined;
  /** Whether the outcome is of other code than the editor has now. */
  readonly stale: boolean;
  readonly start: () => Promise<void>;
}

interface RunsOptions {
  readonly lang: Language;
  readonly cluster: NodeUtilizationSnapshot;
  readonly texts: EditedFiles;
  readonly onResult: ((result: AlgorithmRun) => void) | undefined;
}

/** Runs the code when asked to, and again when the cluster changes under code that has run well: that code has the
 *  reader's leave. Code that failed, or that was changed since, waits. */
export function useRuns({ lang, cluster, texts, onResult }: RunsOptions): Runs {
  const [last, setLast] = useState<{ outcome: RunOutcome; texts: EditedFiles; cluster: string }>();
  const [running, setRunning] = useState(false);
  const clusterKey = useMemo(() => fingerprint(cluster), [cluster]);
  const now = useRef({ texts, cluster, clusterKey });
  now.current = { texts, cluster, clusterKey };

  const start = async () => {
    if (running) return;
    const { texts: asked, cluster: snapshot, clusterKey: key } = now.current;
    const tooLong = editableFiles.find((path) => asked[path].length > longestFile);
    if (tooLong) {
      const message = editorWords[lang].tooLong(tooLong, asked[tooLong].length, longestFile);
      setLast({ outcome: { kind: 'tooLong', message }, texts: asked, cluster: key });
      return;
    }
    setRunning(true);
    const run = await runEditedAlgorithm(asked, snapshot);
    setLast({ outcome: outcomeOf(run, snapshot), texts: asked, cluster: key });
    setRunning(false);
    onResult?.({ files: asked, snapshot, run });
  };

  useEffect(() => {
    const runsAgain =
      !running && last?.outcome.kind === 'difference' && last.texts === texts && last.cluster !== clusterKey;
    if (runsAgain) void start();
  }, [clusterKey, running, last]);

  return { running, outcome: last?.outcome, stale: last !== undefined && last.texts !== texts, start };
}

function outcomeOf(run: EditedRun, snapshot: NodeUtilizationSnapshot): RunOutcome {
  if (run.ok) return { kind: 'difference', difference: algorithmDifference(snapshot, run.value), logs: run.logs };
  const { message } = run;
  if (run.kind === 'unavailable') return { kind: 'failure', failed: run.kind, message, place: undefined, logs: [] };
  const path = editableFiles.find((file) => file === run.file);
  const place = placeOf(path, run.line, run.column, message);
  return { kind: 'failure', failed: run.kind, message, place, logs: run.logs };
}

function placeOf(
  path: EditableFile | undefined,
  line: number | undefined,
  column: number | undefined,
  message: string,
) {
  return path === undefined || line === undefined ? undefined : { path, line, column, message };
}

/** Equal for clusters that would be asked the same. */
function fingerprint(cluster: NodeUtilizationSnapshot): string {
  return JSON.stringify(cluster, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
