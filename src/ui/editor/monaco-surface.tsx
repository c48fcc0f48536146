import { useEffect, useRef } from 'preact/hooks';
import type { CodeSurfaceProps } from './code-surface.ts';
import { addTypes, fileAddress, followPageTheme, monaco } from './monaco.ts';

/** The full editor, with the plugin's types. Loaded with Monaco itself, when asked for. */
export function MonacoSurface({
  figure,
  types,
  path,
  texts,
  revision,
  label,
  failure,
  jumps,
  onChange,
}: CodeSurfaceProps) {
  const container = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  const change = useRef(onChange);
  change.current = onChange;

  useEffect(() => {
    if (!container.current) return undefined;
    const stopTheme = followPageTheme();
    const removeTypes = addTypes(figure, types);
    const models = openModels(figure, texts, (changed, text) => change.current(changed, text));
    const created = monaco.editor.create(container.current, {
      ...options,
      model: models[path] ?? null,
      ariaLabel: label,
    });
    editor.current = created;
    const stopTab = letTabLeaveAfterEscape(created, container.current);
    created.focus();
    return () => {
      stopTab();
      created.dispose();
      for (const model of Object.values(models)) model.dispose();
      removeTypes();
      stopTheme();
    };
  }, []);

  useEffect(() => {
    editor.current?.setModel(monaco.editor.getModel(uriOf(figure, path)));
    editor.current?.updateOptions({ ariaLabel: label });
  }, [path, label]);

  // Not on every change of the texts: what is typed here comes back only after the next key may have been pressed.
  useEffect(() => {
    for (const [file, text] of Object.entries(texts)) replaceText(monaco.editor.getModel(uriOf(figure, file)), text);
  }, [revision]);

  useEffect(() => markFailure(figure, failure), [failure]);

  useEffect(() => {
    if (jumps === 0 || failure?.path !== path || !editor.current) return;
    const position = { lineNumber: failure.line, column: failure.column ?? 1 };
    editor.current.setPosition(position);
    editor.current.revealPositionInCenterIfOutsideViewport(position);
    editor.current.focus();
  }, [jumps, path]);

  return <div class="editor-monaco" ref={container} />;
}

const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  fixedOverflowWidgets: true,
  fontFamily: 'var(--font-mono, monospace)',
  fontSize: 13.5,
  lineHeight: 21,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  folding: false,
  glyphMargin: false,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  padding: { top: 10, bottom: 10 },
  stickyScroll: { enabled: false },
  scrollbar: { alwaysConsumeMouseWheel: false },
};

const plainBrackets = { enabled: false, independentColorPoolPerBracketType: false };

function uriOf(figure: string, path: string): monaco.Uri {
  return monaco.Uri.parse(fileAddress(figure, path));
}

function openModels(
  figure: string,
  texts: CodeSurfaceProps['texts'],
  onChange: (path: string, text: string) => void,
): Record<string, monaco.editor.ITextModel> {
  return Object.fromEntries(
    Object.entries(texts).map(([path, text]) => {
      const model = monaco.editor.createModel(text, 'typescript', uriOf(figure, path));
      model.updateOptions({ tabSize: 2, bracketColorizationOptions: plainBrackets });
      model.onDidChangeContent(() => onChange(path, model.getValue()));
      return [path, model];
    }),
  );
}

/** Replaces the text as one edit, so that the editor's undo brings back what was there. */
function replaceText(model: monaco.editor.ITextModel | null, text: string): void {
  if (!model || model.getValue() === text) return;
  model.pushStackElement();
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null);
  model.pushStackElement();
}

function markFailure(figure: string, failure: CodeSurfaceProps['failure']): void {
  monaco.editor.removeAllMarkers(owner(figure));
  const model = failure && monaco.editor.getModel(uriOf(figure, failure.path));
  if (!model) return;
  const line = Math.min(failure.line, model.getLineCount());
  monaco.editor.setModelMarkers(model, owner(figure), [
    {
      severity: monaco.MarkerSeverity.Error,
      message: failure.message,
      startLineNumber: line,
      startColumn: model.getLineFirstNonWhitespaceColumn(line),
      endLineNumber: line,
      endColumn: model.getLineMaxColumn(line),
    },
  ]);
}

function owner(figure: string): string {
  return `podlab-${figure}`;
}

/** Tab indents, so the keyboard needs a way out: after Escape, Tab moves the focus on. Escape that closes a list or the
 *  search box does only that. */
function letTabLeaveAfterEscape(editor: monaco.editor.IStandaloneCodeEditor, container: HTMLElement): () => void {
  const listener = editor.onKeyDown(({ keyCode, code }) => {
    if (keyCode === monaco.KeyCode.Escape) {
      const open = container.ownerDocument.querySelector(
        '.monaco-editor :is(.suggest-widget, .find-widget, .parameter-hints-widget).visible',
      );
      if (!open) editor.updateOptions({ tabFocusMode: true });
    } else if (code !== 'Tab' && !code.startsWith('Shift')) {
      editor.updateOptions({ tabFocusMode: false });
    }
  });
  const blur = editor.onDidBlurEditorText(() => editor.updateOptions({ tabFocusMode: false }));
  return () => {
    listener.dispose();
    blur.dispose();
  };
}
