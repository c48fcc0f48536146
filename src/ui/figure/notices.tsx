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
      {linkProblem ? (
        <p class="fig-notice" role="alert">
          {linkProblem}{' '}
          <button type="button" class="fig-plain" onClick={onDefault}>
            {words.link.useDefault}
          </button>
        </p>
      ) : null}
      {failure ? (
        <p class="fig-notice" role="alert" data-failed="true">
          {words.state.failed(settings.seed, failure.atMs === undefined ? undefined : failure.atMs / 1000)}{' '}
          <code lang="en">{failure.message}</code>{' '}
          <button type="button" class="fig-plain" onClick={session.retry}>
            {words.state.retry}
          </button>
        </p>
      ) : null}
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
