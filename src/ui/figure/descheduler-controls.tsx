import { deschedulerVersions } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import type { CauseChain } from '../../projections/causes.ts';
import { short } from '../../projections/descheduler/pod-names.ts';
import type { DeschedulerView } from '../../projections/descheduler/view.ts';
import { factText } from '../../projections/descheduler/words.ts';
import type { Language } from '../../projections/language.ts';
import { momentOf } from '../../projections/timeline.ts';
import { deschedulerPresets } from '../../scenarios/descheduler-plugins/presets.ts';
import { type DeschedulerSettings, mostCycles } from '../../scenarios/descheduler-plugins/settings.ts';
import { ControlBar } from './control-bar.tsx';
import { deschedulerWords } from './descheduler-words.ts';
import { Menu, toggled } from './menu.tsx';
import { MomentsTimeline } from './moments-timeline.tsx';
import type { DeschedulerSession } from './use-descheduler-session.ts';
import type { LinkCopied } from './use-figure-link.ts';
import type { Controls } from './use-playback.ts';

export interface DeschedulerControlsProps extends Controls {
  readonly language: Language;
  readonly session: DeschedulerSession;
  readonly view: DeschedulerView;
  readonly chain: CauseChain | undefined;
  readonly selectedPod: string | undefined;
  readonly linkCopied: LinkCopied;
  readonly onChange: DeschedulerSession['change'];
  readonly onCopyLink: () => void;
  readonly onReset: () => void;
}

/** The control bar over a session: its timeline has the session's moments, its actions change the session's settings. */
export function DeschedulerControls(props: DeschedulerControlsProps) {
  const { session, onChange } = props;
  const { settings, moments, run } = session;
  return (
    <ControlBar
      {...props}
      seed={settings.seed}
      onSeed={(seed) => onChange({ ...settings, seed })}
      timeline={<MomentsTimeline {...props} moments={moments} timeline={run?.timeline} textOf={factText} />}
      actions={<Actions {...props} />}
    />
  );
}

/** What the reader can do: another release of the descheduler, another scoring of the scheduler, another line in the policy,
 *  a cordon, a refused eviction, one more cycle. */
function Actions({ language, session, view, onChange, lastIndex }: DeschedulerControlsProps) {
  const words = deschedulerWords[language];
  const { settings, moments } = session;
  const { cordoned, refused, preset } = settings;
  const { choosesScheduler = false } = deschedulerPresets[preset];
  const judged = view.verdicts.filter(({ kind }) => kind === 'victim' || kind === 'refused').map(({ pod }) => pod);
  const pods = [...new Set([...refused, ...judged])];
  const set = (change: Partial<DeschedulerSettings>) => onChange({ ...settings, ...change });
  return (
    <>
      <Choice
        label={words.version}
        value={settings.version}
        values={deschedulerVersions}
        onChoose={(version) => set({ version })}
      />
      {choosesScheduler ? (
        <Choice
          label={words.scheduler}
          value={settings.scheduler}
          values={['LeastAllocated', 'MostAllocated'] as const}
          onChoose={(scheduler) => set({ scheduler })}
        />
      ) : null}
      <Menu
        label={words.cordon}
        items={view.nodes.map(({ name }) => ({ name, text: name, on: cordoned.includes(name) }))}
        onChoose={(node) => set({ cordoned: toggled(cordoned, node) })}
      />
      <Menu
        label={pods.length === 0 ? words.refuseNone : words.refuse}
        items={pods.map((pod) => ({ name: pod, text: short(pod), on: refused.includes(pod) }))}
        onChoose={(pod) => set({ refused: toggled(refused, pod) })}
      />
      <button
        type="button"
        class="fig-button"
        disabled={settings.cycles >= mostCycles}
        onClick={() => {
          // The next cycle begins where the last one ended.
          const end = moments[lastIndex]?.seq ?? 0;
          onChange({ ...settings, cycles: settings.cycles + 1 }, (made) => momentOf(made.moments, end));
        }}
      >
        {words.again}
      </button>
    </>
  );
}

function Choice<Value extends string>({
  label,
  value,
  values,
  onChoose,
}: {
  readonly label: string;
  readonly value: Value;
  readonly values: readonly Value[];
  readonly onChoose: (value: Value) => void;
}) {
  return (
    <label class="fig-setting">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = values.find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {values.map((each) => (
          <option value={each} key={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
