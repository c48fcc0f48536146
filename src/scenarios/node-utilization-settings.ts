import type { TimedInput } from 'kind-wasm-shim/kernel/simulation.ts';
import { type NodeUtilizationInput, readInput, timesMs } from './node-utilization-inputs.ts';
import type { NodeUtilizationPolicy } from './node-utilization-policy.ts';
import { nodeUtilizationPresets, type PresetName } from './node-utilization-presets.ts';
import type { NodeUtilizationRun } from './node-utilization-run.ts';

/** What the reader has set: the same as a run's inputs, in the terms of the figure's controls. */
export interface FigureSettings {
  readonly preset: PresetName;
  readonly seed: number;
  readonly policy: NodeUtilizationPolicy;
  /** Nodes that are cordoned before the descheduler runs. */
  readonly cordoned: readonly string[];
  /** Pods whose eviction the API refuses, as a PodDisruptionBudget would. */
  readonly refused: readonly string[];
  /** How many times the descheduler runs. */
  readonly runs: number;
}

/** The seed that the articles show. */
export const usualSeed = 1;
/** More runs than this would only fill the timeline. */
export const mostRuns = 4;

/** A preset as it is shown at first. */
export function usualSettings(preset: PresetName): FigureSettings {
  const { policy } = nodeUtilizationPresets[preset];
  return { preset, seed: usualSeed, policy, cordoned: [], refused: [], runs: 1 };
}

/** The run that the settings stand for. */
export function runOf(settings: FigureSettings): NodeUtilizationRun {
  const { preset, seed, policy, cordoned, refused, runs } = settings;
  const at = (atMs: number, input: NodeUtilizationInput): TimedInput<NodeUtilizationInput> => ({ atMs, input });
  return {
    preset,
    seed,
    inputs: [
      at(0, { type: 'setPolicy', policy }),
      ...cordoned.map((node) => at(timesMs.prepare, { type: 'cordon', node })),
      ...refused.map((pod) => at(timesMs.prepare, { type: 'refuseEvictions', pod })),
      ...Array.from({ length: runs }, (_, index) =>
        at(timesMs.run + index * timesMs.again, { type: 'runDescheduler' }),
      ),
    ],
  };
}

/** The settings that inputs stand for, undefined when no settings lead to exactly these inputs. Throws a TypeError when they
 *  are no inputs of this scenario. */
export function settingsOf(
  preset: PresetName,
  seed: number,
  inputs: readonly TimedInput<unknown>[],
): FigureSettings | undefined {
  const read = inputs.map(({ atMs, input }) => ({ atMs, input: readInput(input) }));
  const settings: FigureSettings = {
    preset,
    seed,
    policy: nodeUtilizationPresets[preset].policy,
    cordoned: read.flatMap(({ input }) => (input.type === 'cordon' ? [input.node] : [])),
    refused: read.flatMap(({ input }) => (input.type === 'refuseEvictions' ? [input.pod] : [])),
    runs: read.filter(({ input }) => input.type === 'runDescheduler').length,
  };
  const policy = read.findLast(({ input }) => input.type === 'setPolicy')?.input;
  const complete = policy?.type === 'setPolicy' ? { ...settings, policy: policy.policy } : settings;
  if (complete.runs > mostRuns) return undefined;
  return JSON.stringify(runOf(complete).inputs) === JSON.stringify(read) ? complete : undefined;
}
