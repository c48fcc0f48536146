import type { EditedFiles, NodeUtilizationSnapshot } from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import type { ComponentType } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { InLanguages, Language } from '../../projections/language.ts';
import './algorithm-editor.css';
import type { AlgorithmRun } from './algorithm-runs.ts';
import { type EditState, type InitialEdit, useEditState } from './edit-state.ts';
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

/** Lets a reader change the algorithm that a figure shows. Until it is opened this is a button and nothing more is loaded;
 *  Monaco is loaded when the reader opens it, and no code runs before Run is pressed. */
export function AlgorithmEditor(props: AlgorithmEditorProps) {
  const words = headWords[props.lang];
  const panel = useId();
  const edit = useEditState({ ...props, initialEdit: props.initialEdit, onEdit: props.onEdit });
  const [isOpen, setOpen] = useState(false);
  const [loading, setLoading] = useState<'no' | 'yes' | 'failed'>('no');
  const loaded = useRef<ComponentType<AlgorithmEditorProps & { edit: EditState }> | undefined>(undefined);

  const open = async () => {
    setOpen(true);
    if (loaded.current) return;
    setLoading('yes');
    try {
      loaded.current = (await import('./editor-panel.tsx')).EditorPanel;
      setLoading('no');
    } catch {
      // Offline, most likely; the next press tries again.
      setLoading('failed');
      setOpen(false);
    }
  };
  // A link's code is shown at once.
  useEffect(() => {
    if (edit.fromLink) void open();
  }, [edit.fromLink]);

  const Panel = loaded.current;
  return (
    <div class="editor not-content">
      <div class="editor-head">
        <button
          type="button"
          class="editor-toggle"
          aria-expanded={isOpen}
          aria-controls={panel}
          aria-busy={loading === 'yes'}
          onClick={() => (isOpen ? setOpen(false) : void open())}
        >
          {isOpen ? words.close : words.open}
        </button>
        {edit.edited && <span class="editor-mark">{words.edited}</span>}
        <span role="status">{loading === 'failed' ? words.failed : ''}</span>
      </div>
      <section id={panel} aria-label={words.open} hidden={!isOpen}>
        {Panel && <Panel {...props} edit={edit} />}
      </section>
    </div>
  );
}

/** The words of the closed editor; those of the open one are loaded with it (editor-words.ts). */
const headWords: InLanguages<{ open: string; close: string; edited: string; failed: string }> = {
  en: {
    open: 'Edit the algorithm',
    close: 'Close the editor',
    edited: 'edited',
    failed: 'The editor could not be loaded. Check the connection, then try again.',
  },
  zh: {
    open: '修改算法',
    close: '收起编辑器',
    edited: '已修改',
    failed: '编辑器加载失败。请检查网络，再试一次。',
  },
};
