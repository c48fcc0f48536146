import type { CSSProperties } from 'preact';
import { type BoardNode, type BoardPod, type BoardView, boardText } from '../../projections/lab-board.ts';
import type { Language } from '../../projections/language.ts';
import { type LabWords, labWords } from './lab-words.ts';

interface LabBoardProps {
  readonly language: Language;
  readonly view: BoardView;
  /** Whether the cluster runs; before that the board shows what it will be. */
  readonly started: boolean;
}

const looks: readonly BoardPod['look'][] = ['system', 'running', 'starting', 'leaving'];

/** The pods of every node against both thresholds, all rows on one scale, and the same in words. */
export function LabBoard({ language, view, started }: LabBoardProps) {
  const words = labWords[language];
  const [first] = view.nodes;
  return (
    <section class="lab-board" aria-label={words.board}>
      <div class="lab-board-head">
        <h2>{words.board}</h2>
        <ul class="lab-board-legend">
          {looks.map((look) => (
            <li key={look}>
              <span class="lab-pod" data-look={look} aria-hidden="true" /> {words.legend[look]}
            </li>
          ))}
        </ul>
      </div>
      <div class="lab-board-rows" aria-hidden="true" style={{ '--scale': view.scaleEnd } as CSSProperties}>
        {first && <Axis low={first.low} high={first.high} planned={!view.fromPolicy} words={words} />}
        {view.nodes.map((node) => (
          <Row key={node.name} node={node} words={words} planned={!view.fromPolicy} />
        ))}
      </div>
      <p class="lab-board-twin" data-twin>
        {started ? '' : words.beforeStart + (language === 'zh' ? '' : ' ')}
        {boardText(view, language)}
      </p>
    </section>
  );
}

interface AxisProps {
  readonly low: number;
  readonly high: number;
  readonly planned: boolean;
  readonly words: LabWords;
}

function Axis({ low, high, planned, words }: AxisProps) {
  return (
    <div class="lab-board-axis" data-planned={planned || undefined}>
      <span class="lab-board-limit" data-side="low" style={{ '--at': low } as CSSProperties}>
        {words.low(low)}
      </span>
      <span class="lab-board-limit" data-side="high" style={{ '--at': high } as CSSProperties}>
        {words.high(high)}
      </span>
    </div>
  );
}

interface RowProps {
  readonly node: BoardNode;
  readonly words: LabWords;
  readonly planned: boolean;
}

function Row({ node, words, planned }: RowProps) {
  return (
    <div class="lab-board-row" data-standing={node.standing}>
      <span class="lab-board-name" title={node.name}>
        {node.shortName}
        {node.cordoned && <span class="lab-board-cordoned"> {words.cordoned}</span>}
      </span>
      <span class="lab-board-track" data-planned={planned || undefined}>
        <span class="lab-board-line" style={{ '--at': node.low } as CSSProperties} />
        <span class="lab-board-line" data-side="high" style={{ '--at': node.high } as CSSProperties} />
        {node.pods.map(({ key, name, look }) => (
          <span key={key} class="lab-pod" data-look={look} title={name} />
        ))}
      </span>
      <span class="lab-board-count">
        {node.pods.length}
        <span class="lab-board-standing"> {words.standing[node.standing]}</span>
      </span>
    </div>
  );
}
