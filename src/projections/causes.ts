import type { Log, LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import type { Language } from './language.ts';
import type { Moment } from './timeline.ts';

/** What led to a log entry and what it led to. */
export interface CauseChain {
  /** From the first cause to the entry itself. */
  readonly causes: readonly ChainLink[];
  /** The moments of the figure that follow from the entry, in order. */
  readonly effects: readonly ChainLink[];
}

export interface ChainLink {
  readonly seq: number;
  readonly atMs: number;
  readonly text: string;
  /** The moment of the figure that this entry is, if it is one. */
  readonly moment: number | undefined;
}

const longestChain = 12;

/** The chain around a log entry, in words. `momentText` has the words of a moment, undefined for one that has none. */
export function causeChain(
  log: Log,
  moments: readonly Moment[],
  seq: number,
  language: Language,
  momentText: (index: number) => string | undefined,
): CauseChain {
  const momentOfSeq = new Map(moments.map((moment, index) => [moment.seq, index]));
  const link = (entry: LogEntry): ChainLink => {
    const moment = momentOfSeq.get(entry.seq);
    return {
      seq: entry.seq,
      atMs: entry.atMs,
      moment,
      text: (moment === undefined ? undefined : momentText(moment)) ?? entryText(entry, language),
    };
  };
  const chain = log
    .causesOf(seq)
    .reverse()
    .filter((entry) => momentOfSeq.has(entry.seq) || hasWords(entry))
    .map(link);
  const causes = chain.length <= longestChain ? chain : [...chain.slice(0, 1), ...chain.slice(1 - longestChain)];
  const effects: ChainLink[] = [];
  for (const moment of moments) {
    const entry = log.entry(moment.seq);
    if (entry && entry.seq > seq && leadsTo(log, seq, entry)) effects.push(link(entry));
  }
  return { causes, effects: effects.slice(0, longestChain) };
}

/** A cause always comes before its effect, so the walk back ends as soon as it is past the entry asked for. */
function leadsTo(log: Log, seq: number, entry: LogEntry): boolean {
  let at: LogEntry | undefined = entry;
  while (at && at.cause > seq) at = log.entry(at.cause);
  return at?.cause === seq;
}

/** Gates that are open, corev1 Events and the like lie on the way of every chain and explain nothing. */
function hasWords(entry: LogEntry): boolean {
  if (entry.kind === 'apiserver.objectWritten') return entry.data.resource !== 'events';
  return entry.kind === 'input' || entry.kind === 'descheduler.evictionRequested';
}

/** A log entry that the figure has no moment for. */
function entryText(entry: LogEntry, language: Language): string {
  const isChinese = language === 'zh';
  if (entry.kind === 'input') {
    const { type } = (entry.data.input ?? {}) as { type?: unknown };
    return isChinese ? `输入：${String(type)}` : `Input: ${String(type)}`;
  }
  if (entry.kind === 'descheduler.evictionRequested') {
    const { pod, node } = entry.data;
    return isChinese
      ? `descheduler 请求从 ${node} 驱逐 ${pod.name}`
      : `The descheduler asks the API to evict ${pod.name} from ${node}`;
  }
  if (entry.kind === 'apiserver.objectWritten') {
    const { type, resource, name, by, object } = entry.data;
    if (type === 'MODIFIED' && object.metadata.deletionTimestamp) {
      return isChinese ? `API server 给 ${name} 记下删除时间` : `The API server marks ${name} for deletion`;
    }
    const verb = isChinese
      ? { ADDED: '创建', MODIFIED: '修改', DELETED: '删除' }[type]
      : { ADDED: 'creates', MODIFIED: 'changes', DELETED: 'deletes' }[type];
    return `${by.replace(/^system:(serviceaccount:[^:]+:)?/, '')} ${verb} ${resource}/${name}`;
  }
  return entry.kind;
}
