import AxeBuilder from '@axe-core/playwright';
import { type Page, test, expect as usualExpect } from '@playwright/test';

// The page on which readers write a descheduler plugin.

test.describe.configure({ timeout: 300_000 });

// Seeds take their time on a busy machine.
const expect = usualExpect.configure({ timeout: 120_000 });

const address = (language: 'en' | 'zh') => `/${language}/tools/descheduler-plugin/`;
const code = (page: Page) => page.locator('.lab .editor-area');
const result = (page: Page) => page.locator('.lab-result');
const judge = (page: Page) => page.getByRole('button', { name: /^(Judge|评判)$/ });

async function visit(page: Page, language: 'en' | 'zh' = 'en'): Promise<void> {
  await page.goto(address(language));
  await expect(page.locator('astro-island:not([ssr])').filter({ has: page.locator('.lab') })).toHaveCount(1);
}

/** Writes a plugin, judges it on a few clusters, and waits for the end. */
async function judged(page: Page, text: string, seeds = 2): Promise<void> {
  await code(page).fill(text);
  const conditions = page.locator('.lab-conditions');
  if ((await conditions.getAttribute('open')) === null) await conditions.locator('summary').click();
  await page.getByLabel(/^(Clusters|集群数)$/).fill(String(seeds));
  await judge(page).click();
  await expect(result(page)).toBeVisible();
  await expect(page.locator('.lab-progress')).toHaveCount(0);
}

function plugin(body: string): string {
  return `export const plugin = {
  name: 'MyPlugin',
  *balance({ nodes, snapshot, evictor }) {
    const places = nodes.flatMap((node) => snapshot.activePods(node.metadata.name).map((pod) => ({ pod, node: node.metadata.name })));
    ${body}
  },
};
`;
}

const evictMirrors = plugin(`for (const { pod, node } of places) {
      if (pod.metadata.annotations?.['kubernetes.io/config.mirror']) yield* evictor.evict(pod, node);
    }`);

/** Fails when the page does not get to draw and to answer within half a second. */
async function expectResponsive(page: Page): Promise<void> {
  const ms = await page.evaluate(async () => {
    const start = performance.now();
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return performance.now() - start;
  });
  expect(ms).toBeLessThan(500);
}

test('a failing seed is told with cycle, pod and node, and opens as a figure to scrub through', async ({ page }) => {
  await visit(page);
  await judged(page, evictMirrors);
  await expect(result(page)).toContainText('Something is wrong on 2 of 2 clusters');
  await expect(result(page)).toContainText(/Cycle 1: default\/node-proxy-node-\d on node-\d was to be evicted/);
  await expect(page.locator('.lab-invariants [data-state=broken]').first()).toContainText('Respects the evictor');
  await page.getByRole('button', { name: 'Open seed 1' }).click();
  const figure = page.locator('.lab-opened .fig');
  await expect(figure).toBeVisible();
  await figure.focus();
  const slider = figure.getByRole('slider');
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuenow', '1');
  await page.keyboard.press('End');
  await expect(slider).not.toHaveAttribute('aria-valuenow', '1');
  await expect(figure.locator('.fig-twin')).not.toBeEmpty();
});

for (const [what, body, says] of [
  ['an endless loop', 'let n = 0; while (true) n++;', 'still running after its time was up'],
  [
    'allocating for ever',
    'const all = []; while (true) all.push(new Array(10000).fill(0));',
    'more memory than it may have',
  ],
  ['throwing', "throw new Error('no node');", 'Error: no node'],
  ['a garbage step', 'yield 42;', '42 is no step'],
  [
    'steps without end',
    "while (true) yield { kind: 'podNotEvictable', pod: places[0].pod.metadata, node: '', reason: '' };",
    'more than',
  ],
  ['changing a pod', "places[0].pod.metadata.name = 'mine';", 'TypeError'],
] as const) {
  test(`${what} is stopped at its line, and neither the page nor the text suffers`, async ({ page }) => {
    const text = plugin(body);
    await visit(page);
    await code(page).fill(text);
    await judge(page).click();
    await expectResponsive(page);
    await expect(result(page)).toContainText(says);
    await expect(page.locator('.editor-place')).toHaveText('my-plugin.ts, line 5');
    await page.locator('.editor-place').click();
    await expect(code(page)).toBeFocused();
    await expect(code(page)).toHaveValue(text);
    await page.reload();
    await expect(code(page)).toHaveValue(text);
  });
}

test('a plugin that keeps the engine itself busy is ended from outside', async ({ page }) => {
  await visit(page);
  await code(page).fill(plugin('Array.prototype.indexOf.call({ length: 2 ** 50 }, 1);'));
  await judge(page).click();
  await expectResponsive(page);
  await expect(result(page)).toContainText(/said nothing for|time was up/);
  await expect(code(page)).toHaveValue(/indexOf/);
});

test('judging can be stopped, and says so', async ({ page }) => {
  await visit(page);
  await code(page).fill(plugin(''));
  await page.locator('.lab-conditions summary').click();
  await page.getByLabel('Clusters').fill('1000');
  await judge(page).click();
  await expect(page.locator('.lab-progress')).toContainText(/[1-9]\d* of 1000/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(result(page)).toContainText('Stopped. What follows is about the clusters up to then.');
  await expect(result(page)).toContainText('The plugin evicted nothing at all');
});

test('a link brings code along that waits for the reader', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page);
  await code(page).fill(evictMirrors);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Link copied' })).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Reset to the original' }).click();
  await expect(code(page)).not.toHaveValue(evictMirrors);

  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator('.editor-notice')).toContainText('It has not been run');
  await expect(code(other)).toHaveValue(evictMirrors);
  await expect(result(other)).toHaveCount(0);
});

test('an edit of a built-in plugin is compared with what the real descheduler did', async ({ page }) => {
  await visit(page);
  await page.getByLabel('Start from').selectOption('PodLifeTime');
  await expect(page.getByRole('tab', { name: 'pod-life-time.ts' })).toBeVisible();
  const compare = page.getByRole('button', { name: 'Compare with the real descheduler' });
  await compare.click();
  await expect(result(page)).toContainText('Your edit agrees with the real descheduler v0.28.1 on all 26 cases.');
  const source = await code(page).inputValue();
  await code(page).fill(source.replace('a.createdMs < b.createdMs ? -1', 'a.createdMs < b.createdMs ? 1'));
  await expect(result(page)).toContainText('The code or the conditions have changed since this run.');
  await compare.click();
  await expect(result(page)).toContainText(
    /Your edit disagrees with the real descheduler v0\.28\.1 on \d+ of 26 cases\./,
  );
  await page.locator('.lab-cases button').first().click();
  await expect(page.locator('.lab-case')).toContainText('Evicted by the real descheduler');
});

for (const language of ['en', 'zh'] as const) {
  test(`the page is sound in ${language}, wide and narrow, light and dark`, async ({ browser }) => {
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        await visit(page, language);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).include('.lab').analyze();
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        await context.close();
      }
    }
  });
}
