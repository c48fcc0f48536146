import { type EditedFiles, editableFiles } from 'kind-wasm-shim/guest/edited-node-utilization.ts';

/** The longest text of one file that is kept, linked or run. Ten times the plugin's own is room enough. */
export const longestFile = 100_000;

/** Keeps a reader's edit for as long as the tab lives, per figure, so that following a link or pressing "back" loses
 *  nothing. Where storage is refused, an edit lives as long as the page. */
export class EditStore {
  readonly #key: string;

  constructor(figure: string) {
    this.#key = `podlab:edit:${figure}`;
  }

  read(): Partial<EditedFiles> | undefined {
    try {
      return editOf(JSON.parse(sessionStorage.getItem(this.#key) ?? 'null'));
    } catch {
      // Storage that is refused or damaged holds no edit.
      return undefined;
    }
  }

  write(files: EditedFiles | undefined): void {
    try {
      if (files) sessionStorage.setItem(this.#key, JSON.stringify(files));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // Refused or full: the edit stays on the page.
    }
  }
}

/** The files that a stored or linked value has, undefined when it has none. Other names and other types are left out. */
export function editOf(value: unknown): Partial<EditedFiles> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = editableFiles.flatMap((path) => {
    const text: unknown = (value as Record<string, unknown>)[path];
    return typeof text === 'string' ? [[path, text] as const] : [];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
