import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { useMemo, useState } from 'preact/hooks';
import { FigureRun } from '../../projections/descheduler/figure-run.ts';
import { openingMoment } from '../../projections/descheduler/moments.ts';
import { textTwin } from '../../projections/descheduler/text-twin.ts';
import { factText, factWords } from '../../projections/descheduler/words.ts';
import type { Language } from '../../projections/language.ts';
import { momentOfFinding } from '../../projections/own-plugin/finding-moment.ts';
import { findingText } from '../../projections/own-plugin/finding-text.ts';
import { betweenCyclesMs, firstCycleMs } from '../../scenarios/own-plugin/judge.ts';
import type { Finding } from '../../scenarios/own-plugin/verdict.ts';
import { AnswersNumbers } from '../figure/asked.tsx';
import { ControlBar, type Speed } from '../figure/control-bar.tsx';
import { DeschedulerBoard } from '../figure/descheduler-board.tsx';
import { DeschedulerTimeline } from '../figure/descheduler-controls.tsx';
import '../figure/figure.css';
import '../figure/figure-board.css';
import '../figure/figure-controls.css';
import '../figure/figure-panels.css';
import '../figure/descheduler-figure.css';
import '../figure/figure-narrow.css';
import { Counts, Cycles } from '../figure/descheduler-tables.tsx';
import { PluginStrip, Verdicts } from '../figure/descheduler-verdicts.tsx';
import { handleFigureKey } from '../figure/figure-keys.ts';
import { figureWords } from '../figure/figure-words.ts';
import { Journal } from '../figure/journal.tsx';
import { Sentence } from '../figure/sentence.tsx';
import { usePlayer } from '../figure/use-player.ts';

interface SeedFigureProps {
  readonly language: Language;
  readonly label: string;
  readonly seed: number;
  readonly entries: readonly LogEntry[];
  /** What was found wrong on this seed: each leads to its moment. */
  readonly findings: readonly Finding[];
  readonly linkCopied: 'no' | 'yes' | 'failed';
  readonly onSeed: (seed: number) => void;
  readonly onCopyLink: () => void;
}

/** The run of one seed to scrub through: nodes, pods, what the plugin asked for and where the scheduler put the successors. */
export function SeedFigure(props: SeedFigureProps) {
  const { language, seed, entries } = props;
  // What happens while the cluster fills is not what the figure is about.
  const run = useMemo(() => new FigureRun(entries, firstCycleMs - 5_000), [entries]);
  const [first] = props.findings;
  const [cursor, setCursor] = useState(() =>
    first ? momentOfFinding(run.moments, first) : openingMoment(run.moments),
  );
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(2);
  const [selected, setSelected] = useState<number>();
  const [selectedPod, onSelectPod] = useState<string>();
  const { moments, lastIndex } = run;
  const view = useMemo(() => run.at(cursor), [run, cursor]);
  const chain = useMemo(
    () => (selected === undefined ? undefined : run.chain(selected, language)),
    [run, selected, language],
  );
  const move = (index: number) => setCursor(Math.max(0, Math.min(lastIndex, index)));
  usePlayer(playing, cursor, lastIndex, speed, move, () => setPlaying(false));
  const controls = {
    ...{ cursor, lastIndex, playing, speed },
    onSpeed: setSpeed,
    onMove(index: number) {
      setPlaying(false);
      move(index);
    },
    onPlay(start: boolean) {
      if (start && cursor >= lastIndex) setCursor(0);
      setPlaying(start);
    },
  };
  const pods = { selectedPod, onSelectPod };
  return (
    // The figure itself takes the keys of its control bar, so that they work wherever in it the focus is.
    <section
      class="fig not-content"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      data-ready="true"
      onKeyDown={(event) => {
        if (handleFigureKey(event, controls)) event.preventDefault();
      }}
    >
      {props.findings.length > 0 && (
        <ul class="lab-findings">
          {props.findings.map((finding, index) => (
            <li key={index}>
              <button
                type="button"
                class="lab-inline"
                onClick={() => controls.onMove(momentOfFinding(moments, finding))}
              >
                {findingText(finding, language)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <AnswersNumbers explain={(about) => run.explain(cursor, about, language)}>
        <PluginStrip {...{ language, view }} />
        <DeschedulerBoard {...{ language, view, ...pods }} ghost={undefined} />
        <Counts {...{ language, view }} />
        <Cycles {...{ language, view }} intervalMs={betweenCyclesMs} />
        <ControlBar
          {...{ language, seed, ...controls }}
          linkCopied={props.linkCopied}
          onSeed={props.onSeed}
          onCopyLink={props.onCopyLink}
          onReset={() => controls.onMove(openingMoment(moments))}
          timeline={
            <DeschedulerTimeline
              {...{ language, view, chain, selectedPod, cursor, moments }}
              timeline={run.timeline}
              onMove={controls.onMove}
            />
          }
          actions={null}
        />
        <output class="fig-twin" aria-label={figureWords[language].twin}>
          <Sentence>{textTwin(view, language)}</Sentence>
        </output>
        <div class="fig-beside dsch-beside">
          <Verdicts {...{ language, view, ...pods }} />
          <Journal
            {...{ language, cursor, chain, selected }}
            actors={factWords[language].actor}
            moments={moments.map(({ seq, atMs, actor, fact }) => ({
              seq,
              atMs,
              actor,
              text: factText(fact, language),
            }))}
            onSelect={setSelected}
            onMove={controls.onMove}
          />
        </div>
      </AnswersNumbers>
    </section>
  );
}
