import { useEffect, useState } from 'preact/hooks';
import type { ComparisonView } from '../../projections/cluster-report/compare.ts';
import type { VictimRow } from '../../projections/cluster-report/report-pages.ts';
import type { Language } from '../../projections/language.ts';
import { Sentence } from '../figure/sentence.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { countText } from './numbers.ts';
import { Fault } from './policy-editor.tsx';
import { type ClusterTool, runName, triedText } from './use-cluster-tool.ts';
import type { RunKey } from './worker-messages.ts';

interface ComparisonProps {
  readonly language: Language;
  readonly tool: ClusterTool;
  readonly one: RunKey;
  readonly other: RunKey;
}

/** Two runs side by side: their numbers, the first eviction that is not the same, and what only one of them does. */
export function Comparison({ language, tool, one, other }: ComparisonProps) {
  const words = toolWords[language];
  const [left, right] = [tool.runs.get(runName(one)), tool.runs.get(runName(other))];
  const [found, setFound] = useState<{ about: string; view: ComparisonView }>();
  const isCurrent = right !== undefined && right.tried === triedText(tool.settings, other.slot);
  const about = `${runName(one)} ${left?.revision} ${runName(other)} ${right?.revision}`;
  const areDone = left?.outcome?.ok === true && right?.outcome?.ok === true && !right.busy && isCurrent;

  useEffect(() => {
    if (!right || (!isCurrent && !right.busy)) void tool.run(other, tool.settings);
  }, [runName(other), isCurrent]);
  useEffect(() => {
    if (!areDone) return undefined;
    let isLatest = true;
    tool
      .worker()
      .call('compare', { one, other })
      .then((view) => isLatest && view && setFound({ about, view }))
      .catch(() => {});
    return () => {
      isLatest = false;
    };
  }, [about, areDone]);

  if (right && !right.busy && right.outcome && !right.outcome.ok) {
    return (
      <>
        <p>{words.compareRefused}</p>
        <Fault language={language} version={other.version} fault={right.outcome.fault} />
      </>
    );
  }
  if (found?.about !== about || !areDone)
    return (
      <p class="ct-muted" role="status">
        {words.compareBusy}
      </p>
    );
  const names =
    one.slot === other.slot ? [one.version, other.version] : [words.policyName(one.slot), words.policyName(other.slot)];
  return <Compared language={language} view={found.view} names={names} />;
}

function Compared({
  language,
  view,
  names,
}: {
  readonly language: Language;
  readonly view: ComparisonView;
  readonly names: readonly string[];
}) {
  const words = toolWords[language];
  const [one = '', other = ''] = names;
  const { firstDifference, classes, classCount } = view;
  return (
    <div class="ct-comparison">
      <output class="ct-headline">
        {view.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </output>
      <table class="ct-table ct-numbers">
        <thead>
          <tr>
            <td />
            <th scope="col">{one}</th>
            <th scope="col">{other}</th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <tr key={row.what} data-same={row.same}>
              <th scope="row">{words.numbers[row.what]}</th>
              <td>{row.one}</td>
              <td>{row.other}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {firstDifference ? (
        <>
          <h3>{words.firstDifference}</h3>
          <div class="ct-sides ct-first">
            <Side language={language} name={one} row={firstDifference.one} />
            <Side language={language} name={other} row={firstDifference.other} />
          </div>
        </>
      ) : null}
      {classCount > 0 ? (
        <>
          <h3>
            {words.differentClass} ({countText(classCount, language)})
          </h3>
          <ul class="ct-list">
            {classes.slice(0, 20).map(({ node, plugin, one: left, other: right }) => (
              <li key={`${plugin} ${node}`}>
                <span class="ct-name">{node}</span>, {plugin}: {left} | {right}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <div class="ct-sides">
        <Only language={language} title={words.only(one, countText(view.onlyOneCount, language))} rows={view.onlyOne} />
        <Only
          language={language}
          title={words.only(other, countText(view.onlyOtherCount, language))}
          rows={view.onlyOther}
        />
      </div>
    </div>
  );
}

function Side({
  language,
  name,
  row,
}: {
  readonly language: Language;
  readonly name: string;
  readonly row: VictimRow | undefined;
}) {
  const words = toolWords[language];
  return (
    <div class="ct-side">
      <h4>{name}</h4>
      {row ? (
        <>
          <p>
            {words.cycle} {row.cycle}, #{row.order}: <span class="ct-name">{row.pod}</span>
          </p>
          <p>
            {row.plugin} · <Sentence>{row.why}</Sentence>
          </p>
        </>
      ) : (
        <p>{words.noEvictionHere}</p>
      )}
    </div>
  );
}

function Only({
  language,
  title,
  rows,
}: {
  readonly language: Language;
  readonly title: string;
  readonly rows: readonly VictimRow[];
}) {
  const words = toolWords[language];
  return (
    <div class="ct-side">
      <h4>{title}</h4>
      {rows.length === 0 ? <p class="ct-muted">{words.none}</p> : null}
      <ul class="ct-list">
        {rows.slice(0, 30).map((row) => (
          <li key={row.index}>
            {row.cycle} · <span class="ct-name">{row.pod}</span> ({row.node}) → {row.landing}
          </li>
        ))}
      </ul>
    </div>
  );
}
