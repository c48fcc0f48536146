import { expect, test } from '@playwright/test';

test.describe('the page at /', () => {
  test('offers both languages to a first visitor, marks the one the browser prefers, and does not leave by itself', async ({
    browser,
  }) => {
    for (const [locale, preferred] of [
      ['zh-CN', '简体中文'],
      ['en-GB', 'English'],
    ] as const) {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      await page.goto('/', { waitUntil: 'networkidle' });
      expect(new URL(page.url()).pathname).toBe('/');
      await expect(page.locator('[data-choose-language]')).toHaveCount(2);
      await expect(page.locator('[data-preferred] b')).toHaveText(preferred);
      await context.close();
    }
  });

  test('remembers the choice, and offers again at /?choose', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: /简体中文/ }).click();
    await expect(page).toHaveURL(/\/zh\/$/);
    await page.goto('/');
    await expect(page).toHaveURL(/\/zh\/$/);
    await page.goto('/?choose');
    await expect(page).toHaveURL(/\/\?choose$/);
    await page.getByRole('link', { name: /English/ }).click();
    await page.goto('/');
    await expect(page).toHaveURL(/\/en\/$/);
  });

  test('ignores a remembered language that the site does not have', async ({ page }) => {
    await page.goto('/');
    await page.evaluate(() => localStorage.setItem('podlab:language', '//evil.example'));
    await page.goto('/', { waitUntil: 'networkidle' });
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('works without a script', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('link', { name: /English/ }).click();
    await expect(page).toHaveURL(/\/en\/$/);
    await context.close();
  });
});

test('the switch in the header leads to the same page in the other language and remembers it', async ({ page }) => {
  await page.goto('/zh/guides/how-the-simulation-works/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('banner').getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(/\/en\/guides\/how-the-simulation-works\/$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('/');
  await expect(page).toHaveURL(/\/en\/$/);
});

test('an address with no page answers 404 in both languages, the address’s own first', async ({ page }) => {
  for (const [path, first] of [
    ['/en/nothing/', 'There is no page here'],
    ['/zh/nothing/', '这里没有页面'],
  ] as const) {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 2 })).toHaveCount(2);
    await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText(first);
  }
});
