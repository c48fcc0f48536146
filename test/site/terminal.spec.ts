import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { pagePaths } from './built-site.ts';

const labPage = (language: string) => pagePaths().find((path) => path.startsWith(`/${language}/labs/`)) ?? '';

/** Opens a lab's terminal and waits for its prompt. */
async function openTerminal(page: Page, language = 'en'): Promise<void> {
  await page.goto(labPage(language));
  await page.locator('.lab-terminal-first button').click();
  await expect(page.locator('.lab-terminal')).toHaveAttribute('data-phase', 'open');
  await expect(screen(page)).toContainText('# ');
}

const screen = (page: Page) => page.locator('.lab-terminal .xterm-rows');

/** Enters a line as a person does. */
async function enter(page: Page, line: string): Promise<void> {
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
}

test.describe('the terminal of a lab', () => {
  test.beforeEach(() => test.skip(labPage('en') === '', 'no lab is published yet'));

  test('is a picture of a prompt and a button until it is opened, and loads nothing', async ({ page }) => {
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.goto(labPage('en'));
    await expect(page.locator('.lab-terminal-first')).toContainText('root@workstation:');
    await expect(page.locator('.lab-terminal-first button')).toHaveText('Open the terminal');
    expect(loaded.filter((url) => /xterm|terminal-surface|lab\.worker/.test(url))).toEqual([]);
  });

  test('runs commands on the cluster and pipes between them', async ({ page }) => {
    await openTerminal(page);
    await enter(page, 'kubectl get nodes --no-headers | wc -l | sed "s/^/nodes: /"');
    await expect(screen(page)).toContainText(/nodes: [1-9]/);
  });

  test('streams, is stopped by Ctrl-C, and stays alive after an endless loop', async ({ page }) => {
    await openTerminal(page);
    await enter(page, 'for i in 1 2 3 4 5 6 7 8 9; do echo line-$i; sleep 1; done');
    await expect(screen(page)).toContainText('line-2');
    await page.keyboard.press('Control+c');
    await expect(screen(page)).toContainText('^C');
    await expect(screen(page)).not.toContainText('line-9');
    await enter(page, 'while true; do :; done');
    await page.keyboard.press('Control+c');
    await enter(page, 'echo status $?');
    await expect(screen(page)).toContainText('status 130');
  });

  test('skips a wait at a key', async ({ page }) => {
    await openTerminal(page);
    await enter(page, 'sleep 600; echo slept');
    await expect(page.getByRole('button', { name: 'Skip the wait' })).toBeEnabled();
    await page.keyboard.press('Control+f');
    await expect(screen(page)).toContainText(/echo slept\s*slept\s*root@/);
  });

  test('takes Chinese text, composed by an input method or pasted', async ({ page }) => {
    await openTerminal(page, 'zh');
    await page.keyboard.type('echo ');
    const session = await page.context().newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: '你好', selectionStart: 2, selectionEnd: 2 });
    await session.send('Input.insertText', { text: '你好' });
    await page.keyboard.press('Enter');
    await expect(screen(page)).toContainText(/# echo 你好\s*你好/);
  });

  test('completes at Tab, and is left by Escape and Tab', async ({ page }) => {
    await openTerminal(page);
    await page.keyboard.type('basen');
    await page.keyboard.press('Tab');
    await expect(screen(page)).toContainText('basename');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(page.locator('.lab-terminal .xterm-helper-textarea')).not.toBeFocused();
  });

  test('keeps what was typed over a reload', async ({ page }) => {
    await openTerminal(page);
    await enter(page, 'echo remember-me');
    await expect(screen(page)).toContainText('remember-me');
    await page.reload();
    await page.locator('.lab-terminal-first button').click();
    await expect(page.locator('.lab-terminal')).toHaveAttribute('data-phase', 'open');
    await expect(screen(page)).toContainText('# ');
    await page.keyboard.press('ArrowUp');
    await expect(screen(page)).toContainText('echo remember-me');
  });

  test('has no fault that axe finds', async ({ page }) => {
    await openTerminal(page);
    const { violations } = await new AxeBuilder({ page }).include('.lab-terminal').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });

  test('fits a phone', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openTerminal(page);
    await enter(page, 'echo narrow');
    await expect(screen(page)).toContainText('narrow');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
