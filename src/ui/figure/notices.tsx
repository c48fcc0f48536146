import type { FigureFailure } from 'kind-wasm-shim/hosts/browser/figure-worker.ts';
import type { Language } from '../../projections/language.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { figureWords } from './figure-words.ts';
import type { FigureSession } from './use-figure-session.ts';

interface NoticesProps {
  readonly language: Language;
  readonly session: FigureSession;
  readonly view: NodeUtilizationView;
  readonly linkProblem: string | undefined;
  readonly onDefault: () => void;
}

/** What stands between the reader and the usual picture: a link that cannot be followed, a run that failed, a policy that
 *  was refused, an algorithm that is not the plugin's. */
export function Notices({ language, session, view, linkProblem, onDefault }: NoticesProps) {
  const words = figureWords[language];
  const { failure, settings } = session;
  return (
    <>
      <LinkNotice {...{ language, onDefault }} problem={linkProblem} />
      <FailureNotice {...{ language, failure }} seed={settings.seed} onRetry={session.retry} />
      {view.run.refusal ? (
        <p class="fig-notice" role="status">
          {words.policy.refusedBy} <code lang="en">{view.run.refusal}</code>
        </p>
      ) : null}
      {session.edited ? (
        <p class="fig-notice" role="status">
          {words.state.edited}{' '}
          <button type="button" class="fig-plain" onClick={() => session.decideWith(undefined)}>
            {words.state.useOriginal}
          </button>
        </p>
      ) : null}
    </>
  );
}

interface LinkNoticeProps {
  readonly language: Language;
  readonly problem: string | undefined;
  readonly onDefault: () => void;
}

/** A link that cannot be followed. */
export function LinkNotice({ language, problem, onDefault }: LinkNoticeProps) {
  if (!problem) return null;
  return (
    <p class="fig-notice" role="alert">
      {problem}{' '}
      <button type="button" class="fig-plain" onClick={onDefault}>
        {figureWords[language].link.useDefault}
      </button>
    </p>
  );
}

interface FailureNoticeProps {
  readonly language: Language;
  readonly failure: FigureFailure | undefined;
  readonly seed: number;
  readonly onRetry: () => void;
}

/** A run that did not end. */
export function FailureNotice({ language, failure, seed, onRetry }: FailureNoticeProps) {
  if (!failure) return null;
  const { state } = figureWords[language];
  return (
    <p class="fig-notice" role="alert" data-failed="true">
      {state.failed(seed, failure.atMs === undefined ? undefined : failure.atMs / 1000)}{' '}
      <code lang="en">{failure.message}</code>{' '}
      <button type="button" class="fig-plain" onClick={onRetry}>
        {state.retry}
      </button>
    </p>
  );
}
