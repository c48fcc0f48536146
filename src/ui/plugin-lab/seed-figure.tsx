import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { useMemo, useState } from 'preact/hooks';
import { FigureRun } from '../../projections/descheduler/figure-run.ts';
import { openingMoment } from '../../projections/descheduler/moments.ts';
import { factText } from '../../projections/descheduler/words.ts';
import type { Language } from '../../projections/language.ts';
import { momentOfFinding } from '../../projections/own-plugin/finding-moment.ts';
import { findingText } from '../../projections/own-plugin/finding-text.ts';
import { betweenCyclesMs, firstCycleMs } from '../../scenarios/own-plugin/judge.ts';
import type { Finding } from '../../scenarios/own-plugin/verdict.ts';
import { ControlBar } from '../figure/control-bar.tsx';
import { DeschedulerScene } from '../figure/descheduler-scene.tsx';
import { FigureFrame } from '../figure/figure-frame.tsx';
import { MomentsTimeline } from '../figure/moments-timeline.tsx';
import { usePlayback } from '../figure/use-playback.ts';

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
  const { moments, lastIndex } = run;
  const move = (index: number) => setCursor(Math.max(0, Math.min(lastIndex, index)));
  const playback = usePlayback({ cursor, lastIndex, move, ready: true }, 2);
  const { controls, selectedMoment } = playback;
  const view = useMemo(() => run.at(cursor), [run, cursor]);
  const chain = useMemo(
    () => (selectedMoment === undefined ? undefined : run.chain(selectedMoment, language)),
    [run, selectedMoment, language],
  );
  return (
    <FigureFrame {...{ controls }} label={props.label} ready>
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
      <DeschedulerScene
        {...{ language, view, moments, chain, playback }}
        explain={(about) => run.explain(cursor, about, language)}
        intervalMs={betweenCyclesMs}
        ghost={undefined}
        brief={false}
        bar={(selectedPod) => (
          <ControlBar
            {...{ language, seed, ...controls }}
            linkCopied={props.linkCopied}
            onSeed={props.onSeed}
            onCopyLink={props.onCopyLink}
            onReset={() => controls.onMove(openingMoment(moments))}
            timeline={
              <MomentsTimeline
                {...{ language, chain, selectedPod, cursor, moments }}
                timeline={run.timeline}
                textOf={factText}
                onMove={controls.onMove}
              />
            }
            actions={null}
          />
        )}
      />
    </FigureFrame>
  );
}
