import { gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { policyInAddress } from '../../src/ui/cluster-tool/policy-link.ts';

// The eviction policy reference and the box that checks a policy.

const reference = (language: 'en' | 'zh') => `/${language}/guides/descheduler-policy/`;
const box = (page: Page) => page.locator('.policy-check');
const result = (page: Page) => box(page).getByRole('status');

/** Goes to the box and waits until it listens. */
async function visit(page: Page, language: 'en' | 'zh' = 'en'): Promise<void> {
  await page.goto(reference(language));
  await box(page).scrollIntoViewIfNeeded();
  await expect(page.locator('astro-island:not([ssr])').filter({ has: box(page) })).toHaveCount(1);
}

async function check(page: Page, policy: string, version: string): Promise<void> {
  await box(page).getByRole('textbox').fill(policy);
  await box(page).getByRole('combobox').selectOption(version);
  await box(page).getByRole('button').click();
}

test('the two releases answer the policy that stands in the box differently', async ({ page }) => {
  await visit(page);
  await box(page).getByRole('button', { name: 'Check' }).click();
  await expect(result(page)).toContainText('v0.28.1 accepts this policy.');
  await expect(result(page)).toContainText('priorityclasses.scheduling.k8s.io "no-such-class" not found');
  await expect(result(page).locator('pre')).toContainText('maxPodLifeTimeSeconds: 86400');
  await box(page).getByRole('combobox').selectOption('v0.36.0');
  await expect(result(page)).toContainText('The policy has changed. Check it again.');
  await box(page).getByRole('button', { name: 'Check' }).click();
  await expect(result(page)).toContainText('v0.36.0 refuses this policy:');
});

test('a policy of the reader’s own is refused in the release’s words, and a good one leads to the tool', async ({
  page,
}) => {
  await visit(page, 'zh');
  const misspelt = `apiVersion: descheduler/v1alpha2
kind: DeschedulerPolicy
profiles:
  - name: mine
    pluginConfig:
      - name: PodLifeTime
        args: { maxPodLifetimeSeconds: 60 }
    plugins: { deschedule: { enabled: [PodLifeTime] } }
`;
  await check(page, misspelt, 'v0.28.1');
  await expect(result(page)).toContainText('v0.28.1拒绝这份策略');
  await expect(result(page)).toContainText('strict decoding error: unknown field "maxPodLifetimeSeconds"');
  const right = misspelt.replace('maxPodLifetimeSeconds', 'maxPodLifeTimeSeconds');
  await check(page, right, 'v0.28.1');
  const link = result(page).getByRole('link');
  await expect(link).toHaveAttribute('href', /^\/zh\/tools\/descheduler\/#/);
  const href = (await link.getAttribute('href')) ?? '';
  expect(policyInAddress(href.slice(href.indexOf('#')))).toBe(right);
});

test('nothing, and what is no policy at all, are answered in words', async ({ page }) => {
  await visit(page);
  await check(page, '  ', 'v0.36.0');
  await expect(result(page)).toContainText('No policy yet.');
  await check(page, 'x'.repeat(300_000), 'v0.36.0');
  await expect(result(page)).toContainText('This text has 300 kB');
  await check(page, 'a: &a\n  b: *a', 'v0.28.1');
  await expect(result(page)).toContainText('v0.28.1 refuses this policy:');
});

test('the box can be used from the keyboard', async ({ page }) => {
  await visit(page);
  await box(page).getByRole('textbox').focus();
  await page.keyboard.press('Control+Enter');
  await expect(result(page)).toContainText('v0.28.1 accepts this policy.');
});

test('the reader and the checks are not fetched before they are used', async ({ page }) => {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await visit(page);
  await page.waitForLoadState('networkidle');
  const inline = await page.locator('script:not([src])').allTextContents();
  const before = (await Promise.all(sizes)).reduce((sum, size) => sum + size, gzipSync(inline.join('\n')).length);
  expect(before).toBeLessThanOrEqual(45_000);
  const count = sizes.length;
  await box(page).getByRole('button').click();
  await expect(result(page)).toContainText('accepts');
  expect(sizes.length).toBeGreaterThan(count);
});

test('every plugin has a section that can be found in the contents, and a page of its own', async ({ page }) => {
  await page.goto(reference('en'));
  for (const plugin of ['LowNodeUtilization', 'PodLifeTime', 'DefaultEvictor']) {
    await expect(page.getByRole('heading', { name: plugin, level: 2 })).toBeVisible();
  }
  await page.goto(`${reference('en')}pod-life-time/`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('PodLifeTime');
  await expect(page.locator('.sub-page[aria-current="page"]')).toHaveText('PodLifeTime');
  await page.goto('/en/');
  await expect(page.locator('.page-list').getByRole('link', { name: 'PodLifeTime' })).toHaveCount(0);
  await expect(page.locator('.page-list').getByRole('link', { name: 'Eviction policy reference' })).toHaveCount(1);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the reference is all there, and the box says what it needs', async ({ page, request }) => {
    await page.goto(reference('en'));
    await expect(page.getByText('nodeAffinityType needs to be set').first()).toBeVisible();
    // Here scripts are switched off after the page was parsed, so what stands in noscript is not shown.
    const html = await (await request.get(reference('en'))).text();
    expect(html).toMatch(/<noscript>\s*<p[^>]*>The check runs in your browser and needs JavaScript\.<\/p>/);
  });
});
