import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { pagePaths } from './built-site.ts';

const widths = [1280, 390];
const themes = ['light', 'dark'] as const;

/** Everything that may go wrong without being seen: errors, failed requests, requests to somebody else. */
function watch(page: Page, origin: string): string[] {
  const wrong: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('response', (response) => response.status() >= 400 && wrong.push(`${response.status()} ${response.url()}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    const own = url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!own) wrong.push(`third party: ${request.url()}`);
  });
  return wrong;
}

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

// The pages are read from the site itself, so one test walks through them all; a step names the page that fails.
for (const theme of themes) {
  for (const width of widths) {
    // Axe takes its time: it sees each theme once, and each width.
    const isAskedByAxe = (theme === 'light') === (width === 1280);
    test(`every page stands in ${theme} at ${width} px`, async ({ browser, baseURL }) => {
      const paths = pagePaths();
      test.setTimeout(paths.length * 20_000);
      expect(paths).toContain('/zh/');
      expect(paths).toContain('/en/guides/how-the-simulation-works/');
      const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 844 } });
      for (const path of paths) {
        await test.step(path, async () => {
          const page = await context.newPage();
          const wrong = watch(page, baseURL ?? '');
          await page.goto(path, { waitUntil: 'networkidle' });
          await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
          await expect(page.locator('h1')).toHaveCount(1);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect.soft(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
          if (isAskedByAxe) expect.soft(await violationsOf(page), path).toEqual([]);
          expect.soft(wrong, path).toEqual([]);
          await page.close();
        });
      }
      await context.close();
    });
  }
}

test('text is set in system fonts: no font is downloaded', async ({ page }) => {
  const fonts: string[] = [];
  page.on('request', (request) => request.resourceType() === 'font' && fonts.push(request.url()));
  await page.goto('/zh/', { waitUntil: 'networkidle' });
  expect(fonts).toEqual([]);
});

test('a line holds about 68 Latin characters, or 38 to 40 Chinese ones', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 860 });
  const perLine = (path: string, sample: string) =>
    page.goto(path).then(() =>
      page.evaluate((text) => {
        const column = document.querySelector('.sl-markdown-content > p');
        if (column === null) throw new Error('expected a paragraph');
        const ruler = document.createElement('span');
        ruler.style.cssText = 'position:absolute;white-space:nowrap';
        ruler.textContent = text;
        column.append(ruler);
        return (column.getBoundingClientRect().width / ruler.getBoundingClientRect().width) * text.length;
      }, sample),
    );
  const english = 'The clock jumps straight to the earliest, and things due at the same time run in the order queued.';
  expect(await perLine('/en/guides/how-the-simulation-works/', english)).toBeGreaterThan(62);
  expect(await perLine('/en/guides/how-the-simulation-works/', english)).toBeLessThan(75);
  const chinese = await perLine('/zh/guides/how-the-simulation-works/', '时钟直接跳到最早的那个时刻');
  expect(chinese).toBeGreaterThan(38);
  expect(chinese).toBeLessThan(40.5);
});

test('the theme is switched by hand, kept on the next page, and follows the system again when it agrees', async ({
  browser,
}) => {
  const context = await browser.newContext({ colorScheme: 'light' });
  const page = await context.newPage();
  await page.goto('/en/');
  const root = page.locator('html');
  await page.getByRole('button', { name: 'Switch between dark and light' }).click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.goto('/en/guides/how-the-simulation-works/');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('button', { name: 'Switch between dark and light' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await context.close();
});

test('on paper there is only the page, dark on white, whatever the theme', async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto('/en/guides/how-the-simulation-works/');
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.locator('.sidebar')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Search' })).toBeHidden();
  const colours = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.body);
    return { backgroundColor, color };
  });
  expect(colours).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(0, 0, 0)' });
  expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  await context.close();
});

test('the first stop of the tab key leads past the navigation', async ({ page }) => {
  await page.goto('/en/guides/how-the-simulation-works/');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#_top$/);
  await expect(page.locator('h1#_top')).toBeVisible();
});
