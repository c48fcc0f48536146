import { FigureClient, type FigureWorker } from 'kind-wasm-shim/hosts/browser/figure-client.ts';
import type { FigureFailure } from 'kind-wasm-shim/hosts/browser/figure-worker.ts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { FigureRun } from '../../projections/node-utilization/figure-run.ts';
import { type FigureMoment, openingMoment } from '../../projections/node-utilization/moments.ts';
import { textTwin } from '../../projections/node-utilization/text-twin.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { factText } from '../../projections/node-utilization/words.ts';
import { layOutTimeline, momentOf } from '../../projections/timeline.ts';
import { timesMs } from '../../scenarios/node-utilization-inputs.ts';
import type { PresetName } from '../../scenarios/node-utilization-presets.ts';
import { type FigureSettings, mostRuns, runOf, usualSettings } from '../../scenarios/node-utilization-settings.ts';
import { FigureActions } from './actions.tsx';
import { AnswersNumbers } from './asked.tsx';
import { Board } from './board.tsx';
import { ControlBar, type Speed } from './control-bar.tsx';
import { controlWords } from './control-words.ts';
import { fragmentOf, type LinkedState, stateInFragment } from './figure-address.ts';
import { handleFigureKey } from './figure-keys.ts';
import './figure.css';
import { figureWords } from './figure-words.ts';
import { Journal, secondsText } from './journal.tsx';
import { Legend } from './legend.tsx';
import { PolicyPanel } from './policy-panel.tsx';
import { Presets } from './presets.tsx';
import { Ranking } from './ranking.tsx';
import { Room } from './room.tsx';
import { TimelineBar } from './timeline-bar.tsx';
import { usePlayer } from './use-player.ts';

/** What is known of a run when the page is built: enough for the first frame and its timeline. */
export interface FirstFrame {
  readonly view: NodeUtilizationView;
  readonly moments: readonly FigureMoment[];
  readonly cursor: number;
  readonly scaleEnd: number;
}

export interface NodeUtilizationFigureProps {
  readonly language: Language;
  /** Tells the figures of a page apart in its address. */
  readonly id: string;
  readonly preset: PresetName;
  readonly first: FirstFrame;
}

/** The figure of both utilization plugins: what is requested on each node against the thresholds, who is evicted, and where
 *  the scheduler puts the pods that stand in for them. */
