import { short } from '../../projections/descheduler/pod-names.ts';
import type { DeschedulerView, PodChip, VerdictRow } from '../../projections/descheduler/view.ts';
import { factWords } from '../../projections/descheduler/words.ts';
import type { Language } from '../../projections/language.ts';
import { Askable } from './asked.tsx';
import { deschedulerWords } from './descheduler-words.ts';
import { Sentence } from './sentence.tsx';

/** What of a verdict is told by its mark: `evicted` once the API has carried it out. */
export type VerdictMarkKind = VerdictRow['kind'] | 'evicted';

/** The mark of a verdict, as it is at the cursor. */
export function markOf(verdict: VerdictRow): VerdictMarkKind {
  return verdict.evicted === undefined ? verdict.kind : 'evicted';
}

const marks: Readonly<Record<VerdictMarkKind, string>> = {
  inOrder: 'M2 6.5 5 9.5 10 3',
  victim: 'M6 1.5v6M6 9.5v1',
  evicted: 'M2 10 10 2M4 2h6v6',
  protected: 'M6 1 10.5 2.5v3.5c0 2.5-2 4-4.5 5-2.5-1-4.5-2.5-4.5-5V2.5z',
  refused: 'M6 1a5 5 0 1 0 .01 0M2.5 2.5l7 7',
  skipped: 'M1.5 6h9',
  left: 'M3 2v8M9 2v8',
};

/** Each kind of verdict has a shape of its own, so that none is told by colour alone. */
export function VerdictMark({ of }: { readonly of: VerdictMarkKind }) {
  return (
    <svg class="dsch-mark" data-verdict={of} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={marks[of]} />
    </svg>
  );
}

const shapes = [
  'M1.5 1.5h9v9h-9z',
  'M6 1a5 5 0 1 0 .01 0z',
  'M6 1 11.5 11H.5z',
  'M6 .5 11.5 6 6 11.5.5 6z',
  'M.5 1h11L6 11z',
  'M4 .5h4V4h3.5v4H8v3.5H4V8H.5V4H4z',
  'M3 1h6l3 5-3 5H3L0 6z',
  'M1 1h4v4h2V1h4v10H7V7H5v4H1z',
];

/** The shape and hue of a workload, the same wherever its pods are drawn. */
export function WorkloadGlyph({ view, of }: { readonly view: DeschedulerView; readonly of: string }) {
  const place = Math.max(0, view.workloads.indexOf(of));
  return (
    <svg class="dsch-glyph" data-hue={place % 8} viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
      <path d={shapes[place % shapes.length]} />
    </svg>
  );
}

interface PodProps {
  readonly language: Language;
  readonly view: DeschedulerView;
  readonly pod: PodChip;
  readonly selected: boolean;
  readonly onSelect: (pod: string | undefined) => void;
}

/** A pod on its node: which workload it is of, and what was decided about it with the numbers that decided. */
export function Pod({ language, view, pod, selected, onSelect }: PodProps) {
  const verdict = pod.verdict === undefined ? undefined : view.verdicts[pod.verdict];
  return (
    <li
      class="dsch-pod"
      data-pod={pod.key}
      data-state={pod.state}
      data-verdict={verdict ? markOf(verdict) : 'none'}
      data-fresh={pod.fresh}
      data-selected={selected}
    >
      <Askable
        about={verdict ? `verdict/${pod.verdict}` : `pod/${pod.key}`}
        onChoose={() => onSelect(selected ? undefined : pod.key)}
      >
        <span class="dsch-pod-name">
          <WorkloadGlyph view={view} of={pod.workload} />
          <span>{short(pod.key)}</span>
          {verdict ? <VerdictMark of={markOf(verdict)} /> : null}
        </span>
        <PodState {...{ language, pod }} />
        {verdict ? <Why {...{ language, verdict }} /> : null}
        {pod.replaces === undefined ? null : (
          <span class="dsch-why">
            {deschedulerWords[language].standsIn} {short(pod.replaces)}
          </span>
        )}
      </Askable>
    </li>
  );
}

function PodState({ language, pod }: { readonly language: Language; readonly pod: PodChip }) {
  const words = deschedulerWords[language];
  const { state, reason, restarts } = pod;
  const parts: string[] = [];
  if (state === 'failed' || state === 'waiting') parts.push(reason ?? words.state[state]);
  else if (state === 'ended' || state === 'terminating' || state === 'gone') parts.push(words.state[state]);
  if (restarts > 0) parts.push(words.restarts(restarts));
  if (parts.length === 0) return null;
  return <span class="dsch-pod-state">{parts.join(' · ')}</span>;
}

/** What decided, in as few words as there are for it. */
export function Why({ language, verdict }: { readonly language: Language; readonly verdict: VerdictRow }) {
  const text = whyText(language, verdict);
  return text === '' ? null : (
    <span class="dsch-why">
      <Sentence>{text}</Sentence>
    </span>
  );
}

/** The compared numbers, or the words of who refused. */
export function whyText(language: Language, { kind, basis, text }: VerdictRow): string {
  const words = factWords[language];
  if (kind === 'skipped' && text !== undefined) return words.skipReason(text);
  // The evictor joins several reasons in brackets; the limit and the API answer in a sentence.
  if (text !== undefined) return text.replace(/^\[(.*)\]$/, '$1');
  return basis ? words.compared(basis) : '';
}

const kindsOfMarks: readonly VerdictMarkKind[] = [
  'evicted',
  'victim',
  'refused',
  'left',
  'skipped',
  'protected',
  'inOrder',
];

/** What the marks of the board mean. */
export function DeschedulerLegend({ language }: { readonly language: Language }) {
  const words = deschedulerWords[language];
  return (
    <ul class="fig-legend dsch-legend">
      {kindsOfMarks.map((kind) => (
        <li key={kind}>
          <VerdictMark of={kind} />
          {kind === 'evicted' ? words.verdict.gone : words.verdict[kind]}
        </li>
      ))}
      <li>
        <span class="dsch-key" data-key="fresh" aria-hidden="true" />
        {words.fresh}
      </li>
      <li>
        <span class="dsch-key" data-key="gone" aria-hidden="true" />
        {words.gone}
      </li>
    </ul>
  );
}
