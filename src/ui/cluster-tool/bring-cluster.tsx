import { useRef, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { CopyButton } from '../editor/copy-button.tsx';
import { toolWords } from './cluster-tool-words.ts';
import { type Collected, collectChosen, collectDropped } from './collect-files.ts';
import type { BroughtFile } from './worker-messages.ts';

/** What an operator runs to get a snapshot. */
export const snapshotCommand = 'kubectl get nodes,pods,priorityclasses,poddisruptionbudgets -A -o json > cluster.json';

/** More than this is not read at all. */
const largest = 8 * 2 ** 30;

interface BringClusterProps {
  readonly language: Language;
  readonly cancelled: boolean;
  readonly onFiles: (files: readonly BroughtFile[], name: string) => void;
  readonly onSample: () => void;
}

/** The empty state: what to run, where to drop it, and a sample for whoever has no cluster at hand. */
export function BringCluster({ language, cancelled, onFiles, onSample }: BringClusterProps) {
  const words = toolWords[language];
  const [over, setOver] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [note, setNote] = useState(cancelled ? words.cancelled : '');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const take = ({ files: brought, leftOut }: Collected) => {
    if (brought.length === 0) return setNote(leftOut > 0 ? words.leftOut(leftOut, true) : words.nothingDropped);
    const size = brought.reduce(
      (sum, { content }) => sum + (typeof content === 'string' ? content.length : content.size),
      0,
    );
    if (size > largest) return setNote(words.tooLarge(`${(size / 2 ** 30).toFixed(1)} GB`));
    const [first] = brought;
    onFiles(brought, brought.length === 1 ? (first?.name ?? '') : `${first?.name} + ${brought.length - 1}`);
  };
  const takeText = (text: string) => {
    if (text.trim() === '') return setNote(words.nothingDropped);
    onFiles([{ name: words.paste, content: text }], words.paste);
  };
  const paste = async () => {
    try {
      takeText(await navigator.clipboard.readText());
    } catch {
      // The browser does not let the page read the clipboard: the reader pastes by hand.
      setPasting(true);
    }
  };

  return (
    <fieldset
      class="ct-drop"
      data-over={over}
      aria-label={words.drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) void collectDropped(event.dataTransfer).then(take);
      }}
    >
      <p>{words.command}</p>
      <div class="ct-command">
        <code>{snapshotCommand}</code>
        <CopyButton lang={language} text={snapshotCommand} />
      </div>
      <p class="ct-muted">{words.commandNote}</p>
      <p class="ct-drop-here">{over ? words.dropping : words.drop}</p>
      <div class="ct-buttons">
        <button type="button" class="ct-button" onClick={() => files.current?.click()}>
          {words.chooseFiles}
        </button>
        <button type="button" class="ct-button" onClick={() => folder.current?.click()}>
          {words.chooseFolder}
        </button>
        <button type="button" class="ct-button" onClick={() => void paste()}>
          {words.paste}
        </button>
        <button type="button" class="ct-button ct-primary" onClick={onSample}>
          {words.sample}
        </button>
      </div>
      {pasting ? (
        <textarea
          class="ct-paste"
          rows={2}
          value=""
          placeholder={words.pasteHere}
          aria-label={words.pasteHere}
          // biome-ignore lint/a11y/noAutofocus: the reader has just asked to paste here
          autoFocus
          onPaste={(event) => {
            event.preventDefault();
            takeText(event.clipboardData?.getData('text/plain') ?? '');
          }}
        />
      ) : null}
      <input
        ref={files}
        class="ct-file"
        type="file"
        multiple
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => take(collectChosen(event.currentTarget.files ?? new DataTransfer().files))}
      />
      <input
        ref={folder}
        class="ct-file"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        {...{ webkitdirectory: true }}
        onChange={(event) => take(collectChosen(event.currentTarget.files ?? new DataTransfer().files))}
      />
      <p class="ct-note" role="status">
        {note}
      </p>
    </fieldset>
  );
}
