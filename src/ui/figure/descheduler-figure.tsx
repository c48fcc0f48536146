import { useMemo } from 'preact/hooks';
import { openingMoment } from '../../projections/descheduler/moments.ts';
import type { Language } from '../../projections/language.ts';
import { momentOf } from '../../projections/timeline.ts';
import { deschedulerPresets, type PresetName, presetNames } from '../../scenarios/descheduler-plugins/presets.ts';
import { usualSettings } from '../../scenarios/descheduler-plugins/settings.ts';
import { deschedulerAddress } from './descheduler-address.ts';
import { DeschedulerControls } from './descheduler-controls.tsx';
import type { DeschedulerFirstFrame } from './descheduler-first-frame.ts';
import { PolicySwitches, PolicyText } from './descheduler-policy.tsx';
import { DeschedulerScene } from './descheduler-scene.tsx';
import { deschedulerWords } from './descheduler-words.ts';
import { FigureFrame } from './figure-frame.tsx';
import { FailureNotice, LinkNotice } from './notices.tsx';
import { useDeschedulerSession } from './use-descheduler-session.ts';
import { useFigureLink } from './use-figure-link.ts';
import { usePlayback } from './use-playback.ts';

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
  const address = useFigureLink(id, language, deschedulerAddress, (linked) => {
    still();
    session.open(linked.settings, (made) => momentOf(made.moments, linked.cursorSeq));
  });
  const open = (name: PresetName) => {
    still();
    address.clear();
    session.open(usualSettings(name), (made) => openingMoment(made.moments));
  };
  const change: typeof session.change = (next, choose) => {
    still();
    session.change(next, choose);
  };
  const { intervalMs } = deschedulerPresets[settings.preset];

  return (
    <FigureFrame
      {...{ id, controls }}
      label={`${words.figure} (${words.preset[preset]})`}
      ready={run !== undefined}
      busy={session.busy}
      wake={session.wake}
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
      <DeschedulerScene
        {...{ language, view, moments, chain, playback, intervalMs, brief }}
        // Nothing of another story stays selected.
        key={settings.preset}
        explain={(about) => run?.explain(cursor, about, language)}
        ghost={session.ghost}
        bar={(selectedPod) => (
          <>
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
          </>
        )}
      />
      {brief ? null : (
        <details>
          <summary>{words.policy.title}</summary>
          <PolicyText {...{ language, settings }} onChange={change} />
        </details>
      )}
    </FigureFrame>
  );
}
