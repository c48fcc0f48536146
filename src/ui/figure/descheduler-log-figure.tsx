import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { useMemo, useState } from 'preact/hooks';
import { FigureRun } from '../../projections/descheduler/figure-run.ts';
import { openingMoment } from '../../projections/descheduler/moments.ts';
import { textTwin } from '../../projections/descheduler/text-twin.ts';
import { factText, factWords } from '../../projections/descheduler/words.ts';
import type { Language } from '../../projections/language.ts';
import { AnswersNumbers } from './asked.tsx';
import { type Speed, Transport } from './control-bar.tsx';
import { DeschedulerBoard } from './descheduler-board.tsx';
import { DeschedulerTimeline } from './descheduler-controls.tsx';
import { DeschedulerLegend } from './descheduler-pod.tsx';
import { Counts, Cycles } from './descheduler-tables.tsx';
import { PluginStrip, Verdicts } from './descheduler-verdicts.tsx';
import { deschedulerWords } from './descheduler-words.ts';
import { handleFigureKey } from './figure-keys.ts';
import './figure.css';
import './figure-board.css';
import './figure-controls.css';
import './figure-panels.css';
import './descheduler-figure.css';
import './figure-narrow.css';
import { figureWords } from './figure-words.ts';
import { Journal } from './journal.tsx';
import { Sentence } from './sentence.tsx';
import { usePlayer } from './use-player.ts';

export interface DeschedulerLogFigureProps {
  readonly language: Language;
  readonly id: string;
  /** A whole log of a cluster in which a descheduler ran, whatever its plugins. */
  readonly entries: readonly LogEntry[];
  /** When the first frame is. */
  readonly fromMs: number;
  readonly intervalMs: number;
  /** The log entry that is shown at first; the end of a cycle when not given. */
  readonly cursorSeq?: number;
}

/** A log that somebody else's run has left, to be scrubbed through: the descheduler's figure without anything to change. */
export function DeschedulerLogFigure(props: DeschedulerLogFigureProps) {
  const { language, id, entries, fromMs, intervalMs, cursorSeq } = props;
  const words = deschedulerWords[language];
  const run = useMemo(() => new FigureRun(entries, fromMs), [entries, fromMs]);
  const opening = useMemo(
    () => (cursorSeq === undefined ? openingMoment(run.moments) : run.indexOf(cursorSeq)),
    [run, cursorSeq],
  );
  const [moved, setMoved] = useState<{ readonly run: FigureRun; readonly to: number }>();
  const cursor = moved?.run === run ? moved.to : opening;
  const [playing, setPlaying] = useState(false);
  const [speed, onSpeed] = useState<Speed>(1);
  const [selectedMoment, setSelectedMoment] = useState<number>();
  const [selectedPod, onSelectPod] = useState<string>();
  const { moments, lastIndex, timeline } = run;
  const move = (index: number) => setMoved({ run, to: Math.max(0, Math.min(lastIndex, index)) });
  usePlayer(playing, cursor, lastIndex, speed, move, () => setPlaying(false));

  const view = useMemo(() => run.at(cursor), [run, cursor]);
  const chain = useMemo(
    () => (selectedMoment === undefined ? undefined : run.chain(selectedMoment, language)),
    [run, selectedMoment, language],
  );
  const controls = {
    ...{ cursor, lastIndex, playing, speed, onSpeed },
    onMove(index: number) {
      setPlaying(false);
      move(index);
    },
    onPlay(start: boolean) {
      if (start && cursor >= lastIndex) move(0);
      setPlaying(start);
    },
  };
  const pods = { selectedPod, onSelectPod };

  return (
    <section
      class="fig not-content"
      id={id}
      aria-label={words.figure}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the figure itself takes the keys of its control bar
      tabIndex={0}
      data-ready={true}
      onKeyDown={(event) => {
        if (handleFigureKey(event, controls)) event.preventDefault();
      }}
    >
      <AnswersNumbers explain={(about) => run.explain(cursor, about, language)}>
        <PluginStrip {...{ language, view }} />
        <DeschedulerBoard {...{ language, view, ...pods }} ghost={undefined} />
        <DeschedulerLegend language={language} />
        <Counts {...{ language, view }} />
        <Cycles {...{ language, view, intervalMs }} />
        <div class="fig-controls">
          <Transport {...{ language, ...controls }} />
          <DeschedulerTimeline {...{ language, view, chain, selectedPod, moments, timeline, ...controls }} />
        </div>
        <output class="fig-twin" aria-label={figureWords[language].twin}>
          <Sentence>{textTwin(view, language)}</Sentence>
        </output>
        <div class="fig-beside dsch-beside">
          <Verdicts {...{ language, view, ...pods }} />
          <Journal
            {...{ language, cursor, chain }}
            actors={factWords[language].actor}
            moments={moments.map(({ seq, atMs, actor, fact }) => ({
              seq,
              atMs,
              actor,
              text: factText(fact, language),
            }))}
            selected={selectedMoment}
            onSelect={setSelectedMoment}
            onMove={controls.onMove}
          />
        </div>
      </AnswersNumbers>
    </section>
  );
}
