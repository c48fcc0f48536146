import { parseArgs } from 'node:util';
import { formatLogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { Simulation } from 'kind-wasm-shim/kernel/simulation.ts';
import { scenarios } from '../scenarios/catalog.ts';
import { runTool, UsageError } from './command-line.ts';

const usage = 'usage: npm run -s sim -- SCENARIO [--seed N] [--until 90s|1500ms|2m]';

/** How long a scenario may take to become quiet when no `--until` says when to stop: an hour of virtual time. */
const longestMs = 3_600_000;

/** Prints the log of a scenario as text, one line an entry: the same text in every run with the same seed. */
function main(args: string[]): number {
  const { name, seed, untilMs } = readArguments(args);
  const scenario = scenarios[name];
  if (!scenario) {
    throw new UsageError(
      `no scenario is called ${JSON.stringify(name)}; there are: ${Object.keys(scenarios).sort().join(', ')}\n${usage}`,
    );
  }
  const simulation = new Simulation(scenario.scenario, { seed: seed ?? scenario.seed, inputs: scenario.inputs });
  const stopped = untilMs === undefined ? simulation.runUntilQuiet(longestMs) : simulation.run(untilMs);
  const lines = simulation.log.entries.map((entry) => `${formatLogEntry(entry)}\n`);
  process.stdout.write(lines.join(''));
  if (stopped === 'hostCall') {
    console.error(`sim: stopped at ${simulation.nowMs / 1000}s, where the scenario calls a function of its host`);
    return 1;
  }
  return 0;
}

function readArguments(args: string[]) {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
  const [name, ...rest] = parsed.positionals;
  if (name === undefined || rest.length > 0) throw new UsageError(usage);
  return {
    name,
    seed: parsed.values.seed === undefined ? undefined : readSeed(parsed.values.seed),
    untilMs: parsed.values.until === undefined ? undefined : readDuration(parsed.values.until),
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: { seed: { type: 'string' }, until: { type: 'string' } },
  });
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) {
    throw new UsageError(`--seed expects a whole number from 0 on, found ${JSON.stringify(text)}`);
  }
  return seed;
}

function readDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (!match) throw new UsageError(`--until expects a time such as 90s, 1500ms or 2m, found ${JSON.stringify(text)}`);
  const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  return Number(match[1]) * unitMs[(match[2] ?? 's') as keyof typeof unitMs];
}

await runTool('sim', main);
