/** What can go wrong with a file, by its name in C. */
export type FileErrorCode =
  | 'ENOENT'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'ELOOP'
  | 'EACCES'
  | 'EINVAL'
  | 'ENOSPC';

const errorTexts: Record<FileErrorCode, string> = {
  ENOENT: 'No such file or directory',
  EEXIST: 'File exists',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOTEMPTY: 'Directory not empty',
  ELOOP: 'Too many levels of symbolic links',
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
  ENOSPC: 'No space left on device',
};

/** A file operation that failed; the message is the C library's text alone, as tools append it to their own. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, path: string) {
    super(errorTexts[code]);
    this.code = code;
    this.path = path;
  }
}

/** A file, directory or symbolic link as plain JSON. */
export type FileNode =
  | { readonly type: 'file'; readonly mode: number; readonly modifiedMs: number; readonly text: string }
  | { readonly type: 'directory'; readonly mode: number; readonly modifiedMs: number }
  | { readonly type: 'link'; readonly mode: number; readonly modifiedMs: number; readonly target: string };

export interface FileLimits {
  /** Characters in all files together. */
  readonly characters: number;
  readonly files: number;
}

const defaultFileLimits: FileLimits = { characters: 64 * 1024 * 1024, files: 20_000 };

/** The file system of one machine: text files, directories and symbolic links by absolute path. Everything is
 *  synchronous; what it holds is plain JSON. */
export class VirtualFiles {
  private readonly nodes = new Map<string, FileNode>();
  private readonly limits: FileLimits;
  private readonly now: () => number;
  private characters = 0;

  /** `now` is the virtual clock, in milliseconds, for the times of files. */
  constructor(now: () => number, limits: FileLimits = defaultFileLimits) {
    this.now = now;
    this.limits = limits;
    this.nodes.set('/', { type: 'directory', mode: 0o755, modifiedMs: now() });
  }

  /** What a path leads to, links followed; undefined when there is nothing. */
  stat(path: string): FileNode | undefined {
    const real = this.tryRealPath(path);
    return real === undefined ? undefined : this.nodes.get(real);
  }

  /** As `stat`, without following a link at the end. */
  lstat(path: string): FileNode | undefined {
    const parent = this.tryRealPath(parentOf(path));
    return parent === undefined ? undefined : this.nodes.get(joinPath(parent, baseOf(path)));
  }

  exists(path: string): boolean {
    return this.stat(path) !== undefined;
  }

  isDirectory(path: string): boolean {
    return this.stat(path)?.type === 'directory';
  }

  isFile(path: string): boolean {
    return this.stat(path)?.type === 'file';
  }

  readText(path: string): string {
    const node = this.stat(path);
    if (!node) throw new FileError('ENOENT', path);
    if (node.type !== 'file') throw new FileError('EISDIR', path);
    if ((node.mode & 0o444) === 0) throw new FileError('EACCES', path);
    return node.text;
  }

  /** Replaces or makes a file. A new one gets `mode`, an old one keeps its own. */
  writeText(path: string, text: string, mode = 0o644): void {
    const real = this.placeFor(path);
    const old = this.nodes.get(real);
    if (old?.type === 'directory') throw new FileError('EISDIR', path);
    if (old && (old.mode & 0o222) === 0) throw new FileError('EACCES', path);
    const oldSize = old?.type === 'file' ? old.text.length : 0;
    const size = this.characters - oldSize + text.length;
    if (size > this.limits.characters) throw new FileError('ENOSPC', path);
    this.put(real, { type: 'file', mode: old?.mode ?? mode, modifiedMs: this.now(), text });
    this.characters = size;
  }

  appendText(path: string, text: string): void {
    const old = this.stat(path);
    this.writeText(path, old?.type === 'file' ? old.text + text : text);
  }

  /** Makes a directory; with `parents` also those above it, and one that exists is no error. */
  makeDirectory(path: string, options: { parents?: boolean; mode?: number } = {}): void {
    const clean = normalizePath(path);
    if (options.parents) {
      const parent = parentOf(clean);
      if (parent !== clean && !this.exists(parent)) this.makeDirectory(parent, { parents: true });
      const there = this.stat(clean);
      if (there?.type === 'directory') return;
    }
    const real = this.placeFor(clean);
    if (this.nodes.has(real)) throw new FileError('EEXIST', path);
    this.put(real, { type: 'directory', mode: options.mode ?? 0o755, modifiedMs: this.now() });
  }

  makeLink(path: string, target: string): void {
    const place = this.entryPlace(path);
    if (this.nodes.has(place)) throw new FileError('EEXIST', path);
    this.put(place, { type: 'link', mode: 0o777, modifiedMs: this.now(), target });
  }

  /** The names in a directory, sorted as `LC_ALL=C` does. */
  list(path: string): string[] {
    const real = this.realPath(path);
    const node = this.nodes.get(real);
    if (node?.type !== 'directory') throw new FileError('ENOTDIR', path);
    const prefix = real === '/' ? '/' : `${real}/`;
    const names: string[] = [];
    for (const name of this.nodes.keys()) {
      if (name.length > prefix.length && name.startsWith(prefix) && !name.includes('/', prefix.length)) {
        names.push(name.slice(prefix.length));
      }
    }
    return names.sort();
  }

