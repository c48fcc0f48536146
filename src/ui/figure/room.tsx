import type { Language } from '../../projections/language.ts';
import { formatAmount } from '../../projections/node-utilization/amounts.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { Askable } from './asked.tsx';
import { figureWords } from './figure-words.ts';

/** What is left of the room on the target nodes: when a resource has none, everything stops. */
export function Room({ language, view }: { readonly language: Language; readonly view: NodeUtilizationView }) {
  const words = figureWords[language];
  return (
    <div class="fig-row fig-room">
      <span class="fig-name">{words.room}</span>
      {view.columns.map(({ name }) => {
        const cell = view.room?.find(({ resource }) => resource === name);
        const share = cell && cell.before > 0 ? Math.max(0, cell.left / cell.before) : 0;
        return (
          <span class="fig-cell" key={name} data-empty={cell !== undefined && cell.left <= 0}>
            <span class="fig-cell-name" aria-hidden="true">
              {words.resource(name)}
            </span>
            <span class="fig-room-bar" aria-hidden="true">
              {cell ? <span style={{ width: `${share * 100}%` }} /> : null}
            </span>
            <span class="fig-numbers">
              {cell ? (
                <Askable about={`room.${name}`}>{formatAmount(name, cell.left)}</Askable>
              ) : (
                <span class="fig-quiet" title={words.roomUnknown}>
                  –
                </span>
              )}
            </span>
          </span>
        );
      })}
    </div>
  );
}
