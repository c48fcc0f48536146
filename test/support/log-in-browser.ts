import { formatLog } from 'kind-wasm-shim/kernel/log.ts';
import { Simulation } from 'kind-wasm-shim/kernel/simulation.ts';
import { scenarios } from '../../src/scenarios/catalog.ts';
import { crowd } from './random-programs.ts';

/** The log of a scenario as text: of the catalogue's, or of the crowd that has nothing to do with Kubernetes. Runs in
 *  Node and, bundled, in a browser; both must give the same bytes. */
export function logOf(name: string, seed: number, untilMs: number): string {
  if (name === crowd.name) return run(new Simulation(crowd, { seed, inputs: crowdInputs }), untilMs);
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`no scenario is called ${name}`);
  return run(new Simulation(scenario.scenario, { seed, inputs: scenario.inputs }), untilMs);
}

/** Every scenario that both sides run. */
export const scenarioNames = [crowd.name, ...Object.keys(scenarios)];

const crowdInputs = [
  { atMs: 40, input: { type: 'shout' as const, text: 'hello' } },
  { atMs: 300, input: { type: 'dismiss' as const, who: 2 } },
];

function run(simulation: Simulation<never, never> | Simulation<unknown, unknown>, untilMs: number): string {
  simulation.run(untilMs);
  return formatLog(simulation.log.entries);
}

Object.assign(globalThis, { logOf });
