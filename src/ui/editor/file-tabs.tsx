import { useRef } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { editorWords } from './editor-words.ts';

/** The files as tabs: one Tab stop, arrows pick. */
export function FileTabs(props: {
  readonly lang: Language;
  readonly paths: readonly string[];
  readonly path: string;
  readonly panel: string;
  readonly isEdited: (path: string) => boolean;
  readonly onPick: (path: string) => void;
}) {
  const words = editorWords[props.lang];
  const { paths } = props;
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = (paths.indexOf(props.path) + step + paths.length) % paths.length;
    props.onPick(paths[at] ?? props.path);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus();
  };
  return (
    <div class="editor-tabs" role="tablist" aria-label={words.files} ref={list} onKeyDown={onKeyDown}>
      {paths.map((path) => (
        <button
          key={path}
          type="button"
          role="tab"
          aria-selected={path === props.path}
          aria-controls={props.panel}
          tabIndex={path === props.path ? 0 : -1}
          onClick={() => props.onPick(path)}
        >
          {path.slice(path.lastIndexOf('/') + 1)}
          {props.isEdited(path) && (
            <span class="editor-unsaved" title={words.editedMark} role="img" aria-label={words.editedMark} />
          )}
        </button>
      ))}
    </div>
  );
}
