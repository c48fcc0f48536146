import type { ComponentProps, ComponentType } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { judgementView } from '../../projections/own-plugin/judgement.ts';
import '../editor/algorithm-editor.css';
import type { FailurePlace } from '../editor/code-surface.ts';
import { CopyButton } from '../editor/copy-button.tsx';
import { keepKeys, onRunKey } from '../editor/editor-keys.ts';
import { editorWords } from '../editor/editor-words.ts';
import { CodeArea } from './code-area.tsx';
import { Conditions } from './conditions.tsx';
import { placeOf } from './failure-box.tsx';
import './plugin-lab.css';
import { linkOf } from './lab-link.ts';
import type { LabPlugin } from './lab-messages.ts';
import { labWords } from './lab-words.ts';
import { Outcome } from './outcome.tsx';
import type { SeedFigure } from './seed-figure.tsx';
import { builtIns, startOf, templates } from './starts.ts';
import { useLabRuns } from './use-lab-runs.ts';
import { type LabEdit, useLabState } from './use-lab-state.ts';

/** A descheduler plugin to write: the code, the judgement on it over random clusters, and for a built-in plugin the comparison
 *  with what the real descheduler did. Nothing runs before it is asked for. */
export function PluginLab({ language: lang }: { readonly language: Language }) {
  const words = labWords[lang];
  const edit = useLabState();
  const runs = useLabRuns();
  const [path, setPath] = useState('');
  const [jumps, setJumps] = useState(0);
  const link = useLinkCopy();
  const { state, texts = {} } = edit;
  const start = startOf(state.start);
  const paths = Object.keys(texts);
  const shown = paths.includes(path) ? path : (paths[0] ?? '');
  const args = useMemo(() => readArgs(edit.args), [edit.args]);
  // What a run was made with is this object; another one means that something has changed since.
  const { files } = state.draft;
  const subject = useMemo(() => ({}), [files, edit.args, state.start, state.version, state.settings]);

  const plugin: LabPlugin | undefined =
    edit.texts && 'value' in args
      ? { code: { files: edit.texts, plugin: start.plugin }, version: state.version, args: args.value }
      : undefined;
  const judge = () => {
    if (!plugin || runs.busy) return;
    edit.trust();
    runs.judge(plugin, state, subject);
  };
  const goTo = (place: FailurePlace) => {
    setPath(place.path);
    setJumps((count) => count + 1);
  };
  const { result } = runs;
  const stale = result !== undefined && result.of !== subject;
  const failed = result?.failure ?? judgedFailure(result?.outcome);
  return (
    <div class="lab editor not-content" onKeyDownCapture={onRunKey(judge)}>
      <StartChoice {...{ lang, edit }} />
      {edit.fromLink && (
        <p class="editor-notice">
          <strong>{words.fromLink}</strong>
          {words.between}
          {words.fromLinkWaits}
        </p>
      )}
      {edit.linkUnreadable && <p class="editor-note">{words.linkUnreadable}</p>}
      {edit.texts === undefined ? (
        <p class="editor-note" role="status">
          {edit.loading === 'failed' ? words.notLoadedFiles : words.loadingFiles}
        </p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: what is typed is for the editor alone
        <div onKeyDown={keepKeys}>
          <CodeArea
            {...{ lang, texts, jumps }}
            start={state.start}
            revision={edit.revision}
            path={shown}
            failure={stale ? undefined : placeOf(failed)}
            isEdited={edit.isEdited}
            onPick={setPath}
            onChange={edit.edit}
          />
        </div>
      )}
      <div class="editor-actions">
        <button type="button" class="editor-run" aria-disabled={runs.busy || !plugin} onClick={judge}>
          {runs.busy && result?.outcome.kind === 'judge' ? words.judging : words.judge}
        </button>
        {start.plugin.kind === 'builtIn' && (
          <button
            type="button"
            title={words.compareAbout}
            aria-disabled={runs.busy || !plugin}
            onClick={() => {
              if (!plugin || runs.busy) return;
              edit.trust();
              void runs.compare(plugin, start.id, subject);
            }}
          >
            {runs.busy && result?.outcome.kind === 'compare' ? words.comparing : words.compare}
          </button>
        )}
        {runs.busy && (
          <button type="button" onClick={runs.stop}>
            {words.stop}
          </button>
        )}
        <EditActions {...{ lang, edit }} path={shown} link={link} />
      </div>
      <Conditions
        {...{ lang, state }}
        args={start.plugin.kind === 'builtIn' ? edit.args : undefined}
        argsProblem={'problem' in args ? args.problem : undefined}
        onChange={edit.set}
        onArgs={edit.setArgs}
      />
      {result && (
        <Outcome
          {...{ lang, result, stale }}
          version={state.version}
          targetPercent={state.settings.targetPercent}
          openSeed={runs.open?.seed}
          onOpenSeed={(seed) => (runs.open?.seed === seed ? runs.closeSeed() : runs.openSeed(seed))}
          onGoTo={goTo}
        />
      )}
      {runs.open && (
        <OpenedSeed
          lang={lang}
          open={runs.open}
          onSeed={runs.openSeed}
          onClose={runs.closeSeed}
          link={link}
          edit={edit}
        />
      )}
    </div>
  );
}

