import { useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import type { DefaultEvictorSettings, NodeUtilizationPolicy } from '../../scenarios/node-utilization-policy.ts';
import { type FigureWords, figureWords } from './figure-words.ts';

export interface PolicyPanelProps {
  readonly language: Language;
  readonly policy: NodeUtilizationPolicy;
  readonly onChange: (policy: NodeUtilizationPolicy) => void;
}

const resources = ['cpu', 'memory', 'pods'] as const;
const evictorSwitches = [
  'nodeFit',
  'evictLocalStoragePods',
  'evictSystemCriticalPods',
] as const satisfies readonly (keyof DefaultEvictorSettings)[];

/** The policy as it can be set here: plugin, thresholds by slider and by typing, and the evictor's switches. Whether the
 *  values make sense together is for the descheduler to say. */
export function PolicyPanel({ language, policy, onChange }: PolicyPanelProps) {
  const words = figureWords[language];
  const isLow = policy.plugin === 'LowNodeUtilization';
  const deviation = isLow && policy.useDeviationThresholds === true;
  return (
    <div class="fig-policy">
      <fieldset class="fig-policy-plugin" aria-label={words.policy.plugin}>
        {(['LowNodeUtilization', 'HighNodeUtilization'] as const).map((plugin) => (
          <button
            type="button"
            key={plugin}
            aria-pressed={policy.plugin === plugin}
            onClick={() => onChange(withPlugin(policy, plugin))}
          >
            {plugin}
          </button>
        ))}
      </fieldset>
      <div class="fig-thresholds" data-two={isLow}>
        <span class="fig-threshold-head" />
        <span class="fig-threshold-head">
          <code>{words.policy.low}</code> {deviation ? words.policy.deviationLow : ''}
        </span>
        {isLow ? (
          <span class="fig-threshold-head">
            <code>{words.policy.high}</code> {deviation ? words.policy.deviationHigh : ''}
          </span>
        ) : null}
        {resources.map((resource) => (
          <ThresholdRow key={resource} {...{ resource, words, policy, isLow, onChange }} />
        ))}
      </div>
      <div class="fig-switches">
        {isLow ? (
          <Switch
            label={words.policy.deviation}
            on={deviation}
            onChange={(on) => onChange({ ...policy, useDeviationThresholds: on })}
          />
        ) : null}
        {evictorSwitches.map((name) => (
          <Switch
            key={name}
            label={name}
            on={policy.evictor?.[name] === true}
            onChange={(on) => onChange({ ...policy, evictor: { ...policy.evictor, [name]: on } })}
          />
        ))}
        <WholeNumber
          label={words.policy.numberOfNodes}
          value={policy.numberOfNodes}
          words={words}
          onChange={(numberOfNodes) => onChange({ ...policy, numberOfNodes })}
        />
        <WholeNumber
          label={words.policy.maxPerNode}
          value={policy.maxNoOfPodsToEvictPerNode}
          words={words}
          onChange={(limit) => onChange({ ...policy, maxNoOfPodsToEvictPerNode: limit })}
        />
        <WholeNumber
          label={words.policy.priorityThreshold}
          value={policy.evictor?.priorityThreshold}
          words={words}
          onChange={(priorityThreshold) => onChange({ ...policy, evictor: { ...policy.evictor, priorityThreshold } })}
        />
      </div>
    </div>
  );
}

/** The other plugin with the same thresholds; LowNodeUtilization needs a target for each. */
function withPlugin(policy: NodeUtilizationPolicy, plugin: NodeUtilizationPolicy['plugin']): NodeUtilizationPolicy {
  if (plugin === policy.plugin) return policy;
  const { targetThresholds = {} } = policy;
  const targets = Object.entries(policy.thresholds).map(([name, low]) => [
    name,
    targetThresholds[name] ?? Math.max(low, 50),
  ]);
  return { ...policy, plugin, targetThresholds: Object.fromEntries(targets) };
}

interface ThresholdRowProps {
  readonly resource: string;
  readonly words: FigureWords;
  readonly policy: NodeUtilizationPolicy;
  readonly isLow: boolean;
  readonly onChange: (policy: NodeUtilizationPolicy) => void;
}

function ThresholdRow({ resource, words, policy, isLow, onChange }: ThresholdRowProps) {
  const { thresholds, targetThresholds = {} } = policy;
  const named = thresholds[resource] !== undefined;
  const change = (low: number | undefined, high: number | undefined) =>
    onChange({
      ...policy,
      thresholds: withValue(thresholds, resource, low),
      ...(isLow ? { targetThresholds: withValue(targetThresholds, resource, high) } : {}),
    });
  const low = thresholds[resource];
  const high = targetThresholds[resource];
  return (
    <>
      <label class="fig-named">
        <input
          type="checkbox"
          checked={named}
          onChange={(event) => (event.currentTarget.checked ? change(20, 50) : change(undefined, undefined))}
        />
        <span>{words.resource(resource)}</span>
        <span class="fig-sr">{words.policy.named}</span>
      </label>
      <Percentage
        label={`${words.policy.low}, ${words.resource(resource)}`}
        value={low}
        words={words}
        onChange={(value) => change(value, high)}
      />
      {isLow ? (
        <Percentage
          label={`${words.policy.high}, ${words.resource(resource)}`}
          value={high}
          words={words}
          onChange={(value) => change(low, value)}
        />
      ) : null}
    </>
  );
}

/** The same resources in the order of the figure, with one value set or taken away. */
function withValue(values: Readonly<Record<string, number>>, resource: string, value: number | undefined) {
  const next: Record<string, number | undefined> = { ...values, [resource]: value };
  const names = [...new Set([...resources, ...Object.keys(next)])];
  return Object.fromEntries(names.flatMap((name) => (next[name] === undefined ? [] : [[name, next[name]]])));
}

interface PercentageProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly words: FigureWords;
  readonly onChange: (value: number) => void;
}

