import { Channel, ChannelClosed } from '../kernel/channel.ts';
import type { Task } from '../kernel/effect.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { BrokenPipe, type Reader, type TerminalSize, type Writer } from './command.ts';
import { FileError, type VirtualFiles } from './files.ts';

/** How much a pipe holds before its writer waits: so many pieces of at most so many characters. */
const pipePieces = 16;
const pieceLength = 65_536;

/** An open file, as a file descriptor names it. Several descriptors, in several processes, may share one; it is
 *  closed when the last of them lets go. */
export class OpenFile {
  readonly reader: Reader | undefined;
  readonly writer: Writer | undefined;
  private readonly close: () => void;
  private holders = 1;

  constructor(ends: { reader?: Reader; writer?: Writer; close?: () => void }) {
    this.reader = ends.reader;
    this.writer = ends.writer;
    this.close = ends.close ?? (() => {});
  }

  retain(): this {
    this.holders++;
    return this;
  }

  release(): void {
    this.holders--;
    if (this.holders === 0) this.close();
  }
}

/** What the numbers of a process's file descriptors stand for. */
export type Descriptors = Map<number, OpenFile>;

/** A copy for another process, which has to release it. */
export function shareDescriptors(descriptors: Descriptors): Descriptors {
  for (const file of descriptors.values()) file.retain();
  return new Map(descriptors);
}

/** Lets go of all files of a process. */
export function releaseDescriptors(descriptors: Descriptors): void {
  for (const file of descriptors.values()) file.release();
  descriptors.clear();
}

/** Puts a file at a descriptor and lets go of what was there. */
export function setDescriptor(descriptors: Descriptors, number: number, file: OpenFile | undefined): void {
  descriptors.get(number)?.release();
  if (file) descriptors.set(number, file);
  else descriptors.delete(number);
}

/** Reads lines and pieces from any source of text, keeping what was read too far for whoever reads next. */
export class BufferedReader implements Reader {
  readonly isTerminal: boolean;
  private readonly more: () => Task<string | undefined>;
  private buffered = '';

  constructor(more: () => Task<string | undefined>, isTerminal = false) {
    this.more = more;
    this.isTerminal = isTerminal;
  }

  *read(): Task<string | undefined> {
    if (this.buffered !== '') {
      const text = this.buffered;
      this.buffered = '';
      return text;
    }
    return yield* this.more();
  }

  *readLine(): Task<{ line: string; ended: boolean } | undefined> {
    for (;;) {
      const end = this.buffered.indexOf('\n');
      if (end >= 0) {
        const line = this.buffered.slice(0, end);
        this.buffered = this.buffered.slice(end + 1);
        return { line, ended: true };
      }
      const text = yield* this.more();
      if (text === undefined) break;
      this.buffered += text;
    }
    if (this.buffered === '') return undefined;
    const line = this.buffered;
    this.buffered = '';
    return { line, ended: false };
  }

  *readAll(): Task<string> {
    const pieces: string[] = [];
    for (let text = yield* this.read(); text !== undefined; text = yield* this.read()) pieces.push(text);
    return pieces.join('');
  }

  /** Gives back text that was read too far. */
  unread(text: string): void {
    this.buffered = text + this.buffered;
  }
}

/** A pipe's two ends. Its writer waits while it is full and learns when nobody reads any more. */
export function makePipe(kernel: Kernel): { read: OpenFile; write: OpenFile } {
  const channel = new Channel<string>(kernel, pipePieces);
  const reader = new BufferedReader(function* () {
    return yield* channel.take();
  });
  const writer: Writer = {
    terminal: undefined,
    *write(text) {
      try {
        for (let at = 0; at < text.length; at += pieceLength) yield* channel.put(text.slice(at, at + pieceLength));
      } catch (error) {
        throw error instanceof ChannelClosed ? new BrokenPipe() : error;
      }
    },
  };
  return {
    read: new OpenFile({ reader, close: () => channel.close() }),
    write: new OpenFile({ writer, close: () => channel.close() }),
  };
}

/** A file opened for reading. What is appended later is read too. */
export function openForReading(files: VirtualFiles, path: string): OpenFile {
  let known = files.readText(path);
  let place = 0;
  const reader = new BufferedReader(function* (): Task<string | undefined> {
    if (files.isFile(path)) known = files.readText(path);
    if (place >= known.length) return undefined;
    const text = known.slice(place, place + pieceLength);
    place += text.length;
    return text;
  });
  return new OpenFile({ reader });
}

/** A file opened for writing: emptied first, or with `append` added to. */
export function openForWriting(files: VirtualFiles, path: string, append: boolean): OpenFile {
  if (path === '/dev/null') return openNothing();
  if (append && files.exists(path)) {
    if (!files.isFile(path)) throw new FileError('EISDIR', path);
    files.appendText(path, '');
  } else files.writeText(path, '');
  let place = 0;
  const writer: Writer = {
    terminal: undefined,
    *write(text): Task {
      // A file that was removed meanwhile takes what is written with it.
      if (!files.isFile(path)) return;
      if (append) files.appendText(path, text);
      else {
        const old = files.readText(path);
        files.writeText(path, old.slice(0, place).padEnd(place, '\0') + text + old.slice(place + text.length));
        place += text.length;
      }
    },
  };
  return new OpenFile({ writer });
}

/** `/dev/null`. */
export function openNothing(): OpenFile {
  return new OpenFile({ reader: emptyReader(), writer: { terminal: undefined, *write(): Task {} } });
}

/** A text to read, as here-documents are. */
export function openText(text: string): OpenFile {
  return new OpenFile({ reader: textReader(text) });
}

/** A reader of a text that is there already. */
export function textReader(text: string): BufferedReader {
  let left: string | undefined = text === '' ? undefined : text;
  return new BufferedReader(function* (): Task<string | undefined> {
    const now = left;
    left = undefined;
    return now;
  });
}

function emptyReader(): BufferedReader {
  return textReader('');
}

/** A writer that hands every piece to a function at once, such as a terminal or a test. */
export function sinkWriter(sink: (text: string) => void, terminal?: () => TerminalSize | undefined): Writer {
  return {
    get terminal() {
      return terminal?.();
    },
    *write(text): Task {
      if (text !== '') sink(text);
    },
  };
}
