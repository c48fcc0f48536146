import { useId, useRef, useState } from 'preact/hooks';
import { reportWords } from '../../projections/cluster-report/report-words.ts';
import type { Language } from '../../projections/language.ts';
import { toolWords } from './cluster-tool-words.ts';
import type { PolicyCheck } from './worker-messages.ts';

interface PolicyEditorProps {
  readonly language: Language;
  readonly text: string;
  readonly version: string;
  readonly check: PolicyCheck | undefined;
  readonly onChange: (text: string) => void;
}

/** A text area with line numbers, and below it what the descheduler says of the policy. */
export function PolicyEditor({ language, text, version, check, onChange }: PolicyEditorProps) {
  const words = toolWords[language];
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const [tabLeaves, setTabLeaves] = useState(false);
  const verdict = useId();
  const lines = text.split('\n').length;
  const fault = check && !check.ok ? check.fault : undefined;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setTabLeaves(true);
    else if (event.key !== 'Tab') setTabLeaves(event.key === 'Shift' && tabLeaves);
    else if (!tabLeaves && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      document.execCommand('insertText', false, '  ');
    }
  };

  return (
    <div class="ct-editor-frame">
      <div class="ct-editor">
        <div class="ct-gutter" aria-hidden="true" ref={gutter}>
          {Array.from({ length: lines }, (_, index) => (
            <div key={index} data-fault={index + 1 === fault?.line}>
              {index + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label={words.editPolicy}
          aria-describedby={verdict}
          aria-invalid={fault !== undefined}
          wrap="off"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          rows={Math.min(30, Math.max(12, lines + 1))}
          value={text}
          onInput={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={() => setTabLeaves(false)}
          onScroll={(event) => {
            if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
          onDrop={(event) => {
            const [file] = event.dataTransfer?.files ?? [];
            if (!file || file.size > 1_000_000) return;
            event.preventDefault();
            void file.text().then(onChange);
          }}
        />
      </div>
      <div class="ct-verdict" id={verdict} role="status">
        <Verdict
          language={language}
          version={version}
          check={check}
          onGo={(line) => area.current && selectLine(area.current, line)}
        />
      </div>
    </div>
  );
}

interface VerdictProps {
  readonly language: Language;
  readonly version: string;
  readonly check: PolicyCheck | undefined;
  readonly onGo: (line: number) => void;
}

function Verdict({ language, version, check, onGo }: VerdictProps) {
  const words = toolWords[language];
  if (check === undefined) return null;
  if (check.ok) {
    const { plugins, warnings } = check;
    return (
      <>
        <p class="ct-muted">
          {plugins.length > 0 ? words.valid(reportWords[language].list(plugins)) : words.validNone}
        </p>
        {warnings.map((warning) => (
          <p key={warning}>
            {words.warning} <code>{warning}</code>
          </p>
        ))}
      </>
    );
  }
  return <Fault language={language} version={version} fault={check.fault} onGo={onGo} />;
}

/** Why a release refuses a policy: its own words, the line, and what may have been meant. */
export function Fault({
  language,
  version,
  fault,
  onGo,
}: {
  readonly language: Language;
  readonly version: string;
  readonly fault: Extract<PolicyCheck, { ok: false }>['fault'];
  readonly onGo?: (line: number) => void;
}) {
  const words = toolWords[language];
  const { message, line, certainty, meant } = fault;
  return (
    <div class="ct-notice" data-kind="bad">
      <p>{words.refusedBy(version)}</p>
      <p class="ct-mono">{message}</p>
      {line === undefined ? null : (
        <p>
          {words.atLine(line, certainty === 'exact')}
          {onGo ? (
            <>
              {' '}
              <button type="button" class="ct-link" onClick={() => onGo(line)}>
                {words.goToLine}
              </button>
            </>
          ) : null}
        </p>
      )}
      {meant === undefined ? null : <p>{words.meant(meant)}</p>}
    </div>
  );
}

function selectLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = Math.max(0, ((line - 4) * area.scrollHeight) / lines.length);
}
