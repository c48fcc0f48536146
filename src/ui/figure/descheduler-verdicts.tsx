import { short } from '../../projections/descheduler/pod-names.ts';
import type { DeschedulerView, VerdictRow } from '../../projections/descheduler/view.ts';
import type { Language } from '../../projections/language.ts';
import { Askable } from './asked.tsx';
import { markOf, VerdictMark, Why, WorkloadGlyph, whyText } from './descheduler-pod.tsx';
import { deschedulerWords } from './descheduler-words.ts';

interface VerdictsProps {
  readonly language: Language;
  readonly view: DeschedulerView;
  readonly selectedPod: string | undefined;
  readonly onSelectPod: (pod: string | undefined) => void;
}

/** The plugins of the cycle in the order in which they ran, with the evictions of each. */
export function PluginStrip({ language, view }: Pick<VerdictsProps, 'language' | 'view'>) {
  const words = deschedulerWords[language];
  const { plugins } = view.cycle;
  const severalProfiles = new Set(plugins.map(({ profile }) => profile)).size > 1;
  return (
    <ol class="dsch-plugins" aria-label={words.plugins}>
      {plugins.map(({ plugin, profile, evicted, outcome }, index) => (
        <li key={`${profile} ${plugin}`} data-now={view.cycle.phase === 'running' && index === plugins.length - 1}>
          {severalProfiles ? <span class="fig-quiet">{profile} / </span> : null}
          <span class="dsch-plugin">{plugin}</span>
          {evicted === undefined ? null : <span class="dsch-count"> {words.evictedHere(evicted)}</span>}
          {outcome ? <span class="fig-quiet"> · {outcome}</span> : null}
        </li>
      ))}
    </ol>
  );
}

/** Every verdict of the cycle, plugin by plugin, in the order in which they were reached. */
export function Verdicts(props: VerdictsProps) {
  const { language, view } = props;
  const words = deschedulerWords[language];
  const groups = view.cycle.plugins.map(({ plugin }, index) => ({
    plugin,
    index,
    rows: rowsOf(view, index, language),
  }));
  return (
    <section class="fig-panel dsch-verdicts" aria-label={words.verdicts}>
      <p class="fig-heading">{words.verdicts}</p>
      {view.verdicts.length === 0 ? <p class="fig-quiet">{words.noVerdicts}</p> : null}
      {groups
        .filter(({ rows }) => rows.length > 0)
        .map(({ plugin, index, rows }) => (
          <div key={index}>
            <p class="dsch-plugin-name">{plugin}</p>
            <ol class="fig-candidates">
              {rows.map((row) => (
                <Verdict key={row.at} {...props} row={row} />
              ))}
            </ol>
          </div>
        ))}
    </section>
  );
}

/** A verdict, and the pods that it was said of. `at` is its place among the view's verdicts. */
interface Row {
  readonly verdict: VerdictRow;
  readonly at: number;
  readonly pods: readonly VerdictRow[];
}

/** The verdicts of one plugin. Pods of one workload that stay for the same reason share a row. */
function rowsOf(view: DeschedulerView, plugin: number, language: Language): Row[] {
  const rows = new Map<string, { verdict: VerdictRow; at: number; pods: VerdictRow[] }>();
  view.verdicts.forEach((verdict, at) => {
    if (verdict.plugin !== plugin) return;
    const stays = verdict.kind === 'protected' || verdict.kind === 'inOrder';
    const key = stays ? `${verdict.kind} ${verdict.workload} ${whyText(language, verdict)}` : String(at);
    const row = rows.get(key);
    if (row) row.pods.push(verdict);
    else rows.set(key, { verdict, at, pods: [verdict] });
  });
  return [...rows.values()];
}

function Verdict({ language, view, selectedPod, onSelectPod, row }: VerdictsProps & { readonly row: Row }) {
  const words = deschedulerWords[language].verdict;
  const { verdict, at, pods } = row;
  const { pod, node, workload, kind, evicted } = verdict;
  return (
    <li
      class="fig-candidate"
      data-outcome={markOf(verdict)}
      data-selected={pods.some((each) => each.pod === selectedPod)}
    >
      <span class="fig-rank">
        <VerdictMark of={markOf(verdict)} />
      </span>
      <span>
        {pods.length > 1 ? (
          <span class="fig-podname">
            <WorkloadGlyph view={view} of={workload} /> {workload} × {pods.length}
          </span>
        ) : (
          <button type="button" class="fig-podname" onClick={() => onSelectPod(selectedPod === pod ? undefined : pod)}>
            <WorkloadGlyph view={view} of={workload} /> {short(pod)}
          </button>
        )}{' '}
        <span class="fig-quiet fig-nowrap">{pods.length > 1 ? '' : node}</span>
        <Why language={language} verdict={verdict} />
      </span>
      <span class="fig-outcome">
        <Askable about={`verdict/${at}`}>{evicted === undefined ? words[kind] : words.evicted(evicted)}</Askable>
      </span>
    </li>
  );
}
