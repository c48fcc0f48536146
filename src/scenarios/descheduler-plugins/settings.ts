import type { TimedInput } from 'kind-wasm-shim/kernel/simulation.ts';
import { type DeschedulerVersion, usualVersion } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { ScoringStrategy } from 'kind-wasm-shim/kubernetes/scheduler/plugins/node-resources-fit.ts';
import { type DeschedulerInput, readInput } from './inputs.ts';
import { deschedulerPresets, type PresetName } from './presets.ts';
import type { DeschedulerFigureRun } from './run.ts';

/** What the reader has set: the same as a run's inputs, in the terms of the figure's controls. */
export interface DeschedulerSettings {
  readonly preset: PresetName;
  readonly seed: number;
  readonly version: DeschedulerVersion;
  /** The text of the policy file. */
  readonly policy: string;
  readonly scheduler: ScoringStrategy;
  /** Nodes that are cordoned before the descheduler runs. */
  readonly cordoned: readonly string[];
  /** Pods whose eviction the API refuses, as a PodDisruptionBudget would. */
  readonly refused: readonly string[];
  /** How many cycles the descheduler runs. */
  readonly cycles: number;
}

/** The seed that the articles show. */
export const usualSeed = 1;
/** More cycles than this would only fill the timeline. */
export const mostCycles = 8;
/** What a reader prepares takes effect so long before the first cycle. */
const preparedBeforeMs = 5_000;

/** A preset as it is shown at first. */
export function usualSettings(preset: PresetName): DeschedulerSettings {
  const { policy, scheduler, cycles } = deschedulerPresets[preset];
  return { preset, seed: usualSeed, version: usualVersion, policy, scheduler, cordoned: [], refused: [], cycles };
}

/** The run that the settings stand for. */
export function runOf(settings: DeschedulerSettings): DeschedulerFigureRun {
  const { preset, seed, version, policy, scheduler, cordoned, refused, cycles } = settings;
  const { runAtMs, intervalMs } = deschedulerPresets[preset];
  const at = (atMs: number, input: DeschedulerInput): TimedInput<DeschedulerInput> => ({ atMs, input });
  const prepareMs = runAtMs - preparedBeforeMs;
  return {
    preset,
    seed,
    inputs: [
      at(0, { type: 'setUp', version, policy, scheduler }),
      ...cordoned.map((node) => at(prepareMs, { type: 'cordon', node })),
      ...refused.map((pod) => at(prepareMs, { type: 'refuseEvictions', pod })),
      ...Array.from({ length: cycles }, (_, index) => at(runAtMs + index * intervalMs, { type: 'runDescheduler' })),
    ],
  };
}

/** The settings that inputs stand for, undefined when no settings lead to exactly these inputs. Throws a TypeError when they
 *  are no inputs of this scenario. */
export function settingsOf(
  preset: PresetName,
  seed: number,
  inputs: readonly TimedInput<unknown>[],
): DeschedulerSettings | undefined {
  const read = inputs.map(({ atMs, input }) => ({ atMs, input: readInput(input) }));
  const [first] = read;
  if (first?.input.type !== 'setUp') return undefined;
  const { version, policy, scheduler } = first.input;
  const settings: DeschedulerSettings = {
    ...{ preset, seed, version, policy, scheduler },
    cordoned: read.flatMap(({ input }) => (input.type === 'cordon' ? [input.node] : [])),
    refused: read.flatMap(({ input }) => (input.type === 'refuseEvictions' ? [input.pod] : [])),
    cycles: read.filter(({ input }) => input.type === 'runDescheduler').length,
  };
  if (settings.cycles > mostCycles) return undefined;
  return JSON.stringify(runOf(settings).inputs) === JSON.stringify(read) ? settings : undefined;
}
