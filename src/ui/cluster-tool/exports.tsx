import { useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { toolWords } from './cluster-tool-words.ts';
import type { ClusterTool, RunState } from './use-cluster-tool.ts';
import type { ExportedFile, ExportFormat } from './worker-messages.ts';

interface ExportsProps {
  readonly language: Language;
  readonly tool: ClusterTool;
  readonly run: RunState;
}

/** Files to hand on: made by the worker, saved by the browser. */
export function Exports({ language, tool, run }: ExportsProps) {
  const words = toolWords[language];
  const others = [...tool.runs.values()].filter(({ key, outcome }) => key !== run.key && outcome?.ok);
  const [all, setAll] = useState(true);
  const save = async (format: ExportFormat) => {
    const keys = [run.key, ...(all ? others.map(({ key }) => key) : [])];
    const file = await tool.worker().call('exportReport', { keys, format });
    if (file) download(file);
  };
  const savePolicy = () => {
    const { a, b } = tool.settings.policies;
    download({ name: 'descheduler-policy.yaml', type: 'application/yaml', text: a });
    if (b !== undefined) download({ name: 'descheduler-policy-b.yaml', type: 'application/yaml', text: b });
  };
  return (
    <>
      <p>{words.exportNote}</p>
      {others.length > 0 ? (
        <label class="ct-check">
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />{' '}
          {words.exportBoth}
        </label>
      ) : null}
      <div class="ct-buttons">
        {(['markdown', 'json', 'csv'] as const).map((format) => (
          <button type="button" class="ct-button" key={format} onClick={() => void save(format)}>
            {words.exports[format]}
          </button>
        ))}
        <button type="button" class="ct-button" onClick={savePolicy}>
          {words.exports.policy}
        </button>
      </div>
    </>
  );
}

function download({ name, type, text }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
