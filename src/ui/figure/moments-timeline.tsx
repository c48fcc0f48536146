import type { CauseChain } from '../../projections/causes.ts';
import type { Language } from '../../projections/language.ts';
import { layOutTimeline, type TimelineView } from '../../projections/timeline.ts';
import { controlWords } from './control-words.ts';
import { type ActedMoment, secondsText } from './journal.tsx';
import { TimelineBar } from './timeline-bar.tsx';

interface MomentsTimelineProps<Fact extends object> {
  readonly language: Language;
  readonly moments: readonly ActedMoment<Fact>[];
  /** Where the moments stand, when it is known already. */
  readonly timeline: TimelineView | undefined;
  readonly textOf: (fact: Fact, language: Language) => string;
  readonly cursor: number;
  readonly chain: CauseChain | undefined;
  readonly selectedPod: string | undefined;
  readonly onMove: (index: number) => void;
}

/** The moments of a run along a line. Those of the pod and of the chain that are being looked at stand out. */
export function MomentsTimeline<Fact extends object>(props: MomentsTimelineProps<Fact>) {
  const { language, moments, timeline, textOf, cursor, chain, selectedPod, onMove } = props;
  const words = controlWords[language];
  const related = new Set([...(chain?.causes ?? []), ...(chain?.effects ?? [])].map(({ moment }) => moment));
  const atMs = moments[cursor]?.atMs ?? 0;
  const next = moments[cursor + 1];
  return (
    <TimelineBar
      {...{ language, cursor, onMove }}
      view={timeline ?? layOutTimeline(moments)}
      marks={moments.map(({ actor, fact }, index) => ({
        actor,
        label: textOf(fact, language),
        related: related.has(index) || (selectedPod !== undefined && podOf(fact) === selectedPod),
      }))}
      now={`${secondsText(atMs)} · ${words.step(cursor + 1, moments.length)}`}
      next={next ? words.next(textOf(next.fact, language), next.atMs - atMs) : words.nothingNext}
    />
  );
}

function podOf(fact: object): unknown {
  return 'pod' in fact ? fact.pod : undefined;
}
