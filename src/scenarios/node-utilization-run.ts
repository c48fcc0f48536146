import {
  algorithmFromAnswers,
  type NodeAnswer,
  type NodeUtilizationSnapshot,
} from 'kind-wasm-shim/guest/edited-node-utilization.ts';
import type { LogEntry } from 'kind-wasm-shim/kernel/log.ts';
import { Simulation, type TimedInput } from 'kind-wasm-shim/kernel/simulation.ts';
import { setupPlugins } from 'kind-wasm-shim/kubernetes/descheduler/plugins/registry.ts';
import { nodeUtilizationScenario } from './descheduler-node-utilization.ts';
import { type NodeUtilizationInput, readInput } from './node-utilization-inputs.ts';
import { nodeUtilizationPresets, type PresetName } from './node-utilization-presets.ts';
import { nodeUtilizationSnapshot } from './node-utilization-snapshot.ts';

/** One run of the figure's scenario: everything that its log depends on. */
export interface NodeUtilizationRun {
  readonly preset: PresetName;
  readonly seed: number;
  readonly inputs: readonly TimedInput<NodeUtilizationInput>[];
  /** What an edited algorithm answered about the cluster, to decide in the plugins' place. */
  readonly edited?: { readonly snapshot: NodeUtilizationSnapshot; readonly answers: readonly NodeAnswer[] };
}

/** What a run gives: its log, and what an edited algorithm can be asked about. */
export interface NodeUtilizationResult {
  readonly entries: readonly LogEntry[];
  readonly snapshot: NodeUtilizationSnapshot | undefined;
}

/** Time after the last input by which everything has come to rest. */
const longestAftermathMs = 600_000;

/** Runs to the end. Of objects that no projection reads the log keeps only the metadata. */
export function runNodeUtilization({ preset, seed, inputs, edited }: NodeUtilizationRun): NodeUtilizationResult {
  const registry =
    edited && setupPlugins('v0.28.1', { nodeUtilization: algorithmFromAnswers(edited.snapshot, edited.answers) });
  const simulation = new Simulation(nodeUtilizationScenario(preset, registry), { seed, inputs });
  const lastInputMs = Math.max(0, ...inputs.map(({ atMs }) => atMs));
  simulation.runUntilQuiet(lastInputMs + longestAftermathMs);
  const { entries } = simulation.log;
  const { policy } = simulation.world;
  return { entries: entries.map(withoutBallast), snapshot: nodeUtilizationSnapshot(entries, policy) };
}

function withoutBallast(entry: LogEntry): LogEntry {
  if (entry.kind !== 'apiserver.objectWritten') return entry;
  const { resource, object } = entry.data;
  if (resource === 'pods' || resource === 'nodes') return entry;
  const { apiVersion, kind, metadata } = object;
  return { ...entry, data: { ...entry.data, object: { apiVersion, kind, metadata } } };
}

/** Reads a run that came from a page. Throws a TypeError that says what was expected and what was found. An edited algorithm
 *  and its answers have been checked where they came from. */
export function readRun(value: unknown): NodeUtilizationRun {
  const { preset, seed, inputs, edited } = (value ?? {}) as Partial<Record<keyof NodeUtilizationRun, unknown>>;
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
    ...(edited ? { edited: edited as NonNullable<NodeUtilizationRun['edited']> } : {}),
  };
}
