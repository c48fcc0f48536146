import type { CauseChain } from '../../projections/causes.ts';
import type { Language } from '../../projections/language.ts';
import type { FigureMoment } from '../../projections/node-utilization/moments.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { factText } from '../../projections/node-utilization/words.ts';
import { layOutTimeline, momentOf } from '../../projections/timeline.ts';
import { mostRuns } from '../../scenarios/node-utilization-settings.ts';
import { FigureActions } from './actions.tsx';
import { ControlBar, type Speed } from './control-bar.tsx';
import { controlWords } from './control-words.ts';
import { secondsText } from './journal.tsx';
import { TimelineBar } from './timeline-bar.tsx';
import type { LinkCopied } from './use-figure-link.ts';
import type { FigureSession } from './use-figure-session.ts';

interface FigureControlsProps {
  readonly language: Language;
  readonly session: FigureSession;
  readonly view: NodeUtilizationView;
  readonly chain: CauseChain | undefined;
  readonly selectedPod: string | undefined;
  readonly cursor: number;
  readonly lastIndex: number;
  readonly playing: boolean;
  readonly speed: Speed;
  readonly linkCopied: LinkCopied;
  readonly onMove: (index: number) => void;
  readonly onPlay: (playing: boolean) => void;
  readonly onSpeed: (speed: Speed) => void;
  readonly onChange: FigureSession['change'];
  readonly onCopyLink: () => void;
  readonly onReset: () => void;
}

/** The control bar over a session: its timeline has the session's moments, its actions change the session's settings. */
export function FigureControls(props: FigureControlsProps) {
  const { language, session, view, chain, selectedPod, cursor, lastIndex, onChange } = props;
  const { settings, moments, run } = session;
  const words = controlWords[language];
  const related = new Set([...(chain?.causes ?? []), ...(chain?.effects ?? [])].map(({ moment }) => moment));
  const next = moments[cursor + 1];
  return (
    <ControlBar
      {...props}
      seed={settings.seed}
      onSeed={(seed) => onChange({ ...settings, seed })}
      timeline={
        <TimelineBar
          {...{ language, cursor }}
          view={run?.timeline ?? layOutTimeline(moments)}
          marks={moments.map((moment, index) => ({
            actor: moment.actor,
            label: factText(moment.fact, language),
            related: related.has(index) || (selectedPod !== undefined && podOf(moment) === selectedPod),
          }))}
          onMove={props.onMove}
          now={`${secondsText(view.atMs)} · ${words.step(cursor + 1, moments.length)}`}
          next={
            next
              ? words.next(factText(next.fact, language), next.atMs - (moments[cursor]?.atMs ?? 0))
              : words.nothingNext
          }
        />
      }
      actions={
        <FigureActions
          {...{ language, view, settings, onChange }}
          mayRunAgain={settings.runs < mostRuns && !session.edited}
          onRunAgain={() => {
            // The second run begins where the first one ended.
            const end = moments[lastIndex]?.seq ?? 0;
            onChange({ ...settings, runs: settings.runs + 1 }, (made) => momentOf(made.moments, end));
          }}
        />
      }
    />
  );
}

function podOf({ fact }: FigureMoment): string | undefined {
  return 'pod' in fact ? fact.pod : undefined;
}
