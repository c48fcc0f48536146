import type { Language } from '../../projections/language.ts';
import { nodeUtilizationPresets, type PresetName } from '../../scenarios/node-utilization-presets.ts';
import { figureWords } from './figure-words.ts';

interface PresetsProps {
  readonly language: Language;
  readonly chosen: PresetName;
  /** Only what the chosen one is about. */
  readonly brief: boolean;
  readonly onChoose: (preset: PresetName) => void;
}

/** The starting states, and what the chosen one is about. */
export function Presets({ language, chosen, brief, onChoose }: PresetsProps) {
  const words = figureWords[language];
  return (
    <>
      {brief ? null : (
        <fieldset class="fig-presets" aria-label={words.presets}>
          {(Object.keys(nodeUtilizationPresets) as PresetName[]).map((name) => (
            <button type="button" key={name} aria-pressed={name === chosen} onClick={() => onChoose(name)}>
              {words.preset[name]}
            </button>
          ))}
        </fieldset>
      )}
      <p class="fig-finding">{words.finding[chosen]}</p>
    </>
  );
}
