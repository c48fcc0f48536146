import { useMemo } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { AlgorithmEditor } from '../editor/algorithm-editor.tsx';
import type { InitialEdit } from '../editor/edit-state.ts';
import { nodeUtilizationFiles, nodeUtilizationTypes } from '../editor/plugin-files.ts';
import type { FigureSession } from './use-figure-session.ts';

interface FigureEditorProps {
  readonly language: Language;
  readonly figure: string;
  readonly session: FigureSession;
  readonly linkedEdit: InitialEdit | undefined;
  readonly onEdit: (files: InitialEdit['files'] | undefined) => void;
}

/** The algorithm behind the figure, to be edited. An edit that has run well decides in the figure from then on. */
export function FigureEditor({ language, figure, session, linkedEdit, onEdit }: FigureEditorProps) {
  const { snapshot, settings } = session;
  const { plugin } = settings.policy;
  const cluster = useMemo(() => snapshot ?? { plugin, nodes: [] }, [snapshot, plugin]);
  return (
    <div class="fig-editor">
      <AlgorithmEditor
        lang={language}
        figure={figure}
        files={nodeUtilizationFiles}
        types={nodeUtilizationTypes}
        cluster={cluster}
        {...(linkedEdit ? { initialEdit: linkedEdit } : {})}
        onEdit={(files) => {
          onEdit(files);
          if (!files && session.edited) session.decideWith(undefined);
        }}
        onResult={({ run, snapshot: asked }) => {
          if (run.ok && asked.nodes.length > 0) session.decideWith({ snapshot: asked, answers: run.value });
        }}
      />
    </div>
  );
}
