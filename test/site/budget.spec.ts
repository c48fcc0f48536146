import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { pagePaths } from './built-site.ts';

const kB = 1000;
const budget = { withoutFigure: 45 * kB, withFigure: 110 * kB };

test('a page without a running figure loads at most 45 kB of JavaScript, one with a figure at most 110 kB', async ({
  browser,
}) => {
  test.setTimeout(pagePaths().length * 10_000);
  for (const path of pagePaths()) {
    const page = await browser.newPage();
    const scripts = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return;
      scripts.set(
        response.url(),
        response.body().then((body) => gzipSync(body, { level: 9 }).length),
      );
    });
    await page.goto(path, { waitUntil: 'networkidle' });
    const inline = await page.locator('script:not([src])').allTextContents();
    const bytes = [...(await Promise.all(scripts.values())), gzipSync(inline.join('\n')).length];
    const total = bytes.reduce((sum, size) => sum + size, 0);
    const islands = await page.locator('astro-island').count();
    expect
      .soft(total, `${path}: ${total} bytes`)
      .toBeLessThanOrEqual(islands > 0 ? budget.withFigure : budget.withoutFigure);
    await page.close();
  }
});
