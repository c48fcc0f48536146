import { useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import { labWords } from './lab-words.ts';
import { RecordedCase } from './recorded-case.tsx';
import type { CaseDifference } from './recorded-cases.ts';

const mostCases = 40;
const mostTexts = 2;

interface ComparisonProps {
  readonly lang: Language;
  readonly version: string;
  readonly done: number;
  readonly of: number;
  readonly different: readonly CaseDifference[];
}

/** The recorded cases in which an edit answers otherwise than the real descheduler did, each of which can be opened. */
export function Comparison({ lang, version, done, of, different }: ComparisonProps) {
  const words = labWords[lang];
  const [openId, setOpenId] = useState<string>();
  const open = different.find(({ id }) => id === openId);
  if (done < of) return null;
  return (
    <>
      <p class="lab-sum" role="status">
        <strong>
          {different.length === 0 ? words.noDisagreement(of, version) : words.disagrees(different.length, of, version)}
        </strong>
      </p>
      {different.length > 0 && (
        <ul class="lab-seeds lab-cases" aria-label={words.caseTable}>
          {different.slice(0, mostCases).map(({ id, tags, texts, failure }) => (
            <li key={id}>
              <button
                type="button"
                aria-pressed={openId === id}
                aria-label={words.openCase(id)}
                onClick={() => setOpenId(openId === id ? undefined : id)}
              >
                {id}
              </button>
              <ul>
                {tags.length > 0 && <li class="lab-tags">{tags.join(', ')}</li>}
                {failure !== undefined && <li class="editor-message">{failure}</li>}
                {texts.slice(0, mostTexts).map((text) => (
                  <li key={text} class="editor-message">
                    {text.length > 300 ? `${text.slice(0, 300)}…` : text}
                  </li>
                ))}
                {texts.length > mostTexts && (
                  <li class="editor-more">{words.moreDifferences(texts.length - mostTexts)}</li>
                )}
              </ul>
              {open?.id === id && <RecordedCase lang={lang} difference={open} />}
            </li>
          ))}
        </ul>
      )}
      {different.length > mostCases && <p class="editor-note">{words.moreCases(different.length - mostCases)}</p>}
    </>
  );
}