export function NodeUtilizationFigure({ language, id, preset, first }: NodeUtilizationFigureProps) {
  const words = figureWords[language];
  const controls = controlWords[language];
  const [settings, setSettings] = useState<FigureSettings>(() => usualSettings(preset));
  const [run, setRun] = useState<FigureRun>();
  const [cursor, setCursor] = useState(first.cursor);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(1);
  const [selectedMoment, setSelectedMoment] = useState<number>();
  const [selectedPod, setSelectedPod] = useState<string>();
  const [ghost, setGhost] = useState<Readonly<Record<string, number>>>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FigureFailure>();
  const [problem, setProblem] = useState<string>();
  const [edits, setEdits] = useState<Readonly<Record<string, string>>>();
  const [linkCopied, setLinkCopied] = useState<'no' | 'yes' | 'failed'>('no');
  const frame = useRef<HTMLElement>(null);

  // What arrives from the worker looks at the latest state, not at the one in which it was asked for.
  const latest = useRef({ run, cursor, settings, ghost, first });
  latest.current = { run, cursor, settings, ghost, first };
  const nextCursor = useRef<((run: FigureRun) => number) | undefined>(undefined);

  const client = useRef<FigureClient>();
  const ask = useCallback((wanted: FigureSettings) => {
    client.current ??= new FigureClient(startWorker, (asked, result) => {
      if (asked !== latestAsked.current) return;
      setBusy(false);
      if ('failure' in result) return setFailure(result.failure);
      const { run: before, cursor: at, first: firstFrame } = latest.current;
      const next = new FigureRun(result.entries, timesMs.calm);
      setFailure(undefined);
      setRun(next);
      setSelectedMoment(undefined);
      const choose =
        nextCursor.current ?? ((made: FigureRun) => sameMoment(made, before?.moments ?? firstFrame.moments, at));
      nextCursor.current = undefined;
      setCursor(choose(next));
    });
    const asked = runOf(wanted);
    latestAsked.current = asked;
    setBusy(true);
    client.current.run(asked);
  }, []);
  const latestAsked = useRef<unknown>();
  useEffect(() => () => client.current?.close(), []);

  /** Loads the run that the first frame is taken from, on the first sign of interest. */
  const wake = useCallback(() => {
    if (!client.current) ask(latest.current.settings);
  }, [ask]);

  const change = (next: FigureSettings) => {
    const isAnother = next.preset !== settings.preset || next.seed !== settings.seed;
    if (isAnother) setGhost(undefined);
    else if (!ghost && run) setGhost(run.barEnds());
    setSettings(next);
    setPlaying(false);
    ask(next);
  };
  const open = (next: FigureSettings, choose: (made: FigureRun) => number) => {
    nextCursor.current = choose;
    setGhost(undefined);
    setSettings(next);
    setPlaying(false);
    setSelectedPod(undefined);
    ask(next);
  };
  const reset = () => {
    if (location.hash.startsWith(`#${id}=`)) history.replaceState(null, '', location.pathname + location.search);
    setProblem(undefined);
    setEdits(undefined);
    open(usualSettings(settings.preset), (made) => openingMoment(made.moments));
  };

  const follow = useCallback((linked: LinkedState) => {
    setEdits(linked.edits);
    open(linked.settings, (made) => momentOf(made.moments, linked.cursorSeq));
    frame.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(() => {
    const look = async () => {
      const found = await stateInFragment(id, location.hash, figureWords[language].link);
      if (!found) return;
      if ('problem' in found) {
        setProblem(found.problem);
        frame.current?.scrollIntoView({ block: 'nearest' });
      } else {
        setProblem(undefined);
        follow(found);
      }
    };
    void look();
    const onHashChange = () => void look();
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, [id, language, follow]);

  const moments = run?.moments ?? first.moments;
  const lastIndex = moments.length - 1;
  const timeline = useMemo(() => run?.timeline ?? layOutTimeline(moments), [run, moments]);
  const view = useMemo(() => run?.at(cursor) ?? first.view, [run, cursor, first]);
  const move = (index: number) => {
    const target = Math.max(0, Math.min(lastIndex, index));
    if (run) return setCursor(target);
    nextCursor.current = (made) => Math.min(target, made.lastIndex);
    wake();
  };
  usePlayer(playing && run !== undefined, cursor, lastIndex, speed, setCursor, () => setPlaying(false));
  const play = (start: boolean) => {
    wake();
    if (start && cursor >= lastIndex) move(0);
    setPlaying(start);
  };

  const chain = useMemo(
    () => (run && selectedMoment !== undefined ? run.chain(selectedMoment, language) : undefined),
    [run, selectedMoment, language],
  );
  const related = new Set([...(chain?.causes ?? []), ...(chain?.effects ?? [])].map(({ moment }) => moment));
  const copyLink = async () => {
    const cursorSeq = moments[cursor]?.seq ?? 0;
    const fragment = await fragmentOf(id, { settings, cursorSeq, edits });
    history.replaceState(null, '', fragment);
    try {
      await navigator.clipboard.writeText(location.href);
      setLinkCopied('yes');
    } catch {
      // Without permission to write to the clipboard the address bar still has the link.
      setLinkCopied('failed');
    }
    setTimeout(() => setLinkCopied('no'), 2_500);
  };

  const twin = textTwin(view, language);
  const next = moments[cursor + 1];
  const keys = {
    ...{ cursor, lastIndex, playing, speed, onPlay: play, onSpeed: setSpeed },
    onMove: (index: number) => {
      setPlaying(false);
      move(index);
    },
  };
  return (
    // The figure itself takes the keys of its control bar, so that they work wherever in it the focus is.
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions lint/a11y/noNoninteractiveTabindex: see above
    <section
      ref={frame}
      class="fig not-content"
      id={id}
      aria-label={words.figure}
      tabIndex={0}
      data-busy={busy}
      data-ready={run !== undefined}
      onPointerEnter={wake}
      onFocusIn={wake}
      onTouchStart={wake}
      onKeyDown={(event) => {
        if (handleFigureKey(event, keys)) event.preventDefault();
      }}
    >
      <Presets
        language={language}
        chosen={settings.preset}
        onChoose={(name) => open(usualSettings(name), (made) => openingMoment(made.moments))}
      />
      {problem ? (
        <p class="fig-notice" role="alert">
          {problem}{' '}
          <button type="button" class="fig-plain" onClick={reset}>
            {words.link.useDefault}
          </button>
        </p>
      ) : null}
      {failure ? (
        <p class="fig-notice" role="alert" data-failed="true">
          {words.state.failed(settings.seed, (failure.atMs ?? 0) / 1000)} <code>{failure.message}</code>{' '}
          <button type="button" class="fig-plain" onClick={() => ask(settings)}>
            {words.state.retry}
          </button>
        </p>
      ) : null}
      {view.run.refusal ? (
        <p class="fig-notice" role="status">
          {words.policy.refusedBy} <code lang="en">{view.run.refusal}</code>
        </p>
      ) : null}
      <AnswersNumbers explain={(about) => run?.explain(cursor, about, language)}>
        <Board
          {...{ language, view, ghost, selectedPod }}
          scaleEnd={run?.scaleEnd ?? first.scaleEnd}
          onSelectPod={setSelectedPod}
        />
        <Room language={language} view={view} />
        <Legend language={language} view={view} ghost={ghost !== undefined} />
        <ControlBar
          {...{ language, cursor, lastIndex, playing, speed, linkCopied }}
          seed={settings.seed}
          onMove={keys.onMove}
          onPlay={play}
          onSpeed={setSpeed}
          onSeed={(seed) => change({ ...settings, seed })}
          onCopyLink={() => void copyLink()}
          onReset={reset}
          timeline={
            <TimelineBar
              language={language}
              view={timeline}
              cursor={cursor}
              marks={moments.map((moment, index) => ({
                actor: moment.actor,
                label: factText(moment.fact, language),
                related: related.has(index) || (selectedPod !== undefined && podOf(moment) === selectedPod),
              }))}
              onMove={keys.onMove}
              now={`${secondsText(view.atMs)} · ${controls.step(cursor + 1, moments.length)}`}
              next={
                next
                  ? controls.next(factText(next.fact, language), next.atMs - (moments[cursor]?.atMs ?? 0))
                  : controls.nothingNext
              }
            />
          }
          actions={
            <FigureActions
              {...{ language, view, settings }}
              mayRunAgain={settings.runs < mostRuns}
              onChange={change}
              onRunAgain={() => {
                nextCursor.current = (made) => momentOf(made.moments, moments[lastIndex]?.seq ?? 0);
                change({ ...settings, runs: settings.runs + 1 });
              }}
            />
          }
        />
        <p class="fig-twin" aria-live="polite" aria-label={words.twin}>
          {twin}
        </p>
        <div class="fig-beside">
          <Ranking {...{ language, view, selectedPod }} onSelectPod={setSelectedPod} />
          <Journal
            {...{ language, moments, cursor, chain }}
            selected={selectedMoment}
            onSelect={(index) => {
              wake();
              setSelectedMoment(index);
            }}
            onMove={keys.onMove}
          />
        </div>
      </AnswersNumbers>
      <details class="fig-fold">
        <summary>{words.policy.title}</summary>
        <PolicyPanel
          language={language}
          policy={settings.policy}
          onChange={(policy) => change({ ...settings, policy })}
        />
      </details>
      {edits ? <p class="fig-notice">{words.link.edits}</p> : null}
    </section>
  );
}

function startWorker(): FigureWorker {
  return new Worker(new URL('./node-utilization.worker.ts', import.meta.url), { type: 'module' }) as FigureWorker;
}

/** Where to look in a changed run: at the end if the end was shown, else at what the figure opens with, or before it. */
function sameMoment(made: FigureRun, before: readonly FigureMoment[], at: number): number {
  if (at >= before.length - 1) return made.lastIndex;
  const opening = openingMoment(made.moments);
  const openingBefore = openingMoment(before);
  if (at < openingBefore) return Math.min(at, opening);
  return Math.min(made.lastIndex, opening + at - openingBefore);
}

function podOf({ fact }: FigureMoment): string | undefined {
  return 'pod' in fact ? fact.pod : undefined;
}
