import AxeBuilder from '@axe-core/playwright';
import { type Locator, type Page, test, expect as usualExpect } from '@playwright/test';

// The node utilization figure, in the article that is about it.

// Runs take their time on a busy machine.
const expect = usualExpect.configure({ timeout: 20_000 });

const article = (language: 'en' | 'zh') => `/${language}/articles/descheduler-node-utilization/`;
const figure = (page: Page): Locator => page.locator('#hot-node');
const step = (page: Page): Locator => figure(page).locator('.fig-now-at');
const twin = (page: Page): Locator => figure(page).locator('output.fig-twin');

/** Goes to the figure and has it load its run. */
async function visit(page: Page, address = article('en')): Promise<void> {
  await page.goto(address);
  await figure(page).scrollIntoViewIfNeeded();
  await expect(page.locator('astro-island:not([ssr])').filter({ has: figure(page) })).toHaveCount(1);
  await figure(page).focus();
  await expect(figure(page)).toHaveAttribute('data-ready', 'true');
}

async function stepNumber(page: Page): Promise<number> {
  return Number(/step (\d+) of/.exec((await step(page).textContent()) ?? '')?.[1]);
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  for (const language of ['en', 'zh'] as const) {
    test(`the first frame shows nodes, thresholds and the order of eviction (${language})`, async ({ page }) => {
      await page.goto(article(language));
      const board = figure(page).getByRole('table');
      await expect(board.getByRole('row')).toHaveCount(7);
      await expect(board.getByRole('row').nth(1)).toContainText(/node-a.*3550m.*2000m/s);
      await expect(figure(page).getByRole('listitem').filter({ hasText: 'BestEffort' }).first()).toContainText(
        'report-',
      );
      await expect(twin(page)).toContainText(language === 'en' ? 'is above its target' : '仍高于目标');
      await expect(figure(page).locator('.fig-controls')).toBeHidden();
      await expect(page.locator('.fig-no-script').first()).toBeVisible();
      const box = await figure(page).locator('.fig-pod').first().boundingBox();
      expect(box?.width).toBeGreaterThan(1);
    });
  }
});

test('steps on and back, plays to the end and stops there', async ({ page }) => {
  await visit(page);
  const opening = await stepNumber(page);
  await figure(page).getByRole('button', { name: 'One step on' }).click();
  await expect(twin(page)).toContainText(/^report-\w+ is evicted from node-a\./);
  await figure(page).getByRole('button', { name: 'One step back' }).click();
  expect(await stepNumber(page)).toBe(opening);
  await figure(page).getByLabel('Speed').selectOption('4');
  await figure(page).getByRole('button', { name: 'Play' }).click();
  await expect(figure(page).getByRole('button', { name: 'Play' })).toBeVisible({ timeout: 30_000 });
  await expect(twin(page)).toContainText('All pods run, and the cluster is at rest again.');
  await expect(figure(page).locator('.fig-now-next')).toHaveText('Nothing more is due.');
  await expect(figure(page).locator('.fig-candidate[data-outcome="evicted"]')).toHaveCount(5);
});

