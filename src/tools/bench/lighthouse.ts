import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import { build } from '../build.ts';
import { serve } from '../serve.ts';
import type { Measurement } from './measurement.ts';

const pages = [
  '/en/guides/how-the-simulation-works/',
  '/zh/articles/descheduler-node-utilization/',
  '/en/labs/descheduler-low-node-utilization/',
];
const port = 4399;
const debuggingPort = 4398;

/** Lighthouse's scores of one page of each type, on the built site, as a slow phone sees it. */
export async function measureLighthouse(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'podlab-lighthouse-'));
  await build(folder, process.env, 'stderr');
  const server = await serve(folder, port);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', `--remote-debugging-port=${debuggingPort}`],
  });
  try {
    const measurements: Measurement[] = [];
    for (const page of pages) measurements.push(...(await scoresOf(page)));
    return measurements;
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function scoresOf(page: string): Promise<Measurement[]> {
  const result = await lighthouse(`http://127.0.0.1:${port}${page}`, {
    port: debuggingPort,
    output: 'json',
    logLevel: 'error',
  });
  if (!result) throw new Error(`Lighthouse gave no result for ${page}`);
  const { categories, audits } = result.lhr;
  const scores = Object.values(categories).map(({ id, score }) => ({
    what: `${page} ${id}`,
    value: score ?? 0,
    unit: 'score',
    budget: { atLeast: id === 'performance' ? 0.98 : 1 },
  }));
  const blocked = audits['total-blocking-time']?.numericValue ?? Number.NaN;
  return [...scores, { what: `${page} total blocking time`, value: blocked, unit: 'ms', budget: { atMost: 50 } }];
}
