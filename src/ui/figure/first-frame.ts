import { FigureRun } from '../../projections/node-utilization/figure-run.ts';
import { openingMoment } from '../../projections/node-utilization/moments.ts';
import { timesMs } from '../../scenarios/node-utilization-inputs.ts';
import type { PresetName } from '../../scenarios/node-utilization-presets.ts';
import { runNodeUtilization } from '../../scenarios/node-utilization-run.ts';
import { runOf, usualSettings } from '../../scenarios/node-utilization-settings.ts';
import type { FirstFrame } from './use-figure-session.ts';

const runs = new Map<PresetName, FigureRun>();

/** The usual run of a preset, made once however many pages show it. */
export function usualRun(preset: PresetName): FigureRun {
  let run = runs.get(preset);
  if (!run) {
    run = new FigureRun(runNodeUtilization(runOf(usualSettings(preset))).entries, timesMs.calm);
    runs.set(preset, run);
  }
  return run;
}

/** What a page carries of a figure before any script runs. */
export function firstFrame(preset: PresetName): FirstFrame {
  const run = usualRun(preset);
  const cursor = openingMoment(run.moments);
  return { view: run.at(cursor), moments: run.moments, cursor, scaleEnd: run.scaleEnd };
}
