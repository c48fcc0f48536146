import type { Language } from '../../projections/language.ts';
import type { LabState } from './lab-store.ts';
import { labWords } from './lab-words.ts';

interface ConditionsProps {
  readonly lang: Language;
  readonly state: LabState;
  /** The plugin's arguments as text, for a built-in plugin. */
  readonly args: string | undefined;
  readonly argsProblem: string | undefined;
  readonly onChange: (change: Partial<Omit<LabState, 'draft' | 'start'>>) => void;
  readonly onArgs: (text: string) => void;
}

/** Under what a plugin is judged. */
export function Conditions({ lang, state, args, argsProblem, onChange, onArgs }: ConditionsProps) {
  const words = labWords[lang];
  const { settings } = state;
  const set = (change: Partial<LabState['settings']>) => onChange({ settings: { ...settings, ...change } });
  return (
    <details class="lab-conditions">
      <summary>{words.settings}</summary>
      <div class="lab-fields">
        <NumberField
          label={words.seeds}
          value={state.seeds}
          low={1}
          high={1000}
          onChange={(seeds) => onChange({ seeds })}
        />
        <NumberField
          label={words.firstSeed}
          value={state.firstSeed}
          low={0}
          high={1_000_000_000}
          onChange={(firstSeed) => onChange({ firstSeed })}
        />
        <NumberField
          label={words.cycles}
          value={settings.cycles}
          low={1}
          high={20}
          onChange={(cycles) => set({ cycles })}
        />
        <NumberField
          label={words.target}
          value={settings.targetPercent}
          low={1}
          high={100}
          onChange={(targetPercent) => set({ targetPercent })}
        />
        <label>
          <span>{words.scheduler}</span>
          <select
            value={settings.scoringStrategy}
            onChange={({ currentTarget: { value } }) =>
              set({ scoringStrategy: value === 'MostAllocated' ? 'MostAllocated' : 'LeastAllocated' })
            }
          >
            <option value="LeastAllocated">{words.schedulers.LeastAllocated}</option>
            <option value="MostAllocated">{words.schedulers.MostAllocated}</option>
          </select>
        </label>
        <label class="lab-check">
          <input
            type="checkbox"
            checked={settings.nodeFit}
            onChange={({ currentTarget: { checked } }) => set({ nodeFit: checked })}
          />
          <span>{words.nodeFit}</span>
        </label>
      </div>
      {args !== undefined && (
        <label class="lab-args">
          <span>{words.args}</span>
          <textarea
            rows={3}
            spellcheck={false}
            value={args}
            aria-invalid={argsProblem !== undefined}
            onInput={({ currentTarget: { value } }) => onArgs(value)}
          />
          {argsProblem !== undefined && <span role="alert">{words.badArgs(argsProblem)}</span>}
        </label>
      )}
    </details>
  );
}

function NumberField(props: {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly onChange: (value: number) => void;
}) {
  const { label, value, low, high, onChange } = props;
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        min={low}
        max={high}
        step={1}
        value={value}
        onChange={({ currentTarget }) => {
          const next = currentTarget.valueAsNumber;
          if (Number.isSafeInteger(next) && next >= low && next <= high) onChange(next);
          else currentTarget.value = String(value);
        }}
      />
    </label>
  );
}
