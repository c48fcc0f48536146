import type { GuestFailure } from 'kind-wasm-shim/guest/guest-result.ts';
import type { Language } from '../../projections/language.ts';
import type { FailurePlace } from '../editor/code-surface.ts';
import { labWords } from './lab-words.ts';

/** Where a failure is, when it is in one of the files. */
export function placeOf(failure: GuestFailure | undefined): FailurePlace | undefined {
  if (failure?.file === undefined || failure.line === undefined) return undefined;
  return { path: failure.file, line: failure.line, column: failure.column, message: failure.message };
}

/** What went wrong in the code itself, and the way to its line. */
export function FailureBox(props: {
  readonly lang: Language;
  readonly failure: GuestFailure;
  readonly onGoTo: (place: FailurePlace) => void;
}) {
  const { lang, failure } = props;
  const words = labWords[lang];
  const place = placeOf(failure);
  // The engine's words for the limits say no more than ours.
  const detail = ['deadline', 'memory', 'stack'].includes(failure.kind) ? undefined : failure.message;
  return (
    <div class="editor-failure">
      <p>
        <strong>{words.failures[failure.kind]}</strong>
      </p>
      {detail !== undefined && <p class="editor-message">{detail}</p>}
      {place && (
        <button type="button" class="editor-place" onClick={() => props.onGoTo(place)}>
          {words.atLine(place.path.slice(place.path.lastIndexOf('/') + 1), place.line)}
        </button>
      )}
    </div>
  );
}
