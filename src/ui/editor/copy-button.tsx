import { useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { editorWords } from './editor-words.ts';

/** Copies the text and says so for a moment, on itself. */
export function CopyButton({ lang, text }: { readonly lang: Language; readonly text: string }) {
  const words = editorWords[lang];
  const [done, setDone] = useState<'copied' | 'notCopied'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone('copied');
    } catch {
      // Without permission, or on a page that is not served securely.
      setDone('notCopied');
    }
    setTimeout(() => setDone(undefined), 2_500);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{done ? words[done] : words.copy}</span>
    </button>
  );
}
