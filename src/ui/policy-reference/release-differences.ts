import * as differences from 'kind-wasm-shim/kubernetes/descheduler/framework/differences.ts';
import type { Difference } from 'kind-wasm-shim/kubernetes/descheduler/framework/release.ts';
import { type DifferenceSubject, type DifferenceText, differenceTexts } from './difference-texts.ts';

/** A difference between the modelled releases, as the model has it, in words. */
export interface NamedDifference {
  readonly name: string;
  readonly since: string;
  /** File and function of the later release. */
  readonly where: string;
  readonly text: DifferenceText;
}

/** All differences, in the model's order. Throws an error that says where to put a text that is missing. */
export function allDifferences(): readonly NamedDifference[] {
  return Object.entries<Difference>(differences).map(([name, { since, where }]) => {
    const text = differenceTexts[name];
    if (text === undefined) {
      throw new Error(`no text for the difference ${name}: add it to src/ui/policy-reference/difference-texts.ts`);
    }
    return { name, since, where, text };
  });
}

/** The differences about some of these: `framework`, `policy`, or the name of a plugin. */
export function differencesAbout(subjects: readonly string[]): readonly NamedDifference[] {
  return allDifferences()
    .filter(({ text }) => subjectNames(text.about).some((subject) => subjects.includes(subject)))
    .sort((a, b) => release(a.since) - release(b.since));
}

function subjectNames(about: DifferenceSubject): readonly string[] {
  return typeof about === 'string' ? [about] : about;
}

function release(since: string): number {
  return Number(since.split('.')[1]);
}
