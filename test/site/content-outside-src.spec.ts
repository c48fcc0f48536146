// Starlight expects content under src/content/docs. Ours is in content/, and each thing below then stops working without
// an error unless src/site mends it.
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { editBase } from './built-site.ts';

const guide = { en: '/en/guides/how-the-simulation-works/', zh: '/zh/guides/how-the-simulation-works/' };
const file = (language: 'en' | 'zh') => `content/${language}/guides/how-the-simulation-works.mdx`;

test('the sidebar has a group per section, in the language of the page, and marks where one is', async ({ page }) => {
  for (const [language, group, title] of [
    ['en', 'Guides', 'How the simulation works'],
    ['zh', '指南', '模拟是怎样运行的'],
  ] as const) {
    await page.goto(guide[language]);
    const section = page.locator('.nav-group', { has: page.getByRole('heading', { name: group, exact: true }) });
    await expect(section.locator('a[aria-current="page"]')).toHaveText(title);
    await expect(section.locator('a[aria-current="page"]')).toHaveAttribute('href', guide[language]);
    await expect(page.locator('.nav-group').filter({ hasNot: page.locator('li') })).toHaveCount(0);
  }
});

test('below the current page the sidebar lists its sections, and each leads there', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.goto(guide.en);
  const contents = page.locator('.nav-group starlight-toc');
  await contents.getByRole('link', { name: 'Changing the past' }).click();
  await expect(page).toHaveURL(/#changing-the-past$/);
  await expect(page.getByRole('heading', { name: 'Changing the past' })).toBeInViewport();
});

test('a page carries the date of its last commit', async ({ page }) => {
  const shallow = git('rev-parse', '--is-shallow-repository');
  for (const language of ['en', 'zh'] as const) {
    await page.goto(guide[language]);
    const time = page.locator('.page-facts time');
    const seconds = git('log', '-1', '--format=%ct', '--', file(language));
    if (shallow !== 'false' || seconds === '') {
      await expect(time).toHaveCount(0);
    } else {
      await expect(time).toHaveAttribute('datetime', new Date(Number(seconds) * 1000).toISOString());
    }
  }
});

test('asides are set as asides', async ({ page }) => {
  for (const [language, title] of [
    ['en', 'What “quiet” means'],
    ['zh', '什么叫“安静”'],
  ] as const) {
    await page.goto(guide[language]);
    await expect(page.getByRole('complementary', { name: title })).toBeVisible();
    await expect(page.getByText(':::')).toHaveCount(0);
  }
});

test('headings have links to themselves, labelled in the language of the page', async ({ page }) => {
  await page.goto(guide.en);
  await expect(page.locator('#time-is-virtual')).toHaveText('Time is virtual');
  await expect(page.getByRole('link', { name: 'Section titled “Time is virtual”' })).toHaveAttribute(
    'href',
    '#time-is-virtual',
  );
  await page.goto(guide.zh);
  await expect(page.getByRole('link', { name: '“时间是虚拟的”一节的链接' })).toHaveAttribute('href', '#时间是虚拟的');
});

test('a page links to its own source', async ({ page }) => {
  for (const [language, name] of [
    ['en', 'Edit this page'],
    ['zh', '修改本页'],
  ] as const) {
    await page.goto(guide[language]);
    await expect(page.getByRole('link', { name })).toHaveAttribute('href', `${editBase}${file(language)}`);
  }
});

test('no mark-up is left in the text', async ({ page }) => {
  // CommonMark does not see ** as bold when it stands between a Chinese character and a full-width mark.
  for (const path of Object.values(guide)) {
    await page.goto(path);
    const prose = page.locator('.sl-markdown-content > :is(p, ul, ol, table, aside)');
    for (const text of await prose.allInnerTexts()) expect(text).not.toMatch(/\*\*|\]\(|^#/);
  }
});

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return ''; // No git here: the pages then carry no date.
  }
}
