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
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  let stream: ReadableStream<Uint8Array> = content.stream().pipeThrough(counted);
  if (await isGzip(content)) stream = stream.pipeThrough(new DecompressionStream('gzip') as never);
  const reader = stream.getReader();
  let last = performance.now();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;

      for (let at = 0; at < value.length; at += largestPiece) yield value.subarray(at, at + largestPiece);
      if (performance.now() - last > 30) {
        await breath();
        last = performance.now();
      }
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
