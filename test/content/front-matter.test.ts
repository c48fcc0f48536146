import { expect, test } from 'vitest';
import { demandedBySection, frontMatter } from '../../src/site/front-matter.ts';

const good = { title: 'A page', description: 'What the page has found, in a sentence.' };

function problems(data: Record<string, unknown>): string[] {
  return frontMatter.safeParse(data).error?.issues.map(({ message }) => message) ?? [];
}

test('a title and a description are enough; the rest has defaults', () => {
  expect(frontMatter.parse(good)).toEqual({ ...good, source: 'zh', order: 1000, draft: false, tags: [] });
});

test('what is missing or wrong is named with what was expected and found', () => {
  expect(problems({ description: good.description })).toEqual([
    'title: expected the name of the page (1 to 80 characters), found nothing',
  ]);
  expect(problems({ ...good, source: 'fr' })).toEqual([
    'source: expected zh or en, the language the page is written in first, found "fr"',
  ]);
  expect(problems({ ...good, published: '2026-11-24' })).toEqual([
    'published: expected a date such as 2026-11-24, without quotes, found "2026-11-24"',
  ]);
  expect(problems({ ...good, versions: { writtenFor: ['descheduler'] } })).toEqual([
    'versions.writtenFor: expected a list such as [\'descheduler v0.28.1\'], found "descheduler"',
  ]);
});

test('a misspelt key is refused', () => {
  expect(problems({ ...good, descripton: 'x' })).toEqual([expect.stringContaining('descripton')]);
});

test('articles and labs say what they were written for; a published article says when', () => {
  const versions = { writtenFor: ['descheduler v0.28.1'] };
  expect(demandedBySection('zh/guides/x', good)).toEqual([]);
  expect(demandedBySection('zh/labs/x', good)).toEqual([expect.stringMatching(/^versions: expected/)]);
  expect(demandedBySection('zh/articles/x', { versions, draft: true })).toEqual([]);
  expect(demandedBySection('zh/articles/x', { versions })).toEqual([expect.stringMatching(/^published: expected/)]);
  expect(demandedBySection('zh/articles/x', { versions, published: new Date() })).toEqual([]);
});
