import type { DeschedulerView } from '../../projections/descheduler/view.ts';
import type { PresetName } from '../../scenarios/descheduler-plugins/presets.ts';
import { usualDeschedulerRun } from './descheduler-first-frame.ts';

/** What the descheduler's figure can be asked for by name, of its last cycle and when all is over:
 *
 *  - `evicted`: pods evicted in that cycle; `cycles`: how many there were; `cycle.2.evicted`: pods evicted in the second
 *  - `shop.evicted`: pods of one workload evicted in that cycle
 *  - `node-d.arrivals`: how many of the pods that stand in for evicted ones were put on that node
 *  - `parser.restarts`, or any other number that a plugin compared for the first pod of a workload: `ageSeconds`, `weight` …
 *  - `shop.occurrences`, `.targets`, `.upperAverage`: what RemoveDuplicates counted of a workload
 *  - `domain.a.size`, `domain.skew`, `domain.average`: of the first constraint that was counted
 *
 *  Throws an error that says what the figure has instead. */
export function deschedulerFigureValue(preset: PresetName, path: string): string {
  const run = usualDeschedulerRun(preset);
  const view = run.at(run.lastIndex);
  const [name = '', about = '', aspect = ''] = path.split('.');
  const value =
    wholeValue(view, path) ??
    (name === 'cycle' ? view.pastCycles.find(({ number }) => String(number) === about)?.evicted : undefined) ??
    (name === 'domain' ? domainValue(view, about, aspect) : undefined) ??
    (about === 'evicted' ? evictionsOf(view, name) : undefined) ??
    (about === 'arrivals' ? arrivals(view, name) : undefined) ??
    countedValue(view, name, about) ??
    comparedValue(view, name, about);
  if (value === undefined) throw new Error(`FigureValue of "${preset}" "${path}": expected ${offered(view)}`);
  return String(Number(value.toFixed(2)));
}

function wholeValue(view: DeschedulerView, path: string): number | undefined {
  if (path === 'evicted') return view.cycle.evicted;
  return path === 'cycles' ? view.cycle.number : undefined;
}

function evictionsOf(view: DeschedulerView, workload: string): number | undefined {
  if (!view.workloads.includes(workload)) return undefined;
  return view.verdicts.filter((verdict) => verdict.workload === workload && verdict.evicted !== undefined).length;
}

function arrivals(view: DeschedulerView, node: string): number | undefined {
  if (!view.nodes.some(({ name }) => name === node)) return undefined;
  return view.placements.filter((placement) => placement.replaces && placement.node === node).length;
}

function domainValue({ domains }: DeschedulerView, about: string, aspect: string): number | undefined {
  const [counted] = domains;
  if (about === 'skew' || about === 'average') return counted?.[about];
  if (aspect !== 'size') return undefined;
  return counted?.domains.find(({ value }) => value === about)?.size;
}

function countedValue({ owners }: DeschedulerView, workload: string, about: string): number | undefined {
  const counted = owners.find(({ owner }) => owner.name === workload);
  if (about === 'targets') return counted?.targets.length;
  return about === 'occurrences' || about === 'upperAverage' ? counted?.[about] : undefined;
}

/** A number of what a plugin compared, from the first pod of the workload that has it. */
function comparedValue({ verdicts }: DeschedulerView, workload: string, about: string): number | undefined {
  for (const { workload: of, basis } of verdicts) {
    if (of !== workload || basis === undefined) continue;
    const value = (basis as unknown as Readonly<Record<string, unknown>>)[about];
    if (typeof value === 'number') return value;
  }
  return undefined;
}

function offered(view: DeschedulerView): string {
  const compared = [...new Set(view.verdicts.flatMap(({ basis }) => Object.keys(basis ?? {})))].join('|');
  const workloads = view.workloads.join('|');
  const domains = view.domains.length > 0 ? ', domain.VALUE.size, domain.skew|average' : '';
  const owners = view.owners.length > 0 ? `, (${workloads}).occurrences|targets|upperAverage` : '';
  const nodes = view.nodes.map(({ name }) => name).join('|');
  return `evicted, cycles, cycle.N.evicted, (${workloads}).evicted|${compared}, (${nodes}).arrivals${owners}${domains}`;
}
