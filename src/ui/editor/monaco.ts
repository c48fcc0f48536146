// All of Monaco that the site uses. Imported only when a reader asks for the editor (monaco-surface.tsx): with its workers
// it is 2.7 MB compressed, more than everything else on a page together.
import * as monaco from 'monaco-editor/editor/editor.api';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/format/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/gotoSymbol/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/parameterHints/register';
import 'monaco-editor/features/rename/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/snippet/register';
// The feature named suggest registers everything but the list itself.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/features/tokenization/register';
import 'monaco-editor/features/unicodeHighlighter/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/typescript/register';
import * as typescript from 'monaco-editor/languages/features/typescript/register';
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker';
// The style sheets that Monaco's modules import are lost when the modules are imported late: the whole sheet is linked.
import styleSheetAddress from '../../../node_modules/monaco-editor/min/vs/editor/editor.main.css?url';
import type { TypesFile } from './plugin-files.ts';

export { monaco };

/** Readies the workers, the style sheet and the TypeScript settings. Resolves when the sheet has loaded: before that an
 *  editor would measure its lines wrongly. */
export async function setUpMonaco(): Promise<void> {
  self.MonacoEnvironment = {
    getWorker: (_module, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()),
  };
  const { typescriptDefaults } = typescript;
  typescriptDefaults.setCompilerOptions({
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.NodeJs,
    // By file name: with the short name the language service finds no library at all.
    lib: ['lib.es2023.d.ts'],
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    forceConsistentCasingInFileNames: true,
  });
  typescriptDefaults.setEagerModelSync(true);
  typescriptDefaults.setExtraLibs([{ filePath: 'file:///console.d.ts', content: consoleTypes }]);
  await linkStyleSheet();
}

/** Where a file of a figure is for the language service: each figure has a folder, so that two may be open. */
export function fileAddress(figure: string, path: string): string {
  return `file:///${figure}/${path}`;
}

/** Lets a figure's files import types from files that are not edited. Returns how to take them away. */
export function addTypes(figure: string, types: readonly TypesFile[]): () => void {
  const added = types.map(({ path, source }) =>
    typescript.typescriptDefaults.addExtraLib(source, fileAddress(figure, path)),
  );
  return () => {
    for (const lib of added) lib.dispose();
  };
}

const consoleTypes = `/** What is logged is shown below the editor. */
declare const console: { log(...values: unknown[]): void; info(...values: unknown[]): void; warn(...values: unknown[]): void; error(...values: unknown[]): void };
`;

function linkStyleSheet(): Promise<void> {
  if (document.querySelector('link[data-monaco]')) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = styleSheetAddress;
    link.dataset.monaco = '';
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => {
      link.remove();
      reject(new Error(`${styleSheetAddress} could not be loaded`));
    });
    document.head.append(link);
  });
}

/** Gives Monaco the page's colours, and again whenever the page changes its theme. Returns how to stop. */
export function followPageTheme(): () => void {
  const apply = () => {
    const dark = document.documentElement.dataset.theme === 'dark';
    monaco.editor.defineTheme('podlab', dark ? darkTheme() : lightTheme());
    monaco.editor.setTheme('podlab');
  };
  apply();
  const observer = new MutationObserver(apply);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

function lightTheme(): monaco.editor.IStandaloneThemeData {
  return theme('vs', { comment: '5f6b4a', keyword: '8a2846', string: '7a4a00', number: '00639c', type: '00639c' });
}

function darkTheme(): monaco.editor.IStandaloneThemeData {
  return theme('vs-dark', { comment: '9aa884', keyword: 'f0988c', string: 'e9c27a', number: '8acff4', type: '8acff4' });
}

function theme(base: 'vs' | 'vs-dark', tokens: Record<string, string>): monaco.editor.IStandaloneThemeData {
  const paper = color('--code-paper', base === 'vs' ? '#f5f3ed' : '#1b1e23');
  const ink = color('--code-ink', base === 'vs' ? '#2a2723' : '#dcdad4');
  const muted = color('--muted', base === 'vs' ? '#5f5b53' : '#a4a7ae');
  const raised = color('--paper-raised', base === 'vs' ? '#ffffff' : '#23262c');
  const rule = color('--rule-strong', base === 'vs' ? '#bdb7a8' : '#474c55');
  return {
    base,
    inherit: true,
    rules: [
      { token: '', foreground: ink.slice(1) },
      ...Object.entries(tokens).map(([token, foreground]) => ({ token, foreground })),
    ],
    colors: {
      'editor.background': paper,
      'editor.foreground': ink,
      'editorLineNumber.foreground': muted,
      'editorLineNumber.activeForeground': ink,
      'editorCursor.foreground': ink,
      'editor.selectionBackground': color('--selection', base === 'vs' ? '#f3dfc9' : '#4a3a28'),
      'editor.lineHighlightBorder': '#00000000',
      'editorWidget.background': raised,
      'editorWidget.border': rule,
      'editorHoverWidget.background': raised,
      'editorHoverWidget.border': rule,
      'editorSuggestWidget.background': raised,
      'editorError.foreground': color('--bad', base === 'vs' ? '#c2402a' : '#f0705a'),
      'editorIndentGuide.background1': color('--rule', base === 'vs' ? '#e0dcd1' : '#2c3037'),
      focusBorder: color('--focus', base === 'vs' ? '#0b63b5' : '#7fbcf5'),
    },
  };
}

/** A colour token of the page. Monaco takes no other notation than #rrggbb. */
function color(token: string, otherwise: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(token).trim();
  return /^#[0-9a-f]{6}$/i.test(value) ? value : otherwise;
}
