import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type Page, test, expect as usualExpect } from '@playwright/test';
import { usualSettings } from '../../src/scenarios/node-utilization-settings.ts';
import { fragmentOf } from '../../src/ui/figure/figure-address.ts';

// The editor of a figure's algorithm, in the article that has it.

test.describe.configure({ timeout: 180_000 });

// Monaco and its language service are large; on a busy machine they take their time.
const expect = usualExpect.configure({ timeout: 30_000 });

const folder = new URL('../../src/kind-wasm-shim/kubernetes/descheduler/plugins/nodeutilization/', import.meta.url);
const classification = readFileSync(new URL('classification.ts', folder), 'utf8');
const evictionOrder = readFileSync(new URL('eviction-order.ts', folder), 'utf8');

/** A file of the plugin with one place changed. Throws when there is no such place: an edit that changes nothing tests nothing. */
function edited(source: string, from: string, to: string): string {
  if (!source.includes(from)) throw new Error(`the file has no ${JSON.stringify(from)} to edit`);
  return source.replace(from, to);
}

const article = (language: 'en' | 'zh') => `/${language}/articles/descheduler-node-utilization/`;
/** The editor of the article's first figure. */
const editor = (page: Page) => page.locator('.editor').first();
const toggle = (page: Page) => editor(page).getByRole('button', { name: /^(Edit the algorithm|修改算法)$/ });
const run = (page: Page) => editor(page).getByRole('button', { name: /^(Run|运行)$/ });
const result = (page: Page) => editor(page).locator('.editor-result');
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

/** Goes to the figure and waits until it listens. */
async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await editor(page).scrollIntoViewIfNeeded();
  await expect(page.locator('astro-island:not([ssr])').filter({ has: editor(page) })).toHaveCount(1);
}

/** Opens the full editor. */
async function openEditor(page: Page, language: 'en' | 'zh' = 'en'): Promise<void> {
  await visit(page, article(language));
  await toggle(page).click();
  await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible({ timeout: 60_000 });
}

/** Replaces a whole file, as pasting over everything does. */
async function paste(page: Page, file: string, text: string): Promise<void> {
  await editor(page).getByRole('tab', { name: file }).click();
  await page.locator('.monaco-editor .view-lines').click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}

/** Fails when the page does not get to draw and to answer within half a second. */
async function expectResponsive(page: Page): Promise<void> {
  const ms = await page.evaluate(async () => {
    const start = performance.now();
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    return performance.now() - start;
  });
  expect(ms).toBeLessThan(500);
}

async function articleWithEdit(edits: Record<string, string>, language: 'en' | 'zh' = 'en'): Promise<string> {
  const state = { settings: usualSettings('hot-node'), cursorSeq: 0, edits };
  return `${article(language)}${await fragmentOf('hot-node', state)}`;
}

/** The names of what is requested, from now on. */
function requests(page: Page): string[] {
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  return urls;
}

const ofEditor = /monaco|editor\.(api|worker|main)|ts\.worker|tsMode|guest-worker|\.wasm/;

test('nothing of the editor or the sandbox is requested before it is asked for', async ({ page, baseURL }) => {
  const urls = requests(page);
  await visit(page, article('en'));
  await page.waitForLoadState('networkidle');
  expect(urls.filter((url) => ofEditor.test(url))).toEqual([]);

  await toggle(page).click();
  await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible({ timeout: 60_000 });
  expect(urls.filter((url) => /editor\.api/.test(url))).not.toEqual([]);
  expect(urls.filter((url) => /guest-worker|\.wasm/.test(url))).toEqual([]);

  await run(page).click();
  await expect(result(page)).toContainText('No difference');
  expect(urls.filter((url) => /\.wasm/.test(url))).toHaveLength(1);
  const foreign = urls.filter((url) => !url.startsWith(baseURL ?? '') && !/^(data|blob):/.test(url));
  expect(foreign).toEqual([]);
});

