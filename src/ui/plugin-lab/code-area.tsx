import type { ComponentType } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import type { CodeSurfaceProps, FailurePlace } from '../editor/code-surface.ts';
import { editorWords } from '../editor/editor-words.ts';
import { FileTabs } from '../editor/file-tabs.tsx';
import { isTouchScreen, loadFullSurface } from '../editor/full-surface.ts';
import { PlainSurface } from '../editor/plain-surface.tsx';
import type { TypesFile } from '../editor/plugin-files.ts';
import { labWords } from './lab-words.ts';

interface CodeAreaProps {
  readonly lang: Language;
  /** Tells the edited sets of files apart: another one gets an editor of its own. */
  readonly start: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly revision: number;
  readonly path: string;
  readonly failure: FailurePlace | undefined;
  readonly jumps: number;
  readonly isEdited: (path: string) => boolean;
  readonly onPick: (path: string) => void;
  readonly onChange: (path: string, text: string) => void;
}

type Full = { readonly surface: ComponentType<CodeSurfaceProps>; readonly types: readonly TypesFile[] };

/** The files of a plugin and the editor that they are open in: a plain one, and on request the full one with types. While that
 *  loads, the plain one goes on. */
export function CodeArea(props: CodeAreaProps) {
  const { lang, texts, path } = props;
  const words = editorWords[lang];
  const panel = useId();
  const [full, setFull] = useState<Full>();
  const [loading, setLoading] = useState<'no' | 'yes' | 'failed'>('no');

  // Which screen it is shows only after the first frame, which is the same for everybody.
  const [offersFull, setOffersFull] = useState(false);
  useEffect(() => setOffersFull(!isTouchScreen()), []);

  const openFull = async () => {
    setLoading('yes');
    try {
      const [surface, types] = await Promise.all([loadFullSurface(lang), loadTypes()]);
      setFull({ surface, types });
      setLoading('no');
    } catch {
      // Offline, most likely. The plain editor can do all that matters, and says what happened.
      setLoading('failed');
    }
  };
  const surface: CodeSurfaceProps = {
    ...{ lang, path, texts, figure: 'plugin-lab', types: full?.types ?? [], revision: props.revision },
    ...{ label: words.code(path), failure: props.failure, jumps: props.jumps, onChange: props.onChange },
  };
  const Surface = full?.surface ?? PlainSurface;
  return (
    <div class="lab-code">
      <FileTabs {...{ lang, path, panel }} paths={Object.keys(texts)} isEdited={props.isEdited} onPick={props.onPick} />
      <div id={panel} class="editor-surface" role="tabpanel" aria-label={path} aria-busy={loading === 'yes'}>
        <Surface key={full ? props.start : 'plain'} {...surface} />
      </div>
      <p class="editor-hint">
        {words.tabHint}{' '}
        {full === undefined && loading !== 'yes' && offersFull && (
          <button type="button" class="lab-inline" onClick={() => void openFull()}>
            {labWords[lang].fullEditor}
          </button>
        )}
        <span role="status">{loading === 'yes' ? words.loading : loading === 'failed' ? words.notLoaded : ''}</span>
      </p>
    </div>
  );
}

/** What the full editor knows besides the files that are open: the package, and the types of the Kubernetes API. */
async function loadTypes(): Promise<readonly TypesFile[]> {
  const { typesFiles } = await import('./plugin-types.ts');
  return typesFiles;
}
