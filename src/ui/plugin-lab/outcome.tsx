import { useMemo } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { type JudgementView, judgementView } from '../../projections/own-plugin/judgement.ts';
import type { FailurePlace } from '../editor/code-surface.ts';
import { Comparison } from './comparison.tsx';
import { FailureBox } from './failure-box.tsx';
import { Judgement } from './judgement.tsx';
import { labWords } from './lab-words.ts';
import type { LabResult } from './use-lab-runs.ts';

interface OutcomeProps {
  readonly lang: Language;
  readonly result: LabResult;
  readonly stale: boolean;
  readonly version: string;
  readonly targetPercent: number;
  readonly openSeed: number | undefined;
  readonly onOpenSeed: (seed: number) => void;
  readonly onGoTo: (place: FailurePlace) => void;
}

/** What the last run has come to so far. */
export function Outcome(props: OutcomeProps) {
  const { lang, result, stale } = props;
  const words = labWords[lang];
  const { outcome, end } = result;
  const view = useMemo(() => (outcome.kind === 'judge' ? judgementView(outcome.verdicts) : undefined), [outcome]);
  const done = outcome.kind === 'judge' ? outcome.verdicts.length : outcome.done;
  const failure = result.failure ?? view?.failure;
  const refused = view?.policyError;
  return (
    <section
      class="editor-result lab-result"
      data-stale={stale}
      data-outcome={outcome.kind}
      aria-label={words.judgement}
    >
      <h3>{words.judgement}</h3>
      {end === undefined && (
        <p class="lab-progress">
          <progress value={done} max={Math.max(1, outcome.of)} aria-label={words.judging} />
          <span>{words.progress(done, outcome.of)}</span>
        </p>
      )}
      {stale && <p class="editor-note">{words.stale}</p>}
      {end?.kind === 'cancelled' && <p class="editor-note">{words.cancelled}</p>}
      {end?.kind === 'silent' && <p class="editor-failure">{words.silent(end.afterMs / 1000)}</p>}
      {end?.kind === 'unavailable' && (
        <div class="editor-failure">
          <p>{words.unavailable}</p>
          <p class="editor-message">{end.message}</p>
        </div>
      )}
      {result.broken !== undefined && (
        <div class="editor-failure">
          <p>{words.broken}</p>
          <p class="editor-message">{result.broken}</p>
        </div>
      )}
      {refused !== undefined && (
        <div class="editor-failure">
          <p>{words.policyRefused}</p>
          <p class="editor-message">{refused}</p>
        </div>
      )}
      <div role="status">{failure && <FailureBox {...{ lang, failure }} onGoTo={props.onGoTo} />}</div>
      {end?.kind === 'finished' && failure && view && view.seeds < outcome.of && view.seeds > 0 && (
        <p class="editor-note">{words.stoppedEarly}</p>
      )}
      {view && isWorthTelling(view, result) && <Judgement {...props} view={view} />}
      {outcome.kind === 'compare' && end?.kind === 'finished' && !result.failure && !result.broken && (
        <Comparison {...{ lang }} version={props.version} {...outcome} />
      )}
      {view && view.logs.length > 0 && (
        <details class="editor-logs" open>
          <summary>{words.logs}</summary>
          <pre>{view.logs.join('\n')}</pre>
        </details>
      )}
    </section>
  );
}

/** Verdicts are told when the run is over, and breaches as soon as there are any. */
function isWorthTelling(view: JudgementView, { end, failure }: LabResult): boolean {
  if (view.seeds === 0 || failure !== undefined || view.policyError !== undefined) return false;
  return end !== undefined || view.bad.length > 0;
}
