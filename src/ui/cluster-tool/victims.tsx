import { useEffect, useState } from 'preact/hooks';
import type { PodDetails } from '../../projections/cluster-report/details.ts';
import type { VictimQuery, VictimRow } from '../../projections/cluster-report/report-pages.ts';
import type { RunView } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import { Sentence } from '../figure/sentence.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { countText } from './numbers.ts';
import { PagedTable } from './paged-table.tsx';
import type { ClusterTool, RunState } from './use-cluster-tool.ts';

interface VictimsProps {
  readonly language: Language;
  readonly tool: ClusterTool;
  readonly run: RunState;
  readonly view: RunView;
}

/** The evicted pods: where they were, why they were chosen, where their successors go. */
export function Victims({ language, tool, run, view }: VictimsProps) {
  const words = toolWords[language];
  const [text, setText] = useState('');
  const [cycle, setCycle] = useState<number>();
  const [fate, setFate] = useState<VictimQuery['fate']>();
  const [sort, setSort] = useState<NonNullable<VictimQuery['sort']>>('order');
  if (view.victims === 0) return <p class="ct-empty">{words.victimsNone}</p>;
  const query = { text, cycle, fate, sort };
  return (
    <>
      <div class="ct-filters">
        <label class="ct-field ct-grow">
          <span class="ct-sr">{words.filterPods}</span>
          <input
            type="search"
            placeholder={words.filterPods}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        {view.cycles.length > 1 ? (
          <label class="ct-field">
            <span>{words.cycle}</span>
            <select value={cycle ?? ''} onChange={(event) => setCycle(Number(event.currentTarget.value) || undefined)}>
              <option value="">{words.allCycles}</option>
              {view.cycles.map((each) => (
                <option key={each.cycle} value={each.cycle}>
                  {each.cycle}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <label class="ct-field">
          <span>{words.fate}</span>
          <select
            value={fate ?? ''}
            onChange={(event) => setFate((event.currentTarget.value || undefined) as VictimQuery['fate'])}
          >
            <option value="">{words.allFates}</option>
            {(['node', 'pending', 'lost'] as const).map((each) => (
              <option key={each} value={each}>
                {words.fates[each]}
              </option>
            ))}
          </select>
        </label>
        <label class="ct-field">
          <span>{words.sort}</span>
          <select value={sort} onChange={(event) => setSort(event.currentTarget.value as typeof sort)}>
            <option value="order">{words.cycle}</option>
            <option value="pod">{words.pod}</option>
            <option value="node">{words.node}</option>
            <option value="plugin">{words.plugin}</option>
            <option value="landing">{words.lands}</option>
          </select>
        </label>
      </div>
      <PagedTable<VictimRow>
        language={language}
        caption={words.tabs.victims}
        heads={[words.pod, words.node, words.why, words.lands]}
        about={JSON.stringify([run.key, run.revision, query])}
        empty={words.noMatch}
        ask={(offset, limit) => tool.worker().call('victims', { key: run.key, query: { ...query, offset, limit } })}
        keyOf={({ index }) => String(index)}
        nameOf={({ pod }) => pod}
        cells={(row) => [
          <span class="ct-name" key="pod">
            {row.pod}
          </span>,
          <span class="ct-name" key="node">
            {row.node}
          </span>,
          <span key="why">
            <span class="ct-plugin">
              {view.cycles.length > 1 ? `${row.cycle} · ` : ''}
              {row.plugin}
            </span>{' '}
            <Sentence>{row.why}</Sentence>
          </span>,
          <span class={row.fate === 'node' ? 'ct-name' : 'ct-fate'} data-fate={row.fate} key="landing">
            {row.landing}
          </span>,
        ]}
        details={({ index }) => <VictimDetails language={language} tool={tool} run={run} index={index} />}
      />
    </>
  );
}

function VictimDetails({ language, tool, run, index }: Omit<VictimsProps, 'view'> & { readonly index: number }) {
  const words = toolWords[language];
  const [details, setDetails] = useState<PodDetails>();
  useEffect(() => {
    let isLatest = true;
    tool
      .worker()
      .call('pod', { key: run.key, victim: index })
      .then((found) => isLatest && setDetails(found))
      .catch(() => {});
    return () => {
      isLatest = false;
    };
  }, [index, run.revision]);
  if (!details) return <p class="ct-muted">…</p>;
  const count = (number: number) => countText(number, language);
  return (
    <dl class="ct-details">
      <dt>{words.why}</dt>
      <dd>{details.why}</dd>
      <dt>{words.workload}</dt>
      <dd class="ct-name">{details.workload}</dd>
      <dt>{words.cycle}</dt>
      <dd>
        {details.cycle}, #{details.order}
      </dd>
      {details.as ? (
        <>
          <dt>{words.successor}</dt>
          <dd>
            <span class="ct-name">{details.as}</span> → {details.landing}
          </dd>
        </>
      ) : null}
      {details.message ? (
        <>
          <dt>{words.schedulerSays}</dt>
          <dd class="ct-mono">{details.message}</dd>
        </>
      ) : null}
      <dt>{words.nodeFit}</dt>
      <dd>
        {words.fitsOn(count(details.fitting))}
        <ul>
          {details.nodeFit.map(({ reason, nodes }) => (
            <li key={reason}>
              {words.nodesWith(count(nodes))}: {reason}
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}
