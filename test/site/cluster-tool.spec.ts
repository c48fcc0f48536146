import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import AxeBuilder from '@axe-core/playwright';
import { type Page, test, expect as usualExpect } from '@playwright/test';

// The tool for operators: a cluster of their own, a policy, and what would happen.

// Runs take their time on a busy machine.
const expect = usualExpect.configure({ timeout: 20_000 });

const address = (language: 'en' | 'zh') => `/${language}/tools/descheduler/`;
const headline = (page: Page) => page.locator('.ct-result > .fig-answers > .ct-headline');

async function visit(page: Page, language: 'en' | 'zh' = 'en', hash = ''): Promise<void> {
  await page.goto(address(language) + hash);
  await expect(page.locator('.ct[data-ready="true"]')).toBeVisible();
}

function podObject(name: string, node: string, cpu: string, kind = 'ReplicaSet') {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      creationTimestamp: '2026-01-01T00:00:00Z',
      ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'web', uid: 'web', controller: true }],
    },
    spec: { nodeName: node, containers: [{ name: 'c', image: 'c', resources: { requests: { cpu, memory: '64Mi' } } }] },
    status: { phase: 'Running' },
  };
}

function nodeObject(name: string) {
  const allocatable = { cpu: '4', memory: '8Gi', pods: '110' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: {}, status: { allocatable } };
}

function snapshot(items: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 4);
}

const small = snapshot([
  nodeObject('a'),
  nodeObject('b'),
  ...[1, 2, 3, 4, 5, 6].map((number) => podObject(`web-${number}`, 'a', '500m')),
]);

async function choose(page: Page, ...files: readonly { readonly name: string; readonly content: string | Buffer }[]) {
  await page
    .locator('.ct-drop input[type="file"]')
    .first()
    .setInputFiles(files.map(({ name, content }) => ({ name, mimeType: '', buffer: Buffer.from(content) })));
}

test('a snapshot is read and tried, and every victim says why and where it lands', async ({ page }) => {
  await visit(page);
  await choose(page, { name: 'cluster.json', content: small });
  await expect(page.locator('.ct-facts')).toContainText('2 nodes, 6 pods');
  // 6 × 500m of 4000m are 75 %; at 50 % it stops, after two evictions.
  await expect(headline(page)).toContainText(
    'Descheduler v0.28.1 evicts 2 of 6 pods in one cycle: the scheduler finds a node for every successor.',
  );
  const rows = page.locator('#ct-tab-panel tbody tr');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('a is above its target: CPU 3000m (75 %) > 2000m (50 %)');
  await expect(rows.first().locator('td').last()).toHaveText('b');
  await rows.first().getByRole('button').click();
  await expect(page.locator('.ct-details')).toContainText('1 other node would take it');
});

test('a gzipped file and a folder’s worth of files are read as one cluster', async ({ page }) => {
  await visit(page);
  const nodes = snapshot([nodeObject('a'), nodeObject('b')]);
  const pods = [1, 2, 3, 4, 5, 6].map((number) => JSON.stringify(podObject(`web-${number}`, 'a', '500m'))).join('\n');
  await choose(page, { name: 'nodes.json.gz', content: gzipSync(nodes) }, { name: 'pods.ndjson', content: pods });
  await expect(page.locator('.ct-facts')).toContainText('2 nodes, 6 pods');
  await expect(headline(page)).toContainText('evicts 2 of 6 pods');
});

test('a cut-off file says where, and goes on with the rest only when told', async ({ page }) => {
  await visit(page);
  await choose(page, { name: 'cut.json', content: small.slice(0, -400) });
  const problems = page.locator('.ct-problems');
  await expect(problems).toContainText('cut.json');
  await expect(problems).toContainText(/line \d+/);
  await expect(page.locator('.ct-result')).toHaveCount(0);
  await problems.getByRole('button', { name: /Go on with the rest: 2 nodes/ }).click();
  await expect(page.locator('.ct-facts')).toContainText('2 nodes, 5 pods');
});

for (const [what, content] of [
  ['a table', 'NAME   STATUS   ROLES   AGE   VERSION\nnode-a   Ready    <none>   1d   v1.32.0\n'],
  ['a web page', '<!doctype html><html><body>Sign in</body></html>'],
  ['an empty file', ''],
  ['a damaged gzip file', gzipSync(small).subarray(0, 200)],
] as const) {
  test(`${what} is refused with advice, and another can be chosen`, async ({ page }) => {
    await visit(page);
    await choose(page, { name: 'wrong', content });
    await expect(page.locator('.ct-problems li').first()).toContainText('wrong');
    await page.locator('.ct-problems').getByRole('button', { name: 'Another cluster' }).click();
    await choose(page, { name: 'cluster.json', content: small });
    await expect(headline(page)).toContainText('evicts 2');
  });
}

