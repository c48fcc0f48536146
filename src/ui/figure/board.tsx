// biome-ignore-all lint/a11y/useSemanticElements: a table that is laid out as a grid loses its meaning in browsers; roles keep it
// biome-ignore-all lint/a11y/useFocusableInteractive: what can be focused in this table is what can be asked, its numbers
import type { Language } from '../../projections/language.ts';
import { formatAmount } from '../../projections/node-utilization/amounts.ts';
import type {
  NodeClass,
  NodeRow,
  NodeUtilizationView,
  PodMark,
  ResourceCell,
  ResourceColumn,
} from '../../projections/node-utilization/view.ts';
import { Askable } from './asked.tsx';
import { type FigureWords, figureWords } from './figure-words.ts';
import { usePodMovement } from './use-pod-movement.ts';

export interface BoardProps {
  readonly language: Language;
  readonly view: NodeUtilizationView;
  /** Percent at which the scale ends, the same for every bar and every step. */
  readonly scaleEnd: number;
  /** Where the bars ended before the reader changed something: percent by `node/resource`. */
  readonly ghost: Readonly<Record<string, number>> | undefined;
  readonly selectedPod: string | undefined;
  readonly onSelectPod: (pod: string | undefined) => void;
}

/** Nodes by resources: what the pods of each node request, against both thresholds, on one scale. */
export function Board(props: BoardProps) {
  const { language, view, scaleEnd } = props;
  const words = figureWords[language];
  const board = usePodMovement(view);

  return (
    <div class="fig-board" ref={board} role="table" aria-label={words.board}>
      <div class="fig-row fig-head" role="row">
        <span class="fig-name" role="columnheader">
          {words.node}
        </span>
        {view.columns.map((column) => (
          <ColumnHead key={column.name} column={column} scaleEnd={scaleEnd} words={words} />
        ))}
      </div>
      {view.nodes.map((node) => (
        <Row key={node.name} node={node} {...props} words={words} />
      ))}
      {view.nodes.length === 0 ? <p class="fig-empty">{words.noNodes}</p> : null}
      <Waiting {...props} words={words} />
    </div>
  );
}

function ColumnHead({
  column,
  scaleEnd,
  words,
}: {
  readonly column: ResourceColumn;
  readonly scaleEnd: number;
  readonly words: FigureWords;
}) {
  const { name, low, high, mean } = column;
  const lines = [
    ...(low === undefined || low === high ? [] : [{ at: low, kind: 'low' }]),
    ...(high === undefined ? [] : [{ at: high, kind: 'high' }]),
  ];
  return (
    <span class="fig-column" role="columnheader">
      <span class="fig-column-name">{words.resource(name)}</span>
      {mean === undefined ? null : (
        <Askable about={`mean.${name}`} class="fig-mean">
          {words.mean} {percentText(mean)}
        </Askable>
      )}
      <span class="fig-axis" aria-hidden="true">
        {lines.map(({ at, kind }) => (
          <span
            class="fig-axis-label"
            data-kind={kind}
            data-side={sideOf(kind, at / scaleEnd)}
            key={kind}
            style={{ left: `${(at / scaleEnd) * 100}%` }}
          >
            {percentText(at)}
          </span>
        ))}
      </span>
    </span>
  );
}

/** The low label stands left of its line and the high one right of it, so that they never meet, unless the edge is near. */
function sideOf(kind: string, at: number): 'left' | 'right' {
  if (kind === 'low') return at < 0.16 ? 'right' : 'left';
  return at > 0.84 ? 'left' : 'right';
}

function percentText(percent: number): string {
  return `${Number(percent.toFixed(1))} %`;
}

type RowProps = BoardProps & { readonly node: NodeRow; readonly words: FigureWords };

function Row(props: RowProps) {
  const { node, words, view } = props;
  // What HighNodeUtilization does not call underutilized is nothing to worry about.
  const look = node.class === 'over' && view.plugin === 'HighNodeUtilization' ? 'within' : node.class;
  return (
    <div
      class="fig-row"
      role="row"
      data-class={look ?? 'none'}
      data-current={node.current}
      data-unschedulable={node.unschedulable}
    >
      <span class="fig-name" role="rowheader">
        <span class="fig-node-name">{node.name}</span>
        <span class="fig-class">
          {look ? <ClassMark of={look} /> : null}
          <span>
            {node.class ? words.nodeClass(view.plugin, node.class) : ''}
            {node.role ? <span class="fig-role"> · {words.role(node.role)}</span> : null}
          </span>
        </span>
        {node.unschedulable ? <span class="fig-cordoned">{words.cordoned}</span> : null}
      </span>
      {node.cells.map((cell, index) => (
        <Cell key={cell.resource} {...props} cell={cell} column={view.columns[index]} />
      ))}
    </div>
  );
}

/** Over points up and is full, under points down and is hollow, within is level: told apart without colour. */
export function ClassMark({ of }: { readonly of: NodeClass }) {
  const paths = { over: 'M6 1.5 11 10.5H1z', under: 'M1.5 2 6 10 10.5 2z', within: 'M1 6h10' };
  return (
    <svg class="fig-class-mark" data-class={of} viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={paths[of]} />
    </svg>
  );
}