  /** Removes a file, a link, or an empty directory; with `recursive` a directory and all in it. */
  remove(path: string, options: { recursive?: boolean } = {}): void {
    const place = this.entryPlace(path);
    const node = this.nodes.get(place);
    if (!node) throw new FileError('ENOENT', path);
    if (place === '/') throw new FileError('EACCES', path);
    if (node.type === 'directory') {
      const inside = [...this.nodes.keys()].filter((name) => name.startsWith(`${place}/`));
      if (inside.length > 0 && !options.recursive) throw new FileError('ENOTEMPTY', path);
      for (const name of inside) this.drop(name);
    }
    this.drop(place);
  }

  /** Gives a file or directory another path; a file that is there is replaced. */
  move(from: string, to: string): void {
    const source = this.entryPlace(from);
    const node = this.nodes.get(source);
    if (!node) throw new FileError('ENOENT', from);
    const target = this.entryPlace(to);
    if (target === source) return;
    if (target.startsWith(`${source}/`)) throw new FileError('EINVAL', to);
    const there = this.nodes.get(target);
    if (there?.type === 'directory' && node.type !== 'directory') throw new FileError('EISDIR', to);
    if (there && there.type !== 'directory' && node.type === 'directory') throw new FileError('ENOTDIR', to);
    if (there) this.remove(target);
    for (const [name, moved] of [...this.nodes]) {
      if (name !== source && !name.startsWith(`${source}/`)) continue;
      this.nodes.delete(name);
      this.nodes.set(target + name.slice(source.length), moved);
    }
  }

  changeMode(path: string, mode: number): void {
    const real = this.realPath(path);
    this.nodes.set(real, { ...(this.nodes.get(real) as FileNode), mode });
  }

  touch(path: string): void {
    const node = this.stat(path);
    if (!node) this.writeText(path, '');
    else this.nodes.set(this.realPath(path), { ...node, modifiedMs: this.now() });
  }

  /** The path with every link followed. */
  realPath(path: string): string {
    const real = this.tryRealPath(path);
    if (real === undefined || !this.nodes.has(real)) throw new FileError('ENOENT', path);
    return real;
  }

  /** Everything that is there, as plain JSON. */
  snapshot(): Record<string, FileNode> {
    return Object.fromEntries(this.nodes);
  }

  /** Replaces everything by a snapshot. */
  restore(snapshot: Readonly<Record<string, FileNode>>): void {
    this.nodes.clear();
    this.characters = 0;
    for (const [path, node] of Object.entries(snapshot)) {
      this.nodes.set(path, node);
      if (node.type === 'file') this.characters += node.text.length;
    }
  }

  private put(place: string, node: FileNode): void {
    if (!this.nodes.has(place) && this.nodes.size >= this.limits.files) throw new FileError('ENOSPC', place);
    this.nodes.set(place, node);
  }

  private drop(place: string): void {
    const node = this.nodes.get(place);
    if (node?.type === 'file') this.characters -= node.text.length;
    this.nodes.delete(place);
  }

  /** Where the entry of a path is or would be; its directory must be there. */
  private entryPlace(path: string): string {
    const clean = normalizePath(path);
    if (clean === '/') return clean;
    const parent = this.tryRealPath(parentOf(clean));
    const node = parent === undefined ? undefined : this.nodes.get(parent);
    if (parent === undefined || !node) throw new FileError('ENOENT', path);
    if (node.type !== 'directory') throw new FileError('ENOTDIR', path);
    return joinPath(parent, baseOf(clean));
  }

  /** As `entryPlace`, where a link leads to its target. */
  private placeFor(path: string): string {
    let place = this.entryPlace(path);
    for (let hops = 0; hops < 40; hops++) {
      const node = this.nodes.get(place);
      if (node?.type !== 'link') return place;
      place = this.entryPlace(resolvePath(parentOf(place), node.target));
    }
    throw new FileError('ELOOP', path);
  }

  private tryRealPath(path: string): string | undefined {
    let waiting = normalizePath(path).split('/').filter(Boolean);
    let real = '/';
    let hops = 0;
    while (waiting.length > 0) {
      const [name, ...rest] = waiting;
      if (this.nodes.get(real)?.type !== 'directory') return undefined;
      const next = joinPath(real, name ?? '');
      const node = this.nodes.get(next);
      waiting = rest;
      if (node?.type === 'link') {
        if (++hops > 40) return undefined;
        waiting = [...resolvePath(real, node.target).split('/').filter(Boolean), ...rest];
        real = '/';
      } else real = next;
    }
    return real;
  }
}

/** An absolute path: `path` itself, or as seen from the directory `cwd`. */
export function resolvePath(cwd: string, path: string): string {
  return normalizePath(path.startsWith('/') ? path : `${cwd}/${path}`);
}

/** An absolute path without `.`, `..` and doubled slashes. */
export function normalizePath(path: string): string {
  const names: string[] = [];
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..') names.pop();
    else names.push(name);
  }
  return `/${names.join('/')}`;
}

/** The directory that a path is in; `/` is in itself. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** The last name of a path. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function joinPath(directory: string, name: string): string {
  return directory === '/' ? `/${name}` : `${directory}/${name}`;
}
