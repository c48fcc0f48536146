import { FigureRun } from '../../projections/descheduler/figure-run.ts';
import { type FigureMoment, openingMoment } from '../../projections/descheduler/moments.ts';
import type { DeschedulerView } from '../../projections/descheduler/view.ts';
import { deschedulerPresets, type PresetName } from '../../scenarios/descheduler-plugins/presets.ts';
import { runDeschedulerFigure } from '../../scenarios/descheduler-plugins/run.ts';
import { runOf, usualSettings } from '../../scenarios/descheduler-plugins/settings.ts';

/** What is known of a run when the page is built: enough for the first frame and its timeline. */
export interface DeschedulerFirstFrame {
  readonly view: DeschedulerView;
  readonly moments: readonly FigureMoment[];
  readonly cursor: number;
}

const runs = new Map<PresetName, FigureRun>();

/** The usual run of a preset, made once however many pages show it. */
export function usualDeschedulerRun(preset: PresetName): FigureRun {
  let run = runs.get(preset);
  if (!run) {
    run = new FigureRun(runDeschedulerFigure(runOf(usualSettings(preset))), deschedulerPresets[preset].shownFromMs);
    runs.set(preset, run);
  }
  return run;
}

/** What a page carries of a figure before any script runs. */
export function deschedulerFirstFrame(preset: PresetName): DeschedulerFirstFrame {
  const run = usualDeschedulerRun(preset);
  const cursor = openingMoment(run.moments);
  return { view: run.at(cursor), moments: run.moments, cursor };
}
