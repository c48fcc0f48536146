import type { Language } from '../../projections/language.ts';

/** The address of the tool page with a policy in it. */
export async function toolAddress(language: Language, policy: string): Promise<string> {
  return `/${language}/tools/descheduler/#policy=${encodeURIComponent(policy)}`;
}
