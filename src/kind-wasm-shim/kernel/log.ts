/** The facts that a log can hold, by kind. Each part of the model declares its own kinds by merging into this
 *  interface, so that the kernel needs to know none of them:
 *
 *      declare module '../../kernel/log.ts' {
 *        interface LogFacts { 'scheduler.podBound': { pod: string; node: string } }
 *      }
 *
 *  A fact is plain JSON: no functions, class instances, bigints or undefined array elements. */
export interface LogFacts {
  /** Something from outside: a typed command, an injected fault, an edited file. */
  input: { input: unknown };
  /** A remark of the model for the reader of the log, without consequences. */
  note: { text: string };
}

export type LogKind = keyof LogFacts;

/** One past-tense fact. `seq` counts from 1 without gaps; `cause` is the seq of the entry that led to this one,
 *  0 when nothing in the log did. */
export type LogEntry<K extends LogKind = LogKind> = {
  [Kind in K]: {
    readonly seq: number;
    readonly atMs: number;
    readonly cause: number;
    readonly kind: Kind;
    readonly data: LogFacts[Kind];
  };
}[K];

/** The history of one simulation: append-only, ordered by time and by seq. */
export class Log {
  readonly entries: LogEntry[] = [];

  get lastSeq(): number {
    return this.entries.length;
  }

  /** The entry with this seq, or undefined when there is none. */
  entry(seq: number): LogEntry | undefined {
    return this.entries[seq - 1];
  }

  /** The seq of the last entry at or before `atMs`, 0 when there is none. */
  seqAt(atMs: number): number {
    let low = 0;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.entries[middle] as LogEntry).atMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The chain that led to an entry, the entry itself first, its first cause last. */
  causesOf(seq: number): LogEntry[] {
    const chain: LogEntry[] = [];
    for (let entry = this.entry(seq); entry; entry = this.entry(entry.cause)) chain.push(entry);
    return chain;
  }
}

/** One log entry as a line: time, seq, cause, kind and data. Two logs are equal when these lines are. */
export function formatLogEntry(entry: LogEntry): string {
  const time = (entry.atMs / 1000).toFixed(3).padStart(9);
  const seq = `#${entry.seq}`.padStart(6);
  const cause = entry.cause === 0 ? '' : `←#${entry.cause}`;
  return `${time}s ${seq} ${cause.padEnd(7)} ${entry.kind.padEnd(28)} ${JSON.stringify(entry.data)}`;
}

/** The whole log as text, one line an entry. */
export function formatLog(entries: readonly LogEntry[]): string {
  return entries.map((entry) => `${formatLogEntry(entry)}\n`).join('');
}
