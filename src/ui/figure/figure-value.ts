import { formatAmount, formatPercent } from '../../projections/node-utilization/amounts.ts';
import { openingMoment } from '../../projections/node-utilization/moments.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import {
  type PresetName as DeschedulerPresetName,
  deschedulerPresets,
} from '../../scenarios/descheduler-plugins/presets.ts';
import { nodeUtilizationPresets, type PresetName } from '../../scenarios/node-utilization-presets.ts';
import { deschedulerFigureValue } from './descheduler-figure-value.ts';
import { usualRun } from './first-frame.ts';

/** What a preset's figure can be asked for by name, so that a number in prose cannot differ from the figure:
 *
 *  - `evicted`: pods evicted in all
 *  - `targets`: how many nodes pods could go to
 *  - `room.cpu.before`, `.left`: the room on them for a resource, before the first eviction and after the last
 *  - `node-a.sortKey`: what a source node is sorted by
 *  - `node-a.evictions`: pods evicted from a source node
 *  - `node-a.cpu.usage`, `.percent`, `.low`, `.high`: of one resource of a node when it was classified
 *  - `node-a.cpu.left`: of a source node, what the plugin's own count comes down to
 *  - `node-a.cpu.end`: what the node's pods request when all is over
 *  - `node-a.arrivals`: how many of the pods that stand in for evicted ones were put on that node
 *
 *  The presets of the descheduler's figure have other names: `deschedulerFigureValue` lists them.
 *  Throws an error that says what the figure has instead. */
export function figureValue(preset: string, path: string): string {
  if (Object.hasOwn(deschedulerPresets, preset)) return deschedulerFigureValue(preset as DeschedulerPresetName, path);
  if (!Object.hasOwn(nodeUtilizationPresets, preset)) {
    throw wrong(
      preset,
      path,
      `a preset of ${Object.keys({ ...nodeUtilizationPresets, ...deschedulerPresets }).join(', ')}`,
    );
  }
  const run = usualRun(preset as PresetName);
  const opening = run.at(openingMoment(run.moments));
  const end = run.at(run.lastIndex);
  const parts = path.split('.');
  const [name = '', about = '', aspect] = parts;
  if (path === 'evicted') return String(end.run.evicted);
  if (path === 'targets') return String(opening.nodes.filter(({ role }) => role === 'target').length);
  if (name === 'room') return roomValue(end, preset, path);
  if (about === 'sortKey') return sortKeyValue(opening, preset, path);
  if (aspect === 'left') return countedValue(end, preset, path);
  if (aspect === 'end') return cellValue(end, preset, path);
  if (aspect !== undefined) return cellValue(opening, preset, path);
  if (about === 'evictions') {
    const source = end.sources.find((source) => source.name === name);
    if (!source) throw wrong(preset, path, `a source node of ${end.sources.map((source) => source.name).join(', ')}`);
    return String(source.evicted);
  }
  if (about === 'arrivals')
    return String(end.placements.filter(({ replaces, node }) => replaces && node === name).length);
  throw wrong(
    preset,
    path,
    'evicted, targets, room.RESOURCE.before|left, NODE.evictions|arrivals|sortKey or NODE.RESOURCE.usage|percent|low|high|left|end',
  );
}

function roomValue(view: NodeUtilizationView, preset: string, path: string): string {
  const [, resource = '', aspect] = path.split('.');
  const cell = view.room?.find((cell) => cell.resource === resource);
  if (cell === undefined)
    throw wrong(preset, path, `a resource of ${view.room?.map((cell) => cell.resource).join(', ')}`);
  if (aspect !== 'before' && aspect !== 'left') throw wrong(preset, path, 'room.RESOURCE.before or room.RESOURCE.left');
  return formatAmount(resource, cell[aspect]);
}

/** Bytes, millicores and pieces added up as if they were the same, as the plugin does. */
function sortKeyValue(view: NodeUtilizationView, preset: string, path: string): string {
  const [name] = path.split('.');
  const node = view.nodes.find((node) => node.name === name);
  if (node === undefined) throw wrong(preset, path, `a node of ${view.nodes.map((node) => node.name).join(', ')}`);
  return String(node.cells.reduce((sum, { classified = 0 }) => sum + classified, 0));
}

function countedValue(view: NodeUtilizationView, preset: string, path: string): string {
  const [name, resource = ''] = path.split('.');
  const source = view.sources.find((source) => source.name === name);
  const amount = source?.usage?.[resource];
  if (amount === undefined) {
    throw wrong(preset, path, `a resource of a source node of ${view.sources.map((source) => source.name).join(', ')}`);
  }
  return formatAmount(resource, amount);
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
