import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { Simulation, type TimedInput } from 'kind-wasm-shim/kernel/simulation.ts';
import type { Registry } from 'kind-wasm-shim/kubernetes/descheduler/framework/plugin.ts';
import type { DeschedulerVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { type DeschedulerInput, readInput } from './inputs.ts';
import { deschedulerPresets, type PresetName } from './presets.ts';
import { deschedulerScenario } from './scenario.ts';

/** One run of the figure's scenario: everything that its log depends on. */
export interface DeschedulerFigureRun {
  readonly preset: PresetName;
  readonly seed: number;
  readonly inputs: readonly TimedInput<DeschedulerInput>[];
}

/** Time after the last input by which everything has come to rest. */
const longestAftermathMs = 120_000;

/** Runs to the end and gives the log. Of objects that no projection reads it keeps only the metadata. */
export function runDeschedulerFigure(
  { preset, seed, inputs }: DeschedulerFigureRun,
  registryOf?: (version: DeschedulerVersion) => Registry,
): readonly LogEntry[] {
  const simulation = new Simulation(deschedulerScenario(preset, registryOf), { seed, inputs });
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

/** Reads a run that came from a page. Throws a TypeError that says what was expected and what was found. */
export function readRun(value: unknown): DeschedulerFigureRun {
  const { preset, seed, inputs } = (value ?? {}) as Partial<Record<keyof DeschedulerFigureRun, unknown>>;
  if (typeof preset !== 'string' || !Object.hasOwn(deschedulerPresets, preset)) {
    throw new TypeError(
      `preset: expected one of ${Object.keys(deschedulerPresets).join(', ')}, found ${String(preset)}`,
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
