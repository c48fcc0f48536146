import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { CodeSurfaceProps } from './code-surface.ts';
import { editorWords } from './editor-words.ts';

/** The editor for touch screens, and for when Monaco cannot be had: a text area with line numbers. Tab indents; after
 *  Escape it leaves, as everywhere else on the page. */
export function PlainSurface({ lang, path, texts, label, failure, jumps, onChange }: CodeSurfaceProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const [tabLeaves, setTabLeaves] = useState(false);
  const hint = useId();
  const text = texts[path] ?? '';
  const lineCount = text.split('\n').length;
  const failedLine = failure?.path === path ? failure.line : undefined;

  useEffect(() => {
    if (jumps > 0 && failedLine !== undefined && area.current) selectLine(area.current, failedLine);
  }, [jumps]);

  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    if (event.key === 'Escape') return setTabLeaves(true);
    if (event.key !== 'Tab') return event.key === 'Shift' ? undefined : setTabLeaves(false);
    if (tabLeaves || event.ctrlKey || event.altKey || event.metaKey) return undefined;
    event.preventDefault();
    if (!event.shiftKey) insert(event.currentTarget, '  ');
    return undefined;
  };

  return (
    <div class="editor-plain">
      <div class="editor-gutter" aria-hidden="true" ref={gutter}>
        {Array.from({ length: lineCount }, (_, index) => (
          <div key={index} class={index + 1 === failedLine ? 'editor-failed-line' : undefined}>
            {index + 1}
          </div>
        ))}
      </div>
      <textarea
        ref={area}
        class="editor-area"
        aria-label={label}
        aria-describedby={hint}
        aria-invalid={failedLine !== undefined}
        wrap="off"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        {...{ autocorrect: 'off' }}
        value={text}
        onInput={(event) => onChange(path, event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => setTabLeaves(false)}
        onScroll={(event) => {
          if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
      <span id={hint} class="editor-unseen">
        {editorWords[lang].tabHint}
      </span>
    </div>
  );
}

/** Types the text, so that the browser's own undo knows of it. */
function insert(area: HTMLTextAreaElement, text: string): void {
  const done = document.execCommand('insertText', false, text);
  if (done) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

function selectLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((length, text) => length + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  const lineHeight = area.scrollHeight / lines.length;
  area.scrollTop = Math.max(0, (line - 4) * lineHeight);
}
