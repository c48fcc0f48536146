import type { GuestFailure } from './guest-result.ts';
import type { StrippedModule, TypeStripper } from './strip-types.ts';

/** An import that names none of the given modules. */
export interface MissingImport {
  readonly file: string;
  readonly specifier: string;
  readonly message: string;
}

/** The modules of one run: all that an import can reach. */
export class ModuleSet {
  /** The paths of the reader's own. */
  readonly files: ReadonlySet<string>;
  readonly #sources: Readonly<Record<string, string>>;
  readonly #stripper: TypeStripper;
  readonly #stripped = new Map<string, StrippedModule>();
  #problem: Omit<GuestFailure, 'logs'> | undefined;
  #missing: MissingImport | undefined;

  constructor(
    own: Readonly<Record<string, string>>,
    support: Readonly<Record<string, string>>,
    stripper: TypeStripper,
  ) {
    this.#sources = { ...support, ...own };
    this.#stripper = stripper;
    this.files = new Set(Object.keys(own));
    for (const [file, source] of Object.entries(own)) {
      const stripped = stripper.strip(source);
      if (stripped.ok) this.#stripped.set(file, stripped);
      else this.#problem ??= { ...stripped, kind: 'syntax', message: `SyntaxError: ${stripped.message}`, file };
    }
  }

  /** Throws unless the file is one of the modules: naming the entry is the caller's business, not the reader's. */
  requireFile(file: string): void {
    if (Object.hasOwn(this.#sources, file)) return;
    const names = Object.keys(this.#sources).join(', ');
    throw new Error(`the entry must be one of the modules (${names}), found ${file}`);
  }

  firstProblem(): Omit<GuestFailure, 'logs'> | undefined {
    return this.#problem;
  }

  missingImport(): MissingImport | undefined {
    return this.#missing;
  }

  sourceOf(file: string): string {
    return this.#sources[file] ?? '';
  }

  codeOf(file: string): string {
    const own = this.#stripped.get(file);
    if (own) return own.code;
    const support = this.#stripper.strip(this.sourceOf(file));
    if (!support.ok) throw new Error(`${file} is no TypeScript: ${support.message}`);
    return support.code;
  }

  columnOf(file: string, line: number, column: number): number | undefined {
    return this.#stripped.get(file)?.columnOf(line, column);
  }

  /** The engine's module resolution. */
  resolve(from: string, specifier: string): string | { error: Error } {
    const path = specifier.startsWith('.') ? resolveRelative(from, specifier) : specifier;
    if (Object.hasOwn(this.#sources, path)) return path;
    const message = `"${specifier}" cannot be imported; the modules are ${this.#near(path).join(', ')}`;
    this.#missing ??= { file: from, specifier, message };
    return { error: new Error(message) };
  }

  /** The modules in the folder that an import led to, or the reader's own when there is none. */
  #near(path: string): string[] {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const siblings = Object.keys(this.#sources).filter(
      (file) => folder !== '' && file.startsWith(folder) && !file.slice(folder.length).includes('/'),
    );
    return siblings.length > 0 ? siblings.sort() : [...this.files];
  }

  /** The engine's module loading, of a path that resolve() answered. */
  load(path: string): string {
    return this.codeOf(path);
  }
}

function resolveRelative(from: string, specifier: string): string {
  const segments = from.split('/').slice(0, -1);
  for (const segment of specifier.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}
