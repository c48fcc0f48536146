import type { Language } from '../../projections/language.ts';
import { nodeUtilizationPresets, type PresetName } from '../../scenarios/node-utilization-presets.ts';
import { figureWords } from './figure-words.ts';

interface PresetsProps {
  readonly language: Language;
  readonly chosen: PresetName;
  readonly onChoose: (preset: PresetName) => void;
}

/** The starting states, and what the chosen one is about. */
export function Presets({ language, chosen, onChoose }: PresetsProps) {
  const words = figureWords[language];
  return (
    <>
      <div class="fig-presets" role="group" aria-label={words.presets}>
        {(Object.keys(nodeUtilizationPresets) as PresetName[]).map((name) => (
          <button type="button" key={name} aria-pressed={name === chosen} onClick={() => onChoose(name)}>
            {words.preset[name]}
          </button>
        ))}
      </div>
      <p class="fig-finding">{words.finding[chosen]}</p>
    </>
  );
}
