import type { BroughtFile } from './worker-messages.ts';

/** Files to read, and how many of a folder were left out for their name. */
export interface Collected {
  readonly files: readonly BroughtFile[];
  readonly leftOut: number;
}

const readable = /\.(json|jsonl|ndjson|ya?ml)(\.gz)?$|\.gz$/i;
const hidden = /(^|\/)\./;

/** The files of a choice. Of a folder only those that can hold a snapshot by their name; single files are taken as they
 *  are, since whoever chose one meant it. */
export function collectChosen(list: FileList): Collected {
  const all = [...list].map((file) => ({ name: file.webkitRelativePath || file.name, content: file }));
  return withoutStrangers(
    all,
    all.some(({ content }) => content.webkitRelativePath !== ''),
  );
}

/** The files of what was dropped, folders opened. Must be called before the event is over: the list is empty after. */
export async function collectDropped(transfer: DataTransfer): Promise<Collected> {
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? []);
  if (entries.length === 0) return collectChosen(transfer.files);
  const all: { name: string; content: File }[] = [];
  for (const entry of entries) await collectEntry(entry, '', all);
  return withoutStrangers(
    all,
    entries.some(({ isDirectory }) => isDirectory),
  );
}

function withoutStrangers(all: readonly { name: string; content: File }[], isFolder: boolean): Collected {
  const files = isFolder ? all.filter(({ name }) => readable.test(name) && !hidden.test(name)) : all;
  return { files, leftOut: all.length - files.length };
}

async function collectEntry(
  entry: FileSystemEntry,
  above: string,
  into: { name: string; content: File }[],
): Promise<void> {
  const name = `${above}${entry.name}`;
  if (entry.isFile) {
    const content = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    into.push({ name, content });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const each of some) await collectEntry(each, `${name}/`, into);
  }
}
