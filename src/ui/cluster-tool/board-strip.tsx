import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { BoardData } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import { formatPercent } from '../../projections/node-utilization/amounts.ts';
import { toolWords } from './cluster-tool-words.ts';

interface BoardStripProps {
  readonly language: Language;
  readonly board: BoardData;
  readonly state: number;
  readonly resource: string;
  readonly onState: (state: number) => void;
  readonly onResource: (resource: string) => void;
  readonly onNode: (node: string) => void;
}

/** Every node as one cell, before and after, in the same place: a cluster of 3 nodes and one of 5,000 at one glance. */
export function BoardStrip(props: BoardStripProps) {
  const { language, board, state, resource, onState, onResource, onNode } = props;
  const words = toolWords[language];
  const column = Math.max(0, board.resources.indexOf(resource));
  const order = useMemo(() => nodesByUse(board, column), [board, column]);
  return (
    <div class="ct-board">
      <div class="ct-board-head">
        <h3>{words.board}</h3>
        <fieldset class="ct-choices" aria-label={words.resource}>
          {board.resources.map((name) => (
            <button type="button" key={name} aria-pressed={resource === name} onClick={() => onResource(name)}>
              {words.resources[name] ?? name}
            </button>
          ))}
        </fieldset>
        {board.states.length > 2 ? (
          <label class="ct-field">
            <span class="ct-sr">{words.stepper}</span>
            <select value={state} onChange={(event) => onState(Number(event.currentTarget.value))}>
              {board.states.slice(1).map((_, index) => (
                <option key={index} value={index + 1}>
                  {words.state(index + 1)}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
      <Strip board={board} order={order} column={column} state={0} language={language} onNode={onNode} />
      {state > 0 ? (
        <Strip board={board} order={order} column={column} state={state} language={language} onNode={onNode} />
      ) : null}
      <div class="ct-scale" aria-hidden="true">
        <span>0 %</span>
        <span class="ct-scale-bar" />
        <span>100 %</span>
      </div>
    </div>
  );
}

interface StripProps {
  readonly language: Language;
  readonly board: BoardData;
  readonly order: readonly number[];
  readonly column: number;
  readonly state: number;
  readonly onNode: (node: string) => void;
}

function Strip({ language, board, order, column, state, onNode }: StripProps) {
  const words = toolWords[language];
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [theme, setTheme] = useState(0);
  const [at, setAt] = useState<number>();
  const layout = layoutOf(order.length, width);
  const resource = board.resources[column] ?? '';
  const spread = useMemo(() => spreadText(board, state, column), [board, state, column]);
  const percent = (place: number) => percentOf(board, state, order[place] ?? 0, column);
  const name = (place: number) => board.nodes[order[place] ?? 0] ?? '';

  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    const themes = new MutationObserver(() => setTheme((count) => count + 1));
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      observer.disconnect();
      themes.disconnect();
    };
  }, []);

  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, layout, order.length, percent, at);
  }, [width, theme, board, order, column, state, at]);

  const placeAt = (event: MouseEvent & { currentTarget: HTMLCanvasElement }): number | undefined => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.floor((event.clientX - box.left) / (layout.size + layout.gap));
    const y = Math.floor((event.clientY - box.top) / (layout.height + layout.gap));
    const place = y * layout.perRow + x;
    return x >= 0 && x < layout.perRow && place >= 0 && place < order.length ? place : undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: layout.perRow,
      ArrowUp: -layout.perRow,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(order.length - 1, at === undefined ? 0 : at + step)));
    } else if (event.key === 'Enter' && at !== undefined) {
      onNode(name(at));
    }
  };
  return (
    <figure class="ct-strip">
      <figcaption>
        <span>{words.state(state)}</span>{' '}
        <span class="ct-muted" aria-live="polite">
          {at === undefined ? spread : `${name(at)} ${formatPercent(percent(at))}`}
        </span>
      </figcaption>
      <div class="ct-strip-cells">
        <canvas
          ref={canvas}
          role="img"
          tabIndex={0}
          aria-label={`${words.strip(words.resources[resource] ?? resource, words.state(state))} ${spread}`}
          style={{ height: `${layout.rows * (layout.height + layout.gap)}px` }}
          onMouseMove={(event) => setAt(placeAt(event))}
          onMouseLeave={() => setAt(undefined)}
          onBlur={() => setAt(undefined)}
          onFocus={() => setAt((before) => before ?? 0)}
          onKeyDown={onKeyDown}
          onClick={(event) => {
            const place = placeAt(event);
            if (place !== undefined) onNode(name(place));
          }}
        />
      </div>
    </figure>
  );
}

