import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { build } from 'esbuild';
import { logOf, scenarioNames } from '../support/log-in-browser.ts';

const untilMs = 120_000;
const seed = 11;

for (const name of scenarioNames) {
  test(`one seed gives the same log of ${name} in Node and in Chromium, byte for byte`, async ({ page }) => {
    await page.addScriptTag({ content: await bundle() });
    const inChromium = await page.evaluate(
      ([name, seed, untilMs]) =>
        (globalThis as unknown as { logOf: typeof logOf }).logOf(name as string, seed as number, untilMs as number),
      [name, seed, untilMs],
    );
    const inNode = logOf(name, seed, untilMs);
    expect(inNode.split('\n').length).toBeGreaterThan(20);
    expect(inChromium).toBe(inNode);
  });
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../support/log-in-browser.ts', import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2023',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}
