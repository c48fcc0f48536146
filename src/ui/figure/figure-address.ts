import { decodeFigureLink, encodeFigureLink, type FigureLink } from 'kind-wasm-shim/hosts/browser/figure-link.ts';
import { nodeUtilizationVersion } from '../../scenarios/node-utilization-inputs.ts';
import { nodeUtilizationPresets, type PresetName } from '../../scenarios/node-utilization-presets.ts';
import { type FigureSettings, runOf, settingsOf } from '../../scenarios/node-utilization-settings.ts';
import type { LinkWords } from './figure-words.ts';
import type { StateInAddress } from './use-figure-link.ts';

/** A state of the figure as a link holds it. */
export interface LinkedState {
  readonly settings: FigureSettings;
  readonly cursorSeq: number;
  readonly edits: Readonly<Record<string, string>> | undefined;
}

const scenarioName = 'descheduler-node-utilization';

/** The states of the node utilization figure in the page's address. */
export const nodeUtilizationAddress: StateInAddress<LinkedState> = { fragmentOf, stateInFragment };

/** The fragment of the page's address that brings this figure back to a state. */
export async function fragmentOf(figure: string, state: LinkedState): Promise<string> {
  const { preset, seed, inputs } = runOf(state.settings);
  const link: FigureLink = {
    scenario: `${scenarioName}/${preset}`,
    version: nodeUtilizationVersion,
    seed,
    inputs,
    cursor: state.cursorSeq,
    ...(state.edits ? { edits: state.edits } : {}),
  };
  return `#${figure}=${await encodeFigureLink(link)}`;
}

async function stateInFragment(
  figure: string,
  fragment: string,
  words: LinkWords,
): Promise<LinkedState | { readonly problem: string } | undefined> {
  const prefix = `#${figure}=`;
  if (!fragment.startsWith(prefix)) return undefined;
  const decoded = await decodeFigureLink(fragment.slice(prefix.length));
  if ('problem' in decoded) return { problem: words[decoded.problem] };
  const { scenario, version, seed, inputs, cursor, edits } = decoded.link;
  const preset = scenario.startsWith(`${scenarioName}/`) ? scenario.slice(scenarioName.length + 1) : '';
  if (!Object.hasOwn(nodeUtilizationPresets, preset)) return { problem: words.otherScenario };
  if (version !== nodeUtilizationVersion) return { problem: words.otherVersion(version, nodeUtilizationVersion) };
  try {
    const settings = settingsOf(preset as PresetName, seed, inputs);
    return settings ? { settings, cursorSeq: cursor, edits } : { problem: words.notAState };
  } catch (error) {
    // The scenario's own reader says what it expected; the text for readers is enough here.
    if (error instanceof TypeError) return { problem: words.notAState };
    throw error;
  }
}
