import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { serve } from '../../src/tools/serve.ts';
import { builtSite } from './built-site.ts';

test.use({ serviceWorkers: 'allow' });

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}

test('after one visit every page can be read, and searched, without a server', async ({ page }) => {
  const server = await serve(builtSite, 0);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await page.goto(`${origin}/zh/`);
  // The worker is ready once it has fetched everything it keeps.
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated') await new Promise((done) => active?.addEventListener('statechange', done));
  });
  await stop(server);

  await page.goto(`${origin}/en/guides/how-the-simulation-works/`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How the simulation works');
  await expect(page.locator('body')).toHaveCSS('margin', '0px');
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('grace period');
  await expect(page.locator('.search-results > li').first()).toBeVisible();

  await page.goto(`${origin}/?choose`);
  await expect(page.locator('[data-choose-language]')).toHaveCount(2);
  const missing = await page.goto(`${origin}/en/nothing/`);
  expect(missing?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 2 }).first()).toHaveText('There is no page here');
});

test('while there is a server, pages come from it', async ({ page }) => {
  const server = await serve(builtSite, 0);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await page.goto(`${origin}/en/`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const asked: string[] = [];
  server.on('request', (request) => asked.push(request.url ?? ''));
  await page.goto(`${origin}/zh/`);
  expect(asked).toContain('/zh/');
  await stop(server);
});
