import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { CauseChain } from '../../projections/causes.ts';
import type { FigureRun } from '../../projections/descheduler/figure-run.ts';
import type { FigureMoment } from '../../projections/descheduler/moments.ts';
import { textTwin } from '../../projections/descheduler/text-twin.ts';
import type { DeschedulerView } from '../../projections/descheduler/view.ts';
import { factText, factWords } from '../../projections/descheduler/words.ts';
import type { Explanation } from '../../projections/explanation.ts';
import type { Language } from '../../projections/language.ts';
import { AnswersNumbers } from './asked.tsx';
import { DeschedulerBoard } from './descheduler-board.tsx';
import { DeschedulerLegend } from './descheduler-pod.tsx';
import { Counts, Cycles } from './descheduler-tables.tsx';
import { PluginStrip, Verdicts } from './descheduler-verdicts.tsx';
import './figure.css';
import './figure-board.css';
import './figure-controls.css';
import './figure-panels.css';
import './descheduler-figure.css';
import './figure-narrow.css';
import { figureWords } from './figure-words.ts';
import { Journal } from './journal.tsx';
import { Sentence } from './sentence.tsx';
import type { Playback } from './use-playback.ts';

interface DeschedulerSceneProps {
  readonly language: Language;
  readonly view: DeschedulerView;
  readonly moments: readonly FigureMoment[];
  readonly chain: CauseChain | undefined;
  readonly explain: (about: string) => Explanation | undefined;
  readonly playback: Playback;
  readonly intervalMs: number;
  /** Where the pods of each workload were before the reader changed something. */
  readonly ghost: ReturnType<FigureRun['ends']> | undefined;
  /** Only board, tables, controls and text. */
  readonly brief: boolean;
  /** The control bar and what belongs to it; it marks the moments of the selected pod. */
  readonly bar: (selectedPod: string | undefined) => ComponentChildren;
}

/** A run of the descheduler at one of its moments: nodes with their pods, what was counted and decided, the controls, the text
 *  twin, and beside each other the verdicts and the journal. */
export function DeschedulerScene(props: DeschedulerSceneProps) {
  const { language, view, moments, chain, explain, playback, intervalMs, ghost, brief, bar } = props;
  const [selectedPod, onSelectPod] = useState<string>();
  const pods = { selectedPod, onSelectPod };
  return (
    <AnswersNumbers explain={explain}>
      <PluginStrip {...{ language, view }} />
      <DeschedulerBoard {...{ language, view, ghost, ...pods }} />
      <DeschedulerLegend language={language} />
      <Counts {...{ language, view }} />
      <Cycles {...{ language, view, intervalMs }} />
      {bar(selectedPod)}
      <output class="fig-twin" aria-label={figureWords[language].twin}>
        <Sentence>{textTwin(view, language)}</Sentence>
      </output>
      {brief ? null : (
        <div class="fig-beside dsch-beside">
          <Verdicts {...{ language, view, ...pods }} />
          <Journal
            {...{ language, chain, moments }}
            cursor={playback.controls.cursor}
            actors={factWords[language].actor}
            textOf={factText}
            selected={playback.selectedMoment}
            onSelect={playback.onSelectMoment}
            onMove={playback.controls.onMove}
          />
        </div>
      )}
    </AnswersNumbers>
  );
}
