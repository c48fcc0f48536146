import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { Simulation, type TimedInput } from 'kind-wasm-shim/kernel/simulation.ts';
import { nodeUtilizationScenario } from './descheduler-node-utilization.ts';
import { type NodeUtilizationInput, readInput } from './node-utilization-inputs.ts';
import { nodeUtilizationPresets, type PresetName } from './node-utilization-presets.ts';

/** One run of the figure's scenario: everything that its log depends on. */
export interface NodeUtilizationRun {
  readonly preset: PresetName;
  readonly seed: number;
  readonly inputs: readonly TimedInput<NodeUtilizationInput>[];
}

/** Time after the last input by which everything has come to rest. */
const longestAftermathMs = 600_000;

/** Runs to the end and gives the log as a figure needs it: of objects that no projection reads only the metadata is kept. */
export function runNodeUtilization({ preset, seed, inputs }: NodeUtilizationRun): LogEntry[] {
  const simulation = new Simulation(nodeUtilizationScenario(preset), { seed, inputs });
  const lastInputMs = Math.max(0, ...inputs.map(({ atMs }) => atMs));
  simulation.runUntilQuiet(lastInputMs + longestAftermathMs);
  return simulation.log.entries.map(withoutBallast);
}

function withoutBallast(entry: LogEntry): LogEntry {
  if (entry.kind !== 'apiserver.objectWritten') return entry;
  const { resource, object } = entry.data;
  if (resource === 'pods' || resource === 'nodes') return entry;
  const { apiVersion, kind, metadata } = object;
  return { ...entry, data: { ...entry.data, object: { apiVersion, kind, metadata } } };
}

/** Reads a run that came from outside. Throws a TypeError that says what was expected and what was found. */
export function readRun(value: unknown): NodeUtilizationRun {
  const { preset, seed, inputs } = (value ?? {}) as Partial<Record<keyof NodeUtilizationRun, unknown>>;
  if (typeof preset !== 'string' || !Object.hasOwn(nodeUtilizationPresets, preset)) {
    throw new TypeError(
      `preset: expected one of ${Object.keys(nodeUtilizationPresets).join(', ')}, found ${String(preset)}`,
    );
  }
  if (!Number.isSafeInteger(seed) || (seed as number) < 0) {
    throw new TypeError(`seed: expected a whole number from 0 on, found ${String(seed)}`);
  }
  if (!Array.isArray(inputs)) throw new TypeError('inputs: expected a list');
  return {
    preset: preset as PresetName,
    seed: seed as number,
    inputs: inputs.map(({ atMs, input }: TimedInput<unknown>) => ({ atMs, input: readInput(input) })),
  };
}
