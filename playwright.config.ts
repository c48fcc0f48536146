import { defineConfig } from '@playwright/test';
import { baseURL } from './test/site/built-site.ts';

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Browser tests of the built site, in the system's Chromium. The site is built and served once for all of them. */
export default defineConfig({
  testDir: 'test/site',
  globalSetup: './test/site/built-site.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  use: {
    baseURL,
    serviceWorkers: 'block', // Tests see the network as it is; offline.spec.ts allows the worker.
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: chromiumFlags },
  },
});
