import { useMemo, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { openingMoment } from '../../projections/node-utilization/moments.ts';
import { textTwin } from '../../projections/node-utilization/text-twin.ts';
import { clusterWords, factText } from '../../projections/node-utilization/words.ts';
import { momentOf } from '../../projections/timeline.ts';
import type { PresetName } from '../../scenarios/node-utilization-presets.ts';
import { usualSettings } from '../../scenarios/node-utilization-settings.ts';
import type { InitialEdit } from '../editor/edit-state.ts';
import { AnswersNumbers } from './asked.tsx';
import { Board } from './board.tsx';
import { nodeUtilizationAddress } from './figure-address.ts';
import { FigureControls } from './figure-controls.tsx';
import { FigureEditor } from './figure-editor.tsx';
import { FigureFrame } from './figure-frame.tsx';
import './figure.css';
import './figure-board.css';
import './figure-controls.css';
import './figure-panels.css';
import './figure-policy.css';
import './figure-narrow.css';
import { figureWords } from './figure-words.ts';
import { Journal } from './journal.tsx';
import { Legend } from './legend.tsx';
import { Notices } from './notices.tsx';
import { PolicyPanel } from './policy-panel.tsx';
import { Presets } from './presets.tsx';
import { Ranking } from './ranking.tsx';
import { Room } from './room.tsx';
import { Sentence } from './sentence.tsx';
import { useFigureLink } from './use-figure-link.ts';
import { type FirstFrame, useFigureSession } from './use-figure-session.ts';
import { usePlayback } from './use-playback.ts';

export interface NodeUtilizationFigureProps {
  readonly language: Language;
  /** Tells the figures of a page apart in its address. */
  readonly id: string;
  readonly preset: PresetName;
  /** Only board, controls and text. */
  readonly brief: boolean;
  readonly first: FirstFrame;
}

/** The figure of both utilization plugins: what is requested on each node against the thresholds, who is evicted, and where
 *  the scheduler puts the pods that stand in for them. */
export function NodeUtilizationFigure({ language, id, preset, brief, first }: NodeUtilizationFigureProps) {
  const words = figureWords[language];
  const session = useFigureSession(preset, first);
  const { settings, run, moments, cursor } = session;
  const [selectedPod, setSelectedPod] = useState<string>();
  const [edit, setEdit] = useState<InitialEdit['files']>();
  const [linkedEdit, setLinkedEdit] = useState<InitialEdit>();

  const playback = usePlayback({
    ...{ cursor, move: session.move, wake: session.wake },
    lastIndex: moments.length - 1,
    ready: run !== undefined,
  });
  const { controls, selectedMoment, still } = playback;

  const view = useMemo(() => run?.at(cursor) ?? first.view, [run, cursor, first]);
  const chain = useMemo(
    () => (run && selectedMoment !== undefined ? run.chain(selectedMoment, language) : undefined),
    [run, selectedMoment, language],
  );
  const address = useFigureLink(id, language, nodeUtilizationAddress, (linked) => {
    still();
    if (linked.edits) setLinkedEdit({ files: linked.edits, fromLink: true });
    session.open(linked.settings, (made) => momentOf(made.moments, linked.cursorSeq));
  });
  const open = (name: PresetName) => {
    still();
    setSelectedPod(undefined);
    address.clear();
    session.open(usualSettings(name), (made) => openingMoment(made.moments));
  };
  const change: typeof session.change = (next, choose) => {
    still();
    session.change(next, choose);
  };
  const pods = { selectedPod, onSelectPod: setSelectedPod };

  return (
    <FigureFrame
      {...{ id, controls }}
      label={`${words.figure} (${words.preset[preset]})`}
      ready={run !== undefined}
      busy={session.busy}
      wake={session.wake}
    >
      <Presets {...{ language, brief }} chosen={settings.preset} onChoose={open} />
      <Notices {...{ language, session, view }} linkProblem={address.problem} onDefault={() => open(settings.preset)} />
      <AnswersNumbers explain={(about) => run?.explain(cursor, about, language)}>
        <Board {...{ language, view, ...pods }} ghost={session.ghost} scaleEnd={run?.scaleEnd ?? first.scaleEnd} />
        <Room language={language} view={view} />
        <Legend language={language} view={view} ghost={session.ghost !== undefined} />
        <FigureControls
          {...{ language, session, view, chain, selectedPod, ...controls }}
          linkCopied={address.copied}
          onChange={change}
          onCopyLink={() => {
            void address.copy({ settings, cursorSeq: moments[cursor]?.seq ?? 0, edits: edit ?? linkedEdit?.files });
          }}
          onReset={() => open(settings.preset)}
        />
        <output class="fig-twin" aria-label={words.twin}>
          <Sentence>{textTwin(view, language)}</Sentence>
        </output>
        {brief ? null : (
          <div class="fig-beside">
            <Ranking {...{ language, view, ...pods }} />
            <Journal
              {...{ language, cursor, chain, moments }}
              actors={clusterWords[language].actor}
              textOf={factText}
              selected={playback.selectedMoment}
              onSelect={playback.onSelectMoment}
              onMove={controls.onMove}
            />
          </div>
        )}
      </AnswersNumbers>
      {brief ? null : (
        <>
          <details>
            <summary>{words.policy.title}</summary>
            <PolicyPanel
              language={language}
              policy={settings.policy}
              onChange={(policy) => change({ ...settings, policy })}
            />
          </details>
          <FigureEditor {...{ language, session, linkedEdit }} figure={id} onEdit={setEdit} />
        </>
      )}
    </FigureFrame>
  );
}
