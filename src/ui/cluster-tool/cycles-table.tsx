import type { RunView } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import { Askable } from '../figure/asked.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { countText } from './numbers.ts';

interface CyclesTableProps {
  readonly language: Language;
  readonly view: RunView;
  readonly state: number;
  readonly onState: (state: number) => void;
}

/** The cycles one below the other: what each plugin saw and did, and what the scheduler made of it. Choosing one shows the
 *  nodes after it. */
export function CyclesTable({ language, view, state, onState }: CyclesTableProps) {
  const words = toolWords[language];
  const count = (number: number) => countText(number, language);
  return (
    <table class="ct-table ct-cycles">
      <caption class="ct-sr">{words.stepper}</caption>
      <thead>
        <tr>
          <th scope="col">{words.cycle}</th>
          <th scope="col">{words.plugin}</th>
          <th scope="col" class="ct-number">
            {words.evicted}
          </th>
          <th scope="col" class="ct-number">
            {words.refused}
          </th>
          <th scope="col" class="ct-number">
            {words.placed}
          </th>
          <th scope="col" class="ct-number">
            {words.waiting}
          </th>
        </tr>
      </thead>
      <tbody>
        {view.cycles.map((cycle) => (
          <tr key={cycle.cycle} data-chosen={state === cycle.cycle}>
            <td data-head={words.cycle}>
              <button
                type="button"
                class="ct-link"
                aria-pressed={state === cycle.cycle}
                aria-label={words.state(cycle.cycle)}
                onClick={() => onState(cycle.cycle)}
              >
                {cycle.cycle}
              </button>
            </td>
            <td data-head={words.plugin}>
              {cycle.failed ? <span class="ct-mono">{cycle.failed}</span> : null}
              {cycle.plugins.map((plugin) => (
                <PluginLine key={`${plugin.profile} ${plugin.plugin}`} language={language} plugin={plugin} />
              ))}
            </td>
            <td class="ct-number" data-head={words.evicted}>
              <Askable about={`cycle.${cycle.cycle}.evicted`}>{count(cycle.evicted)}</Askable>
            </td>
            <td class="ct-number" data-head={words.refused}>
              <Askable about={`cycle.${cycle.cycle}.refused`}>{count(cycle.refused)}</Askable>
            </td>
            <td class="ct-number" data-head={words.placed}>
              {count(cycle.placed)}
            </td>
            <td class="ct-number" data-head={words.waiting}>
              <Askable about={`cycle.${cycle.cycle}.waiting`}>{count(cycle.pendingAfter)}</Askable>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PluginLine({
  language,
  plugin,
}: {
  readonly language: Language;
  readonly plugin: RunView['cycles'][number]['plugins'][number];
}) {
  const { classes, gates } = plugin;
  const closed = gates.find(({ open }) => !open);
  const isHigh = plugin.plugin === 'HighNodeUtilization';
  const names =
    language === 'zh'
      ? { under: '利用不足', over: isHigh ? '可接收' : '利用过度', within: isHigh ? '不可调度' : '两者之间' }
      : {
          under: 'underutilized',
          over: isHigh ? 'targets' : 'overutilized',
          within: isHigh ? 'unschedulable' : 'in between',
        };
  return (
    <div class="ct-plugin-line">
      <b>{plugin.plugin}</b>
      {classes
        ? (['under', 'within', 'over'] as const).map((name) => (
            <span key={name} class="ct-class" data-class={name}>
              {countText(classes[name], language)} {names[name]}
            </span>
          ))
        : null}
      {closed ? (
        <span class="ct-gate">
          <span class="ct-mono">{closed.message}</span>{' '}
          {language === 'zh' ? `（${closed.numbers}）` : `(${closed.numbers})`}
        </span>
      ) : null}
    </div>
  );
}