test('the editor is styled, in the colours of the page, and follows its theme', async ({ page }) => {
  await openEditor(page);
  const look = () =>
    page.evaluate(() => {
      const style = (selector: string) => getComputedStyle(document.querySelector(selector) as Element);
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.color = 'var(--code-paper)';
      const paper = getComputedStyle(probe).color;
      probe.remove();
      return {
        line: style('.monaco-editor .view-line').position,
        margin: style('.monaco-editor .margin').position,
        isOnPaper: style('.monaco-editor .monaco-editor-background').backgroundColor === paper,
        paper,
      };
    });
  const light = await look();
  expect(light).toMatchObject({ line: 'absolute', margin: 'absolute', isOnPaper: true });
  await page.evaluate(() => {
    document.documentElement.dataset.theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  });
  await expect.poll(async () => (await look()).isOnPaper).toBe(true);
  expect((await look()).paper).not.toBe(light.paper);
});

test('the plugin is right by its own types, which complete and check what is typed', async ({ page }) => {
  await openEditor(page);
  const underlined = page.locator('.squiggly-error, .squiggly-warning');
  await paste(page, 'classification.ts', edited(classification, "return 'within'", "return 'somewhere'"));
  // Monaco draws only the lines in view.
  await page.keyboard.press('ControlOrMeta+Home');
  await expect(underlined).not.toHaveCount(0, { timeout: 60_000 });
  await paste(page, 'classification.ts', classification);
  for (const [file, key] of [
    ['classification.ts', 'Home'],
    ['classification.ts', 'End'],
    ['eviction-order.ts', 'Home'],
    ['eviction-order.ts', 'End'],
  ] as const) {
    await editor(page).getByRole('tab', { name: file }).click();
    await page.locator('.monaco-editor .view-lines').click();
    await page.keyboard.press(`ControlOrMeta+${key}`);
    await page.waitForTimeout(2_000);
    await expect(underlined).toHaveCount(0);
  }
  await paste(page, 'classification.ts', `${classification}\nexport const name = (node: NodeUsage) => node.`);
  await page.keyboard.press('ControlOrMeta+Space');
  await expect(page.locator('.suggest-widget')).toContainText('unschedulable', { timeout: 20_000 });
});

test('what an edit changes is told in words and in a table', async ({ page }) => {
  await openEditor(page);
  await paste(page, 'eviction-order.ts', edited(evictionOrder, '.sort(compareForEviction)', '.reverse()'));
  await paste(page, 'classification.ts', classification.replaceAll("return 'over'", "return 'within'"));
  await run(page).click();
  await expect(result(page)).toContainText(/The edit differs from the plugin on \d+ of \d+ nodes/);
  await expect(result(page).getByRole('status')).toContainText(/is within instead of overutilized/);
  await expect(result(page).getByRole('status')).toContainText(/is evicted first instead of|still goes first/);
  await expect(result(page).getByRole('table')).toBeVisible();
  await editor(page).getByRole('button', { name: 'Reset to the original' }).click();
  await expect(result(page)).toContainText('The code has changed since this run');
  await run(page).click();
  await expect(result(page)).toContainText('No difference');
});

