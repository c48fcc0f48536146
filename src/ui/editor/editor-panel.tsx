import { type EditableFile, editableFiles } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import type { ComponentType } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { AlgorithmEditorProps } from './algorithm-editor.tsx';
import { AlgorithmResult } from './algorithm-result.tsx';
import { useRuns } from './algorithm-runs.ts';
import type { CodeSurfaceProps, FailurePlace } from './code-surface.ts';
import { CopyButton } from './copy-button.tsx';
import type { EditState } from './edit-state.ts';
import { keepKeys, onRunKey } from './editor-keys.ts';
import { editorWords } from './editor-words.ts';
import { FileTabs } from './file-tabs.tsx';
import { isTouchScreen, loadFullSurface } from './full-surface.ts';
import { PlainSurface } from './plain-surface.tsx';

/** What the panel shows the code in. `fallback` is the plain editor where the full one could not be had. */
type Surface = 'plain' | 'loading' | 'full' | 'fallback';

interface EditorPanelProps extends AlgorithmEditorProps {
  readonly edit: EditState;
}

/** The opened editor: files, code, buttons, and what the last run came to. Loaded when it is opened first. */
export function EditorPanel({ edit, ...props }: EditorPanelProps) {
  const { lang, figure, types } = props;
  const words = editorWords[lang];
  const code = useId();
  const runs = useRuns({ lang, cluster: props.cluster, texts: edit.texts, onResult: props.onResult });
  const [surface, setSurface] = useState<Surface>('plain');
  const [path, setPath] = useState<EditableFile>('classification.ts');
  const [jumps, setJumps] = useState(0);
  const full = useRef<ComponentType<CodeSurfaceProps> | undefined>(undefined);

  const openFull = async () => {
    setSurface('loading');
    try {
      full.current ??= await loadFullSurface(lang);
      setSurface((current) => (current === 'loading' ? 'full' : current));
    } catch {
      // Offline, most likely. The plain editor can do all that matters, and says what happened.
      setSurface((current) => (current === 'loading' ? 'fallback' : current));
    }
  };
  // A link's code opens by itself, so that nobody has asked for the full editor yet.
  useEffect(() => {
    if (!edit.fromLink && !isTouchScreen()) void openFull();
  }, []);
  const run = () => {
    edit.trust();
    void runs.start();
  };
  const pick = (name: string) => setPath(editableFiles.find((file) => file === name) ?? 'classification.ts');
  const goTo = (place: FailurePlace) => {
    pick(place.path);
    setJumps((count) => count + 1);
  };

  const failure = !runs.stale && runs.outcome?.kind === 'failure' ? runs.outcome.place : undefined;
  const isPlain = surface === 'plain' || surface === 'fallback';
  const surfaceProps: CodeSurfaceProps = {
    ...{
      lang,
      figure,
      types,
      path,
      texts: edit.texts,
      revision: edit.revision,
      label: words.code(path),
      failure,
      jumps,
    },
    onChange: edit.change,
  };
  const Full = full.current;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys are only listened to on their way to the editor
    <div class="editor-panel" onKeyDown={keepKeys} onKeyDownCapture={onRunKey(run)}>
      <p class="editor-about">{words.about}</p>
      {edit.fromLink && (
        <p class="editor-notice">
          <strong>{words.fromLink}</strong>
          {words.between}
          {words.fromLinkWaits}
        </p>
      )}
      {edit.linkDropped && <p class="editor-note">{words.linkDropped}</p>}
      {surface === 'fallback' && <p class="editor-note">{words.notLoaded}</p>}
      <FileTabs {...{ lang, path }} paths={editableFiles} panel={code} isEdited={edit.isEdited} onPick={pick} />
      <div id={code} class="editor-surface" role="tabpanel" aria-label={path} aria-busy={surface === 'loading'}>
        {surface === 'loading' && <p class="editor-loading">{words.loading}</p>}
        {surface === 'full' && Full && <Full {...surfaceProps} />}
        {isPlain && <PlainSurface {...surfaceProps} />}
      </div>
      <p class="editor-hint">{words.tabHint}</p>
      <div class="editor-actions">
        <button type="button" class="editor-run" aria-disabled={runs.running} onClick={run}>
          {runs.running ? words.running : words.run}
        </button>
        {edit.undoable ? (
          <button type="button" onClick={edit.undoReset}>
            {words.undoReset}
          </button>
        ) : (
          <button type="button" disabled={!edit.edited} onClick={edit.reset}>
            {words.reset}
          </button>
        )}
        <CopyButton lang={lang} text={edit.texts[path]} />
        {isPlain && !isTouchScreen() && (
          <button type="button" onClick={() => void openFull()}>
            {words.fullEditor}
          </button>
        )}
      </div>
      <AlgorithmResult lang={lang} outcome={runs.outcome} stale={runs.stale} onGoTo={goTo} />
    </div>
  );
}
