import type { DeschedulerView } from '../../projections/descheduler/view.ts';
import { type PresetName, presetNames } from '../../scenarios/descheduler-plugins/presets.ts';
import { usualDeschedulerRun } from './descheduler-first-frame.ts';

/** Whether a figure of this name is one of the whole descheduler. */
export function isDeschedulerPreset(preset: string): preset is PresetName {
  return presetNames.some((name) => name === preset);
}

/** What a story of the descheduler's figure can be asked for by name, so that a number in prose cannot differ from the figure:
 *
 *  - `evicted`: pods evicted in the last cycle; `cycles`: how many cycles there were
 *  - `web.evicted`: of these, those of one workload
 *  - `web.on.node-a`: how many of its pods run there at the end
 *  - `web.judged.ageSeconds`: what a plugin compared for the first of its pods, by the name that the judgement has for it
 *
 *  Throws an error that says what the story has instead. */
export function deschedulerValue(preset: PresetName, path: string): string {
  const run = usualDeschedulerRun(preset);
  const view = run.at(run.lastIndex);
  if (path === 'evicted') return String(view.cycle.evicted);
  if (path === 'cycles') return String(view.pastCycles.length);
  const [workload = '', about = '', what = ''] = path.split('.');
  if (!view.workloads.includes(workload)) throw wrong(preset, path, `a workload of ${view.workloads.join(', ')}`);
  if (about === 'evicted') return String(view.pastCycles.at(-1)?.byWorkload[workload] ?? 0);
  if (about === 'on') return String(podsOn(view, workload, what, preset, path));
  if (about === 'judged') return judged(view, workload, what, preset, path);
  throw wrong(preset, path, 'evicted, cycles, WORKLOAD.evicted, WORKLOAD.on.NODE or WORKLOAD.judged.FIELD');
}

function podsOn(view: DeschedulerView, workload: string, name: string, preset: string, path: string): number {
  const node = view.nodes.find((each) => each.name === name);
  if (!node) throw wrong(preset, path, `a node of ${view.nodes.map((each) => each.name).join(', ')}`);
  return node.pods.filter((pod) => pod.workload === workload && pod.state !== 'gone' && pod.state !== 'failed').length;
}

function judged(view: DeschedulerView, workload: string, field: string, preset: string, path: string): string {
  const bases = view.verdicts.flatMap((verdict) =>
    verdict.workload === workload && verdict.basis ? [verdict.basis] : [],
  );
  for (const basis of bases) {
    const value: unknown = { ...basis }[field as keyof typeof basis];
    if (typeof value === 'number' || typeof value === 'string') return String(value);
  }
  const fields = [...new Set(bases.flatMap((basis) => Object.keys(basis)))];
  throw wrong(preset, path, fields.length > 0 ? `one of ${fields.join(', ')}` : 'a workload that was judged');
}

function wrong(preset: string, path: string, expected: string): Error {
  return new Error(`FigureValue of "${preset}" "${path}": expected ${expected}`);
}
