import type { SnapshotResult } from '../../scenarios/brought-cluster/brought-cluster.ts';
import { SnapshotReader } from '../../scenarios/brought-cluster/snapshot-reader.ts';
import type { BroughtFile, ReadProgress } from './worker-messages.ts';

/** A file that could not be read to its end, for a reason outside its text. */
export interface UnreadableFile {
  readonly file: string;
  readonly why: 'gzip' | 'disk';
  readonly message: string;
}

/** What came of reading files. */
export interface ReadFiles {
  readonly result: SnapshotResult;
  readonly unreadable: readonly UnreadableFile[];
}

const progressEveryMs = 100;
const largestPiece = 1 << 16;

/** Reads files one after another, piece by piece, unpacking gzip on the way. Between pieces messages come in, so that the
 *  reading can be cancelled. Never holds more of a file than a piece. */
export async function readFiles(
  files: readonly BroughtFile[],
  signal: AbortSignal,
  onProgress: (progress: ReadProgress) => void,
): Promise<ReadFiles> {
  const reader = new SnapshotReader();
  const unreadable: UnreadableFile[] = [];
  const bytes = files.reduce(
    (sum, { content }) => sum + (typeof content === 'string' ? content.length : content.size),
    0,
  );
  const state = { read: 0, filesRead: 0, toldAt: 0 };
  const tell = () => {
    const { kept, problems } = reader.progress();
    const { read: bytesRead, filesRead } = state;
    onProgress({ kind: 'reading', bytesRead, bytes, files: files.length, filesRead, kept, problems });
    state.toldAt = performance.now();
  };
  for (const { name, content } of files) {
    let isEmpty = true;
    try {
      for await (const piece of piecesOf(content, (count) => (state.read += count))) {
        signal.throwIfAborted();
        isEmpty = false;
        reader.push(name, piece);
        if (performance.now() - state.toldAt > progressEveryMs) tell();
      }
    } catch (error) {
      if (signal.aborted) throw error;
      const why = typeof content !== 'string' && (await isGzip(content)) ? 'gzip' : 'disk';
      unreadable.push({ file: name, why, message: error instanceof Error ? error.message : String(error) });
    }
    if (isEmpty) reader.push(name, '');
    reader.endFile();
    state.filesRead += 1;
  }
  tell();
  return { result: reader.finish(), unreadable };
}

async function* piecesOf(
  content: File | string,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array | string> {
  if (typeof content === 'string') {
    for (let at = 0; at < content.length; at += largestPiece) {
      const piece = content.slice(at, at + largestPiece);
      onBytes(piece.length);
      yield piece;
      await breath();
    }
    return;
  }
  const slices = slicesOf(content, onBytes);
  const pieces = (await isGzip(content)) ? unpacked(slices) : slices;
  let last = performance.now();
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; at += largestPiece) {
      yield piece.subarray(at, at + largestPiece);
      if (performance.now() - last < 30) continue;
      await breath();
      last = performance.now();
    }
  }
}

/** A file in large slices, the next one asked for while one is being worked on: each costs a question to another process,
 *  which a busy machine takes its time to answer. */
async function* slicesOf(file: File, onBytes: (count: number) => void): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const sliceAt = (at: number) => (at < file.size ? file.slice(at, at + slice).arrayBuffer() : undefined);
  let next = sliceAt(0);
  for (let at = 0; next !== undefined; ) {
    const bytes = new Uint8Array(await next);
    at += slice;
    next = sliceAt(at);
    // Somebody has to look at the promise, should nobody ask for more.
    next?.catch(() => {});
    onBytes(bytes.length);
    yield bytes;
  }
}

const slice = 4 << 20;

/** The bytes that were compressed by gzip. */
async function* unpacked(packed: AsyncGenerator<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await packed.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
  const reader = source.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function isGzip(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

/** Lets messages in: a promise alone would not. */
export function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
