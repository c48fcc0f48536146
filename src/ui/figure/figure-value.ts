import { formatAmount, formatPercent } from '../../projections/node-utilization/amounts.ts';
import { openingMoment } from '../../projections/node-utilization/moments.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { nodeUtilizationPresets, type PresetName } from '../../scenarios/node-utilization-presets.ts';
import { usualRun } from './first-frame.ts';

/** What a preset's figure can be asked for by name, so that a number in prose cannot differ from the figure:
 *
 *  - `evicted`: pods evicted in all
 *  - `node-a.evictions`: pods evicted from a source node
 *  - `node-a.cpu.usage`, `.percent`, `.low`, `.high`: of one resource of a node when it was classified
 *  - `node-a.cpu.end`: what the node's pods request when all is over
 *  - `node-a.arrivals`: how many of the pods that stand in for evicted ones were put on that node
 *
 *  Throws an error that says what the figure has instead. */
export function figureValue(preset: string, path: string): string {
  if (!Object.hasOwn(nodeUtilizationPresets, preset)) {
    throw wrong(preset, path, `a preset of ${Object.keys(nodeUtilizationPresets).join(', ')}`);
  }
  const run = usualRun(preset as PresetName);
  const opening = run.at(openingMoment(run.moments));
  const end = run.at(run.lastIndex);
  const parts = path.split('.');
  const [name = '', about = '', aspect] = parts;
  if (path === 'evicted') return String(end.run.evicted);
  if (aspect === 'end') return cellValue(end, preset, path);
  if (aspect !== undefined) return cellValue(opening, preset, path);
  if (about === 'evictions') {
    const source = end.sources.find((source) => source.name === name);
    if (!source) throw wrong(preset, path, `a source node of ${end.sources.map((source) => source.name).join(', ')}`);
    return String(source.evicted);
  }
  if (about === 'arrivals')
    return String(end.placements.filter(({ replaces, node }) => replaces && node === name).length);
  throw wrong(preset, path, 'evicted, NODE.evictions, NODE.arrivals or NODE.RESOURCE.usage|percent|low|high|end');
}

function cellValue(view: NodeUtilizationView, preset: string, path: string): string {
  const [name, resource, aspect] = path.split('.');
  const node = view.nodes.find((node) => node.name === name);
  if (!node) throw wrong(preset, path, `a node of ${view.nodes.map((node) => node.name).join(', ')}`);
  const cell = node.cells.find((cell) => cell.resource === resource);
  if (!cell) throw wrong(preset, path, `a resource of ${node.cells.map((cell) => cell.resource).join(', ')}`);
  if (aspect === 'percent') return formatPercent(cell.percent);
  const amount = { usage: cell.classified, low: cell.low, high: cell.high, end: cell.used }[aspect ?? ''];
  if (amount === undefined) throw wrong(preset, path, 'one of usage, percent, low, high, end');
  return formatAmount(cell.resource, amount);
}

function wrong(preset: string, path: string, expected: string): Error {
  return new Error(`FigureValue of "${preset}" "${path}": expected ${expected}`);
}
