import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';

const article = (language: 'en' | 'zh') => `/${language}/articles/descheduler-framework-and-plugins/`;
const figure = (page: Page, id: string): Locator => page.locator(`#${id}`);
const twin = (page: Page, id: string): Locator => figure(page, id).locator('output.fig-twin');

/** Goes to a figure and has it load its run. */
async function visit(page: Page, id: string, address = article('en')): Promise<Locator> {
  await page.goto(address);
  const found = figure(page, id);
  await found.scrollIntoViewIfNeeded();
  await expect(page.locator('astro-island:not([ssr])').filter({ has: found })).toHaveCount(1);
  await found.focus();
  await expect(found).toHaveAttribute('data-ready', 'true');
  return found;
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const language of ['en', 'zh'] as const) {
    test(`the first frame has every verdict with the numbers that decided (${language})`, async ({ page }) => {
      await page.goto(article(language));
      const lifeTime = figure(page, 'pod-life-time');
      await expect(lifeTime.locator('.dsch-pod[data-verdict="evicted"]')).toHaveCount(4);
      await expect(lifeTime.locator('.dsch-pod', { hasText: 'edge-' })).toContainText('3600 s ≤ 3600 s');
      await expect(lifeTime.locator('.dsch-pod', { hasText: 'node-agent-' }).first()).toContainText(
        'pod is a DaemonSet pod',
      );
      await expect(twin(page, 'pod-life-time')).toContainText(language === 'en' ? '4 pods evicted' : '驱逐了 4 个 Pod');
      await expect(lifeTime.locator('.fig-controls')).toBeHidden();
      const [duplicates] = [figure(page, 'duplicates')];
      await expect(duplicates.getByRole('row', { name: /shop/ })).toContainText('3 > 2');
      await expect(figure(page, 'topology-spread').locator('.dsch-bar[data-kind="planned"]').first()).toContainText(
        '3',
      );
    });
  }
});

test('from before the change to the end by keyboard, pods leave and others land', async ({ page }) => {
  const id = 'labels-and-taints-changed';
  const shown = await visit(page, id);
  await page.keyboard.press('Home');
  await expect(shown.locator('.dsch-tag[data-kind="taint"]')).toHaveCount(0);
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await expect(shown.locator('.dsch-tag[data-kind="taint"]')).toHaveCount(2);
  await page.keyboard.press('End');
  await expect(twin(page, id)).toContainText('The cluster is at rest again.');
  await expect(shown.locator('.dsch-pod[data-state="gone"]')).toHaveCount(5);
  await expect(shown.locator('.dsch-pod', { hasText: 'stands in for' })).toHaveCount(5);
});

test('a pod says what was compared, and where upstream does it', async ({ page }) => {
  const shown = await visit(page, 'labels-and-taints-changed');
  await shown.locator('.dsch-pod', { hasText: 'weight 10 < best 50' }).first().getByRole('button').hover();
  const answer = shown.getByRole('tooltip');
  await expect(answer).toContainText('web-');
  await expect(answer).toContainText('preferred, weight 50: net=25g');
  await expect(answer).toContainText('removepodsviolatingnodeaffinity/node_affinity.go @v0.28.1');
  await page.keyboard.press('Escape');
  await expect(answer).toHaveCount(0);
});

test('a line of the policy changed is another run, with the old end kept as a ghost', async ({ page }) => {
  const shown = await visit(page, 'pod-life-time');
  await page.keyboard.press('End');
  const stricter = shown.getByRole('button', { name: 'maxPodLifeTimeSeconds: 3599' });
  await expect(stricter).toHaveAttribute('aria-pressed', 'false');
  await stricter.click();
  await expect(stricter).toHaveAttribute('aria-pressed', 'true');
  await expect(shown.locator('.dsch-pod', { hasText: '3600 s > 3599 s' })).toHaveAttribute('data-verdict', 'evicted');
  await expect(shown.locator('.dsch-ghost').first()).toBeVisible();
  await shown.getByRole('button', { name: 'Reset' }).click();
  await expect(shown.locator('.dsch-ghost')).toHaveCount(0);
  await expect(shown.locator('.dsch-pod', { hasText: '3600 s ≤ 3600 s' })).toHaveCount(1);
});

test('a refused eviction stays refused, in the API’s words, and a link brings it back', async ({ page }) => {
  const shown = await visit(page, 'topology-spread');
  const refuse = shown.getByRole('combobox', { name: /Refuse eviction of/ });
  await refuse.selectOption({ index: 1 });
  await expect(shown.locator('.dsch-pod[data-verdict="refused"]')).toContainText('disruption budget');
  await shown.getByLabel('Version').selectOption('v0.36.0');
  await shown.getByRole('button', { name: 'Copy link' }).click();
  await expect(page).toHaveURL(/#topology-spread=1\./);
  const address = page.url();
  await page.goto('about:blank');
  const again = await visit(page, 'topology-spread', address);
  await expect(again.getByLabel('Version')).toHaveValue('v0.36.0');
  await expect(again.locator('.dsch-pod[data-verdict="refused"]')).toHaveCount(1);
});

test('a link that was cut says so', async ({ page }) => {
  const shown = await visit(page, 'duplicates', `${article('en')}#duplicates=1.eJyLV`);
  await expect(shown.getByRole('alert')).toContainText('lost or changed letters');
});

for (const width of [390, 1280]) {
  test(`figures are accessible and keep within their page at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await visit(page, 'labels-and-taints-changed');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const { violations } = await new AxeBuilder({ page }).include('.fig').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
}
