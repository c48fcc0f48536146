import type { Language } from '../../projections/language.ts';
import type { NodeUtilizationView } from '../../projections/node-utilization/view.ts';
import { short } from '../../projections/node-utilization/words.ts';
import type { FigureSettings } from '../../scenarios/node-utilization-settings.ts';
import { figureWords } from './figure-words.ts';
import { Menu, toggled } from './menu.tsx';

interface FigureActionsProps {
  readonly language: Language;
  readonly view: NodeUtilizationView;
  readonly settings: FigureSettings;
  readonly mayRunAgain: boolean;
  readonly onChange: (settings: FigureSettings) => void;
  readonly onRunAgain: () => void;
}

/** What the reader can do to the cluster: cordon a node, have the API refuse an eviction, run the descheduler once more.
 *  Choosing something that is already so takes it back. */
export function FigureActions({ language, view, settings, mayRunAgain, onChange, onRunAgain }: FigureActionsProps) {
  const { actions } = figureWords[language];
  const { cordoned, refused } = settings;
  const candidates = view.sources.flatMap((source) =>
    source.candidates.flatMap(({ pod, rank }) => (rank === undefined ? [] : [pod])),
  );
  const pods = [...new Set([...refused, ...candidates])];
  return (
    <>
      <Menu
        label={actions.cordon}
        items={view.nodes.map(({ name }) => ({ name, text: name, on: cordoned.includes(name) }))}
        onChoose={(node) => onChange({ ...settings, cordoned: toggled(cordoned, node) })}
      />
      <Menu
        label={pods.length === 0 ? actions.refuseNone : actions.refuse}
        items={pods.map((pod) => ({ name: pod, text: short(pod), on: refused.includes(pod) }))}
        onChoose={(pod) => onChange({ ...settings, refused: toggled(refused, pod) })}
      />
      <button type="button" class="fig-button" disabled={!mayRunAgain} onClick={onRunAgain}>
        {actions.again}
      </button>
    </>
  );
}
