import { expect, test } from '@playwright/test';
import { pagePaths } from './built-site.ts';

test.describe('a lab page', () => {
  const lab = () => pagePaths().find((path) => path.startsWith('/en/labs/')) ?? '';
  test.beforeEach(() => test.skip(lab() === '', 'no lab is published yet'));

  test('has instructions and bench side by side, divided where the reader left it', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.goto(lab());
    const separator = page.getByRole('separator', { name: 'Resize the instructions and the terminal' });
    const bench = page.locator('.lab-bench');
    const before = (await bench.boundingBox())?.width ?? 0;
    await separator.focus();
    await page.keyboard.press('Shift+ArrowLeft');
    await expect(separator).toHaveAttribute('aria-valuenow', '32');
    expect((await bench.boundingBox())?.width).toBeGreaterThan(before + 80);
    await page.reload();
    await expect(separator).toHaveAttribute('aria-valuenow', '32');
    await separator.focus();
    for (const [key, value] of [
      ['End', '70'],
      ['ArrowRight', '70'],
      ['Home', '25'],
      ['Enter', '42'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(separator).toHaveAttribute('aria-valuenow', value);
    }
  });

  test('is divided by dragging too', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.goto(lab());
    const separator = page.getByRole('separator', { name: 'Resize the instructions and the terminal' });
    const box = await separator.boundingBox();
    if (box === null) throw new Error('expected the separator to be drawn');
    await page.mouse.move(box.x + box.width / 2, 400);
    await page.mouse.down();
    await page.mouse.move(640, 400);
    await page.mouse.up();
    await expect(separator).toHaveAttribute('aria-valuenow', '50');
  });

  test('is stacked on a phone, and has no sidebar anywhere', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(lab());
    const instructions = await page.locator('.lab-instructions').boundingBox();
    const bench = await page.locator('.lab-bench').boundingBox();
    expect(bench?.y).toBeGreaterThanOrEqual((instructions?.y ?? 0) + (instructions?.height ?? 0));
    await expect(page.getByRole('separator')).toBeHidden();
    await expect(page.locator('.nav-group')).toHaveCount(0);
  });
});
