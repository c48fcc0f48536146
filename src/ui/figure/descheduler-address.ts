import { decodeFigureLink, encodeFigureLink } from 'kind-wasm-shim/hosts/browser/figure-link.ts';
import { deschedulerScenarioVersion } from '../../scenarios/descheduler-plugins/inputs.ts';
import { deschedulerPresets, type PresetName } from '../../scenarios/descheduler-plugins/presets.ts';
import { type DeschedulerSettings, runOf, settingsOf } from '../../scenarios/descheduler-plugins/settings.ts';
import type { StateInAddress } from './use-figure-link.ts';

/** A state of the descheduler's figure as a link holds it. */
export interface LinkedDeschedulerState {
  readonly settings: DeschedulerSettings;
  readonly cursorSeq: number;
}

const scenarioName = 'descheduler';

/** The states of the descheduler's figure in the page's address. */
export const deschedulerAddress: StateInAddress<LinkedDeschedulerState> = {
  async fragmentOf(figure, { settings, cursorSeq }) {
    const { preset, seed, inputs } = runOf(settings);
    const scenario = `${scenarioName}/${preset}`;
    const link = { scenario, version: deschedulerScenarioVersion, seed, inputs, cursor: cursorSeq };
    return `#${figure}=${await encodeFigureLink(link)}`;
  },
  async stateInFragment(figure, fragment, words) {
    const prefix = `#${figure}=`;
    if (!fragment.startsWith(prefix)) return undefined;
    const decoded = await decodeFigureLink(fragment.slice(prefix.length));
    if ('problem' in decoded) return { problem: words[decoded.problem] };
    const { scenario, version, seed, inputs, cursor } = decoded.link;
    const preset = scenario.startsWith(`${scenarioName}/`) ? scenario.slice(scenarioName.length + 1) : '';
    if (!Object.hasOwn(deschedulerPresets, preset)) return { problem: words.otherScenario };
    if (version !== deschedulerScenarioVersion) {
      return { problem: words.otherVersion(version, deschedulerScenarioVersion) };
    }
    try {
      const settings = settingsOf(preset as PresetName, seed, inputs);
      return settings ? { settings, cursorSeq: cursor } : { problem: words.notAState };
    } catch (error) {
      // The scenario's own reader says what it expected; the text for readers is enough here.
      if (error instanceof TypeError) return { problem: words.notAState };
      throw error;
    }
  },
};
