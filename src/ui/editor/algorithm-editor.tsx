import type {
  EditableFile,
  EditedFiles,
  NodeUtilizationSnapshot,
} from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import type { ComponentType } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import './algorithm-editor.css';
import { AlgorithmResult } from './algorithm-result.tsx';
import { type AlgorithmRun, useRuns } from './algorithm-runs.ts';
import type { CodeSurfaceProps, FailurePlace } from './code-surface.ts';
import { CopyButton } from './copy-button.tsx';
import { type InitialEdit, useEditState } from './edit-state.ts';
import { editorWords } from './editor-words.ts';
import { FileTabs } from './file-tabs.tsx';
import { PlainSurface } from './plain-surface.tsx';
import type { EditorFile, TypesFile } from './plugin-files.ts';

export interface AlgorithmEditorProps {
  readonly lang: Language;
  /** Tells the edits of several figures apart. Letters, digits and hyphens. */
  readonly figure: string;
  /** What is edited and what it imports types from; see plugin-files.ts. The same arrays on every render. */
  readonly files: readonly EditorFile[];
  readonly types: readonly TypesFile[];
  /** What the functions are asked about. When it changes, code that has run well runs again. */
  readonly cluster: NodeUtilizationSnapshot;
  /** The same object on every render. */
  readonly initialEdit?: InitialEdit;
  /** Hears of every change, undefined when the code is the plugin's own again. */
  readonly onEdit?: (files: EditedFiles | undefined) => void;
  /** Hears of every run. A figure simulates with the answers: see algorithmFromAnswers. */
  readonly onResult?: (result: AlgorithmRun) => void;
}

/** What the panel shows the code in. `fallback` is the plain editor where the full one could not be had. */
type Surface = 'closed' | 'plain' | 'loading' | 'full' | 'fallback';

/** Lets a reader change the algorithm that a figure shows. Nothing of the full editor is loaded before it is asked for,
 *  and no code runs before Run is pressed. */
export function AlgorithmEditor(props: AlgorithmEditorProps) {
  const { lang, figure, types } = props;
  const words = editorWords[lang];
  const panel = useId();
  const code = useId();
  const edit = useEditState({ ...props, initialEdit: props.initialEdit, onEdit: props.onEdit });
  const runs = useRuns({ lang, cluster: props.cluster, texts: edit.texts, onResult: props.onResult });
  const [surface, setSurface] = useState<Surface>('closed');
  const [path, setPath] = useState<EditableFile>('classification.ts');
  const [jumps, setJumps] = useState(0);
  const full = useRef<ComponentType<CodeSurfaceProps> | undefined>(undefined);

  // A link's code is shown at once, in the editor that is already there.
  useEffect(() => {
    if (edit.fromLink) setSurface((current) => (current === 'closed' ? 'plain' : current));
  }, [edit.fromLink]);

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
  const toggle = () => {
    if (surface !== 'closed') setSurface('closed');
    else if (isTouchScreen()) setSurface('plain');
    else void openFull();
  };
  const run = () => {
    edit.trust();
    void runs.start();
  };
  const goTo = (place: FailurePlace) => {
    setPath(place.path);
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
    <div class="editor not-content">
      <div class="editor-head">
        <button
          type="button"
          class="editor-toggle"
          aria-expanded={surface !== 'closed'}
          aria-controls={panel}
          onClick={toggle}
        >
          {surface === 'closed' ? words.open : words.close}
        </button>
        {edit.edited && <span class="editor-mark">{words.editedMark}</span>}
      </div>
      <section
        id={panel}
        aria-label={words.open}
        class="editor-panel"
        hidden={surface === 'closed'}
        onKeyDown={keepKeys}
        onKeyDownCapture={onRunKey(run)}
      >
        {surface !== 'closed' && (
          <>
            <p class="editor-about">{words.about}</p>
            {edit.fromLink && (
              <p class="editor-notice">
                <strong>{words.fromLink}</strong> {words.fromLinkWaits}
              </p>
            )}
            {edit.linkDropped && <p class="editor-note">{words.linkDropped}</p>}
            {surface === 'fallback' && <p class="editor-note">{words.notLoaded}</p>}
            <FileTabs lang={lang} path={path} panel={code} isEdited={edit.isEdited} onPick={setPath} />
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
          </>
        )}
      </section>
    </div>
  );
}

/** Everything of Monaco, and nothing of it sooner. Its own words come first: it reads them when it is loaded. */
async function loadFullSurface(lang: Language): Promise<ComponentType<CodeSurfaceProps>> {
  if (lang === 'zh') await import('monaco-editor/nls/lang/zh-cn');
  const [{ MonacoSurface }, { setUpMonaco }] = await Promise.all([
    import('./monaco-surface.tsx'),
    import('./monaco.ts'),
  ]);
  await setUpMonaco();
  return MonacoSurface;
}

function isTouchScreen(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}

/** The figure around has keys of its own (space plays, arrows step), which typing must not press. */
function keepKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}

/** Ctrl or ⌘ with Enter, before an editor takes it for something else. */
function onRunKey(run: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  };
}
