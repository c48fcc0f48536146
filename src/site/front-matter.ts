import { z } from 'astro/zod';
import { placeOf } from './languages.ts';

/** What a page says about itself, beyond what Starlight asks for. Unknown keys are refused, so that a misspelt one is
 *  not silently ignored. */
export const frontMatter = z.strictObject({
  title: text('title', 'the name of the page', 1, 80),
  description: text('description', 'one or two sentences that state the finding', 20, 240),
  versions: z
    .strictObject({
      writtenFor: versionList('versions.writtenFor'),
      checkedOn: versionList('versions.checkedOn').optional(),
    })
    .optional(),
  source: z.enum(['zh', 'en'], expected('source', 'zh or en, the language the page is written in first')).default('zh'),
  order: z.number(expected('order', 'a number; pages with lower ones come first')).default(1000),
  draft: z.boolean(expected('draft', 'true or false')).default(false),
  tags: z.array(z.string(), expected('tags', 'a list such as [descheduler, scheduler]')).default([]),
  published: z.date(expected('published', 'a date such as 2026-11-24, without quotes')).optional(),
});

/** What a page in its section must say in addition, and cannot leave to a default. */
export function demandedBySection(id: string, data: Readonly<Record<string, unknown>>): string[] {
  const { section } = placeOf(id);
  const missing: string[] = [];
  if ((section === 'articles' || section === 'labs') && data.versions === undefined) {
    missing.push(
      "versions: expected what the page was written for, found nothing. Add versions: { writtenFor: ['descheduler v0.28.1'] }",
    );
  }
  if (section === 'articles' && data.draft !== true && data.published === undefined) {
    missing.push(
      'published: expected the date of publication (the feed carries it), found nothing. Add published: 2026-11-24, or draft: true',
    );
  }
  return missing;
}

function text(key: string, what: string, min: number, max: number) {
  const range = `${what} (${min} to ${max} characters)`;
  return z.string(expected(key, range)).min(min, expected(key, range)).max(max, expected(key, range));
}

function versionList(key: string) {
  const wanted = expected(key, "a list such as ['descheduler v0.28.1']");
  return z.array(z.string(wanted).regex(/\d/, wanted), wanted).min(1, wanted);
}

/** The message of a rule: what was expected and what was found. Astro adds the file. */
function expected(key: string, what: string) {
  return { error: (issue: { readonly input?: unknown }) => `${key}: expected ${what}, found ${found(issue.input)}` };
}

function found(input: unknown): string {
  return input === undefined ? 'nothing' : (JSON.stringify(input) ?? typeof input);
}
