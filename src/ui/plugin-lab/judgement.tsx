import type { Language } from '../../projections/language.ts';
import { findingText, invariantText } from '../../projections/own-plugin/finding-text.ts';
import type { InvariantView, JudgementView } from '../../projections/own-plugin/judgement.ts';
import type { SeedVerdict } from '../../scenarios/own-plugin/verdict.ts';
import { labWords } from './lab-words.ts';

const mostSeeds = 30;

interface JudgementProps {
  readonly lang: Language;
  readonly view: JudgementView;
  readonly targetPercent: number;
  readonly openSeed: number | undefined;
  readonly onOpenSeed: (seed: number) => void;
}

/** What the seeds say about a plugin: the four invariants, and every seed on which one was broken. */
export function Judgement(props: JudgementProps) {
  const { lang, view } = props;
  const words = labWords[lang];
  const failing = view.bad.filter(({ findings }) => findings.length > 0);
  return (
    <>
      <p class="lab-sum" role="status">
        <strong>
          {view.bad.length === 0
            ? words.good(view.seeds, view.evicted, view.refused)
            : words.bad(view.bad.length, view.seeds)}
        </strong>
        {view.bad.length === 0 && view.evicted === 0 && view.refused === 0 && (
          <>
            {words.between}
            {words.idle}
          </>
        )}
      </p>
      <Invariants {...props} />
      {failing.length > 0 && (
        <section aria-label={words.failingSeeds}>
          <h4>{words.failingSeeds}</h4>
          <ul class="lab-seeds">
            {failing.slice(0, mostSeeds).map((verdict) => (
              <FailingSeed key={verdict.seed} {...props} verdict={verdict} />
            ))}
          </ul>
          {failing.length > mostSeeds && <p class="editor-note">{words.moreSeeds(failing.length - mostSeeds)}</p>}
        </section>
      )}
    </>
  );
}

function Invariants({ lang, view, targetPercent }: JudgementProps) {
  const words = labWords[lang];
  const sound = view.failure === undefined && view.policyError === undefined;
  return (
    <ul class="lab-invariants">
      {view.invariants.map((item) => {
        const { name, rule } = invariantText(item.invariant, targetPercent, lang);
        const state = item.broken > 0 ? 'broken' : sound ? 'held' : 'open';
        return (
          <li key={item.invariant} data-state={state}>
            <p class="lab-invariant-name">
              <span class="lab-mark" aria-hidden="true">
                {state === 'held' ? '✓' : state === 'broken' ? '✗' : '–'}
              </span>
              {name}
              <span class="lab-invariant-verdict">{verdictText(item, view.seeds, state, words)}</span>
            </p>
            <p class="lab-rule">{rule}</p>
          </li>
        );
      })}
    </ul>
  );
}

function verdictText(
  { broken }: InvariantView,
  seeds: number,
  state: 'held' | 'broken' | 'open',
  words: (typeof labWords)[Language],
): string {
  if (state === 'broken') return words.brokenOn(broken);
  return state === 'held' ? words.held(seeds) : words.notJudged;
}

function FailingSeed({ lang, verdict, openSeed, onOpenSeed }: JudgementProps & { readonly verdict: SeedVerdict }) {
  const words = labWords[lang];
  const { seed, findings } = verdict;
  // The first of each kind says more than many of one.
  const shown = findings.filter(
    ({ invariant }, at) => findings.findIndex((other) => other.invariant === invariant) === at,
  );
  return (
    <li>
      <button
        type="button"
        aria-pressed={openSeed === seed}
        aria-label={words.openSeed(seed)}
        onClick={() => onOpenSeed(seed)}
      >
        {words.seed(seed)}
      </button>
      <ul>
        {shown.map((finding, index) => (
          <li key={index}>{findingText(finding, lang)}</li>
        ))}
        {findings.length > shown.length && (
          <li class="editor-more">{words.moreFindings(findings.length - shown.length)}</li>
        )}
      </ul>
    </li>
  );
}
