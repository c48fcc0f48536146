import type { Language } from '../../projections/language.ts';
import { addressWithPolicy } from '../cluster-tool/policy-link.ts';

/** The address of the tool page with a policy in it, without the site's own. */
export function toolAddress(language: Language, policy: string): string {
  const { pathname, hash } = new URL(addressWithPolicy(`https://any.example/${language}/tools/descheduler/`, policy));
  return pathname + hash;
}
