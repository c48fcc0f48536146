import { type EditedFiles, editableFiles } from 'kind-wasm-shim/guest/edited-node-utilization.ts';

/** The longest text of one file that is kept, linked or run. Ten times the plugin's own is room enough. */
export const longestFile = 100_000;

/** An edit that was kept. */
export interface KeptEdit {
  readonly files: Partial<EditedFiles>;
  /** The link that the edit began with, as linkKey gives it; empty when it began with the plugin's own code. */
  readonly link: string;
}

/** Keeps a reader's edit for as long as the tab lives, per figure, so that following a link or pressing "back" loses
 *  nothing. Where storage is refused, an edit lives as long as the page. */
export class EditStore {
  readonly #key: string;

  constructor(figure: string) {
    this.#key = `podlab:edit:${figure}`;
  }

  read(): KeptEdit | undefined {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? 'null') as {
        files?: unknown;
        link?: unknown;
      } | null;
      const files = editOf(kept?.files);
      return files && { files, link: typeof kept?.link === 'string' ? kept.link : '' };
    } catch {
      // Storage that is refused or damaged holds no edit.
      return undefined;
    }
  }

  write(edit: KeptEdit | undefined): void {
    try {
      if (edit) sessionStorage.setItem(this.#key, JSON.stringify(edit));
      else sessionStorage.removeItem(this.#key);
    } catch {
      // Refused or full: the edit stays on the page.
    }
  }
}

/** Equal for links that bring the same code. */
export function linkKey(linked: Partial<EditedFiles> | undefined): string {
  return linked ? JSON.stringify(editableFiles.map((path) => linked[path] ?? null)) : '';
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
