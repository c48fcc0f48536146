import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { RandomStream } from 'kind-wasm-shim/kernel/random.ts';
import type { Pod } from 'kubernetes-types/core/v1';

/** One line of a sequence, recorded or simulated. */
export interface SequenceLine {
  readonly at: number;
  readonly source: 'kubelet' | 'containerd' | 'apiWatch' | 'step';
  readonly severity?: string;
  readonly file?: string;
  readonly message?: string;
  readonly values?: string;
  readonly type?: string;
  readonly pod?: string;
  readonly uid?: string;
  readonly phase?: string;
  readonly deleting?: boolean;
  readonly grace?: string;
}

/** A line that can be compared: its text with every id replaced by `#`, and the ids in order. */
export interface Line {
  readonly at: number;
  readonly source: SequenceLine['source'];
  readonly file: string;
  readonly message: string;
  readonly key: string;
  readonly ids: readonly string[];
  readonly text: string;
}

const recordedIDs = /\b(?:uid|container|sandbox):\d+/g;
const simulatedIDs =
  /\b[0-9a-f]{64}\b|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b/g;
const times = /<time>|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** What a network plugin of the recording said is its own affair: the scenario does not give its words. */
const pluginError = /plugin type=.*? failed \(delete\): (?:(?!\\*"(?: |$)).)*/g;

/** Reads the lines of a recording; steps are left out. */
export function readSequence(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as SequenceLine)
    .filter(({ source }) => source !== 'step')
    .map((line) => toLine(line, recordedIDs));
}

/** The lines that the log of a simulation holds, from `startMs` on, in seconds since then. */
export function simulatedLines(
  entries: readonly LogEntry[],
  startMs: number,
  endMs: number,
  pods: ReadonlySet<string>,
  seed: number,
): Line[] {
  const lines: Line[] = [];
  const watcher = new RandomStream(seed, 'conform/watcher');
  let watchedMs = 0;
  for (const entry of entries) {
    if (entry.atMs < startMs || entry.atMs > endMs) continue;
    let atMs = entry.atMs - startMs;
    if (entry.kind === 'apiserver.objectWritten') {
      // The recording's watcher is a client of its own, mostly as quick as the kubelet and now and then not.
      watchedMs = Math.max(
        watchedMs,
        atMs + (watcher.fraction() < 0.8 ? watcher.integer(0, 8) : watcher.integer(9, 60)),
      );
      atMs = watchedMs;
    }
    const given = sequenceLine(entry, atMs / 1000, pods);
    if (!given) continue;
    const line = toLine(given, simulatedIDs);
    // Recordings hold the lines about their pods.
    if (line.ids.length > 0 || [...pods].some((pod) => line.text.includes(pod))) lines.push(line);
  }
  return lines.sort((left, right) => left.at - right.at);
}

function sequenceLine(entry: LogEntry, at: number, pods: ReadonlySet<string>): SequenceLine | undefined {
  if (entry.kind === 'kubelet.logged') {
    const { severity, file, message, values } = entry.data;
    return { at, source: 'kubelet', severity, file, message, values };
  }
  if (entry.kind === 'containerd.logged') {
    const { severity, message, error } = entry.data;
    return {
      at,
      source: 'containerd',
      severity,
      message: error === undefined ? message : `${message}" error="${error}`,
    };
  }
  if (entry.kind !== 'apiserver.objectWritten' || entry.data.resource !== 'pods') return undefined;
  const { type, object } = entry.data;
  const { metadata, status } = object as Pod;
  if (!pods.has(metadata?.name ?? '')) return undefined;
  return {
    at,
    source: 'apiWatch',
    type,
    pod: metadata?.name ?? '',
    uid: metadata?.uid ?? '',
    phase: status?.phase ?? '',
    deleting: metadata?.deletionTimestamp !== undefined,
    grace: metadata?.deletionGracePeriodSeconds === undefined ? '<none>' : String(metadata.deletionGracePeriodSeconds),
  };
}

function toLine(line: SequenceLine, pattern: RegExp): Line {
  const { at, source } = line;
  const text =
    source === 'apiWatch'
      ? `${line.type} ${line.pod} ${line.uid} phase=${line.phase} deleting=${line.deleting} grace=${line.grace}`
      : `${line.severity} ${line.file ?? ''} ${line.message} ${line.values ?? ''}`;
  const plain = text.replaceAll(times, '<time>').replaceAll(pluginError, 'plugin failed (delete)');
  const ids = plain.match(pattern) ?? [];
  const key = `${source} ${plain.replaceAll(pattern, '#')}`;
  const message = source === 'apiWatch' ? (line.type ?? '') : (line.message ?? '');
  return { at, source, file: line.file ?? '', message: message.replaceAll(pattern, '#'), key, ids, text: plain };
}
