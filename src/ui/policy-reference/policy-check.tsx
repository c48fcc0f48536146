import {
  type DeschedulerVersion,
  deschedulerVersions,
  usualVersion,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { useId, useState } from 'preact/hooks';
import type { Language } from '../../projections/language.ts';
import type { PolicyAnswer } from './check-policy.ts';
import { referenceWords } from './reference-words.ts';

interface PolicyCheckProps {
  readonly language: Language;
  /** The policy that the box begins with. */
  readonly policy: string;
}

type Result =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'unusable'; readonly why: string }
  | {
      readonly kind: 'answered';
      readonly answer: PolicyAnswer;
      readonly version: DeschedulerVersion;
      readonly policy: string;
      readonly tool: string;
    };

/** A policy is written by people; what is larger is something else that was pasted. */
const mostCharacters = 200_000;

/** A box to paste a policy into, and what a release of the descheduler says of it. The reader and the checks are fetched
 *  when they are first used. */
export function PolicyCheck({ language, policy: initial }: PolicyCheckProps) {
  const words = referenceWords[language].check;
  const [policy, setPolicy] = useState(initial);
  const [version, setVersion] = useState<DeschedulerVersion>(usualVersion);
  const [result, setResult] = useState<Result>({ kind: 'none' });
  const field = useId();

  async function check() {
    if (result.kind === 'running') return;
    if (policy.trim() === '') return setResult({ kind: 'unusable', why: words.empty });
    if (policy.length > mostCharacters) {
      return setResult({ kind: 'unusable', why: words.tooLarge(Math.round(policy.length / 1000)) });
    }
    setResult({ kind: 'running' });
    try {
      const [{ checkPolicy }, { toolAddress }] = await Promise.all([
        import('./check-policy.ts'),
        import('./tool-address.ts'),
      ]);
      const tool = toolAddress(language, policy);
      setResult({ kind: 'answered', answer: checkPolicy(policy, version), version, policy, tool });
    } catch (error) {
      setResult({ kind: 'unusable', why: `${words.failed} ${error instanceof Error ? error.message : String(error)}` });
    }
  }

  return (
    <form
      class="policy-check"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <label for={field}>{words.label}</label>
      <textarea
        id={field}
        rows={14}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        value={policy}
        onInput={(event) => setPolicy(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void check();
        }}
      />
      <div class="policy-check-bar">
        <label>
          {words.version}{' '}
          <select
            value={version}
            onChange={(event) => {
              const chosen = deschedulerVersions.find((known) => known === event.currentTarget.value);
              if (chosen !== undefined) setVersion(chosen);
            }}
          >
            {deschedulerVersions.map((known) => (
              <option key={known} value={known}>
                {known}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{words.run}</button>
      </div>
      <div class="policy-check-result" role="status">
        <ResultText language={language} result={result} policy={policy} version={version} />
      </div>
    </form>
  );
}

interface ResultTextProps {
  readonly language: Language;
  readonly result: Result;
  /** What stands in the box now. */
  readonly policy: string;
  readonly version: DeschedulerVersion;
}

function ResultText({ language, result, policy, version }: ResultTextProps) {
  const words = referenceWords[language];
  if (result.kind === 'none') return null;
  if (result.kind === 'running') return <p>{words.check.running}</p>;
  if (result.kind === 'unusable') return <p class="bad">{result.why}</p>;
  if (result.policy !== policy || result.version !== version) return <p>{words.check.stale}</p>;
  const { answer } = result;
  if (answer.kind !== 'accepted') {
    const said = answer.kind === 'refused' ? words.check.refused : words.check.profileRefused;
    return (
      <>
        <p class="bad">{said(result.version)}</p>
        <pre tabindex={0} lang="en">
          <code>{answer.error}</code>
        </pre>
      </>
    );
  }
  return (
    <>
      <p class="ok">{words.check.accepted(result.version)}</p>
      {answer.warnings.length > 0 ? (
        <p>
          {words.check.warned} <code lang="en">{answer.warnings.join('; ')}</code>
        </p>
      ) : null}
      <p>{words.check.completed}</p>
      <pre tabindex={0} lang="en">
        <code>{answer.completed}</code>
      </pre>
      <p>
        <a href={result.tool}>{words.openInTool}</a>
      </p>
    </>
  );
}