function Cell(props: RowProps & { readonly cell: ResourceCell; readonly column: ResourceColumn | undefined }) {
  const { node, cell, column, words, scaleEnd, ghost } = props;
  const { resource, used, capacity, low, high, verdict } = cell;
  const ghostPercent = ghost?.[`${node.name}/${resource}`];
  const place = (percent: number) => `${(percent / scaleEnd) * 100}%`;
  const ofCapacity = (amount: number) => (capacity > 0 ? (amount / capacity) * 100 : 0);
  const about = `${node.name}.${resource}`;
  return (
    <span class="fig-cell" role="cell" data-verdict={verdict ?? 'none'}>
      <span class="fig-cell-name" aria-hidden="true">
        {words.resource(resource)}
      </span>
      <span class="fig-bar" aria-hidden="true">
        <span class="fig-track" style={{ width: place(100) }} />
        {low === undefined || column?.low === undefined || low === high ? null : (
          <span class="fig-zone" data-kind="under" style={{ width: place(ofCapacity(low)) }} />
        )}
        {high === undefined || column?.high === undefined || ofCapacity(high) >= scaleEnd ? null : (
          <span class="fig-zone" data-kind="over" style={{ left: place(ofCapacity(high)), right: 0 }} />
        )}
        {ghostPercent === undefined ? null : <span class="fig-ghost" style={{ width: place(ghostPercent) }} />}
        <Segments {...props} place={place} />
        {column?.mean === undefined ? null : (
          <span class="fig-line-at" data-kind="mean" style={{ left: place(column.mean) }} />
        )}
        {low === undefined || column?.low === undefined || low === high ? null : (
          <span class="fig-line-at" data-kind="low" style={{ left: place(ofCapacity(low)) }} />
        )}
        {high === undefined || column?.high === undefined ? null : (
          <span class="fig-line-at" data-kind="high" style={{ left: place(ofCapacity(high)) }} />
        )}
      </span>
      <span class="fig-numbers">
        <Askable about={`${about}.used`}>{formatAmount(resource, used)}</Askable>
        <Comparison cell={cell} about={about} words={words} />
      </span>
    </span>
  );
}

/** What decides the class: the usage against the threshold that it is compared with. */
function Comparison({ cell, about, words }: { cell: ResourceCell; about: string; words: FigureWords }) {
  const { resource, capacity, low, high, verdict } = cell;
  if (verdict === 'over' && high !== undefined) {
    return (
      <Askable about={`${about}.high`} class="fig-compared">
        <span class="fig-sr">{words.above}</span>
        <span aria-hidden="true">&gt;&nbsp;</span>
        {formatAmount(resource, high)}
      </Askable>
    );
  }
  const limit = verdict === 'under' ? low : high;
  if (verdict !== undefined && limit !== undefined) {
    return (
      <Askable about={`${about}.${verdict === 'under' ? 'low' : 'high'}`} class="fig-compared">
        <span class="fig-sr">{words.atMost}</span>
        <span aria-hidden="true">≤&nbsp;</span>
        {formatAmount(resource, limit)}
      </Askable>
    );
  }
  return (
    <Askable about={`${about}.capacity`} class="fig-compared">
      {words.of} {formatAmount(resource, capacity)}
    </Askable>
  );
}

function Segments(props: RowProps & { readonly cell: ResourceCell; readonly place: (percent: number) => string }) {
  const { node, cell, place, selectedPod, onSelectPod } = props;
  const { resource, capacity } = cell;
  let at = 0;
  return (
    <>
      {node.pods.map((pod) => {
        const amount = pod.requests[resource] ?? 0;
        const percent = capacity > 0 ? (amount / capacity) * 100 : 0;
        const left = at;
        at += percent;
        if (percent === 0) return null;
        return (
          <PodBlock
            key={pod.key}
            pod={pod}
            resource={resource}
            selected={selectedPod === pod.key}
            wide={percent >= 6.5}
            style={{ left: place(left), width: place(percent) }}
            onSelect={onSelectPod}
          />
        );
      })}
    </>
  );
}

interface PodBlockProps {
  readonly pod: PodMark;
  readonly resource: string;
  readonly selected: boolean;
  /** Wide enough for a mark within. */
  readonly wide: boolean;
  readonly style?: { left: string; width: string };
  readonly onSelect: (pod: string | undefined) => void;
}

/** A pod in a bar, as wide as its request. The pods are listed in words beside the board; here they are for the pointer. */
function PodBlock({ pod, resource, selected, wide, style, onSelect }: PodBlockProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the same pods are buttons in the lists
    <span
      class="fig-pod"
      data-pod={pod.key}
      data-resource={resource}
      data-state={pod.state}
      data-settled={pod.settled}
      data-fresh={pod.fresh}
      data-selected={selected}
      data-qos={wide && resource === 'cpu' ? pod.qos : undefined}
      title={`${pod.key} · ${pod.qos} · ${pod.priority ?? '–'}`}
      style={style}
      onClick={() => onSelect(selected ? undefined : pod.key)}
    />
  );
}

/** Pods that have no node yet. The row is always there, so that nothing jumps when one appears. */
function Waiting({ view, words, selectedPod, onSelectPod }: BoardProps & { readonly words: FigureWords }) {
  return (
    <div class="fig-row fig-waiting" role="row">
      <span class="fig-name" role="rowheader">
        {words.waiting}
      </span>
      <span class="fig-waiting-pods" role="cell">
        {view.pending.length === 0 ? <span class="fig-none">{words.none}</span> : null}
        {view.pending.map((pod) => (
          <button
            type="button"
            class="fig-chip"
            key={pod.key}
            data-pod={pod.key}
            data-resource="cpu"
            data-selected={selectedPod === pod.key}
            onClick={() => onSelectPod(selectedPod === pod.key ? undefined : pod.key)}
          >
            {shortName(pod.key)}
          </button>
        ))}
      </span>
    </div>
  );
}

/** The name without the namespace `default`. */
export function shortName(pod: string): string {
  return pod.startsWith('default/') ? pod.slice('default/'.length) : pod;
}
