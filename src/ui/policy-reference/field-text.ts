import type { Language } from '../../projections/language.ts';
import { fieldTextsEn } from './field-texts-en.ts';
import { fieldTextsZh } from './field-texts-zh.ts';

/** The sentence of every field, by language and by the name of its struct and its own. */
export const fieldTexts: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  zh: fieldTextsZh,
  en: fieldTextsEn,
};

/** A field's sentence as HTML. Throws an error that says where to write it. */
export function fieldText(language: Language, key: string): string {
  const text = fieldTexts[language][key];
  if (text === undefined) {
    throw new Error(
      `no ${language} text for the field ${key}: add it to src/ui/policy-reference/field-texts-${language}.ts`,
    );
  }
  return withCode(text);
}

/** Text with `code` in it as HTML.
 *  Only for texts of our own: what stands between backticks is escaped like all the rest. */
export function withCode(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
