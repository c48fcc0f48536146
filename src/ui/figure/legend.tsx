import type { Language } from '../../projections/language.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { figureWords } from './figure-words.ts';

interface LegendProps {
  readonly language: Language;
  readonly view: NodeUtilizationView;
  readonly ghost: boolean;
}

/** What the marks of the board mean. */
export function Legend({ language, view, ghost }: LegendProps) {
  const { legend } = figureWords[language];
  const hasMean = view.columns.some(({ mean }) => mean !== undefined);
  const items: readonly (readonly [string, string])[] = [
    ['pod', legend.pod],
    ['settled', legend.settled],
    ['terminating', legend.terminating],
    ['fresh', legend.fresh],
    ['low', legend.low],
    ['high', legend.high],
    ...(hasMean ? ([['mean', legend.mean]] as const) : []),
    ...(ghost ? ([['ghost', legend.ghost]] as const) : []),
  ];
  return (
    <ul class="fig-legend">
      {items.map(([kind, text]) => (
        <li key={kind}>
          <span class="fig-key" data-key={kind} aria-hidden="true" />
          {text}
        </li>
      ))}
    </ul>
  );
}
