import './lab.css';
import type { LabBootstrap } from 'kind-wasm-shim/hosts/browser/lab-messages.ts';
import type { ConfigMap, Node, Pod } from 'kubernetes-types/core/v1';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type BoardView, boardView, type PodThresholds, policyThresholds } from '../../projections/lab-board.ts';
import type { Language } from '../../projections/language.ts';
import { LabTerminal } from '../terminal/lab-terminal.tsx';
import { labConnection } from '../terminal/start-lab.ts';
import { LabBoard } from './lab-board.tsx';
import { labSession } from './lab-session.ts';
import { labWords } from './lab-words.ts';
import { useSession } from './use-session.ts';

interface LabBenchProps {
  readonly language: Language;
  readonly bootstrap: LabBootstrap;
  readonly stepIds: readonly string[];
  readonly planned: PodThresholds;
  /** The cluster as it is at the start. */
  readonly first: BoardView;
}

interface Observed {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly policy: PodThresholds | undefined;
}

/** The right half of a lab page: the terminal, and the board of the same cluster below it. */
export function LabBench({ language, bootstrap, stepIds, planned, first }: LabBenchProps) {
  const connection = useMemo(() => labConnection(bootstrap), [bootstrap]);
  const observed = useRef<Partial<Observed>>({});
  const [view, setView] = useState(first);
  const [started, setStarted] = useState(false);
  const bench = useRef<HTMLDivElement>(null);
  const lastRun = useSession(bootstrap.slug, stepIds)?.lastRun;

  useEffect(() => {
    const draw = () => {
      const { nodes, pods, policy } = observed.current;
      if (!nodes || !pods) return;
      setStarted(true);
      setView(boardView(nodes, pods, planned, policy));
    };
    const stopObserving = connection.observe(['nodes', 'pods', 'configmaps'], (resource, items) => {
      if (resource === 'nodes') observed.current = { ...observed.current, nodes: items as unknown as Node[] };
      if (resource === 'pods') observed.current = { ...observed.current, pods: items as unknown as Pod[] };
      if (resource === 'configmaps')
        observed.current = { ...observed.current, policy: policyIn(items as unknown as ConfigMap[]) };
      draw();
    });
    return () => {
      stopObserving();
      connection.close();
    };
  }, [connection]);

  // On a narrow screen the terminal is far below the step that runs in it.
  useEffect(() => {
    if (lastRun === undefined || !bench.current) return;
    const { top, bottom } = bench.current.getBoundingClientRect();
    if (top > innerHeight || bottom < 0) bench.current.scrollIntoView({ block: 'start' });
  }, [lastRun]);

  return (
    <div class="lab-bench-parts" ref={bench}>
      {lastRun !== undefined && (
        <a class="lab-back" href={`#step-${lastRun}`}>
          {labWords[language].back(stepIds.indexOf(lastRun) + 1)}
        </a>
      )}
      <LabTerminal
        language={language}
        connection={connection}
        onHandle={(terminal) => labSession(bootstrap.slug, stepIds).attach(connection, terminal)}
      />
      <LabBoard language={language} view={view} started={started} />
    </div>
  );
}

/** The thresholds of the first policy that a ConfigMap holds. */
function policyIn(configMaps: readonly ConfigMap[]): PodThresholds | undefined {
  for (const { data } of configMaps) {
    for (const text of Object.values(data ?? {})) {
      const found = text.includes('LowNodeUtilization') ? policyThresholds(text) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}
