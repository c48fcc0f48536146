import { type EditableFile, type EditedFiles, editableFiles } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { EditStore, editOf, linkKey } from './edit-store.ts';
import type { EditorFile } from './plugin-files.ts';

/** Code that somebody brings along: what a link holds, or what a figure remembers. */
export interface InitialEdit {
  /** Texts by file name; files that it does not name are the plugin's own. */
  readonly files: Readonly<Record<string, string>>;
  readonly fromLink: boolean;
}

/** The edit on the screen and what can be done to it. */
export interface EditState {
  readonly texts: EditedFiles;
  /** Rises when the texts change other than by change(). */
  readonly revision: number;
  readonly edited: boolean;
  readonly isEdited: (path: string) => boolean;
  /** Whether the texts are a link's and have not been run or touched. */
  readonly fromLink: boolean;
  /** The link named files that do not exist here. */
  readonly linkDropped: boolean;
  /** What the last reset took away. */
  readonly undoable: EditedFiles | undefined;
  readonly change: (path: string, text: string) => void;
  readonly reset: () => void;
  readonly undoReset: () => void;
  /** The reader has seen the link's code and wants it run. */
  readonly trust: () => void;
}

interface EditStateOptions {
  readonly figure: string;
  readonly files: readonly EditorFile[];
  readonly initialEdit: InitialEdit | undefined;
  readonly onEdit: ((files: EditedFiles | undefined) => void) | undefined;
}

/** Holds the edit, keeps it for the tab's life, and tells the figure of it. A link's code goes before what was kept, but
 *  does not overwrite it until the reader runs or changes it. */
export function useEditState({ figure, files, initialEdit, onEdit }: EditStateOptions): EditState {
  const original = useMemo(() => originalOf(files), [files]);
  const store = useMemo(() => new EditStore(figure), [figure]);
  const [texts, setTexts] = useState<EditedFiles>(original);
  const [revision, setRevision] = useState(0);
  const [fromLink, setFromLink] = useState(false);
  const [undoable, setUndoable] = useState<EditedFiles>();
  const latest = useRef(texts);
  latest.current = texts;
  const link = useRef('');

  // After the first frame, which is the same for everybody and comes from the build.
  useEffect(() => {
    const linked = initialEdit && editOf(initialEdit.files);
    const kept = store.read();
    link.current = linkKey(linked);
    // Loading the page of a link again goes on with what the reader made of its code.
    const goesOn = linked === undefined || kept?.link === link.current;
    const edit = (goesOn ? kept?.files : undefined) ?? linked;
    setTexts({ ...original, ...edit });
    setRevision((number) => number + 1);
    setFromLink(linked !== undefined && initialEdit?.fromLink === true);
  }, [original, store, initialEdit]);

  const put = (next: EditedFiles) => {
    latest.current = next;
    setTexts(next);
    setFromLink(false);
    const edit = sameTexts(next, original) ? undefined : next;
    store.write(edit && { files: edit, link: link.current });
    onEdit?.(edit);
  };

  return {
    texts,
    revision,
    edited: !sameTexts(texts, original),
    isEdited: (path) => isEditable(path) && texts[path] !== original[path],
    fromLink,
    linkDropped: initialEdit !== undefined && Object.keys(initialEdit.files).some((path) => !isEditable(path)),
    undoable,
    change: (path, text) => {
      if (!isEditable(path) || latest.current[path] === text) return;
      setUndoable(undefined);
      put({ ...latest.current, [path]: text });
    },
    reset: () => {
      setUndoable(latest.current);
      put(original);
      setRevision(revision + 1);
    },
    undoReset: () => {
      if (undoable) put(undoable);
      setRevision(revision + 1);
      setUndoable(undefined);
    },
    trust: () => {
      if (fromLink) put(latest.current);
    },
  };
}

function originalOf(files: readonly EditorFile[]): EditedFiles {
  const texts = Object.fromEntries(files.map(({ path, source }) => [path, source]));
  return {
    'classification.ts': texts['classification.ts'] ?? '',
    'eviction-order.ts': texts['eviction-order.ts'] ?? '',
  };
}

function sameTexts(a: EditedFiles, b: EditedFiles): boolean {
  return editableFiles.every((path) => a[path] === b[path]);
}

function isEditable(path: string): path is EditableFile {
  return (editableFiles as readonly string[]).includes(path);
}
