import { expect, type Locator, type Page, test } from '@playwright/test';

const pages = { en: '/en/labs/descheduler-low-node-utilization/', zh: '/zh/labs/descheduler-low-node-utilization/' };

/** A step's part of the page. */
function step(page: Page, id: string) {
  const controls = page.locator(`[data-step="${id}"]`);
  const [run, check] = [controls.locator('.lab-buttons button').nth(0), controls.locator('.lab-buttons button').nth(1)];
  const count = async (of: 'runs' | 'checks') => Number(await controls.getAttribute(`data-${of}`));
  const click = async (button: Locator, of: 'runs' | 'checks') => {
    const before = await count(of);
    await button.click();
    await expect(controls).toHaveAttribute(`data-${of}`, String(before + 1), { timeout: 60_000 });
  };
  return {
    controls,
    run: () => click(run, 'runs'),
    check: async () => {
      await click(check, 'checks');
      return controls.locator('.lab-result p');
    },
    done: controls.locator('.lab-done'),
  };
}

const twin = (page: Page) => page.locator('[data-twin]');

/** Types at the prompt of the terminal. */
async function type(page: Page, command: string) {
  await page.locator('.lab-terminal-box textarea').focus();
  await page.keyboard.type(command);
  await page.keyboard.press('Enter');
}

test.describe('the lab on LowNodeUtilization', () => {
  test.setTimeout(180_000);

  test('is done by its buttons: checks fail before their steps, and pass after them', async ({ page }) => {
    await page.goto(pages.en);
    await expect(twin(page)).toContainText('The cluster as it will be when the terminal is opened.');
    await expect(twin(page)).toContainText('control-plane runs 9 pods and has room.');

    const skew = step(page, 'skew');
    await expect(await skew.check()).toContainText("Not there yet: there is no Deployment 'web'");
    await expect(skew.done).toHaveCount(0);
    await page.getByRole('button', { name: 'Show a hint' }).click();
    await expect(page.locator('#hint-skew')).toHaveAttribute('open', '');

    await skew.run();
    await expect(await skew.check()).toContainText(
      "As it should be: worker 'podlab-spread-worker' runs all 24 web pods",
    );
    await expect(skew.done).toBeVisible();
    await expect(twin(page)).toContainText('worker runs 26 pods and is above the target.');

    for (const id of ['policy', 'run']) {
      await step(page, id).run();
      await expect(await step(page, id).check()).toHaveAttribute('data-passed', 'true');
    }
    await expect(twin(page)).toContainText('worker runs 16 pods and is left alone. worker2 runs 7 pods');
    await expect(twin(page)).not.toContainText('none is in the cluster yet');
    await expect(page.locator('.lab-progress')).toContainText('3 of 6 done');
  });

  test('is done by typing as well', async ({ page }) => {
    await page.goto(pages.en);
    await page.getByRole('button', { name: 'Open the terminal' }).click();
    await expect(page.locator('.xterm-rows')).toContainText('root@workstation:~/lab#');
    await type(page, 'kubectl apply -f manifests/web.yaml && kubectl -n lab rollout status deployment/web');
    await expect(page.locator('.lab-terminal-twin')).toContainText('successfully rolled out', { timeout: 30_000 });
    await expect(await step(page, 'skew').check()).toContainText(
      "worker 'podlab-spread-worker' runs 8 of the 24 web pods, expected all of them on one worker",
    );
  });

  test('keeps what is done over a reload, brings the new cluster there, and forgets when told to', async ({ page }) => {
    await page.goto(pages.en);
    await step(page, 'skew').run();
    await expect(await step(page, 'skew').check()).toHaveAttribute('data-passed', 'true');
    await page.reload();
    await expect(step(page, 'skew').done).toBeVisible();
    await expect(page.locator('.lab-catch-up')).toContainText(
      'Steps 2 were done on an earlier cluster. This one is new.',
    );
    await page.getByRole('button', { name: 'Run them again' }).click();
    await expect(twin(page)).toContainText('worker runs 26 pods and is above the target.', { timeout: 60_000 });
    await expect(page.locator('.lab-catch-up')).toHaveCount(0, { timeout: 30_000 });

    page.on('dialog', (dialog) => dialog.accept());
    await page.locator('.lab-progress').getByRole('button', { name: 'Start over' }).click();
    await expect(step(page, 'skew').done).toHaveCount(0);
    await expect(twin(page)).toContainText('worker runs 2 pods and has room.', { timeout: 30_000 });
    await page.reload();
    await expect(page.locator('.lab-progress')).toContainText('0 of 6 done');
  });

  test('says that nothing is kept where storage is forbidden, and works all the same', async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    await page.goto(pages.en);
    await step(page, 'look').run();
    await expect(step(page, 'look').done).toBeVisible();
    await expect(page.locator('.lab-progress')).toContainText('This browser keeps nothing between visits');
  });

  test('fits a phone, in Chinese, and its buttons are in reach of the keyboard', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(pages.zh);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    const check = page.getByRole('button', { name: '检查（第 2 步）' });
    await expect(check).toBeEnabled();
    await check.focus();
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-step="skew"] .lab-result p')).toContainText('还差一点：');
    await expect(twin(page)).toContainText('control-plane 上有 9 个 Pod，还有余量。');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

test.describe('the lab without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('shows every command, and no buttons that do nothing', async ({ page }) => {
    await page.goto(pages.en);
    await expect(page.locator('#step-skew pre')).toContainText('kubectl uncordon');
    await expect(page.locator('#step-skew').getByRole('button', { name: 'Run' })).toHaveCount(0);
    await expect(twin(page)).toContainText('control-plane runs 9 pods and has room.');
  });
});
