import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { ClusterPanel } from './cluster-panel.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { PolicyPanel } from './policy-panel.tsx';
import { Result } from './result.tsx';
import { type RunState, runName, useClusterTool } from './use-cluster-tool.ts';
import './cluster-tool.css';
import './cluster-result.css';

/** The tool for operators: a cluster, a policy, and what the descheduler would do. */
export function ClusterTool({ language }: { readonly language: Language }) {
  const words = toolWords[language];
  const tool = useClusterTool(language);
  const { settings, phase, runs, note, failure } = tool;
  const [asked, setAsked] = useState(false);

  const runAll = useCallback(() => {
    setAsked(true);
    void tool.run({ slot: 'a', version: settings.version }, settings);
    if (settings.policies.b !== undefined) void tool.run({ slot: 'b', version: settings.version }, settings);
  }, [tool.run, settings]);

  const canRun = phase.kind === 'ready' && phase.facts.findings.every(({ blocks }) => !blocks);
  // A cluster that has just been read is tried at once, and so is another release; from then on the reader asks.
  useEffect(() => {
    if (canRun) runAll();
    else setAsked(false);
  }, [canRun, phase.kind === 'ready' ? phase.facts : undefined]);
  useEffect(() => {
    if (canRun && asked && !runs.has(runName({ slot: 'a', version: settings.version }))) runAll();
  }, [settings.version]);

  const run: RunState | undefined = runs.get(runName({ slot: 'a', version: settings.version }));
  return (
    <div class="ct" data-ready={tool.ready}>
      <p class="ct-private">{words.private}</p>
      {note ? (
        <div class="ct-notice" data-kind="warn" role="status">
          <p>{{ forbidden: words.storageForbidden, fromLink: words.fromLink, badLink: words.badLink }[note]}</p>
          <button type="button" class="ct-link" onClick={tool.dismissNote}>
            {words.dismiss}
          </button>
        </div>
      ) : null}
      {failure ? (
        <div class="ct-notice" data-kind="bad" role="alert">
          <p>
            <strong>{words.failed}:</strong> <span class="ct-mono">{failure}</span>
          </p>
          <button type="button" class="ct-link" onClick={tool.dismiss}>
            {words.dismiss}
          </button>
        </div>
      ) : null}
      <ClusterPanel language={language} tool={tool} />
      <PolicyPanel language={language} tool={tool} canRun={canRun} onRun={runAll} />
      {asked && run ? <Result language={language} tool={tool} run={run} /> : null}
    </div>
  );
}
