import type { DomainCount } from '../../projections/descheduler/cycle-state.ts';
import { shortKey } from '../../projections/descheduler/pod-names.ts';
import type { DeschedulerView } from '../../projections/descheduler/view.ts';
import type { Language } from '../../projections/language.ts';
import { Askable } from './asked.tsx';
import { WorkloadGlyph } from './descheduler-pod.tsx';
import { deschedulerWords } from './descheduler-words.ts';

interface TableProps {
  readonly language: Language;
  readonly view: DeschedulerView;
}

/** What plugins counted over several pods: owners for RemoveDuplicates, domains for topology spread. Nothing when no plugin
 *  of the cycle has counted anything. */
export function Counts(props: TableProps) {
  const { view } = props;
  return (
    <>
      {view.owners.length > 0 ? <Owners {...props} /> : null}
      {view.domains.map((count, index) => (
        <Domains key={`${count.namespace}/${count.topologyKey}/${index}`} {...props} count={count} index={index} />
      ))}
    </>
  );
}

function Owners({ language, view }: TableProps) {
  const words = deschedulerWords[language].owners;
  const names = view.nodes.map(({ name }) => name);
  return (
    <div class="dsch-table-box">
      <table class="dsch-table">
        <caption>{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.workload}</th>
            <th scope="col">{words.counted}</th>
            <th scope="col">{words.targets}</th>
            <th scope="col">{words.most}</th>
            {names.map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.owners.map(({ owner, occurrences, targets, upperAverage, duplicates, victims }, index) => (
            <tr key={`${owner.namespace}/${owner.name}/${owner.images.join()}`}>
              <th scope="row">
                <WorkloadGlyph view={view} of={owner.name} /> {owner.name}
              </th>
              <td>{occurrences}</td>
              <td>{targets.length}</td>
              <td>
                {targets.length < 2 ? (
                  <span class="fig-quiet">{words.tooFewTargets}</span>
                ) : (
                  <Askable about={`owner/${index}`}>{upperAverage}</Askable>
                )}
              </td>
              {names.map((name) => {
                const here = duplicates.find(({ node }) => node === name);
                const isOver = victims.some(({ node }) => node === name);
                return (
                  <td key={name} data-over={isOver}>
                    {here ? here.pods.length + 1 : '≤ 1'}
                    {isOver ? ` > ${upperAverage}` : ''}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The sizes of the domains when they were counted, as the plugin wants them, and as they are. */
function Domains({
  language,
  view,
  count,
  index,
}: TableProps & { readonly count: DomainCount; readonly index: number }) {
  const words = deschedulerWords[language].domains;
  const { domains, skew, maxSkew, balanced, average, moves } = count;
  const most = Math.max(1, ...domains.map(({ size }) => size));
  const about = `domains/${index}`;
  const byName = [...domains].sort((a, b) => (a.value < b.value ? -1 : 1));
  return (
    <div class="dsch-domains">
      <p class="fig-heading">
        {words.title(shortKey(count.topologyKey))}{' '}
        <span class="fig-of-node">
          {words.skew}{' '}
          <Askable about={`${about}/skew`}>
            {skew} {balanced ? '≤' : '>'} {maxSkew}
          </Askable>
          {', '}
          {words.average} <Askable about={`${about}/average`}>{Number(average.toFixed(2))}</Askable>
          {moves.map((move, at) => (
            <span key={`${move.from} ${move.to}`}>
              {', '}
              {words.moves}{' '}
              <Askable about={`${about}/move/${at}`}>
                {move.from} → {move.to}: {move.pods.length}
              </Askable>
            </span>
          ))}
        </span>
      </p>
      <ul>
        {byName.map((domain) => (
          <li key={domain.value} class="dsch-domain">
            <span class="dsch-domain-name">{domain.value}</span>
            <DomainBar label={words.counted} kind="counted" pods={domain.size} most={most} average={average} />
            <DomainBar
              label={words.planned}
              kind="planned"
              pods={planned(count, domain.value)}
              most={most}
              average={average}
            />
            <DomainBar
              label={words.now}
              kind="now"
              pods={present(view, count, domain.value)}
              most={most}
              average={average}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What the plugin counts on: pods that fit nowhere else count as moved too. */
function planned({ domains, moves }: DomainCount, value: string): number {
  const { size = 0 } = domains.find((domain) => domain.value === value) ?? {};
  return moves.reduce((pods, move) => {
    if (move.from === value) return pods - move.pods.length;
    return move.to === value ? pods + move.pods.length : pods;
  }, size);
}

/** Pods of the same workloads that are on the domain's nodes now. */
function present(view: DeschedulerView, { domains }: DomainCount, value: string): number {
  const counted = new Set(
    domains.flatMap(({ pods = [] }) => pods.map(({ namespace, name }) => `${namespace}/${name}`)),
  );
  const workloads = new Set(view.verdicts.filter(({ pod }) => counted.has(pod)).map(({ workload }) => workload));
  for (const { pods } of view.nodes) {
    for (const { key, workload } of pods) if (counted.has(key)) workloads.add(workload);
  }
  const nodes = new Set(domains.find((domain) => domain.value === value)?.nodes);
  return view.nodes
    .filter(({ name }) => nodes.has(name))
    .flatMap(({ pods }) => pods)
    .filter(({ workload, state }) => workloads.has(workload) && state !== 'gone' && state !== 'terminating').length;
}

interface DomainBarProps {
  readonly label: string;
  readonly kind: 'counted' | 'planned' | 'now';
  readonly pods: number;
  readonly most: number;
  readonly average: number;
}

function DomainBar({ label, kind, pods, most, average }: DomainBarProps) {
  return (
    <span class="dsch-bar" data-kind={kind}>
      <span class="dsch-bar-label">{label}</span>
      <span class="dsch-bar-track" aria-hidden="true">
        <span class="dsch-bar-fill" style={{ width: `${(pods / most) * 100}%` }} />
        <span class="dsch-bar-average" style={{ left: `${(average / most) * 100}%` }} />
      </span>
      <span class="dsch-bar-number">{pods}</span>
    </span>
  );
}

/** Cycle by cycle what was evicted: a workload that never leaves this table is evicted for ever. */
export function Cycles({ language, view, intervalMs }: TableProps & { readonly intervalMs: number }) {
  const words = deschedulerWords[language].cycles;
  if (view.pastCycles.length < 2) return null;
  return (
    <div class="dsch-table-box">
      <table class="dsch-table">
        <caption>
          {words.title} <code class="dsch-interval">{words.interval(intervalMs / 60_000)}</code>
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.cycle}</th>
            <th scope="col">{words.at}</th>
            <th scope="col">{words.evictions}</th>
            <th scope="col">{words.workloads}</th>
            <th scope="col">{words.oldest}</th>
          </tr>
        </thead>
        <tbody>
          {view.pastCycles.map(({ number, startedAtMs, evicted, byWorkload, oldestSeconds }) => (
            <tr key={number}>
              <th scope="row">{number}</th>
              <td>{Math.round(startedAtMs / 1000)} s</td>
              <td>
                <Askable about={`cycle/${number}`}>{evicted}</Askable>
              </td>
              <td>
                {Object.entries(byWorkload).map(([workload, pods]) => (
                  <span class="dsch-of-workload" key={workload}>
                    <WorkloadGlyph view={view} of={workload} /> {workload} × {pods}
                  </span>
                ))}
              </td>
              <td>{oldestSeconds === undefined ? '–' : `${oldestSeconds} s`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
