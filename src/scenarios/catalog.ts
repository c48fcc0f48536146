import type { Scenario, TimedInput } from 'kind-wasm-shim/kernel/simulation.ts';
import { nodeUtilizationScenario } from './descheduler-node-utilization.ts';
import { type PresetName as DeschedulerPresetName, presetNames } from './descheduler-plugins/presets.ts';
import { deschedulerScenario } from './descheduler-plugins/scenario.ts';
import * as descheduler from './descheduler-plugins/settings.ts';
import { nodeUtilizationPresets, type PresetName } from './node-utilization-presets.ts';
import { runOf, usualSettings } from './node-utilization-settings.ts';

/** A scenario as it is run when nothing else is said. */
export interface CatalogEntry {
  readonly scenario: Scenario<unknown, unknown>;
  readonly seed: number;
  readonly inputs: readonly TimedInput<unknown>[];
}

/** Every scenario by name, as `npm run sim` knows them. */
export const scenarios: Readonly<Record<string, CatalogEntry>> = {
  'descheduler-node-utilization': nodeUtilization('hot-node'),
  ...Object.fromEntries(
    (Object.keys(nodeUtilizationPresets) as PresetName[]).map((preset) => [
      `descheduler-node-utilization/${preset}`,
      nodeUtilization(preset),
    ]),
  ),
  ...Object.fromEntries(presetNames.map((preset) => [`descheduler/${preset}`, deschedulerFigure(preset)])),
};

function nodeUtilization(preset: PresetName): CatalogEntry {
  const { seed, inputs } = runOf(usualSettings(preset));
  return { scenario: nodeUtilizationScenario(preset) as Scenario<unknown, unknown>, seed, inputs };
}

function deschedulerFigure(preset: DeschedulerPresetName): CatalogEntry {
  const { seed, inputs } = descheduler.runOf(descheduler.usualSettings(preset));
  return { scenario: deschedulerScenario(preset) as Scenario<unknown, unknown>, seed, inputs };
}
