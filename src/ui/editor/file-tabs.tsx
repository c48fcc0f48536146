import { type EditableFile, editableFiles } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import { useRef } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { editorWords } from './editor-words.ts';

/** The files as tabs: one Tab stop, arrows pick. */
export function FileTabs(props: {
  readonly lang: Language;
  readonly path: EditableFile;
  readonly panel: string;
  readonly isEdited: (path: EditableFile) => boolean;
  readonly onPick: (path: EditableFile) => void;
}) {
  const words = editorWords[props.lang];
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (editableFiles.indexOf(props.path) + step + editableFiles.length) % editableFiles.length;
    props.onPick(editableFiles[at] ?? props.path);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus();
  };
  return (
    <div class="editor-tabs" role="tablist" aria-label={words.files} ref={list} onKeyDown={onKeyDown}>
      {editableFiles.map((path) => (
        <button
          key={path}
          type="button"
          role="tab"
          aria-selected={path === props.path}
          aria-controls={props.panel}
          tabIndex={path === props.path ? 0 : -1}
          onClick={() => props.onPick(path)}
        >
          {path}
          {props.isEdited(path) && (
            <span class="editor-unsaved" title={words.editedMark} role="img" aria-label={words.editedMark} />
          )}
        </button>
      ))}
    </div>
  );
}
