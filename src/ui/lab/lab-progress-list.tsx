import type { Language } from '../../projections/language.ts';
import type { LabSession } from './lab-session.ts';
import { labWords } from './lab-words.ts';
import { useSession } from './use-session.ts';

export interface ProgressStep {
  readonly id: string;
  readonly title: string;
  readonly anchor: string;
  readonly commands: string;
  readonly check: string | undefined;
}

interface LabProgressListProps {
  readonly language: Language;
  readonly slug: string;
  readonly steps: readonly ProgressStep[];
}

/** The steps with a mark at those that are done, and the way to begin again. */
export function LabProgressList({ language, slug, steps }: LabProgressListProps) {
  const words = labWords[language];
  const stepIds = steps.map(({ id }) => id);
  const session = useSession(slug, stepIds);
  const done = session?.done ?? [];
  const missed = missedSteps(session, steps);

  return (
    <nav class="lab-progress" aria-label={words.progress}>
      <ul>
        {steps.map(({ id, title, anchor }) => (
          <li key={id} data-done={done.includes(id) || undefined}>
            <a href={`#${anchor}`}>{title}</a>
            {done.includes(id) && <span class="lab-done"> ✓ {words.done}</span>}
          </li>
        ))}
      </ul>
      <p class="lab-progress-foot">
        <span>{words.progressOf(done.length, steps.length)}</span>
        <button
          type="button"
          disabled={!session || session.isBusy || (done.length === 0 && session.onCluster.length === 0)}
          onClick={() => {
            if (confirm(words.resetAsk)) session?.reset();
          }}
        >
          {words.reset}
        </button>
      </p>
      {session && !session.isKept && <p role="status">{words.notKept}</p>}
      {missed.length > 0 && session && (
        <p class="lab-catch-up" role="status">
          {words.catchUp(missed.map(({ id }) => stepIds.indexOf(id) + 1).join(language === 'zh' ? '、' : ', '))}{' '}
          <button
            type="button"
            disabled={!session.terminal || session.isBusy}
            onClick={() => void catchUp(session, missed)}
          >
            {words.catchUpButton}
          </button>
        </p>
      )}
    </nav>
  );
}

/** Steps that were done before and that the cluster of this visit has not seen; none once the reader has gone on. */
function missedSteps(session: LabSession | undefined, steps: readonly ProgressStep[]): readonly ProgressStep[] {
  if (!session || session.onCluster.length > 0) return [];
  return steps.filter(({ id, check }) => check !== undefined && session.done.includes(id));
}

async function catchUp(session: LabSession, missed: readonly ProgressStep[]): Promise<void> {
  for (const { id, commands, check } of missed) await session.run(id, commands, check !== undefined);
}
