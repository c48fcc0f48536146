import { deschedulerVersions } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { toolWords } from './cluster-tool-words.ts';
import { limits } from './kept-settings.ts';
import { NumberField } from './number-field.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { addressWithPolicy } from './policy-link.ts';
import { policyPresets } from './policy-presets.ts';
import type { ClusterTool, Slot } from './use-cluster-tool.ts';

interface PolicyPanelProps {
  readonly language: Language;
  readonly tool: ClusterTool;
  readonly canRun: boolean;
  readonly onRun: () => void;
}

/** The policies, A and perhaps B, and how they are tried. */
export function PolicyPanel({ language, tool, canRun, onRun }: PolicyPanelProps) {
  const words = toolWords[language];
  const { settings, checks, phase } = tool;
  const { policies, version, options } = settings;
  const [wanted, setSlot] = useState<Slot>('a');
  const slot = policies.b === undefined ? 'a' : wanted;
  const text = policies[slot] ?? '';
  const preset = policyPresets.find((each) => each.text === text);
  const setText = (changed: string) => tool.change({ ...settings, policies: { ...policies, [slot]: changed } });
  const setOptions = (changed: Partial<typeof options>) =>
    tool.change({ ...settings, options: { ...options, ...changed } });
  const busy = [...tool.runs.values()].some((run) => run.busy);

  return (
    <section class="ct-panel" aria-labelledby="ct-policy">
      <div class="ct-panel-head">
        <h2 id="ct-policy">{words.policy}</h2>
        {policies.b === undefined ? (
          <button
            type="button"
            class="ct-link"
            onClick={() => {
              tool.change({ ...settings, policies: { ...policies, b: policies.a } });
              setSlot('b');
            }}
          >
            {words.addSecond}
          </button>
        ) : (
          <fieldset class="ct-choices" aria-label={words.policy}>
            {(['a', 'b'] as const).map((each) => (
              <button type="button" key={each} aria-pressed={slot === each} onClick={() => setSlot(each)}>
                {words.policyName(each)}
              </button>
            ))}
            <button
              type="button"
              class="ct-link"
              onClick={() => tool.change({ ...settings, policies: { ...policies, b: undefined } })}
            >
              {words.removeSecond}
            </button>
          </fieldset>
        )}
      </div>
      <div class="ct-policy-tools">
        <label class="ct-field">
          <span>{words.preset}</span>
          <select
            value={preset?.name ?? ''}
            onChange={(event) => {
              const chosen = policyPresets.find(({ name }) => name === event.currentTarget.value);
              if (chosen) setText(chosen.text);
            }}
          >
            {preset ? null : <option value="">{words.presetChoose}</option>}
            {policyPresets.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <OpenPolicy label={words.policyFile} onText={setText} />
        <ShareLink language={language} text={text} />
      </div>
      {preset ? <p class="ct-about">{preset.about[language]}</p> : null}
      <PolicyEditor language={language} text={text} version={version} check={checks[slot]} onChange={setText} />
      <fieldset class="ct-options">
        <legend>{words.options}</legend>
        <label class="ct-field">
          <span>{words.version}</span>
          <select
            value={version}
            onChange={(event) => {
              const chosen = deschedulerVersions.find((each) => each === event.currentTarget.value);
              if (chosen) tool.change({ ...settings, version: chosen });
            }}
          >
            {deschedulerVersions.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        <label class="ct-field">
          <span>{words.scoring}</span>
          <select
            value={options.scoringStrategy}
            onChange={(event) =>
              setOptions({
                scoringStrategy: event.currentTarget.value === 'MostAllocated' ? 'MostAllocated' : 'LeastAllocated',
              })
            }
          >
            <option>LeastAllocated</option>
            <option>MostAllocated</option>
          </select>
        </label>
        <NumberField
          label={words.cycles}
          value={options.cycles}
          range={limits.cycles}
          onChange={(cycles) => setOptions({ cycles })}
        />
        <NumberField
          label={words.interval}
          value={options.intervalSeconds}
          range={limits.intervalSeconds}
          onChange={(intervalSeconds) => setOptions({ intervalSeconds })}
        />
        <NumberField
          label={words.seed}
          value={options.seed}
          range={limits.seed}
          onChange={(seed) => setOptions({ seed })}
        />
      </fieldset>
      <div class="ct-buttons">
        {busy ? (
          <button type="button" class="ct-button" onClick={tool.cancelRuns}>
            {words.cancel}
          </button>
        ) : (
          <button type="button" class="ct-button ct-primary" disabled={!canRun} onClick={onRun}>
            {words.run}
          </button>
        )}
        {phase.kind === 'ready' ? null : <span class="ct-muted">{words.needCluster}</span>}
      </div>
    </section>
  );
}

/** Reads a policy from a file. */
function OpenPolicy({ label, onText }: { readonly label: string; readonly onText: (text: string) => void }) {
  return (
    <label class="ct-button ct-open">
      {label}
      <input
        type="file"
        accept=".yaml,.yml,.json"
        class="ct-file"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file && file.size < 1_000_000) void file.text().then(onText);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}

/** Copies the page's address with the policy in it, and says so for a moment. */
function ShareLink({ language, text }: { readonly language: Language; readonly text: string }) {
  const words = toolWords[language];
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), 4000);
    return () => clearTimeout(timer);
  }, [said]);
  const share = async () => {
    const address = addressWithPolicy(location.href, text);
    history.replaceState(null, '', address);
    try {
      await navigator.clipboard.writeText(address);
      setSaid(words.shared);
    } catch {
      setSaid(words.notCopied);
    }
  };
  return (
    <>
      <button type="button" class="ct-button" onClick={() => void share()}>
        {words.share}
      </button>
      <span class="ct-muted" role="status">
        {said}
      </span>
    </>
  );
}
