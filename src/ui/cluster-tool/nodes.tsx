import { useEffect, useMemo, useState } from 'preact/hooks';
import type { NodeDetails } from '../../projections/cluster-report/details.ts';
import type { RunView } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import { formatPercent } from '../../projections/node-utilization/amounts.ts';
import { Askable } from '../figure/asked.tsx';
import { percentOf } from './board-strip.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { countText } from './numbers.ts';
import { PagedTable } from './paged-table.tsx';
import type { ClusterTool, RunState } from './use-cluster-tool.ts';

interface NodesProps {
  readonly language: Language;
  readonly tool: ClusterTool;
  readonly run: RunState;
  readonly view: RunView;
  readonly state: number;
  readonly resource: string;
  /** The node that was chosen elsewhere. */
  readonly chosen: string | undefined;
}

type Sort = 'name' | 'before' | 'after' | 'change';

/** Every node with its share before and after. */
export function Nodes({ language, tool, run, view, state, resource, chosen }: NodesProps) {
  const words = toolWords[language];
  const { board } = view;
  const [text, setText] = useState('');
  const [sort, setSort] = useState<Sort>('change');
  useEffect(() => {
    if (chosen !== undefined) setText(chosen);
  }, [chosen]);
  const column = Math.max(0, board.resources.indexOf(resource));
  const matching = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    const indices = [...board.nodes.keys()].filter((node) => board.nodes[node]?.toLowerCase().includes(wanted));
    const before = (node: number) => percentOf(board, 0, node, column);
    const after = (node: number) => percentOf(board, state, node, column);
    const keys: Record<Sort, (node: number) => number> = {
      name: () => 0,
      before: (node) => -before(node),
      after: (node) => -after(node),
      change: (node) => -Math.abs(after(node) - before(node)),
    };
    return indices.sort(
      (a, b) => keys[sort](a) - keys[sort](b) || ((board.nodes[a] ?? '') < (board.nodes[b] ?? '') ? -1 : 1),
    );
  }, [board, text, sort, state, column]);
  return (
    <>
      <div class="ct-filters">
        <label class="ct-field ct-grow">
          <span class="ct-sr">{words.filterNodes}</span>
          <input
            type="search"
            placeholder={words.filterNodes}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <label class="ct-field">
          <span>{words.sort}</span>
          <select value={sort} onChange={(event) => setSort(event.currentTarget.value as Sort)}>
            {(['change', 'before', 'after', 'name'] as const).map((each) => (
              <option key={each} value={each}>
                {words.sortNode[each]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <PagedTable<number>
        language={language}
        caption={words.tabs.nodes}
        heads={[words.node, words.before, words.state(state), words.change]}
        about={JSON.stringify([run.key, run.revision, text, sort, state, column])}
        empty={words.noMatch}
        ask={(offset, limit) =>
          Promise.resolve({ rows: matching.slice(offset, offset + limit), total: matching.length, offset })
        }
        keyOf={(node) => board.nodes[node] ?? ''}
        nameOf={(node) => board.nodes[node] ?? ''}
        cells={(node) => {
          const before = percentOf(board, 0, node, column);
          const after = percentOf(board, state, node, column);
          const change = after - before;
          return [
            <span class="ct-name" key="name">
              {board.nodes[node]}
            </span>,
            <Share key="before" percent={before} about={`node.${node}.0.${column}`} />,
            <Share key="after" percent={after} about={`node.${node}.${state}.${column}`} />,
            Math.abs(change) < 0.05 ? '–' : `${change > 0 ? '+' : '−'}${formatPercent(Math.abs(change))}`,
          ];
        }}
        details={(node) => <Details language={language} tool={tool} run={run} node={board.nodes[node] ?? ''} />}
      />
    </>
  );
}

function Share({ percent, about }: { readonly percent: number; readonly about: string }) {
  return (
    <span class="ct-share">
      <span class="ct-share-bar" style={{ '--share': `${Math.min(100, percent)}%` }} data-over={percent > 100} />
      <Askable about={about}>{formatPercent(percent)}</Askable>
    </span>
  );
}

function Details({
  language,
  tool,
  run,
  node,
}: Pick<NodesProps, 'language' | 'tool' | 'run'> & { readonly node: string }) {
  const words = toolWords[language];
  const [details, setDetails] = useState<NodeDetails>();
  useEffect(() => {
    let isLatest = true;
    tool
      .worker()
      .call('node', { key: run.key, node })
      .then((found) => isLatest && setDetails(found))
      .catch(() => {});
    return () => {
      isLatest = false;
    };
  }, [node, run.revision]);
  if (!details) return <p class="ct-muted">…</p>;
  const count = (number: number) => countText(number, language);
  return (
    <dl class="ct-details">
      {details.states.map(({ state, resources }) => (
        <>
          <dt key={`${state} term`}>{words.state(state)}</dt>
          <dd key={state}>
            {resources.map(({ resource, formula }) => (
              <div key={resource}>
                {words.resources[resource] ?? resource}: <span class="ct-mono">{formula}</span>
              </div>
            ))}
          </dd>
        </>
      ))}
      {details.classes.map(({ cycle, plugin, className, class: nodeClass, resources }) => (
        <>
          <dt key={`${cycle} ${plugin} term`}>
            {words.cycle} {cycle}, {plugin}
          </dt>
          <dd key={`${cycle} ${plugin}`}>
            <span class="ct-class" data-class={nodeClass}>
              {className}
            </span>
            {resources.map((line) => (
              <div class="ct-mono" key={line}>
                {line}
              </div>
            ))}
          </dd>
        </>
      ))}
      <dt>{words.left(count(details.leftCount))}</dt>
      <dd>
        {details.left.map(({ cycle, pod, plugin, to }) => (
          <div key={`${cycle} ${pod}`}>
            {cycle} · <span class="ct-name">{pod}</span> · {plugin} → {to}
          </div>
        ))}
      </dd>
      <dt>{words.came(count(details.cameCount))}</dt>
      <dd>
        {details.came.map(({ cycle, pod, from }) => (
          <div key={`${cycle} ${pod}`}>
            {cycle} · <span class="ct-name">{pod}</span> ← {from}
          </div>
        ))}
      </dd>
    </dl>
  );
}