const evil = [
  {
    what: 'an endless loop',
    file: 'classification.ts',
    text: edited(classification, "return 'within';", 'while (true) {}'),
    part: 'while (true)',
    says: 'Is there a loop that does not end?',
  },
  {
    what: 'an endless loop in the comparator',
    file: 'eviction-order.ts',
    text: edited(evictionOrder, 'const byClass', 'for (;;) {}\n  const byClass'),
    part: 'for (;;)',
    says: 'Is there a loop that does not end?',
  },
  {
    what: 'a memory bomb',
    file: 'eviction-order.ts',
    text: edited(
      evictionOrder,
      'return [...pods]',
      'const bomb: unknown[] = [];\n  while (true) bomb.push(new Array(1e6).fill(0));\n  return [...pods]',
    ),
    part: 'bomb.push',
    says: 'more memory than it may have',
  },
  {
    what: 'a throw',
    file: 'classification.ts',
    text: edited(classification, "return 'within';", 'throw new RangeError("no class for " + node.name);'),
    part: 'throw new RangeError',
    says: 'RangeError: no class for ',
  },
  {
    what: 'a wrong return type',
    file: 'eviction-order.ts',
    text: edited(evictionOrder, 'return [...pods].sort(compareForEviction);', 'return pods.length as never;'),
    part: 'function orderForEviction',
    says: 'orderForEviction returned ',
  },
  {
    what: 'a recursion without end',
    file: 'eviction-order.ts',
    text: edited(evictionOrder, 'const byClass', 'return compareForEviction(a, b);\n  const byClass'),
    part: 'return compareForEviction(a, b)',
    says: 'Is there a recursion that does not end?',
  },
  {
    what: 'a syntax error',
    file: 'classification.ts',
    text: edited(classification, "return 'within';", 'const wrong = ;'),
    part: 'const wrong',
    says: 'The code cannot be read.',
  },
];

test('each fault of the code is told at its line, and the page stays alive', async ({ page }) => {
  await openEditor(page);
  for (const { what, file, text, part, says } of evil) {
    await test.step(what, async () => {
      await paste(page, file, text);
      await run(page).click();
      await expectResponsive(page);
      await expect(result(page)).toContainText(says, { timeout: 20_000 });
      const place = editor(page).getByRole('button', { name: `${file}, line ${lineOf(text, part)}` });
      await expect(place).toBeVisible();
      await place.click();
      await expect(page.locator('.monaco-editor .line-numbers.active-line-number')).toHaveText(
        String(lineOf(text, part)),
      );
      await editor(page).getByRole('button', { name: 'Reset to the original' }).click();
      await run(page).click();
      await expect(result(page)).toContainText('No difference', { timeout: 20_000 });
    });
  }
});

test('code that even the sandbox cannot stop costs a worker, not the page', async ({ page }) => {
  await openEditor(page);
  const text = edited(
    classification,
    "return 'within';",
    'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);\n  return "within";',
  );
  await paste(page, 'classification.ts', text);
  await run(page).click();
  await expectResponsive(page);
  await expect(result(page)).toContainText('Is there a loop that does not end?', { timeout: 20_000 });
  await editor(page).getByRole('button', { name: 'Reset to the original' }).click();
  await run(page).click();
  await expect(result(page)).toContainText('No difference', { timeout: 20_000 });
});

test('code that came in a link is shown and waits for Run', async ({ page }) => {
  const urls = requests(page);
  const edits = { 'eviction-order.ts': `${evictionOrder}\nconsole.log('link ran');\n` };
  await visit(page, await articleWithEdit(edits));
  await expect(page.getByText('This code came with the link.')).toBeVisible();
  await editor(page).getByRole('tab', { name: 'eviction-order.ts' }).click();
  await expect(page.getByRole('textbox', { name: 'Code of eviction-order.ts' })).toHaveValue(
    edits['eviction-order.ts'],
  );
  await page.waitForTimeout(2_000);
  expect(urls.filter((url) => ofEditor.test(url))).toEqual([]);
  await expect(result(page)).not.toContainText('link ran');

  await run(page).click();
  await expect(result(page)).toContainText('link ran');
  await expect(page.getByText('This code came with the link.')).toHaveCount(0);
});

test('a link with code for other files says what it left out', async ({ page }) => {
  await visit(page, await articleWithEdit({ 'classification.ts': classification, 'kubelet.ts': 'evil()' }));
  await expect(page.getByText('belongs to no file here')).toBeVisible();
});

