import { parseArgs } from 'node:util';
import { measureCluster } from './bench/cluster.ts';
import { measureDescheduler, measureGrowth } from './bench/descheduler.ts';
import { measureKernel } from './bench/kernel.ts';
import { measureKubelet } from './bench/kubelet.ts';
import { measureLighthouse } from './bench/lighthouse.ts';
import { keepsBudget, type Measurement } from './bench/measurement.ts';
import { measurePackageSize } from './bench/package-size.ts';
import { measureSeek } from './bench/seek.ts';
import { measureSnapshot } from './bench/snapshot.ts';
import { runTool, UsageError } from './command-line.ts';

const benchmarks: Record<string, () => Measurement[] | Promise<Measurement[]>> = {
  kernel: measureKernel,
  cluster: measureCluster,
  kubelet: measureKubelet,
  seek: measureSeek,
  descheduler: () => [...measureDescheduler(), ...measureGrowth()],
  snapshot: measureSnapshot,
  size: measurePackageSize,
  lighthouse: measureLighthouse,
};

/** What takes minutes runs only when it is named. */
const slow = new Set(['lighthouse']);

/** Measures what the project has set itself budgets for, and prints each figure beside its budget. */
async function main(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) {
    throw new UsageError(`no benchmark is called ${unknown}; there are: ${Object.keys(benchmarks).join(', ')}`);
  }
  const measurements: Measurement[] = [];
  for (const [name, measure] of Object.entries(benchmarks)) {
    if (positionals.length > 0 ? !positionals.includes(name) : slow.has(name)) continue;
    for (const measurement of await measure()) {
      measurements.push(measurement);
      console.log(asLine(measurement));
    }
  }
  const over = measurements.filter((measurement) => !keepsBudget(measurement));
  console.log(
    over.length === 0 ? 'all within budget' : `${over.length} over budget: timings of a busy machine say little`,
  );
  return 0;
}

function asLine(measurement: Measurement): string {
  const { what, value, unit, budget } = measurement;
  const figure = value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
  const limit = !budget
    ? ''
    : 'atLeast' in budget
      ? `budget ≥ ${budget.atLeast.toLocaleString('en')}`
      : `budget ≤ ${budget.atMost.toLocaleString('en')}`;
  const verdict = keepsBudget(measurement) ? '' : ' OVER';
  return `${what.padEnd(72)} ${figure.padStart(12)} ${unit.padEnd(9)} ${limit}${verdict}`.trimEnd();
}

await runTool('bench', main);
