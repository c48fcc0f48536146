import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pagePath } from '../../src/site/languages.ts';
import { build } from '../../src/tools/build.ts';
import { serve } from '../../src/tools/serve.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const port = Number(process.env.PODLAB_TEST_PORT ?? 4390);

export const baseURL = `http://127.0.0.1:${port}`;
export const editBase = 'https://git.example/podlab/edit/main/';

/** The folder with the built site: made for the tests, or the one that PODLAB_TEST_SITE names, which is then taken as
 *  it is (built with PODLAB_SITE and PODLAB_EDIT as below). */
export const builtSite = process.env.PODLAB_TEST_SITE ?? join(root, '.cache/test-site');

/** Builds the site and serves it with the code of `npm start`; Playwright calls this once before all tests. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env.PODLAB_TEST_SITE === undefined) {
    await build(builtSite, { ...process.env, PODLAB_SITE: baseURL, PODLAB_EDIT: editBase }, 'stderr');
  }
  const server = await serve(builtSite, port);
  return async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
}

/** The addresses of all pages: what stands in `content` and is no draft, and the page that offers both languages. Read
 *  from the sources, since tests are listed before the site is built; that the sitemap has the same is a test. */
export function pagePaths(): string[] {
  const content = join(root, 'content');
  const files = globSync('{zh,en}/**/[^_]*.{md,mdx}', { cwd: content }).sort();
  const published = files.filter((file) => !/^draft: *true$/m.test(readFileSync(join(content, file), 'utf8')));
  return ['/', ...published.map((file) => pagePath(file.replace(/\.mdx?$/, '').replace(/\/index$/, '')))];
}
