import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { openingMoment } from '../../projections/descheduler/moments.ts';
import { textTwin } from '../../projections/descheduler/text-twin.ts';
import { factText, factWords } from '../../projections/descheduler/words.ts';
import type { Language } from '../../projections/language.ts';
import { momentOf } from '../../projections/timeline.ts';
import { deschedulerPresets, type PresetName, presetNames } from '../../scenarios/descheduler-plugins/presets.ts';
import { usualSettings } from '../../scenarios/descheduler-plugins/settings.ts';
import { AnswersNumbers } from './asked.tsx';
import type { Speed } from './control-bar.tsx';
import { deschedulerAddress } from './descheduler-address.ts';
import { DeschedulerBoard } from './descheduler-board.tsx';
import { DeschedulerControls } from './descheduler-controls.tsx';
import type { DeschedulerFirstFrame } from './descheduler-first-frame.ts';
import { DeschedulerLegend } from './descheduler-pod.tsx';
import { PolicySwitches, PolicyText } from './descheduler-policy.tsx';
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
import { FailureNotice, LinkNotice } from './notices.tsx';
import { Sentence } from './sentence.tsx';
import { useDeschedulerSession } from './use-descheduler-session.ts';
import { useFigureLink } from './use-figure-link.ts';
import { usePlayer } from './use-player.ts';

export interface DeschedulerFigureProps {
  readonly language: Language;
  /** Tells the figures of a page apart in its address. */
  readonly id: string;
  readonly preset: PresetName;
  /** Only board, tables, controls and text. */
  readonly brief: boolean;
  readonly first: DeschedulerFirstFrame;
}

/** The figure of the whole descheduler: nodes with their pods, what each plugin decided about them and by which numbers, and
 *  where the scheduler puts the pods that stand in for evicted ones. */
export function DeschedulerFigure({ language, id, preset, brief, first }: DeschedulerFigureProps) {
  const words = deschedulerWords[language];
  const session = useDeschedulerSession(preset, first);
  const { settings, run, moments, cursor } = session;
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const [selectedMoment, setSelectedMoment] = useState<number>();
  const [selectedPod, onSelectPod] = useState<string>();

  const view = useMemo(() => run?.at(cursor) ?? first.view, [run, cursor, first]);
  const chain = useMemo(
    () => (run && selectedMoment !== undefined ? run.chain(selectedMoment, language) : undefined),
    [run, selectedMoment, language],
  );
  const lastIndex = moments.length - 1;
  // Interest that came before there was anything to hear it counts too.
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    if (frame.current?.matches(':hover, :focus-within')) session.wake();
  }, []);
  usePlayer(playing && run !== undefined, cursor, lastIndex, speed, session.move, () => setPlaying(false));

  const still = () => {
    setPlaying(false);
    setSelectedMoment(undefined);
  };
  const address = useFigureLink(id, language, deschedulerAddress, (linked) => {
    still();
    session.open(linked.settings, (made) => momentOf(made.moments, linked.cursorSeq));
  });
  const open = (name: PresetName) => {
    still();
    onSelectPod(undefined);
    address.clear();
    session.open(usualSettings(name), (made) => openingMoment(made.moments));
  };
  const change: typeof session.change = (next, choose) => {
    still();
    session.change(next, choose);
  };
  const controls = {
    ...{ cursor, lastIndex, playing, speed },
    onSpeed: setSpeed,
    onMove(index: number) {
      setPlaying(false);
      session.move(index);
    },
    onPlay(start: boolean) {
      session.wake();
      if (start && cursor >= lastIndex) session.move(0);
      setPlaying(start);
    },
  };
  const pods = { selectedPod, onSelectPod };
  const { intervalMs } = deschedulerPresets[settings.preset];

  return (
    // The figure itself takes the keys of its control bar, so that they work wherever in it the focus is.
    <section
      ref={frame}
      class="fig not-content"
      id={id}
      aria-label={`${words.figure} (${words.preset[preset]})`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      data-busy={session.busy}
      data-ready={run !== undefined}
      onPointerEnter={session.wake}
      onFocusIn={session.wake}
      onTouchStart={session.wake}
      onKeyDown={(event) => {
        if (handleFigureKey(event, controls)) event.preventDefault();
      }}
    >
      {brief ? null : (
        <fieldset class="fig-presets" aria-label={words.presets}>
          {presetNames.map((name) => (
            <button type="button" key={name} aria-pressed={name === settings.preset} onClick={() => open(name)}>
              {words.preset[name]}
            </button>
          ))}
        </fieldset>
      )}
      <p class="fig-finding">{words.finding[settings.preset]}</p>
      <LinkNotice {...{ language }} problem={address.problem} onDefault={() => open(settings.preset)} />
      <FailureNotice {...{ language }} failure={session.failure} seed={settings.seed} onRetry={session.retry} />
      {view.cycle.refusal === undefined ? null : (
        <p class="fig-notice" role="status">
          {words.policy.refusedBy} <code lang="en">{view.cycle.refusal}</code>
        </p>
      )}
      <AnswersNumbers explain={(about) => run?.explain(cursor, about, language)}>
        <PluginStrip {...{ language, view }} />
        <DeschedulerBoard {...{ language, view, ...pods }} ghost={session.ghost} />
        <DeschedulerLegend language={language} />
        <Counts {...{ language, view }} />
        <Cycles {...{ language, view, intervalMs }} />
        <DeschedulerControls
          {...{ language, session, view, chain, selectedPod, ...controls }}
          linkCopied={address.copied}
          onChange={change}
          onCopyLink={() => {
            void address.copy({ settings, cursorSeq: moments[cursor]?.seq ?? 0 });
          }}
          onReset={() => open(settings.preset)}
        />
        <PolicySwitches {...{ language, settings }} onChange={change} />
        <output class="fig-twin" aria-label={figureWords[language].twin}>
          <Sentence>{textTwin(view, language)}</Sentence>
        </output>
        {brief ? null : (
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
        )}
      </AnswersNumbers>
      {brief ? null : (
        <details>
          <summary>{words.policy.title}</summary>
          <PolicyText {...{ language, settings }} onChange={change} />
        </details>
      )}
    </section>
  );
}
