import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { longestPolicy } from '../../scenarios/descheduler-plugins/inputs.ts';
import { deschedulerPresets } from '../../scenarios/descheduler-plugins/presets.ts';
import type { DeschedulerSettings } from '../../scenarios/descheduler-plugins/settings.ts';
import { deschedulerWords } from './descheduler-words.ts';

interface PolicyProps {
  readonly language: Language;
  readonly settings: DeschedulerSettings;
  readonly onChange: (settings: DeschedulerSettings) => void;
}

/** Lines of the policy that can be exchanged with one click, each with what it would become. */
export function PolicySwitches({ language, settings, onChange }: PolicyProps) {
  const words = deschedulerWords[language].policy;
  const { switches = [] } = deschedulerPresets[settings.preset];
  const { policy } = settings;
  const usable = switches.filter(({ from, to }) => policy.includes(to) || policy.includes(from));
  if (usable.length === 0) return null;
  return (
    <fieldset class="dsch-switches" aria-label={words.switches}>
      {usable.map(({ from, to }) => {
        // The longer text may hold the shorter one.
        const isOn = policy.includes(to);
        return (
          <button
            type="button"
            class="fig-button"
            aria-pressed={isOn}
            key={to}
            onClick={() =>
              onChange({ ...settings, policy: isOn ? policy.replace(to, from) : policy.replace(from, to) })
            }
          >
            <code>{lastLine(to)}</code>
          </button>
        );
      })}
    </fieldset>
  );
}

function lastLine(text: string): string {
  return text.split('\n').at(-1)?.trim() ?? text;
}

/** The policy file, to be changed at will: what the descheduler thinks of it, it says itself. */
export function PolicyText({ language, settings, onChange }: PolicyProps) {
  const words = deschedulerWords[language].policy;
  const [text, setText] = useState(settings.policy);
  useEffect(() => setText(settings.policy), [settings.policy]);
  const original = deschedulerPresets[settings.preset].policy;
  return (
    <div class="dsch-policy">
      <textarea
        aria-label={words.text}
        value={text}
        rows={text.split('\n').length + 1}
        maxLength={longestPolicy}
        spellcheck={false}
        autocapitalize="off"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class="dsch-policy-actions">
        <button
          type="button"
          class="fig-button"
          disabled={text === settings.policy}
          onClick={() => onChange({ ...settings, policy: text })}
        >
          {words.apply}
        </button>
        <button
          type="button"
          class="fig-button"
          disabled={text === original && settings.policy === original}
          onClick={() => {
            setText(original);
            onChange({ ...settings, policy: original });
          }}
        >
          {words.original}
        </button>
      </p>
    </div>
  );
}
