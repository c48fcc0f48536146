import { useEffect, useState } from 'preact/hooks';
import type { RunView } from '../../projections/cluster-report/run-view.ts';
import type { Language } from '../../projections/language.ts';
import { AnswersNumbers } from '../figure/asked.tsx';
import { Sentence } from '../figure/sentence.tsx';
import { BoardStrip } from './board-strip.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { Comparison } from './comparison.tsx';
import { CyclesTable } from './cycles-table.tsx';
import { explainNumber } from './explain-number.ts';
import { Exports } from './exports.tsx';
import { Nodes } from './nodes.tsx';
import { countText } from './numbers.ts';
import { Fault } from './policy-editor.tsx';
import { Refusals } from './refusals.tsx';
import { type ClusterTool, otherVersion, type RunState, triedText } from './use-cluster-tool.ts';
import { Victims } from './victims.tsx';

interface ResultProps {
  readonly language: Language;
  readonly tool: ClusterTool;
  readonly run: RunState;
}

/** What would happen: the finding first, then the nodes, then the lists. */
export function Result({ language, tool, run }: ResultProps) {
  const words = toolWords[language];
  const { outcome } = run;
  const isStale = run.tried !== triedText(tool.settings, 'a');
  return (
    <section class="ct-panel ct-result" aria-labelledby="ct-result" data-busy={run.busy}>
      <h2 id="ct-result">{words.result}</h2>
      {run.busy ? <Running language={language} run={run} /> : null}
      {isStale && !run.busy ? <p class="ct-muted">{words.stale}</p> : null}
      {outcome && !outcome.ok ? <Fault language={language} version={run.key.version} fault={outcome.fault} /> : null}
      {outcome?.ok ? <Found language={language} tool={tool} run={run} view={outcome.view} /> : null}
    </section>
  );
}

function Running({ language, run }: Omit<ResultProps, 'tool'>) {
  const words = toolWords[language];
  const { progress } = run;
  if (!progress) return <progress aria-label={words.run} />;
  const { cycle, cycles, phase, evicted, scheduled, toSchedule, counted, toCount } = progress;
  const count = (number: number) => countText(number, language);
  if (phase === 'counting') {
    return (
      <div class="ct-reading" role="status">
        <p>{words.counting(count(counted), count(toCount))}</p>
        <progress max={Math.max(1, toCount)} value={counted} aria-label={words.run} />
      </div>
    );
  }
  const part = phase === 'scheduling' && toSchedule > 0 ? 0.3 + (0.7 * scheduled) / toSchedule : 0.15;
  return (
    <div class="ct-reading" role="status">
      <p>
        {words.running(cycle, cycles)} ·{' '}
        {phase === 'scheduling'
          ? words.scheduling(count(scheduled), count(toSchedule))
          : words.descheduling(count(evicted))}
      </p>
      <progress max={cycles} value={cycle - 1 + part} aria-label={words.run} />
    </div>
  );
}

const tabNames = ['victims', 'refusals', 'nodes', 'versions', 'policies', 'files'] as const;
type Tab = (typeof tabNames)[number];

function Found({ language, tool, run, view }: ResultProps & { readonly view: RunView }) {
  const words = toolWords[language];
  const [tab, setTab] = useState<Tab>('victims');
  const [state, setState] = useState(1);
  const [resource, setResource] = useState('cpu');
  const [node, setNode] = useState<string>();
  const states = view.board.states.length;
  const shownState = Math.min(state, states - 1);
  useEffect(() => setState(states - 1), [run.revision, states]);
  const counts: Partial<Record<Tab, number>> = {
    victims: view.victims,
    refusals: view.refusals.reduce((sum, { count }) => sum + count, 0),
    nodes: view.board.nodes.length,
  };
  return (
    <AnswersNumbers explain={(about) => explainNumber(view, about, language)}>
      <output class="ct-headline">
        {view.headline.map((sentence) => (
          <p key={sentence}>
            <Sentence>{sentence}</Sentence>
          </p>
        ))}
      </output>
      <Notices language={language} view={view} />
      <CyclesTable language={language} view={view} state={shownState} onState={setState} />
      <BoardStrip
        language={language}
        board={view.board}
        state={shownState}
        resource={resource}
        onState={setState}
        onResource={setResource}
        onNode={(name) => {
          setNode(name);
          setTab('nodes');
        }}
      />
      <div class="ct-tabs" role="tablist" aria-label={words.result}>
        {tabNames.map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            id={`ct-tab-${name}`}
            aria-controls="ct-tab-panel"
            aria-selected={tab === name}
            tabIndex={tab === name ? 0 : -1}
            onClick={() => setTab(name)}
            onKeyDown={(event) => {
              const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
              if (step === undefined) return;
              const next = tabNames[(tabNames.indexOf(name) + step + tabNames.length) % tabNames.length];
              if (!next) return;
              setTab(next);
              document.getElementById(`ct-tab-${next}`)?.focus();
            }}
          >
            {words.tabs[name]}
            {counts[name] === undefined ? '' : ` ${countText(counts[name], language)}`}
          </button>
        ))}
      </div>
      <div id="ct-tab-panel" role="tabpanel" aria-labelledby={`ct-tab-${tab}`} class="ct-tab-panel">
        {tab === 'victims' ? <Victims language={language} tool={tool} run={run} view={view} /> : null}
        {tab === 'refusals' ? <Refusals language={language} tool={tool} run={run} view={view} /> : null}
        {tab === 'nodes' ? (
          <Nodes
            language={language}
            tool={tool}
            run={run}
            view={view}
            state={shownState}
            resource={resource}
            chosen={node}
          />
        ) : null}
        {tab === 'versions' ? (
          <Comparison
            language={language}
            tool={tool}
            one={run.key}
            other={{ slot: 'a', version: otherVersion(run.key.version) }}
          />
        ) : null}
        {tab === 'policies' ? (
          tool.settings.policies.b === undefined ? (
            <p class="ct-empty">{words.compareNeedsB}</p>
          ) : (
            <Comparison language={language} tool={tool} one={run.key} other={{ slot: 'b', version: run.key.version }} />
          )
        ) : null}
        {tab === 'files' ? <Exports language={language} tool={tool} run={run} /> : null}
      </div>
    </AnswersNumbers>
  );
}

function Notices({ language, view }: { readonly language: Language; readonly view: RunView }) {
  const words = toolWords[language];
  const [first] = view.cycles;
  const isPingPong =
    view.pingPong.repetition !== undefined || (view.pingPong.workloads.length > 0 && view.end?.why === 'cycles');
  return (
    <>
      {view.warnings.map((warning) => (
        <div class="ct-notice" data-kind="warn" key={warning}>
          <p>
            {words.warning} <span class="ct-mono">{warning}</span>
          </p>
        </div>
      ))}
      {(first?.profileErrors ?? []).map(({ profile, error }) => (
        <div class="ct-notice" data-kind="bad" key={profile}>
          <p>{words.profileError(profile)}</p>
          <p class="ct-mono">{error}</p>
        </div>
      ))}
      {isPingPong ? (
        <div class="ct-notice" data-kind="warn">
          <p>
            <strong>{words.pingPong}.</strong> {words.pingPongAdvice}
          </p>
        </div>
      ) : null}
    </>
  );
}
