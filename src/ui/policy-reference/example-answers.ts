import {
  type DeschedulerVersion,
  deschedulerVersions,
} from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { checkPolicy, type PolicyAnswer } from './check-policy.ts';

/** What some releases say of a policy: those that say the same stand together. */
export interface SharedAnswer {
  readonly versions: readonly DeschedulerVersion[];
  readonly answer: PolicyAnswer;
}

/** What every release says of a policy, oldest first. */
export function answersTo(policy: string): readonly SharedAnswer[] {
  const shared: { versions: DeschedulerVersion[]; answer: PolicyAnswer }[] = [];
  for (const version of deschedulerVersions) {
    const answer = checkPolicy(policy, version);
    const same = shared.find((known) => JSON.stringify(known.answer) === JSON.stringify(answer));
    if (same !== undefined) same.versions.push(version);
    else shared.push({ versions: [version], answer });
  }
  return shared;
}

/** The same, of a policy that every release must accept. Throws with the release's own words when one does not. */
export function acceptanceOf(what: string, policy: string): readonly SharedAnswer[] {
  const answers = answersTo(policy);
  for (const { versions, answer } of answers) {
    if (answer.kind === 'accepted') continue;
    throw new Error(`${what}: expected ${versions.join(' and ')} to accept it, found: ${answer.error}\n${policy}`);
  }
  return answers;
}

/** The same, of a policy that every release must refuse but those that are named. */
export function refusalOf(
  what: string,
  policy: string,
  acceptedBy: readonly DeschedulerVersion[] = [],
): readonly SharedAnswer[] {
  const answers = answersTo(policy);
  const accepting = answers.flatMap(({ versions, answer }) => (answer.kind === 'accepted' ? versions : []));
  if (accepting.join() !== acceptedBy.join()) {
    const expected = acceptedBy.length === 0 ? 'no release' : acceptedBy.join(' and ');
    throw new Error(
      `${what}: expected ${expected} to accept it, found ${accepting.join(' and ') || 'none'}\n${policy}`,
    );
  }
  return answers;
}