function StartChoice({ lang, edit }: { readonly lang: Language; readonly edit: LabEdit }) {
  const words = labWords[lang];
  return (
    <div class="lab-start">
      <label>
        <span>{words.startFrom}</span>
        <select value={edit.state.start} onChange={({ currentTarget: { value } }) => edit.choose(value)}>
          <optgroup label={words.templates}>
            {templates.map(({ id }) => (
              <option key={id} value={id}>
                {words.templateNames[id] ?? id}
              </option>
            ))}
          </optgroup>
          <optgroup label={words.builtIns}>
            {builtIns.map(({ id }) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      <label>
        <span>{words.version}</span>
        <select
          value={edit.state.version}
          onChange={({ currentTarget: { value } }) =>
            edit.set({ version: value === 'v0.36.0' ? 'v0.36.0' : 'v0.28.1' })
          }
        >
          <option value="v0.28.1">v0.28.1</option>
          <option value="v0.36.0">v0.36.0</option>
        </select>
      </label>
      {edit.edited && <span class="editor-mark">{editorWords[lang].editedMark}</span>}
    </div>
  );
}

interface EditActionsProps {
  readonly lang: Language;
  readonly edit: LabEdit;
  readonly path: string;
  readonly link: ReturnType<typeof useLinkCopy>;
}

/** What can be done with the text: reset, copy, download, a link to all of it. */
function EditActions({ lang, edit, path, link }: EditActionsProps) {
  const words = labWords[lang];
  const text = edit.texts?.[path] ?? '';
  const copied = { no: words.copyLink, yes: words.linkCopied, failed: words.linkFailed }[link.copied];
  return (
    <>
      {edit.undoable ? (
        <button type="button" onClick={edit.undoReset}>
          {editorWords[lang].undoReset}
        </button>
      ) : (
        <button type="button" disabled={!edit.edited} onClick={edit.reset}>
          {editorWords[lang].reset}
        </button>
      )}
      <CopyButton lang={lang} text={text} />
      <button type="button" onClick={() => download(path.slice(path.lastIndexOf('/') + 1), text)}>
        {words.download}
      </button>
      <button type="button" onClick={() => void link.copy(edit)}>
        <span aria-live="polite">{copied}</span>
      </button>
    </>
  );
}

/** The figure of an opened seed, loaded with the first. */
function OpenedSeed(props: {
  readonly lang: Language;
  readonly open: NonNullable<ReturnType<typeof useLabRuns>['open']>;
  readonly edit: LabEdit;
  readonly link: ReturnType<typeof useLinkCopy>;
  readonly onSeed: (seed: number) => void;
  readonly onClose: () => void;
}) {
  const { lang, open, link, edit } = props;
  const words = labWords[lang];
  const [Figure, setFigure] = useState<ComponentType<ComponentProps<typeof SeedFigure>>>();
  const [problem, setProblem] = useState<string>();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    import('./seed-figure.tsx').then(
      (loaded) => setFigure(() => loaded.SeedFigure),
      (error: unknown) => setProblem(String(error)),
    );
  }, []);
  useEffect(() => {
    head.current?.scrollIntoView({ block: 'start' });
    head.current?.focus({ preventScroll: true });
  }, [open.seed]);
  const wrong = open.problem ?? problem;
  return (
    <section class="lab-opened" aria-label={words.seed(open.seed)}>
      <div class="lab-opened-head">
        <h4 ref={head} tabIndex={-1}>
          {words.seed(open.seed)}
        </h4>
        <button type="button" class="lab-inline" onClick={props.onClose}>
          {words.closeSeed}
        </button>
      </div>
      {wrong !== undefined && <p class="editor-failure">{wrong}</p>}
      {wrong === undefined && (open.entries === undefined || Figure === undefined) && (
        <p class="editor-note" role="status">
          {words.replaying}
        </p>
      )}
      {open.entries && Figure && (
        <Figure
          key={open.seed}
          language={lang}
          label={words.seed(open.seed)}
          seed={open.seed}
          entries={open.entries}
          findings={open.findings}
          linkCopied={link.copied}
          onSeed={props.onSeed}
          onCopyLink={() => void link.copy(edit)}
        />
      )}
    </section>
  );
}

function judgedFailure(outcome: NonNullable<ReturnType<typeof useLabRuns>['result']>['outcome'] | undefined) {
  return outcome?.kind === 'judge' ? judgementView(outcome.verdicts).failure : undefined;
}

/** Arguments as a policy has them: a JSON object. */
function readArgs(text: string): { readonly value: object } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { problem: `found ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function useLinkCopy() {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  return {
    copied,
    async copy({ state }: LabEdit) {
      try {
        await navigator.clipboard.writeText(await linkOf(state));
        setCopied('yes');
      } catch {
        // Without permission, or on a page that is not served securely.
        setCopied('failed');
      }
      setTimeout(() => setCopied('no'), 2_500);
    },
  };
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const anchor = Object.assign(document.createElement('a'), { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
