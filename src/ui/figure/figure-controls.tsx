import type { CauseChain } from '../../projections/causes.ts';
import type { Language } from '../../projections/language.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { factText } from '../../projections/node-utilization/words.ts';
import { momentOf } from '../../projections/timeline.ts';
import { mostRuns } from '../../scenarios/node-utilization-settings.ts';
import { FigureActions } from './actions.tsx';
import { ControlBar } from './control-bar.tsx';
import { MomentsTimeline } from './moments-timeline.tsx';
import type { LinkCopied } from './use-figure-link.ts';
import type { FigureSession } from './use-figure-session.ts';
import type { Controls } from './use-playback.ts';

interface FigureControlsProps extends Controls {
  readonly language: Language;
  readonly session: FigureSession;
  readonly view: NodeUtilizationView;
  readonly chain: CauseChain | undefined;
  readonly selectedPod: string | undefined;
  readonly linkCopied: LinkCopied;
  readonly onChange: FigureSession['change'];
  readonly onCopyLink: () => void;
  readonly onReset: () => void;
}

/** The control bar over a session: its timeline has the session's moments, its actions change the session's settings. */
export function FigureControls(props: FigureControlsProps) {
  const { language, session, view, chain, selectedPod, cursor, lastIndex, onChange } = props;
  const { settings, moments, run } = session;
  return (
    <ControlBar
      {...props}
      seed={settings.seed}
      onSeed={(seed) => onChange({ ...settings, seed })}
      timeline={
        <MomentsTimeline
          {...{ language, moments, chain, selectedPod, cursor }}
          timeline={run?.timeline}
          textOf={factText}
          onMove={props.onMove}
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