test('reading can be cancelled, and nothing is kept', async ({ page }) => {
  await visit(page);
  // YAML is read slowly enough to press a button meanwhile.
  const one = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: NAME\n  namespace: default\nspec:\n  containers:\n  - name: c\n`;
  const many = Array.from({ length: 30_000 }, (_, index) => one.replace('NAME', `pod-${index}`)).join('---\n');
  await choose(page, { name: 'many.yaml', content: many });
  await page.locator('.ct-reading').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.locator('.ct-drop')).toContainText('Cancelled. Nothing was kept.');
});

test('a refused policy shows the descheduler’s words and the line; another release may accept it', async ({ page }) => {
  await visit(page);
  await choose(page, { name: 'cluster.json', content: small });
  await expect(headline(page)).toBeVisible();
  const editor = page.getByLabel('Policy in YAML');
  const text = await editor.inputValue();
  await editor.fill(text.replace('targetThresholds', 'targetTreshold'));
  const verdict = page.locator('.ct-verdict');
  await expect(verdict).toContainText('strict decoding error: unknown field "targetTreshold"');
  await expect(verdict).toContainText('Did you mean targetThresholds?');
  await verdict.getByRole('button').click();
  expect(
    await editor.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd)),
  ).toContain('targetTreshold');
  await editor.fill(`maxNoOfPodsToEvictTotal: 1\n${text}`);
  await page.locator('.ct-options select').first().selectOption('v0.36.0');
  await expect(headline(page)).toContainText('Descheduler v0.36.0 evicts 2');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(headline(page)).toContainText('Descheduler v0.36.0 evicts 2 of 6 pods in 2 cycles');
});

test('releases and policies stand side by side, and all of it can be saved', async ({ page }) => {
  await visit(page);
  await page.getByRole('button', { name: 'Try a sample cluster' }).click();
  await expect(headline(page)).toBeVisible();
  await page.getByRole('tab', { name: 'v0.28 beside v0.36' }).click();
  await expect(page.locator('.ct-comparison')).toContainText('v0.36.0');
  await page.getByRole('button', { name: 'Compare with a second policy' }).click();
  await page.getByLabel('Begin with').selectOption('PodLifeTime');
  await page.getByRole('tab', { name: 'A beside B' }).click();
  await expect(page.locator('.ct-comparison')).toContainText('First difference');
  await page.getByRole('tab', { name: 'Export' }).click();
  for (const [button, name, part] of [
    ['Report (Markdown)', 'descheduler-report-2026-11-24.md', '# What a descheduler policy would do'],
    ['Everything (JSON)', 'descheduler-report-2026-11-24.json', '"schema": "podlab.descheduler-report/1"'],
    ['Evicted pods (CSV)', 'descheduler-report-2026-11-24.csv', 'version,cycle,order,namespace,pod'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
    expect(readFileSync(await download.path(), 'utf8')).toContain(part);
  }
});

test('what was typed is there after a reload, and a link brings a policy', async ({ page }) => {
  await visit(page);
  const editor = page.getByLabel('Policy in YAML');
  await editor.fill('# mine\n');
  await expect.poll(() => page.evaluate(() => localStorage.getItem('podlab:descheduler-tool'))).toContain('# mine');
  await page.reload();
  await expect(editor).toHaveValue('# mine\n');
  await visit(page, 'en', `#policy=${Buffer.from('# theirs\n').toString('base64url')}`);
  await page.reload();
  await expect(editor).toHaveValue('# theirs\n');
  await expect(page.locator('.ct')).toContainText('This policy came with the link.');
});

test('the keyboard alone goes from the sample to a victim’s details', async ({ page }) => {
  await visit(page);
  await page.getByRole('button', { name: 'Try a sample cluster' }).focus();
  await page.keyboard.press('Enter');
  await expect(headline(page)).toBeVisible();
  await page.getByRole('tab', { name: /^Evicted/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: /^Kept/ })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.locator('#ct-tab-panel tbody tr').first().getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('.ct-details')).toBeVisible();
  const editor = page.getByLabel('Policy in YAML');
  await editor.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
});

for (const language of ['en', 'zh'] as const) {
  for (const width of [390, 1280]) {
    test(`the page in ${language} at ${width} px fits, and a machine finds nothing to mend`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await visit(page, language);
      await page.locator('.ct-drop .ct-primary').click();
      await expect(headline(page)).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const { violations } = await new AxeBuilder({ page }).include('.ct').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    });
  }
}

test.describe('with the service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('nothing of a cluster leaves the browser, and it works without a network', async ({ page, context }) => {
    await visit(page);
    await page.evaluate(async () => {
      await navigator.serviceWorker?.ready;
    });
    await page.reload();
    await expect(page.locator('.ct[data-ready="true"]')).toBeVisible();
    await context.setOffline(true);
    const asked: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('blob:')) asked.push(`${request.method()} ${new URL(request.url()).origin}`);
    });
    await page.reload();
    await expect(page.locator('.ct[data-ready="true"]')).toBeVisible();
    await choose(page, { name: 'cluster.json', content: small });
    await expect(headline(page)).toContainText('evicts 2 of 6 pods');
    expect(new Set(asked)).toEqual(new Set([`GET ${new URL(page.url()).origin}`]));
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the page says what it needs, and shows the command', async ({ page }) => {
    await page.goto(address('en'));
    await expect(page.locator('.ct-no-script')).toContainText('needs JavaScript');
    await expect(page.locator('.ct-command')).toContainText('kubectl get nodes,pods,priorityclasses');
  });
});
