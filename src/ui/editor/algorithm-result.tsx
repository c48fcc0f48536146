import type { Language } from '../../projections/language.ts';
import type { AlgorithmDifference, NodeDifference, OrderedPod } from './algorithm-difference.ts';
import type { FailurePlace } from './code-surface.ts';
import { type EditorWords, editorWords } from './editor-words.ts';

/** How a run ended, ready to be shown. */
export type RunOutcome =
  | { readonly kind: 'difference'; readonly difference: AlgorithmDifference; readonly logs: readonly string[] }
  | {
      readonly kind: 'failure';
      readonly failed: keyof EditorWords['failures'];
      readonly message: string;
      readonly place: FailurePlace | undefined;
      readonly logs: readonly string[];
    }
  | { readonly kind: 'tooLong'; readonly message: string };

/** What a run changed, or what went wrong in it and where. The part in words is read out as it comes. */
export function AlgorithmResult(props: {
  readonly lang: Language;
  readonly outcome: RunOutcome | undefined;
  readonly stale: boolean;
  readonly onGoTo: (place: FailurePlace) => void;
}) {
  const words = editorWords[props.lang];
  const { outcome, stale } = props;
  const logs = outcome && outcome.kind !== 'tooLong' ? outcome.logs : [];
  return (
    <div class="editor-result" data-outcome={outcome?.kind} data-stale={stale}>
      <div role="status" aria-label={words.result}>
        {stale && <p class="editor-note">{words.stale}</p>}
        {outcome?.kind === 'tooLong' && <p class="editor-failure">{outcome.message}</p>}
        {outcome?.kind === 'failure' && <Failure words={words} outcome={outcome} onGoTo={props.onGoTo} />}
        {outcome?.kind === 'difference' && <Sentences words={words} difference={outcome.difference} />}
      </div>
      {outcome?.kind === 'difference' && <DifferenceTable words={words} difference={outcome.difference} />}
      {logs.length > 0 && (
        <details class="editor-logs" open>
          <summary>{words.logs}</summary>
          <pre>{logs.join('\n')}</pre>
        </details>
      )}
    </div>
  );
}

function Failure(props: {
  readonly words: EditorWords;
  readonly outcome: Extract<RunOutcome, { kind: 'failure' }>;
  readonly onGoTo: (place: FailurePlace) => void;
}) {
  const { failed, message, place } = props.outcome;
  // The engine's words for the limits say no more than ours.
  const detail = ['deadline', 'memory', 'stack'].includes(failed) ? undefined : message;
  return (
    <div class="editor-failure">
      <p>
        <strong>{props.words.failures[failed]}</strong>
      </p>
      {detail !== undefined && <p class="editor-message">{detail}</p>}
      {place && (
        <button type="button" class="editor-place" onClick={() => props.onGoTo(place)}>
          {props.words.atLine(place.path, place.line)}
          <span class="editor-unseen"> ({props.words.goToLine})</span>
        </button>
      )}
    </div>
  );
}

interface DifferenceProps {
  readonly words: EditorWords;
  readonly difference: AlgorithmDifference;
}

function Sentences({ words, difference: { nodes, nodeCount } }: DifferenceProps) {
  if (nodeCount === 0) return <p>{words.noNodes}</p>;
  if (nodes.length === 0) return <p>{words.same(nodeCount)}</p>;
  return (
    <>
      <p>
        <strong>{words.differs(nodes.length, nodeCount)}</strong>
      </p>
      <ul class="editor-sentences">
        {nodes.slice(0, mostRows).map((node) => (
          <li key={node.name}>{sentences(words, node).join(words.between)}</li>
        ))}
        {nodes.length > mostRows && <li>{words.more(nodes.length - mostRows)}</li>}
      </ul>
    </>
  );
}

function DifferenceTable({ words, difference: { nodes } }: DifferenceProps) {
  if (nodes.length === 0) return null;
  return (
    <div class="editor-table">
      <table>
        <caption class="editor-unseen">{words.tableCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{words.node}</th>
            <th scope="col">{words.classification}</th>
            <th scope="col">{words.order}</th>
          </tr>
        </thead>
        <tbody>
          {nodes.slice(0, mostRows).map((node) => (
            <NodeRow key={node.name} words={words} node={node} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const mostRows = 20;
const mostPods = 8;

function NodeRow({ words, node }: { readonly words: EditorWords; readonly node: NodeDifference }) {
  const unchanged = <span class="editor-unchanged">{words.unchanged}</span>;
  return (
    <tr>
      <th scope="row">{node.name}</th>
      <td>
        {node.classes ? (
          <>
            <del>{words.classes[node.classes.from]}</del> → <ins>{words.classes[node.classes.to]}</ins>
          </>
        ) : (
          unchanged
        )}
      </td>
      <td>{node.order ? <Order words={words} order={node.order} /> : unchanged}</td>
    </tr>
  );
}

function Order({ words, order }: { readonly words: EditorWords; readonly order: readonly OrderedPod[] }) {
  return (
    <ol class="editor-order">
      {order.slice(0, mostPods).map(({ name, place, was }) => (
        <li key={name}>
          {name}
          {was !== place && <small> {words.wasPlace(was)}</small>}
        </li>
      ))}
      {order.length > mostPods && <li class="editor-more">{words.more(order.length - mostPods)}</li>}
    </ol>
  );
}

function sentences(words: EditorWords, { name, classes, order }: NodeDifference): string[] {
  const told: string[] = [];
  if (classes) told.push(words.classChange(name, words.classes[classes.from], words.classes[classes.to]));
  if (order) {
    const moved = order.filter(({ place, was }) => place !== was).length;
    const first = order[0]?.name ?? '';
    const formerly = order.find(({ was }) => was === 1)?.name ?? '';
    told.push(words.orderChange(name, moved, order.length, first, formerly));
  }
  return told;
}
