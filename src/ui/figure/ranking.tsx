import { useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { formatAmount } from '../../projections/node-utilization/amounts.ts';
import type { Candidate, NodeUtilizationView, SourceNode } from '../../projections/node-utilization/view.ts';
import { short } from '../../projections/node-utilization/words.ts';
import { Askable } from './asked.tsx';
import { type FigureWords, figureWords } from './figure-words.ts';

export interface RankingProps {
  readonly language: Language;
  readonly view: NodeUtilizationView;
  readonly selectedPod: string | undefined;
  readonly onSelectPod: (pod: string | undefined) => void;
}

/** The pods of each source node: which may be evicted, in which order, and why the others may not. */
export function Ranking({ language, view, ...selection }: RankingProps) {
  const words = figureWords[language];
  const [chosen, setChosen] = useState<string>();
  const reached = view.sources.filter((source) => source.reached);
  const source =
    view.sources.find(({ name }) => name === chosen && reached.some((each) => each.name === name)) ?? reached.at(-1);
  return (
    <>
      <section class="fig-panel" aria-label={words.ranking}>
        <p class="fig-heading">
          {words.ranking}
          {source ? (
            <span class="fig-of-node">
              <Askable about={`${source.name}.sortKey`}>{source.name}</Askable>
            </span>
          ) : null}
        </p>
        {view.sources.length > 1 ? (
          <fieldset class="fig-tabs" aria-label={words.rankingOf}>
            {view.sources.map(({ name, reached: isReached }) => (
              <button
                type="button"
                key={name}
                aria-pressed={source?.name === name}
                aria-disabled={!isReached}
                title={isReached ? undefined : words.notReachedNode}
                onClick={() => isReached && setChosen(name)}
              >
                {name}
              </button>
            ))}
          </fieldset>
        ) : null}
        {source ? <Evictable {...{ source, words, ...selection }} /> : <p class="fig-quiet">{words.notRanked}</p>}
      </section>
      <section class="fig-panel" aria-label={words.notEvictable}>
        <p class="fig-heading">{words.notEvictable}</p>
        {source ? <Staying {...{ source, words, ...selection }} /> : <p class="fig-quiet">{words.notRanked}</p>}
      </section>
    </>
  );
}

interface CandidatesProps {
  readonly source: SourceNode;
  readonly words: FigureWords;
  readonly selectedPod: string | undefined;
  readonly onSelectPod: (pod: string | undefined) => void;
}

function Evictable({ source, words, ...selection }: CandidatesProps) {
  const evictable = source.candidates.filter(({ rank }) => rank !== undefined);
  const firstUnneeded = evictable.findIndex(({ outcome }) => outcome?.kind === 'notReached');
  return (
    <ol class="fig-candidates">
      {evictable.map((candidate, index) => (
        <CandidateRow
          key={candidate.pod}
          candidate={candidate}
          words={words}
          {...selection}
          stop={index === firstUnneeded && source.stop ? stopText(source, words) : undefined}
        />
      ))}
      {source.stop && firstUnneeded < 0 ? <li class="fig-stop">{stopText(source, words)}</li> : null}
    </ol>
  );
}

function Staying({ source, words, ...selection }: CandidatesProps) {
  const staying = source.candidates.filter(({ rank }) => rank === undefined);
  if (staying.length === 0) return <p class="fig-quiet">{words.none}</p>;
  return (
    <ul class="fig-candidates">
      {staying.map((candidate) => (
        <CandidateRow key={candidate.pod} candidate={candidate} words={words} {...selection} stop={undefined} />
      ))}
    </ul>
  );
}

function stopText({ stop }: SourceNode, words: FigureWords): string {
  return stop ? words.ends(words.sourceEnd(stop.reason, stop.resources)) : '';
}

type CandidateRowProps = Omit<CandidatesProps, 'source'> & {
  readonly candidate: Candidate;
  readonly stop: string | undefined;
};

function CandidateRow({ candidate, words, selectedPod, onSelectPod, stop }: CandidateRowProps) {
  const { pod, rank, qos, priority, requests, outcome } = candidate;
  return (
    <>
      {stop ? <li class="fig-stop">{stop}</li> : null}
      <li class="fig-candidate" data-outcome={outcome?.kind ?? 'open'} data-selected={selectedPod === pod}>
        <span class="fig-rank">{rank ?? ''}</span>
        <span class="fig-candidate-pod">
          <button
            type="button"
            class="fig-podname"
            aria-pressed={selectedPod === pod}
            onClick={() => onSelectPod(selectedPod === pod ? undefined : pod)}
          >
            {short(pod)}
          </button>
          <span class="fig-traits">
            <span>
              {words.priority} {priority ?? words.noPriority}
            </span>
            <span>
              <QOSMark of={qos} /> {qos}
            </span>
            <span class="fig-nowrap">
              {formatAmount('cpu', requests.cpu ?? 0)} · {formatAmount('memory', requests.memory ?? 0)}
            </span>
          </span>
          {candidate.notEvictable.map((reason) => (
            <span class="fig-reason" key={reason} lang="en">
              {reason}
            </span>
          ))}
          {outcome?.kind === 'refused' ? (
            <span class="fig-reason" lang="en">
              {outcome.error}
            </span>
          ) : null}
          {outcome?.kind === 'skipped' ? <span class="fig-reason">{words.skipReason(outcome.reason)}</span> : null}
        </span>
        <span class="fig-outcome">{outcome ? outcomeText(outcome, words) : ''}</span>
      </li>
    </>
  );
}

function outcomeText(outcome: NonNullable<Candidate['outcome']>, words: FigureWords): string {
  if (outcome.kind === 'evicted') return words.evicted(outcome.number);
  return words[outcome.kind];
}

/** How much of its request is guaranteed to a pod: an empty, a half, a full circle. */
export function QOSMark({ of }: { readonly of: Candidate['qos'] }) {
  return (
    <svg class="fig-qos" viewBox="0 0 10 10" width="9" height="9" aria-hidden="true">
      <circle cx="5" cy="5" r="4" fill={of === 'Guaranteed' ? 'currentColor' : 'none'} stroke="currentColor" />
      {of === 'Burstable' ? <path d="M5 1a4 4 0 0 1 0 8z" fill="currentColor" /> : null}
    </svg>
  );
}
