import { short } from '../../projections/descheduler/pod-names.ts';
import type { DeschedulerView, VerdictRow } from '../../projections/descheduler/view.ts';
import type { Language } from '../../projections/language.ts';
import { Askable } from './asked.tsx';
import { markOf, VerdictMark, Why, WorkloadGlyph } from './descheduler-pod.tsx';
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
    verdicts: view.verdicts.map((verdict, at) => ({ verdict, at })).filter(({ verdict }) => verdict.plugin === index),
  }));
  return (
    <section class="fig-panel dsch-verdicts" aria-label={words.verdicts}>
      <p class="fig-heading">{words.verdicts}</p>
      {view.verdicts.length === 0 ? <p class="fig-quiet">{words.noVerdicts}</p> : null}
      {groups
        .filter(({ verdicts }) => verdicts.length > 0)
        .map(({ plugin, index, verdicts }) => (
          <div key={index}>
            <p class="dsch-plugin-name">{plugin}</p>
            <ol class="fig-candidates">
              {verdicts.map(({ verdict, at }) => (
                <Verdict key={at} {...props} verdict={verdict} at={at} />
              ))}
            </ol>
          </div>
        ))}
    </section>
  );
}

function Verdict({
  language,
  view,
  selectedPod,
  onSelectPod,
  verdict,
  at,
}: VerdictsProps & { readonly verdict: VerdictRow; readonly at: number }) {
  const words = deschedulerWords[language].verdict;
  const { pod, node, workload, kind, evicted } = verdict;
  return (
    <li class="fig-candidate" data-outcome={markOf(verdict)} data-selected={selectedPod === pod}>
      <span class="fig-rank">
        <VerdictMark of={markOf(verdict)} />
      </span>
      <span>
        <button type="button" class="fig-podname" onClick={() => onSelectPod(selectedPod === pod ? undefined : pod)}>
          <WorkloadGlyph view={view} of={workload} /> {short(pod)}
        </button>{' '}
        <span class="fig-quiet fig-nowrap">{node}</span>
        <Why language={language} verdict={verdict} />
      </span>
      <span class="fig-outcome">
        <Askable about={`verdict/${at}`}>{evicted === undefined ? words[kind] : words.evicted(evicted)}</Askable>
      </span>
    </li>
  );
}
