import type { InLanguages, Language } from '../language.ts';
import type { Basis } from './cycle-state.ts';
import type { Actor, FigureFact } from './moments.ts';
import { wordsEn } from './words-en.ts';
import { wordsZh } from './words-zh.ts';

/** The descheduler figure's words that speak of the cluster: actors, facts, verdicts. Texts of Kubernetes and of the
 *  descheduler stay as they are. */
export interface FactWords {
  readonly actor: Readonly<Record<Actor, string>>;
  list(items: readonly string[]): string;
  fact(fact: FigureFact): string;
  /** What a plugin compared, as short as it can be said. */
  compared(basis: Basis): string;
  skipReason(reason: string): string;
}

export const factWords: InLanguages<FactWords> = { en: wordsEn, zh: wordsZh };

/** What happened at a moment, as a sentence without its full stop. */
export function factText(fact: FigureFact, language: Language): string {
  return factWords[language].fact(fact);
}
