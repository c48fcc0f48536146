import { shortKey } from '../../projections/descheduler/pod-names.ts';
import type { DeschedulerView, NodeRow } from '../../projections/descheduler/view.ts';
import type { Language } from '../../projections/language.ts';
import { Pod } from './descheduler-pod.tsx';
import { deschedulerWords } from './descheduler-words.ts';
import { usePodMovement } from './use-pod-movement.ts';

export interface DeschedulerBoardProps {
  readonly language: Language;
  readonly view: DeschedulerView;
  /** Pods of each workload by node, as the run ended before the reader changed something. */
  readonly ghost: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
  readonly selectedPod: string | undefined;
  readonly onSelectPod: (pod: string | undefined) => void;
}

/** Nodes with their pods. Where the pods of an evicted one's successor came from is told by a short movement. */
export function DeschedulerBoard(props: DeschedulerBoardProps) {
  const { language, view } = props;
  const words = deschedulerWords[language];
  const board = usePodMovement(view);

  return (
    <div class="fig-board dsch-board" ref={board}>
      <ul aria-label={words.board}>
        {view.nodes.map((node) => (
          <Node key={node.name} {...props} node={node} />
        ))}
      </ul>
      {view.nodes.length === 0 ? <p class="fig-empty">{words.noNodes}</p> : null}
      <div class="dsch-node dsch-waiting">
        <p class="dsch-node-head">
          <span class="dsch-waiting-name">{words.waiting}</span>
        </p>
        {view.pending.length === 0 ? <p class="fig-none">{words.none}</p> : <Pods {...props} pods={view.pending} />}
      </div>
    </div>
  );
}

function Node(props: DeschedulerBoardProps & { readonly node: NodeRow }) {
  const { language, node, ghost } = props;
  const words = deschedulerWords[language];
  return (
    <li class="dsch-node" data-unschedulable={node.unschedulable || !node.ready} data-class={node.class?.is}>
      <div class="dsch-node-head">
        <span class="fig-node-name">{node.name}</span>
        <NodeTags {...{ language, node }} />
      </div>
      <div>
        {node.pods.length === 0 ? <p class="fig-none">{words.noPods}</p> : <Pods {...props} pods={node.pods} />}
        {ghost ? <Ghost {...{ language, node }} before={ghost[node.name] ?? {}} /> : null}
      </div>
    </li>
  );
}

function Pods({
  language,
  view,
  selectedPod,
  onSelectPod,
  pods,
}: DeschedulerBoardProps & { readonly pods: NodeRow['pods'] }) {
  return (
    <ul class="dsch-pods">
      {pods.map((pod) => (
        <Pod key={pod.key} {...{ language, view, pod }} selected={selectedPod === pod.key} onSelect={onSelectPod} />
      ))}
    </ul>
  );
}

/** Taints, labels that some pod speaks of, cordon, and what a utilization plugin made of the node. */
function NodeTags({ language, node }: { readonly language: Language; readonly node: NodeRow }) {
  const words = deschedulerWords[language];
  const isHigh = node.class?.plugin === 'HighNodeUtilization';
  const role =
    node.class && node.class.is !== 'within'
      ? (node.class.is === 'over') === isHigh
        ? words.targetNode
        : words.sourceNode
      : undefined;
  return (
    <span class="dsch-tags">
      {node.unschedulable ? <span class="fig-cordoned">{words.cordoned}</span> : null}
      {node.ready ? null : <span class="fig-cordoned">{words.notReady}</span>}
      {node.labels.map((label) => (
        <code class="dsch-tag" data-kind="label" title={label} key={label}>
          {shortKey(label)}
        </code>
      ))}
      {node.taints
        .filter((taint) => !taint.startsWith('node.kubernetes.io/'))
        .map((taint) => (
          <code class="dsch-tag" data-kind="taint" key={taint}>
            <Breakable text={taint} />
          </code>
        ))}
      {role ? <span class="dsch-role">{role}</span> : null}
      {node.usage.length > 0 ? (
        <span class="dsch-usage">
          {node.usage.map(({ resource, percent }) => `${resource} ${percent ?? '–'} %`).join(' · ')}
        </span>
      ) : null}
      {node.evicted > 0 ? <span class="dsch-evicted">{words.evictedHere(node.evicted)}</span> : null}
    </span>
  );
}

/** A text that is broken after its colon rather than within a word. */
function Breakable({ text }: { readonly text: string }) {
  const colon = text.lastIndexOf(':') + 1;
  return (
    <>
      {text.slice(0, colon)}
      <wbr />
      {text.slice(colon)}
    </>
  );
}

/** What the node ended with before the reader's change, where that differs from what it has now. */
function Ghost({
  language,
  node,
  before,
}: {
  readonly language: Language;
  readonly node: NodeRow;
  readonly before: Readonly<Record<string, number>>;
}) {
  const now: Record<string, number> = {};
  for (const { workload, state } of node.pods) {
    if (state !== 'gone' && state !== 'failed' && state !== 'ended') now[workload] = (now[workload] ?? 0) + 1;
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const differing = names.filter((name) => (before[name] ?? 0) !== (now[name] ?? 0));
  if (differing.length === 0) return null;
  return (
    <p class="dsch-ghost">
      {deschedulerWords[language].ghost} {differing.map((name) => `${name} × ${before[name] ?? 0}`).join(', ')}
    </p>
  );
}