test('the keyboard does what the control bar does', async ({ page }) => {
  await visit(page);
  const opening = await stepNumber(page);
  await page.keyboard.press('ArrowRight');
  expect(await stepNumber(page)).toBe(opening + 1);
  await page.keyboard.press('Home');
  expect(await stepNumber(page)).toBe(1);
  await page.keyboard.press('ArrowLeft');
  expect(await stepNumber(page)).toBe(1);
  await page.keyboard.press('End');
  await expect(twin(page)).toContainText('at rest again');
  await page.keyboard.press('Home');
  await page.keyboard.press(']');
  await expect(figure(page).getByLabel('Speed')).toHaveValue('2');
  await page.keyboard.press('[');
  await expect(figure(page).getByLabel('Speed')).toHaveValue('1');
  await page.keyboard.press(' ');
  await expect(figure(page).getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect.poll(() => stepNumber(page)).toBeGreaterThan(1);
  await page.keyboard.press(' ');
  await expect(figure(page).getByRole('button', { name: 'Play' })).toBeVisible();
  // In a field the keys are the field's.
  await figure(page).getByLabel('Seed').focus();
  const here = await stepNumber(page);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('End');
  expect(await stepNumber(page)).toBe(here);
});

test('dragging along the timeline goes both ways', async ({ page }) => {
  await visit(page);
  const line = figure(page).getByRole('slider', { name: 'Timeline' });
  await line.scrollIntoViewIfNeeded();
  const box = await line.boundingBox();
  if (!box) throw new Error('the timeline has no place on the page');
  const at = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
  await page.mouse.move(...at(0.4));
  await page.mouse.down();
  const seen: number[] = [await stepNumber(page)];
  for (const share of [0.6, 0.9, 0.99, 0.7, 0.2]) {
    await page.mouse.move(...at(share), { steps: 5 });
    seen.push(await stepNumber(page));
  }
  await page.mouse.up();
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = seen;
  expect([a < b, b < c, c < d, d > e, e > f]).toEqual([true, true, true, true, true]);
  await expect(line).toHaveAttribute('aria-valuetext', /step \d+ of \d+/);
});

test('a number says how it came about, to pointer and keyboard alike', async ({ page }) => {
  await visit(page);
  const threshold = figure(page)
    .getByRole('button', { name: /above.*2000m/ })
    .first();
  await threshold.hover();
  const answer = figure(page).getByRole('tooltip');
  await expect(answer).toContainText('trunc(50 × 0.01 × 4000) = 2000m');
  await expect(answer).toContainText('nodeutilization.go resourceThreshold @v0.28.1');
  await page.mouse.move(0, 0);
  await expect(answer).toBeHidden();
  await threshold.focus();
  await expect(answer).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(answer).toBeHidden();
});

test('thresholds by slider and by typing change the run, and the old one stays as a ghost', async ({ page }) => {
  await visit(page);
  await figure(page).locator('summary').click();
  await figure(page).getByRole('slider', { name: 'targetThresholds, CPU' }).fill('70');
  await expect(figure(page).locator('.fig-row').nth(1)).toContainText('> 2800m');
  await expect(figure(page).locator('.fig-ghost').first()).toBeVisible();
  const typed = figure(page).getByRole('textbox', { name: 'targetThresholds, CPU, %' });
  await typed.fill('plenty');
  await typed.press('Enter');
  await expect(figure(page).getByRole('alert')).toContainText(
    'Expected a number of percent, such as 20, found “plenty”.',
  );
  await typed.fill('10');
  await typed.press('Enter');
  await expect(figure(page).getByRole('status').filter({ hasText: 'refuses this policy' })).toContainText(
    "in profile default: thresholds' cpu percentage is greater than targetThresholds'",
  );
  await figure(page).getByRole('button', { name: 'Reset' }).click();
  await expect(figure(page).locator('.fig-row').nth(1)).toContainText('> 2000m');
  await expect(figure(page).locator('.fig-ghost')).toHaveCount(0);
});

test('presets, the other plugin, a cordoned node, a refused eviction and a second run each give their own run', async ({
  page,
}) => {
  await visit(page);
  await figure(page).getByRole('button', { name: 'Packing' }).click();
  await expect(figure(page).locator('.fig-finding')).toContainText('HighNodeUtilization');
  await expect(twin(page)).toContainText('nodes are to be emptied');
  await figure(page).getByRole('button', { name: 'Hot node' }).click();
  await expect(twin(page)).toContainText('node-a is above its target');
  await figure(page).getByLabel('Cordon…').selectOption('node-d');
  await expect(figure(page).locator('.fig-row', { hasText: 'node-d' })).toContainText('cordoned');
  await figure(page).getByLabel('Cordon…').selectOption('node-d');
  await expect(figure(page).locator('.fig-row', { hasText: 'node-d' })).not.toContainText('cordoned');
  await figure(page).getByLabel('Refuse eviction of…').selectOption({ index: 2 });
  await figure(page).focus();
  await page.keyboard.press('End');
  await expect(figure(page).locator('.fig-candidate[data-outcome="refused"]')).toContainText('disruption budget');
  const before = await step(page).textContent();
  await figure(page).getByRole('button', { name: 'Run again' }).click();
  await expect(step(page)).not.toHaveText(before ?? '');
  await expect(figure(page).locator('.fig-fold')).toHaveCount(2);
});

test('a link brings back exactly what was seen, and a damaged one says what is wrong', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page);
  await figure(page).getByRole('button', { name: 'Deviation' }).click();
  await expect(figure(page).getByRole('button', { name: /^mean/ }).first()).toBeVisible();
  // With another seed the cycle takes other pauses: once they show, the run is the one that was asked for.
  const before = await step(page).textContent();
  await figure(page).getByLabel('Seed').fill('42');
  await figure(page).getByLabel('Seed').press('Enter');
  await expect(step(page)).not.toHaveText(before ?? '');
  await figure(page).focus();
  for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight');
  const seen = [await step(page).textContent(), await twin(page).textContent()];
  await figure(page).getByRole('button', { name: 'Copy link' }).click();
  await expect(figure(page).getByRole('button', { name: 'Link copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link.length).toBeLessThan(1_000);

  const other = await context.newPage();
  await other.goto(link);
  await expect(step(other)).toHaveText(seen[0] ?? '');
  await expect(twin(other)).toHaveText(seen[1] ?? '');
  await expect(figure(other).getByRole('button', { name: 'Deviation' })).toHaveAttribute('aria-pressed', 'true');
  await expect(figure(other).getByLabel('Seed')).toHaveValue('42');

  const damaged = await context.newPage();
  const errors: Error[] = [];
  damaged.on('pageerror', (error) => errors.push(error));
  const another = link.at(-9) === 'x' ? 'y' : 'x';
  await damaged.goto(`${link.slice(0, -9)}${another}${link.slice(-8)}`);
  const alert = figure(damaged).getByRole('alert');
  await expect(alert).toContainText('lost or changed letters');
  await alert.getByRole('button', { name: 'Show the usual state' }).click();
  await expect(alert).toBeHidden();
  expect(new URL(damaged.url()).hash).toBe('');
  await damaged.goto(`${article('en')}#hot-node=9.abc`);
  await expect(alert).toContainText('another version of this site');
  expect(errors).toEqual([]);
});

test('selecting an entry shows what led to it and what it led to', async ({ page }) => {
  await visit(page);
  for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight');
  await figure(page).locator('.fig-entry', { hasText: 'controller of crawler creates' }).first().click();
  const chain = figure(page).locator('.fig-chain');
  await expect(chain).toContainText(/The descheduler asks the API to evict crawler-\w+ from node-a/);
  await expect(chain).toContainText(/The scheduler puts crawler-\w+ on/);
  await expect(figure(page).locator('.fig-mark[data-related="true"]').nth(1)).toBeVisible();
});

test('a failed run says where, and can be tried again', async ({ page }) => {
  await page.route('**/node-utilization.worker*', (route) => route.abort());
  await page.goto(article('en'));
  await figure(page).scrollIntoViewIfNeeded();
  await expect(page.locator('astro-island:not([ssr])').filter({ has: figure(page) })).toHaveCount(1);
  await figure(page).focus();
  const alert = figure(page).getByRole('alert');
  await expect(alert).toContainText('The simulation stopped (seed 1).');
  await page.unroute('**/node-utilization.worker*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(figure(page)).toHaveAttribute('data-ready', 'true');
  await expect(alert).toBeHidden();
});

test('with reduced motion nothing moves between two steps', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visit(page);
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('ArrowRight');
    const longest = await page.evaluate(() =>
      Math.max(0, ...document.getAnimations().map(({ effect }) => Number(effect?.getComputedTiming().duration))),
    );
    expect(longest).toBeLessThan(1);
  }
});

test('with motion a pod glides for at most 200 ms', async ({ page }) => {
  await visit(page);
  const durations = new Set<unknown>();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('ArrowRight');
    const found = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => (effect as KeyframeEffect)?.target?.classList.contains('fig-pod'))
        .map(({ effect }) => effect?.getComputedTiming().duration),
    );
    for (const duration of found) durations.add(duration);
  }
  expect([...durations]).toEqual([200]);
});

for (const theme of ['light', 'dark'] as const) {
  for (const [language, width] of [
    ['en', 1280],
    ['zh', 390],
  ] as const) {
    test(`is accessible and stays within ${width} px (${language}, ${theme})`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.addInitScript((chosen) => localStorage.setItem('podlab:theme', chosen), theme);
      await visit(page, article(language));
      await figure(page).locator('summary').click();
      await figure(page).focus();
      for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      const { violations } = await new AxeBuilder({ page }).include('#hot-node').exclude('.editor').analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    });
  }
}

test('before anybody touches it the figure has loaded no engine', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script' || request.url().includes('worker')) scripts.push(request.url());
  });
  await page.goto(article('en'), { waitUntil: 'networkidle' });
  expect(scripts.filter((url) => /worker|monaco|editor\./.test(url))).toEqual([]);
  await figure(page).focus();
  await expect(figure(page)).toHaveAttribute('data-ready', 'true');
  expect(scripts.filter((url) => url.includes('node-utilization.worker'))).toHaveLength(1);
});