interface Layout {
  readonly size: number;
  readonly height: number;
  readonly gap: number;
  readonly perRow: number;
  readonly rows: number;
}

/** Cells as large as a strip of some 120 px has room for: few nodes get wide bars, thousands get small squares. */
function layoutOf(cells: number, width: number): Layout {
  if (width <= 0 || cells === 0) return { size: 8, height: 8, gap: 1, perRow: 1, rows: 0 };
  const oneRow = Math.floor(width / cells);
  if (oneRow >= 10) return { size: Math.min(oneRow - 2, 120), height: 34, gap: 2, perRow: cells, rows: 1 };
  const size = Math.max(3, Math.min(18, Math.floor(Math.sqrt((width * 120) / cells)) - 1));
  const perRow = Math.max(1, Math.floor(width / (size + 1)));
  return { size, height: size, gap: 1, perRow, rows: Math.ceil(cells / perRow) };
}

function draw(
  canvas: HTMLCanvasElement,
  layout: Layout,
  cells: number,
  percent: (place: number) => number,
  at: number | undefined,
): void {
  const scale = window.devicePixelRatio || 1;
  const width = layout.perRow * (layout.size + layout.gap);
  const height = layout.rows * (layout.height + layout.gap);
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  canvas.style.width = `${width}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const ramp = colours(canvas);
  for (let place = 0; place < cells; place++) {
    const x = (place % layout.perRow) * (layout.size + layout.gap);
    const y = Math.floor(place / layout.perRow) * (layout.height + layout.gap);
    context.fillStyle = ramp(percent(place));
    context.fillRect(x, y, layout.size, layout.height);
    if (place === at) {
      context.strokeStyle = getComputedStyle(canvas).color;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, layout.size - 2, layout.height - 2);
    }
  }
}

/** From the colour of underutilized nodes over that of paper to that of overutilized ones. */
function colours(canvas: HTMLCanvasElement): (percent: number) => string {
  const style = getComputedStyle(canvas);
  const [low, middle, high] = ['--under', '--rule', '--over'].map((token) => rgb(style.getPropertyValue(token).trim()));
  return (percent) => {
    const part = Math.max(0, Math.min(1, percent / 100));
    const [from, to, share] = part < 0.5 ? [low, middle, part * 2] : [middle, high, part * 2 - 1];
    const mixed = [0, 1, 2].map((index) => Math.round((from?.[index] ?? 0) * (1 - share) + (to?.[index] ?? 0) * share));
    return `rgb(${mixed.join(' ')})`;
  };
}

function rgb(hex: string): number[] {
  const number = Number.parseInt(hex.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}

/** What is requested on a node, in percent. */
export function percentOf(board: BoardData, state: number, node: number, column: number): number {
  const at = node * board.resources.length + column;
  const whole = board.allocatable[at] ?? 0;
  return whole > 0 ? (100 * (board.states[state]?.[at] ?? 0)) / whole : 0;
}

function nodesByUse(board: BoardData, column: number): number[] {
  const use = board.nodes.map((_, node) => percentOf(board, 0, node, column));
  return [...use.keys()].sort((a, b) => (use[b] ?? 0) - (use[a] ?? 0) || a - b);
}

/** The least, the middle and the most. */
function spreadText(board: BoardData, state: number, column: number): string {
  if (board.nodes.length === 0) return '';
  const use = board.nodes.map((_, node) => percentOf(board, state, node, column)).sort((a, b) => a - b);
  const [least, middle, most] = [use[0], use[Math.floor(use.length / 2)], use.at(-1)].map((percent) =>
    formatPercent(percent ?? 0),
  );
  return `${least} – ${middle} – ${most}`;
}