async function onTouchScreen(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({
    ...(baseURL === undefined ? {} : { baseURL }),
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  return context.newPage();
}

test('a touch screen gets a plain editor that does all but check types', async ({ browser, baseURL }) => {
  const page = await onTouchScreen(browser, baseURL);
  const urls = requests(page);
  await visit(page, article('zh'));
  await toggle(page).tap();
  const area = page.getByRole('textbox', { name: 'classification.ts 的代码' });
  await expect(area).toHaveValue(classification);
  const size = await area.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  expect(size).toBeGreaterThanOrEqual(16);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  const text = edited(classification, "return 'within';", 'while (true) {}');
  await area.fill(text);
  await run(page).tap();
  await expect(result(page)).toContainText('是不是有不会结束的循环？', { timeout: 20_000 });
  await editor(page)
    .getByRole('button', { name: `classification.ts 第 ${lineOf(text, 'while (true)')} 行` })
    .tap();
  const selected = await area.evaluate((element: HTMLTextAreaElement) =>
    element.value.slice(element.selectionStart, element.selectionEnd),
  );
  expect(selected).toContain('while (true)');
  expect(urls.filter((url) => /editor\.api|ts\.worker/.test(url))).toEqual([]);
  await page.context().close();
});

test('without Monaco there is the plain editor, and it says so', async ({ page }) => {
  await page.route(/editor\.api|monaco/, (route) => route.abort());
  await visit(page, article('en'));
  await toggle(page).click();
  await expect(page.getByText('The full editor could not be loaded')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Code of classification.ts' })).toHaveValue(classification);
  await run(page).click();
  await expect(result(page)).toContainText('No difference');
});

test('without the sandbox the reader is told what to do', async ({ page }) => {
  await page.route(/\.wasm/, (route) => route.abort());
  await openEditor(page);
  await run(page).click();
  await expect(result(page)).toContainText('The sandbox could not be loaded', { timeout: 20_000 });
  await page.unroute(/\.wasm/);
  await run(page).click();
  await expect(result(page)).toContainText('No difference', { timeout: 20_000 });
});

test('the keyboard gets in, runs, and gets out again', async ({ page }) => {
  await openEditor(page);
  await expect(page.locator('.monaco-editor.focused')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('Tab');
  await expect(page.locator('.monaco-editor.focused')).toBeVisible();
  await expect(editor(page).getByText('edited', { exact: true })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(result(page)).toContainText('No difference');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(page.locator('.monaco-editor.focused')).toHaveCount(0);
  await expect(run(page)).toBeFocused();
});

test('an edit outlives a reload, and a reset can be taken back', async ({ page }) => {
  await openEditor(page);
  await paste(page, 'classification.ts', `// mine\n${classification}`);
  await visit(page, article('en'));
  await expect(editor(page).getByText('edited', { exact: true })).toBeVisible();
  await toggle(page).click();
  await expect(page.locator('.monaco-editor .view-line').first()).toHaveText(/mine/, { timeout: 60_000 });
  await editor(page).getByRole('button', { name: 'Reset to the original' }).click();
  await expect(page.locator('.monaco-editor .view-line').first()).not.toHaveText(/mine/);
  await editor(page).getByRole('button', { name: 'Bring my edit back' }).click();
  await expect(page.locator('.monaco-editor .view-line').first()).toHaveText(/mine/);
});

test('fast typing arrives whole', async ({ page }) => {
  await openEditor(page);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('// a comment that somebody types without a pause, letter after letter after letter');
  await page.keyboard.press('ControlOrMeta+Home');
  await visit(page, article('en'));
  await toggle(page).click();
  await expect(page.locator('.monaco-editor .view-line').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('ControlOrMeta+End');
  await expect(page.locator('.monaco-editor .view-lines')).toContainText(
    /without\sa\spause,\sletter\safter\sletter\safter\sletter/,
  );
});

test('the open editor has no fault that axe knows, in either language', async ({ page }) => {
  for (const language of ['en', 'zh'] as const) {
    await openEditor(page, language);
    await paste(page, 'eviction-order.ts', edited(evictionOrder, '.sort(compareForEviction)', '.reverse()'));
    await run(page).click();
    await expect(result(page).getByRole('table')).toBeVisible();
    // What Monaco draws inside itself is its own affair.
    const { violations } = await new AxeBuilder({ page }).include('.editor').exclude('.monaco-editor').analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([]);
  }
});
