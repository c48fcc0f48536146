import { expect, type Page, test } from '@playwright/test';

async function search(page: Page, words: string) {
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill(words);
  return page.locator('.search-results > li');
}

for (const [language, words, title] of [
  ['zh', '宽限期', '模拟是怎样运行的'],
  ['zh', '虚拟 时刻', '模拟是怎样运行的'],
  ['en', 'grace period', 'How the simulation works'],
  ['en', 'resourceVersion', 'How the simulation works'],
] as const) {
  test(`search finds “${words}” on the ${language} pages and leads there`, async ({ page }) => {
    await page.goto(`/${language}/`);
    const results = await search(page, words);
    const hit = results.filter({ hasText: title }).first();
    await expect(hit).toBeVisible();
    await hit.getByRole('link').first().click();
    await expect(page).toHaveURL(new RegExp(`/${language}/guides/how-the-simulation-works/`));
  });
}

test('results are in the language of the page only', async ({ page }) => {
  await page.goto('/zh/');
  const results = await search(page, 'resourceVersion');
  await expect(results.first()).toBeVisible();
  for (const href of await results
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')))) {
    expect(href).toMatch(/^\/zh\//);
  }
});

test('a search is walked through with the arrow keys and left with Escape', async ({ page }) => {
  await page.goto('/en/');
  const results = await search(page, 'scenario');
  await expect(results.first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(results.first().getByRole('link').first()).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.locator('.search-dialog')).toBeHidden();
});

test('a search without a hit says so', async ({ page }) => {
  await page.goto('/en/');
  const results = await search(page, 'zzqxv');
  await expect(page.locator('.search-status')).toHaveText('Nothing found for “zzqxv”. Try a shorter word.');
  await expect(results).toHaveCount(0);
});

test('a search index that does not load is reported, and tried again', async ({ page }) => {
  await page.route('**/pagefind/**', (route) => route.abort());
  await page.goto('/en/');
  await search(page, 'scenario');
  await expect(page.locator('.search-status')).toHaveText(/did not load/);
  await page.unroute('**/pagefind/**');
  await page.getByRole('searchbox').fill('scenarios');
  await expect(page.locator('.search-results > li').first()).toBeVisible();
});

test('the search button is named by what stands on it, at every width', async ({ page }) => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/zh/');
    await page.getByRole('button', { name: '搜索', exact: true }).click();
    await expect(page.getByRole('searchbox', { name: '搜索全站' })).toBeFocused();
  }
});