/** One threshold: a slider from 0 to 100, and a field that takes any number, as the policy does. */
function Percentage({ label, value, words, onChange }: PercentageProps) {
  const [wrong, setWrong] = useState<string>();
  if (value === undefined) return <span class="fig-percentage fig-quiet">–</span>;
  return (
    <span class="fig-percentage">
      <input
        type="range"
        aria-label={label}
        min={0}
        max={100}
        step={1}
        value={value}
        onInput={(event) => {
          setWrong(undefined);
          onChange(event.currentTarget.valueAsNumber);
        }}
      />
      <span class="fig-field">
        <input
          type="text"
          inputMode="decimal"
          aria-label={`${label}, %`}
          aria-invalid={wrong !== undefined}
          value={wrong ?? String(value)}
          onChange={(event) => {
            const text = event.currentTarget.value.trim();
            const number = Number(text);
            if (text === '' || !Number.isFinite(number)) return setWrong(text);
            setWrong(undefined);
            onChange(number);
          }}
        />{' '}
        %
      </span>
      {wrong === undefined ? null : (
        <span class="fig-wrong" role="alert">
          {words.policy.expected(words.policy.percentExpected, wrong)}
        </span>
      )}
    </span>
  );
}

interface WholeNumberProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly words: FigureWords;
  readonly onChange: (value: number | undefined) => void;
}

function WholeNumber({ label, value, words, onChange }: WholeNumberProps) {
  const [wrong, setWrong] = useState<string>();
  return (
    <label class="fig-field">
      <code>{label}</code>
      <input
        type="text"
        inputMode="numeric"
        placeholder={words.policy.unlimited}
        aria-invalid={wrong !== undefined}
        value={wrong ?? value ?? ''}
        onChange={(event) => {
          const text = event.currentTarget.value.trim();
          if (text !== '' && !/^\d{1,10}$/.test(text)) return setWrong(text);
          setWrong(undefined);
          onChange(text === '' ? undefined : Number(text));
        }}
      />
      {wrong === undefined ? null : (
        <span class="fig-wrong" role="alert">
          {words.policy.expected(words.policy.wholeExpected, wrong)}
        </span>
      )}
    </label>
  );
}

function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="fig-switch">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      <code>{label}</code>
    </label>
  );
}
