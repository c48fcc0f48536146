import type { Language } from '../../projections/language.ts';
import { labWords } from './lab-words.ts';
import { useSession } from './use-session.ts';

interface StepControlsProps {
  readonly language: Language;
  readonly slug: string;
  readonly stepIds: readonly string[];
  readonly id: string;
  readonly number: number;
  readonly commands: string;
  readonly check: string | undefined;
  /** The id of the hint's element, if the step has one. */
  readonly hint: string | undefined;
}

/** The buttons of a step and what its check says. They work on the terminal's own cluster. */
export function StepControls(props: StepControlsProps) {
  const { language, slug, stepIds, id, number, commands, check, hint } = props;
  const words = labWords[language];
  const session = useSession(slug, stepIds);
  const state = session?.step(id);
  const blocked = !session?.terminal || session.isBusy;
  const result = state?.result;
  const runText = state?.phase === 'running' ? words.running : words.run;
  const checkText = state?.phase === 'checking' ? words.checking : words.check;
  const isDone = session?.done.includes(id) ?? false;

  return (
    <div class="lab-controls" data-step={id} data-runs={state?.runs ?? 0} data-checks={state?.checks ?? 0}>
      <div class="lab-buttons">
        <button
          type="button"
          disabled={blocked}
          aria-label={words.ofStep(runText, number)}
          onClick={() => void session?.run(id, commands, check !== undefined)}
        >
          {runText}
        </button>
        {check !== undefined && (
          <button
            type="button"
            disabled={blocked}
            aria-label={words.ofStep(checkText, number)}
            onClick={() => void session?.check(id, check)}
          >
            {checkText}
          </button>
        )}
        {isDone && <span class="lab-done">✓ {words.done}</span>}
      </div>
      <div class="lab-result" role="status">
        {result && (
          <p data-passed={result.passed}>
            <strong>{result.passed ? words.passed : words.differs}</strong> <span lang="en">{result.text}</span>
          </p>
        )}
        {result && !result.passed && hint !== undefined && (
          <button type="button" class="lab-hint-button" onClick={() => openHint(hint)}>
            {words.showHint}
          </button>
        )}
      </div>
    </div>
  );
}

function openHint(id: string): void {
  const hint = document.getElementById(id);
  if (!(hint instanceof HTMLDetailsElement)) return;
  hint.open = true;
  hint.querySelector('summary')?.focus();
}
