import { useState } from 'preact/hooks';
import type { RefusalRow } from '../../projections/cluster-report/report-pages.ts';
import type { RunView } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import { toolWords } from './cluster-tool-words.ts';
import { countText } from './numbers.ts';
import { PagedTable } from './paged-table.tsx';
import type { ClusterTool, RunState } from './use-cluster-tool.ts';

interface RefusalsProps {
  readonly language: Language;
  readonly tool: ClusterTool;
  readonly run: RunState;
  readonly view: RunView;
}

/** The pods that a plugin asked about and that stayed, by reason. */
export function Refusals({ language, tool, run, view }: RefusalsProps) {
  const words = toolWords[language];
  if (view.refusals.length === 0) return <p class="ct-empty">{words.none}</p>;
  return (
    <>
      <p class="ct-muted">{words.refusalNote}</p>
      <div class="ct-groups">
        {view.refusals.map((group) => (
          <Group key={`${group.by} ${group.title}`} language={language} tool={tool} run={run} group={group} />
        ))}
      </div>
    </>
  );
}

function Group({
  language,
  tool,
  run,
  group,
}: Omit<RefusalsProps, 'view'> & { readonly group: RunView['refusals'][number] }) {
  const words = toolWords[language];
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span class="ct-times">{countText(group.count, language)}</span> <span>{group.title}</span>
      </summary>
      {open ? (
        <>
          {group.count > 25 ? (
            <label class="ct-field ct-grow">
              <span class="ct-sr">{words.filter}</span>
              <input
                type="search"
                placeholder={words.filter}
                value={text}
                onInput={(event) => setText(event.currentTarget.value)}
              />
            </label>
          ) : null}
          <PagedTable<RefusalRow>
            language={language}
            caption={group.title}
            heads={[words.pod, words.node, words.plugin, words.cycle]}
            about={JSON.stringify([run.key, run.revision, group.index, text])}
            empty={words.noMatch}
            ask={(offset, limit) =>
              tool.worker().call('refusals', { key: run.key, group: group.index, offset, limit, text })
            }
            keyOf={({ pod, plugin, cycle }) => `${cycle} ${plugin} ${pod}`}
            cells={(row) => [
              <span key="pod">
                <span class="ct-name">{row.pod}</span>
                {row.detail ? <span class="ct-muted"> {row.detail}</span> : null}
              </span>,
              <span class="ct-name" key="node">
                {row.node}
              </span>,
              row.plugin,
              row.cycle,
            ]}
          />
        </>
      ) : null}
    </details>
  );
}
