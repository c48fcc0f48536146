import { useEffect, useRef } from 'preact/hooks';
import type { CauseChain, ChainLink } from '../../projections/causes.ts';
import type { Language } from '../../projections/language.ts';
import type { Moment } from '../../projections/timeline.ts';
import { figureWords } from './figure-words.ts';
import { Sentence } from './sentence.tsx';

/** A moment, with what happened and the part of the cluster that acted. */
export interface ActedMoment<Fact> extends Moment {
  readonly actor: string;
  readonly fact: Fact;
}

export interface JournalProps<Fact> {
  readonly language: Language;
  readonly moments: readonly ActedMoment<Fact>[];
  readonly textOf: (fact: Fact, language: Language) => string;
  /** The names of the parts of the cluster that act. */
  readonly actors: Readonly<Record<string, string>>;
  readonly cursor: number;
  readonly selected: number | undefined;
  readonly onSelect: (index: number | undefined) => void;
  readonly chain: CauseChain | undefined;
  readonly onMove: (index: number) => void;
}

/** What happened up to the cursor, one line a moment, each with the part of the cluster that acted. A line can be asked for
 *  what led to it and what it led to. */
export function Journal<Fact>(props: JournalProps<Fact>) {
  const { language, moments, textOf, actors, cursor, selected, onSelect, chain, onMove } = props;
  const words = figureWords[language];
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const line = box?.querySelector<HTMLElement>('[data-now="true"]');
    if (box && line) box.scrollTop = line.offsetTop - box.clientHeight + line.offsetHeight + 8;
  }, [cursor]);
  useEffect(() => {
    const box = list.current;
    const line = box?.querySelector<HTMLElement>('[data-selected="true"]');
    if (!box || !line || !chain) return;
    const below = line.offsetTop + line.offsetHeight - (box.scrollTop + box.clientHeight);
    if (below > 0) box.scrollTop += Math.min(below, line.offsetTop - box.scrollTop);
  }, [chain]);
  return (
    <section class="fig-panel fig-journal" aria-label={words.journal}>
      <p class="fig-heading">{words.journal}</p>
      <p class="fig-actors">
        {shownActors.map((actor) => (
          <span key={actor}>
            <ActorMark of={actor} /> {actors[actor]}
          </span>
        ))}
      </p>
      <ol ref={list} class="fig-lines">
        {moments.slice(0, cursor + 1).map((moment, index) => (
          <li key={moment.seq} data-now={index === cursor} data-selected={index === selected}>
            <button
              type="button"
              class="fig-entry"
              aria-pressed={index === selected}
              onClick={() => onSelect(index === selected ? undefined : index)}
            >
              <time>{secondsText(moment.atMs)}</time>
              <ActorMark of={moment.actor} />
              <span>
                <Sentence>{textOf(moment.fact, language)}</Sentence>
              </span>
            </button>
            {index === selected && chain ? (
              <Chain {...{ language, chain, onMove, onClose: () => onSelect(undefined) }} />
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A time in seconds with its milliseconds, as far as they differ. */
export function secondsText(atMs: number): string {
  return `${(atMs / 1000).toFixed(3)} s`;
}

const shownActors = ['descheduler', 'controller', 'scheduler', 'kubelet'] as const;

/** The glyph and colour of an actor. */
function ActorMark({ of }: { readonly of: string }) {
  return <span class="fig-actor" data-actor={of} aria-hidden="true" />;
}

interface ChainProps {
  readonly language: Language;
  readonly chain: CauseChain;
  readonly onMove: (index: number) => void;
  readonly onClose: () => void;
}

function Chain({ language, chain, onMove, onClose }: ChainProps) {
  const words = figureWords[language];
  return (
    <div class="fig-chain">
      <p class="fig-chain-title">{words.chainCauses}</p>
      <Links links={chain.causes.slice(0, -1)} none={words.chainNothing} onMove={onMove} />
      <p class="fig-chain-title">{words.chainEffects}</p>
      <Links links={chain.effects} none={words.chainNothing} onMove={onMove} />
      <button type="button" class="fig-plain" onClick={onClose}>
        {words.close}
      </button>
    </div>
  );
}

interface LinksProps {
  readonly links: readonly ChainLink[];
  readonly none: string;
  readonly onMove: (index: number) => void;
}

function Links({ links, none, onMove }: LinksProps) {
  if (links.length === 0) return <p class="fig-quiet">{none}</p>;
  return (
    <ol>
      {links.map(({ seq, atMs, text, moment }) => (
        <li key={seq}>
          <time>{secondsText(atMs)}</time>
          {moment === undefined ? (
            <span>{text}</span>
          ) : (
            <button type="button" class="fig-plain" onClick={() => onMove(moment)}>
              {text}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}
